using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Conversion;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Conversion;

public sealed class PfxConversionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SecretText _password = RandomPassword.Create();
    private readonly SecretText _other = RandomPassword.Create();

    public void Dispose()
    {
        _password.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_does_not_open_with_the_new_password_is_not_handed_out()
    {
        using var conversion = await OpenAsync("alice.pfx");
        var part = Assert.Single(conversion.Plan(splitKeyPairs: false));
        var converted = await conversion.ConvertAsync(part, _other, new PfxConvertOptions(), CancellationToken.None);

        conversion.Verify(converted, part, _other);
        var error = Assert.Throws<FileWriteException>(() => conversion.Verify(converted, part, _password));

        Assert.Equal("FileNotConfirmed", error.ErrorId);
        Assert.Equal(conversion.Path, error.Path);
    }

    [Fact]
    public async Task What_opens_to_another_key_pair_is_not_handed_out()
    {
        using var alice = await OpenAsync("alice.pfx");
        using var bob = await OpenAsync("bob.pfx");
        var converted = await bob.ConvertAsync(
            bob.Plan(splitKeyPairs: false)[0], _other, new PfxConvertOptions(), CancellationToken.None);

        var error = Assert.Throws<FileWriteException>(
            () => alice.Verify(converted, alice.Plan(splitKeyPairs: false)[0], _other));

        Assert.Equal(FileWriteErrorKind.NotConfirmed, error.Kind);
    }

    [Fact]
    public async Task Changed_content_is_not_handed_out()
    {
        using var conversion = await OpenAsync("alice.pfx");
        var part = conversion.Plan(splitKeyPairs: true)[0];
        var converted = await conversion.ConvertAsync(part, _other, new PfxConvertOptions(), CancellationToken.None);
        converted.Content[^40] ^= 1;

        Assert.Throws<FileWriteException>(() => conversion.Verify(converted, part, _other));
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public async Task A_written_file_holds_the_content()
    {
        using var conversion = await OpenAsync("alice.pfx");
        var converted = await conversion.ConvertAsync(
            conversion.Plan(splitKeyPairs: false)[0], _other, new PfxConvertOptions(), CancellationToken.None);
        var path = _folder.Combine("new.pfx");

        await PfxConversion.WriteAsync(path, converted, overwrite: false, CancellationToken.None);

        Assert.Equal(converted.Content, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_file_without_key_pair_is_refused_when_it_is_opened()
    {
        using var certificate = Create("carol");
        using var bare = X509CertificateLoader.LoadCertificate(certificate.RawData);
        var path = _folder.Write("bare.pfx", bare.Export(X509ContentType.Pkcs12, Text(_password))!);

        var error = await Assert.ThrowsAsync<PfxException>(
            () => PfxConversion.OpenAsync(path, _password, CancellationToken.None));

        Assert.Equal(PfxErrorKind.NoPrivateKey, error.Kind);
    }

    [Theory]
    [InlineData(SmimePfxEncryption.TripleDesSha1, 6_000_000)]
    [InlineData(SmimePfxEncryption.Aes256Sha256, 10_000_001)]
    public async Task Iterations_that_no_reader_takes_are_refused_before_any_work(SmimePfxEncryption scheme, int iterations)
    {
        using var conversion = await OpenAsync("alice.pfx");
        var options = new PfxConvertOptions { Write = new PfxWriteOptions { Encryption = scheme, Iterations = iterations } };

        var error = await Assert.ThrowsAsync<PfxException>(
            () => conversion.ConvertAsync(conversion.Plan(splitKeyPairs: false)[0], _other, options, CancellationToken.None));

        Assert.Equal(PfxErrorKind.LimitExceeded, error.Kind);
    }

    [Fact]
    public void A_secret_becomes_a_secure_string_that_cannot_be_changed()
    {
        using var secret = SecretText.Copy("pässwörd 🔑");
        using var secure = secret.ToSecureString();
        using var back = SecretText.From(secure);

        Assert.True(secure.IsReadOnly());
        Assert.Equal(secret.Span.ToString(), back.Span.ToString());
    }

    private static string Text(SecretText password) => password.Span.ToString();

    private static X509Certificate2 Create(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }

    private async Task<PfxConversion> OpenAsync(string name)
    {
        using var certificate = Create(name);
        var path = _folder.Write(name, certificate.Export(X509ContentType.Pkcs12, Text(_password))!);
        return await PfxConversion.OpenAsync(path, _password, CancellationToken.None);
    }
}
