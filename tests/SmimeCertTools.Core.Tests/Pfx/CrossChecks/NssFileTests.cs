using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx.CrossChecks;

/// <summary>Files of NSS (Firefox, Thunderbird). It asks for 600,000 iterations, whatever the cipher.</summary>
public sealed class NssFileTests(ForeignKeys keys) : IClassFixture<ForeignKeys>
{
    private const string Aes128 = "PBES2 AES-128-CBC (HMAC-SHA256)";
    private const string Aes256 = "PBES2 AES-256-CBC (HMAC-SHA256)";

    [ToolTheory("pk12util", "certutil", "openssl")]
    [InlineData("rsa", null, null, Aes128, Aes256)]
    [InlineData("ec", "AES-256-CBC", "AES-256-CBC", Aes256, Aes256)]
    [InlineData("ec", "CAMELLIA-256-CBC", "NONE", "None", "PBES2 Camellia-256-CBC (HMAC-SHA256)")]
    [InlineData(
        "rsa", "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC", "PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC",
        "PBES1 RC2-40-CBC (SHA-1)", "PBES1 3DES-CBC (SHA-1)")]
    public async Task Each_cipher_opens(
        string kind, string? keyCipher, string? certificateCipher, string certificates, string key)
    {
        string[] options = keyCipher is null ? [] : ["-c", keyCipher, "-C", certificateCipher!];

        using var file = await ForeignFile.OpenAsync(
            await ExportAsync(kind, ForeignKeys.Password, options), ForeignKeys.Password);

        Assert.Equal(keys.Thumbprints(kind + ".pem"), file.KeyPairs);
        Assert.Equal("HMAC-SHA256", file.Mac);
        Assert.Equal([certificates], file.CertificateEncryption);
        Assert.Equal([key], file.KeyEncryption);
        Assert.Equal(kind, Assert.Single(file.Contents.KeyPairs).FriendlyName);
    }

    [ToolFact("pk12util", "certutil", "openssl")]
    public async Task A_password_beyond_Latin_letters_opens()
    {
        const string password = "Grüße \U0001F511";
        var path = await ExportAsync("ec", password, []);

        using var file = await ForeignFile.OpenAsync(path, password);

        Assert.Equal(keys.Thumbprints("ec.pem"), file.KeyPairs);
    }

    [ToolFact("pk12util", "certutil", "openssl")]
    public async Task A_chain_opens_in_order()
    {
        var path = await ExportAsync("leaf", ForeignKeys.Password, [], "-certfile", "others.pem");

        using var file = await ForeignFile.OpenAsync(path, ForeignKeys.Password);

        Assert.Equal(
            keys.Thumbprints("middle.pem", "root.pem"),
            Assert.Single(file.Contents.KeyPairs).Chain.Select(issuer => issuer.Thumbprint));
    }

    private async Task<string> ExportAsync(string kind, string password, string[] options, params string[] sourceOptions)
    {
        using var database = await Pk12Util.CreateAsync();
        await database.ImportAsync(await keys.ExportAsync(kind, ForeignKeys.Password, sourceOptions), ForeignKeys.Password);
        var path = keys.PathOf(Guid.NewGuid().ToString("N") + ".p12");
        await database.ExportAsync(path, kind, password, options);
        return path;
    }
}
