using System;
using System.Collections.Generic;
using System.IO;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Connection;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Tests.Connection;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _certificate = Create();
    private readonly SecureString _password = ConnectionFixture.Secure("p-" + Guid.NewGuid());

    [Fact]
    public async Task A_pfx_file_is_opened_with_its_password()
    {
        var path = _folder.Write("app.pfx", _certificate.Export(X509ContentType.Pfx, _password));

        var found = await ClientCertificate.LoadAsync(path, _password, CancellationToken.None);

        Assert.Null(found.Error);
        using var certificate = found.Certificate!;
        Assert.Equal(_certificate.Thumbprint, certificate.Thumbprint);
        using var key = certificate.GetRSAPrivateKey();
        Assert.NotNull(key);
    }

    [Fact]
    public async Task A_pfx_file_that_another_program_lets_go_in_a_moment_is_opened_all_the_same()
    {
        var path = _folder.Write("app.pfx", _certificate.Export(X509ContentType.Pfx, _password));
        var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var loading = ClientCertificate.LoadAsync(path, _password, CancellationToken.None);
        await Task.Delay(30);
        Assert.False(loading.IsCompleted);
        await holder.DisposeAsync();

        using var certificate = (await loading).Certificate!;
        Assert.Equal(_certificate.Thumbprint, certificate.Thumbprint);
    }

    [Theory]
    [InlineData("wrong password", "ClientCertificateNotOpened")]
    [InlineData("not a pfx", "ClientCertificateNotOpened")]
    [InlineData("no key", "ClientCertificateNoPrivateKey")]
    [InlineData("no file", "PathNotFound")]
    public async Task A_file_that_cannot_sign_in_has_an_error_of_its_own(string state, string errorId)
    {
        var path = _folder.Combine("app.pfx");
        if (state != "no file")
        {
            using var publicPart = X509CertificateLoader.LoadCertificate(_certificate.RawData);
            _folder.Write("app.pfx", state switch
            {
                "not a pfx" => "<html>"u8.ToArray(),
                "no key" => publicPart.Export(X509ContentType.Pfx, _password),
                _ => _certificate.Export(X509ContentType.Pfx, _password),
            });
        }

        using var wrong = ConnectionFixture.Secure("wrong");
        await AssertRefusedAsync(
            "-CertificatePath $Item -CertificatePassword $Password", path, errorId,
            state == "wrong password" ? wrong : _password);
    }

    [Theory]
    [InlineData("0123456789ABCDEF0123456789ABCDEF01234567", "ClientCertificateNotFound")]
    [InlineData("not-a-thumbprint", "ClientCertificateThumbprintInvalid")]
    public Task A_thumbprint_of_no_certificate_here_is_refused(string thumbprint, string errorId) =>
        AssertRefusedAsync("-CertificateThumbprint $Item", thumbprint, errorId, _password);

    [Fact]
    public async Task A_certificate_without_its_key_is_refused()
    {
        using var publicPart = X509CertificateLoader.LoadCertificate(_certificate.RawData);

        await AssertRefusedAsync("-Certificate $Item", publicPart, "ClientCertificateNoPrivateKey", _password);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _certificate.Dispose();
        _password.Dispose();
    }

    private static X509Certificate2 Create()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=app.contoso.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }

    private static async Task AssertRefusedAsync(string arguments, object item, string errorId, SecureString password)
    {
        await using var shell = await ConnectionFixture.OpenAsync();
        var result = await shell.RunAsync(
            $"param($Item, $Password) Connect-SmimeGraph -ClientId a -TenantId b {arguments}",
            new Dictionary<string, object?> { ["Item"] = item, ["Password"] = password });

        Assert.Equal([errorId], result.ErrorIds);
    }
}
