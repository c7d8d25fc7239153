using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class ConnectorKeyWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_private_half_that_fails_leaves_both_files_as_they_were(bool existed)
    {
        var (path, publicPath) = (_folder.Combine("key.pem"), _folder.Combine("key.pub.pem"));
        if (existed)
        {
            _folder.Write("key.pem", [1, 2]);
            _folder.Write("key.pub.pem", [3, 4]);
        }

        using var key = PrivateKeys.New(2048, "test");
        using var empty = SecretText.Copy(string.Empty);
        await Assert.ThrowsAnyAsync<Exception>(
            () => ConnectorKeyWriter.WritePairAsync(key, empty, path, publicPath, overwrite: true, CancellationToken.None));

        Assert.Equal(existed ? ["key.pem", "key.pub.pem"] : [], Names());
        Assert.True(!existed || File.ReadAllBytes(path) is [1, 2]);
        Assert.True(!existed || File.ReadAllBytes(publicPath) is [3, 4]);
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_pair_reads_back_and_a_second_one_does_not_overwrite_it()
    {
        var (path, publicPath) = (_folder.Combine("key.pem"), _folder.Combine("key.pub.pem"));
        using var key = PrivateKeys.New(2048, "test");
        using var password = RandomPassword.Create();
        await ConnectorKeyWriter.WritePairAsync(key, password, path, publicPath, overwrite: false, CancellationToken.None);

        using var both = await ConnectorKeyReader.ReadAsync(path, password, onlyPrivate: false, CancellationToken.None);
        using var half = await ConnectorKeyReader.ReadAsync(publicPath, password, onlyPrivate: false, CancellationToken.None);
        Assert.Equal(key.PublicKey.Fingerprint, both.PublicKey.Fingerprint);
        Assert.Equal(key.PublicKey.Fingerprint, half.PublicKey.Fingerprint);
        Assert.NotNull(both.PrivateKey);
        Assert.Null(half.PrivateKey);
        Assert.False(both.IsPlaintext);

        var before = File.ReadAllBytes(path);
        using var other = PrivateKeys.New(2048, "test");
        var error = await Assert.ThrowsAsync<FileWriteException>(
            () => ConnectorKeyWriter.WritePairAsync(other, password, path, publicPath, overwrite: false, CancellationToken.None));
        Assert.Equal(FileWriteErrorKind.Exists, error.Kind);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(["key.pem", "key.pub.pem"], Names());
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_blob_in_clear_is_marked_as_such_raw_and_in_base64()
    {
        using var key = PrivateKeys.New(2048, "test");
        using var blob = key.ToCngBlob();
        _folder.Write("raw.blob", blob.Span.ToArray());
        _folder.Write("text.blob", Convert.ToBase64String(blob.Span));
        foreach (var name in Names())
        {
            using var read = await ConnectorKeyReader.ReadAsync(
                _folder.Combine(name), SecretText.Absent(), onlyPrivate: true, CancellationToken.None);
            Assert.True(read.IsPlaintext);
            Assert.Equal(key.PublicKey.Fingerprint, read.PublicKey.Fingerprint);
        }
    }

    private string[] Names() =>
        [.. Directory.EnumerateFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
