using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Packaging.Tests.Desktop;

/// <summary>Manifests and conversions by the shipped files of Windows PowerShell's edition.</summary>
public sealed class DesktopFileTests(ITestOutputHelper output)
{
    /// <summary>
    /// This edition knows no other way than an access list to keep a file from others, and writes none without.
    /// </summary>
    private const string NotWritten = "this build of the library protects files on Windows only";

    [MonoFact]
    public async Task A_manifest_is_read_row_by_row_with_its_passwords()
    {
        using var folder = new TempFolder();
        folder.Write("bob.txt", "Straße 7\n");
        var manifest = folder.Write(
            "people.csv",
            "UserPrincipalName;Path;Password;PasswordFile;IntendedPurpose\r\n"
            + "alice@contoso.com;alice.pfx;\"pass;\"\"wörd\"\"\";;smimeEncryption\r\n"
            + "bob@contoso.com;sub/bob.pfx;;bob.txt;\r\n"
            + "carol@contoso.com;;x;;\r\n");

        var rows = (await DesktopRun.StartAsync("manifest", [manifest])).Lines("row");

        Assert.Equal(3, rows.Count);
        Assert.Equal(
            ["2", "alice@contoso.com", folder.Combine("alice.pfx"), "SmimeEncryption", Hash("pass;\"wörd\""), "-"], rows[0]);
        Assert.Equal(["3", "bob@contoso.com", folder.Combine("sub", "bob.pfx"), "", Hash("Straße 7"), "-"], rows[1]);
        Assert.Equal("4", rows[2][0]);
        Assert.NotEqual("-", rows[2][5]);
    }

    [MonoFact]
    public async Task A_file_is_converted_to_each_encryption_and_opens_elsewhere()
    {
        using var folder = new TempFolder();
        using var authority = new CertificateFactory();
        using var certificate = authority.Issue(new PersonCertificate { MailAddress = "alice@contoso.com" });
        var old = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        var wanted = Convert.ToHexString(RandomNumberGenerator.GetBytes(8)) + "ä€";
        var content = PfxWriter.Write(certificate, old, new PfxWriteOptions { Chain = authority.CreateChain() });
        var source = folder.Write("alice.pfx", content);

        var run = await DesktopRun.StartAsync("convert", [source, folder.Path], new Dictionary<string, string>
        {
            ["PROBE_PASSWORD"] = old,
            ["PROBE_NEW_PASSWORD"] = wanted,
        });

        var converted = run.Lines("converted");
        Assert.Equal(["Aes256Sha256", "TripleDesSha1"], converted.Select(line => line[0]).Order(StringComparer.Ordinal));
        Assert.All(converted, line => Assert.Contains(NotWritten, line[2], StringComparison.Ordinal));
        output.WriteLine(
            "Not done on Mono, since access lists are Windows' own: writing a file for its owner alone. " + converted[0][2]);
        foreach (var path in converted.Select(line => line[1]))
        {
            var opened = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, wanted, X509KeyStorageFlags.EphemeralKeySet);
            var own = Assert.Single(opened, item => item.HasPrivateKey);
            Assert.Equal(certificate.Thumbprint, own.Thumbprint);
            Assert.True(opened.Count > 1);
        }
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
