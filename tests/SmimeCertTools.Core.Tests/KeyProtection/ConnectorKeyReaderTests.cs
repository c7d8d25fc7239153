using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class ConnectorKeyReaderTests
{
    [Theory]
    [InlineData("PEM PUBLIC KEY")]
    [InlineData("CNG blob")]
    public async Task A_file_is_read(string form)
    {
        using var folder = new TempFolder();
        using var key = new TestKey();
        var path = folder.Write("connector.key", key.Export(form));

        var read = await ConnectorKeyReader.ReadPublicAsync(path, CancellationToken.None);

        Assert.Equal(key.Public.Modulus, read.Modulus);
        Assert.Equal(path, read.Source);
    }

    [Fact]
    public async Task A_missing_file_and_a_folder_are_unreadable()
    {
        using var folder = new TempFolder();
        const KeyProtectionErrorKind Kind = KeyProtectionErrorKind.KeyFileUnreadable;
        Assert.Contains("does not exist", (await RefusedAsync(folder.Combine("none.pem"), Kind)).Message);
        Assert.Contains("does not exist", (await RefusedAsync(folder.Combine("no", "such.pem"), Kind)).Message);
        Assert.Contains("is a folder", (await RefusedAsync(folder.Path, Kind)).Message);
    }

    [Fact]
    public async Task A_file_that_another_program_has_locked_is_unreadable()
    {
        using var folder = new TempFolder();
        using var key = new TestKey();
        var path = folder.Write("locked.pem", key.Export("PEM PUBLIC KEY"));
        using var locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await RefusedAsync(path, KeyProtectionErrorKind.KeyFileUnreadable);
    }

    [Fact]
    public async Task A_huge_file_is_refused()
    {
        using var folder = new TempFolder();
        var path = folder.Write("huge.pem", new byte[2 * PublicKeyParser.MaximumContentLength]);
        Assert.Contains("larger than", (await RefusedAsync(path, KeyProtectionErrorKind.PublicKeyNotRecognized)).Message);
    }

    private static async Task<KeyProtectionException> RefusedAsync(string path, KeyProtectionErrorKind kind)
    {
        var error = await Assert.ThrowsAsync<KeyProtectionException>(
            () => ConnectorKeyReader.ReadPublicAsync(path, CancellationToken.None));
        Assert.Equal(kind, error.Kind);
        Assert.Equal(path, error.Item);
        Assert.Contains(path, error.Message);
        return error;
    }
}
