using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Packaging.Tests.Runtimes;

/// <summary>A sandbox with a user, an app, a connector's key and a PFX file, all made for one run.</summary>
internal sealed class RuntimeTenant : IAsyncDisposable
{
    private const string User = "anna@contoso.com";
    private readonly TempFolder folder = new();
    private readonly ConnectorKeyPair connector;
    private readonly SandboxClient client;
    private readonly string password = RandomPassword.Create();

    private RuntimeTenant(SandboxHost host, ConnectorKeyPair connector, SandboxClient client, X509Certificate2 application)
    {
        Host = host;
        this.connector = connector;
        this.client = client;
        host.State.Users.Add(User);
        File.WriteAllText(folder.Combine("connector.pem"), connector.PublicKeyPem);
        using var certificate = NewCertificate("Anna", User);
        Thumbprint = certificate.Thumbprint;
        WritePfx(certificate, folder.Combine("anna.pfx"));
        WritePfx(application, folder.Combine("app.pfx"));
        File.WriteAllText(folder.Combine("ca.pem"), host.HttpsAuthority!.ExportCertificatePem());
    }

    public SandboxHost Host { get; }

    /// <summary>Of the certificate in the file.</summary>
    public string Thumbprint { get; }

    /// <summary>For the script; the names of SecureStrings begin with *.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["GraphUri"] = Host.GraphUri.AbsoluteUri,
        ["TenantId"] = Host.Options.TenantId.ToString(),
        ["ClientId"] = client.ClientId.ToString(),
        ["*Secret"] = client.Secret!,
        ["*Token"] = Host.IssueToken(),
        ["*Password"] = password,
        ["User"] = User,
        ["Pfx"] = folder.Combine("anna.pfx"),
        ["AppPfx"] = folder.Combine("app.pfx"),
        ["PublicKey"] = folder.Combine("connector.pem"),
    };

    /// <summary>For a process that is to sign in over https: where, whom it trusts, and no proxy of this machine's.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["AZURE_AUTHORITY_HOST"] = Host.HttpsUri!.AbsoluteUri,
        ["SSL_CERT_FILE"] = folder.Combine("ca.pem"),
        ["NO_PROXY"] = "127.0.0.1",
    };

    public static async Task<RuntimeTenant> StartAsync()
    {
        var connector = ConnectorKeyPair.Create(2048);
        using var application = NewCertificate("Rollout", null);
        var client = new SandboxClient
        {
            Secret = RandomPassword.Create(),
            Certificate = X509CertificateLoader.LoadCertificate(application.RawData),
        };
        var host = await SandboxHost.StartAsync(
            new SandboxOptions { Clients = [client], ConnectorKeys = [connector], Https = true });
        return new RuntimeTenant(host, connector, client, application);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        connector.Dispose();
        client.Certificate!.Dispose();
        folder.Dispose();
    }

    private static X509Certificate2 NewCertificate(string name, string? address)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (address is not null)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, critical: true));
            var names = new SubjectAlternativeNameBuilder();
            names.AddEmailAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(300));
    }

    private void WritePfx(X509Certificate2 certificate, string path) => File.WriteAllBytes(
        path, PfxWriter.Write(certificate, password, new PfxWriteOptions { Encryption = PfxEncryption.Aes256Sha256 }));
}
