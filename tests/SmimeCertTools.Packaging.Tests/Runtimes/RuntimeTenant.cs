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

    private RuntimeTenant(SandboxHost host, ConnectorKeyPair connector, SandboxClient client)
    {
        Host = host;
        this.connector = connector;
        this.client = client;
        host.State.Users.Add(User);
        File.WriteAllText(folder.Combine("connector.pem"), connector.PublicKeyPem);
        Thumbprint = WritePfx(folder.Combine("anna.pfx"));
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
        ["PublicKey"] = folder.Combine("connector.pem"),
    };

    public static async Task<RuntimeTenant> StartAsync()
    {
        var connector = ConnectorKeyPair.Create(2048);
        var client = new SandboxClient { Secret = RandomPassword.Create() };
        return new RuntimeTenant(
            await SandboxHost.StartAsync(new SandboxOptions { Clients = [client], ConnectorKeys = [connector] }),
            connector, client);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        connector.Dispose();
        folder.Dispose();
    }

    private string WritePfx(string path)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Anna", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddEmailAddress(User);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(300));
        File.WriteAllBytes(
            path, PfxWriter.Write(certificate, password, new PfxWriteOptions { Encryption = PfxEncryption.Aes256Sha256 }));
        return certificate.Thumbprint;
    }
}
