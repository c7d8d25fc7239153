using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph.Applications;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.Applications;

public sealed class ApplicationCertificateFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _password = Guid.NewGuid().ToString("N");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_certificate_is_taken_out_of_DER_PEM_and_PFX()
    {
        using var certificate = DirectoryTenant.Certificate();
        using var other = DirectoryTenant.Certificate("CN=Other");

        foreach (var (name, content) in new (string, byte[])[]
        {
            ("a.cer", certificate.RawData),
            ("a.pem", System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())),
            ("a.pfx", certificate.Export(X509ContentType.Pfx, _password)),
            ("both.pem", System.Text.Encoding.ASCII.GetBytes(
                certificate.ExportCertificatePem() + "\n" + certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem())),
        })
        {
            var read = await ReadAsync(name, content, _password);

            Assert.Equal(certificate.Thumbprint, read.Thumbprint);
            Assert.Equal(certificate.RawData, read.RawData);
        }
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_with_its_date()
    {
        using var certificate = DirectoryTenant.Certificate(days: -1);

        var error = await Assert.ThrowsAsync<RegistrationException>(() => ReadAsync("a.cer", certificate.RawData));

        Assert.Equal("ClientCertificateExpired", error.ErrorId);
        Assert.Contains($"{certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_nobody_can_sign_in_with_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=EC", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));

        var error = await Assert.ThrowsAsync<RegistrationException>(() => ReadAsync("a.cer", certificate.RawData));

        Assert.Equal("ClientCertificateNotSupported", error.ErrorId);
    }

    [Fact]
    public async Task A_wrong_password_of_a_PFX_is_told_as_such()
    {
        using var certificate = DirectoryTenant.Certificate();

        var error = await Assert.ThrowsAsync<PfxException>(
            () => ReadAsync("a.pfx", certificate.Export(X509ContentType.Pfx, _password), "other"));

        Assert.Equal("PfxPasswordIncorrect", error.ErrorId);
        Assert.DoesNotContain(_password, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")]
    public async Task What_is_no_certificate_is_refused(string content)
    {
        var error = await Assert.ThrowsAsync<RegistrationException>(
            () => ReadAsync("a.cer", System.Text.Encoding.ASCII.GetBytes(content)));

        Assert.Equal("ClientCertificateNotRecognized", error.ErrorId);
        Assert.Contains("a.cer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_certificates_without_a_key_are_refused()
    {
        using var one = DirectoryTenant.Certificate();
        using var two = DirectoryTenant.Certificate();

        var error = await Assert.ThrowsAsync<RegistrationException>(() => ReadAsync("a.pem",
            System.Text.Encoding.ASCII.GetBytes(one.ExportCertificatePem() + "\n" + two.ExportCertificatePem())));

        Assert.Equal("ClientCertificateNotRecognized", error.ErrorId);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<RegistrationException>(() => ApplicationCertificateFile.ReadAsync(
            Path.Combine(_folder.Path, "nowhere.cer"), null, DateTimeOffset.UtcNow, default));

        Assert.Equal("PathNotFound", error.ErrorId);
    }

    private async Task<CertificateInfo> ReadAsync(string name, byte[] content, string? password = null)
    {
        var path = Path.Combine(_folder.Path, name);
        await File.WriteAllBytesAsync(path, content);
        using var secret = password is null ? null : SecretText.Copy(password);
        return await ApplicationCertificateFile.ReadAsync(path, secret, DateTimeOffset.UtcNow, default);
    }
}
