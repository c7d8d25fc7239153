using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

/// <summary>What openssl made goes in, and what comes out is opened with openssl again.</summary>
public sealed class OpenSslTests
{
    [ToolTheory("openssl")]
    [InlineData(false, "TripleDesSha1")]
    [InlineData(false, "Aes256Sha256")]
    [InlineData(true, "Unchanged")]
    public async Task A_pfx_of_openssl_is_opened_again_with_the_decrypted_password(bool asCngBlob, string encryption)
    {
        await using var tenant = await TestTenant.StartAsync();
        var secret = new Dictionary<string, string> { ["PFX_SECRET"] = tenant.Password };
        var (key, certificate, pfx) = (tenant.Folder.Combine("k.pem"), tenant.Folder.Combine("c.pem"),
            tenant.Folder.Combine("alice.pfx"));
        await OpenSsl.RunAsync(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "30", "-subj",
            "/CN=alice",
            "-addext", "keyUsage=critical,keyEncipherment", "-addext", "extendedKeyUsage=emailProtection",
            "-addext", "subjectAltName=email:" + TestTenant.Alice);
        await OpenSsl.RunAsync(
            ["pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", pfx, "-passout", "env:PFX_SECRET"],
            environment: secret);
        if (asCngBlob)
        {
            File.WriteAllBytes(tenant.KeyPath, TestTenant.ConnectorKey.ExportPublicKeyBlob());
        }

        var result = await tenant.ImportFileAsync(pfx, options: "-PfxEncryption " + encryption);
        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);

        var record = Assert.Single(tenant.Records);
        var privateKey = tenant.Folder.Write("connector-private.pem", TestTenant.ConnectorKey.ExportPlainPrivateKeyPem());
        var password = await OpenSsl.RunAsync(
            ["pkeyutl", "-decrypt", "-inkey", privateKey, "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha512",
                "-pkeyopt", "rsa_mgf1_md:sha512"],
            System.Convert.FromBase64String(record.EncryptedPfxPassword));
        Assert.Equal(encryption == "Unchanged", tenant.Password == Encoding.ASCII.GetString(password));
        var opened = Encoding.UTF8.GetString(await OpenSsl.RunAsync(
            ["pkcs12", "-in", tenant.Folder.Write("uploaded.pfx", record.EncryptedPfxBlob), "-nodes", "-passin",
            "env:PFX_SECRET"],
            environment: new Dictionary<string, string> { ["PFX_SECRET"] = Encoding.ASCII.GetString(password) }));
        Assert.Equal(Body(File.ReadAllText(key)),
            Body(opened[opened.IndexOf("-----BEGIN PRIVATE KEY", System.StringComparison.Ordinal)..]));
    }

    private static string Body(string pem) => string.Concat(
        pem.Split('\n').SkipWhile(line => !line.StartsWith("-----BEGIN", System.StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("-----END", System.StringComparison.Ordinal)));
}
