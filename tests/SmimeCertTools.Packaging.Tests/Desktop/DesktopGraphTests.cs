using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Packaging.Tests.Desktop;

/// <summary>Sign-in and import over https by the shipped files of Windows PowerShell's edition.</summary>
public sealed class DesktopGraphTests(ITestOutputHelper output)
{
    private const string User = "alice@contoso.com";

    /// <summary>
    /// What Mono takes from itself although the folder has it: its own library of that name comes first, whatever its version.
    /// .NET Framework asks for the folder's, since the version that is referred to is newer than its own facade.
    /// </summary>
    private static readonly string[] MonosOwn = ["System.Numerics.Vectors"];

    [MonoFact]
    public async Task A_client_secret_signs_in_over_https_and_a_file_is_imported_and_listed()
    {
        using var folder = new TempFolder();
        using var connector = ConnectorKeyPair.Create(2048);
        using var authority = new CertificateFactory();
        using var certificate = authority.Issue(new PersonCertificate { MailAddress = User });
        var client = new SandboxClient { Secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)) };
        await using var sandbox = await SandboxHost.StartAsync(
            new SandboxOptions { Https = true, Clients = [client], ConnectorKeys = [connector] });
        sandbox.State.Users.Add(User);
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));

        var run = await DesktopRun.StartAsync(
            "graph",
            [],
            new Dictionary<string, string>
            {
                // By name: Mono finds no address of the form 127.0.0.1 in a certificate.
                ["PROBE_GRAPH"] = new UriBuilder(sandbox.HttpsUri!) { Host = "localhost" }.Uri.AbsoluteUri,
                ["PROBE_CLIENT_ID"] = client.ClientId.ToString(),
                ["PROBE_CLIENT_SECRET"] = client.Secret,
                ["PROBE_TENANT"] = sandbox.Options.TenantId.ToString(),
                ["PROBE_KEY"] = folder.Write("connector.pem", connector.PublicKeyPem),
                ["PROBE_PROVIDER"] = connector.ProviderName,
                ["PROBE_KEY_NAME"] = connector.KeyName,
                ["PROBE_USER"] = User,
                ["PROBE_PFX"] = folder.Write("alice.pfx", PfxWriter.Write(certificate, password)),
                ["PROBE_PASSWORD"] = password,
            },
            sandbox.HttpsAuthority);

        Assert.Equal(
            ["ClientSecret", client.ClientId.ToString(), sandbox.Options.TenantId.ToString(), "0"],
            Assert.Single(run.Lines("connected")));
        Assert.Equal(["Imported", "AlreadyPresent"], run.Lines("imported").Select(line => line[0]));
        Assert.Equal([User, certificate.Thumbprint, connector.KeyName], Assert.Single(run.Lines("listed")));
        Assert.Empty(run.Lines("warning"));

        // The connector's side of it: the password opens with the private key, and the file with the password.
        var stored = Assert.Single(sandbox.State.UserPfxCertificates.All);
        var random = System.Text.Encoding.UTF8.GetString(
            connector.Decrypt(Convert.FromBase64String(stored.EncryptedPfxPassword), RSAEncryptionPadding.OaepSHA512));
        using var delivered = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadPkcs12(
            stored.EncryptedPfxBlob, random, System.Security.Cryptography.X509Certificates.X509KeyStorageFlags.EphemeralKeySet);
        Assert.Equal(certificate.Thumbprint, delivered.Thumbprint);
        CheckSources(run);
    }

    private void CheckSources(DesktopRun run)
    {
        var desktop = Path.Combine(StagedModule.Folder, "desktop");
        var shipped = Directory.GetFiles(desktop, "*.dll").Concat(Directory.GetFiles(StagedModule.Shared, "*.dll"))
            .Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet();
        var loaded = run.Loaded.ToList();
        var ours = loaded.Where(assembly => IsOurs(assembly.Path)).ToList();
        output.WriteLine($"{ours.Count} of {shipped.Count} files of desktop/ were loaded; never asked for: "
            + string.Join(", ", shipped.Except(loaded.Select(assembly => assembly.Name)).Order(StringComparer.Ordinal)));

        var others = loaded.Where(assembly => shipped.Contains(assembly.Name) && !IsOurs(assembly.Path))
            .Select(assembly => assembly.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        output.WriteLine("Mono's own instead of ours: " + string.Join(", ", others));
        Assert.Equal(MonosOwn, others);
        Assert.Equal(ours.Count, ours.Select(assembly => assembly.Name).Distinct().Count());
        Assert.Contains(ours, assembly => assembly.Name == "Microsoft.Identity.Client");
        Assert.Contains(ours, assembly => assembly.Name == "Microsoft.Graph");

        bool IsOurs(string path) => Path.GetDirectoryName(path) == desktop || Path.GetDirectoryName(path) == StagedModule.Shared;
    }
}
