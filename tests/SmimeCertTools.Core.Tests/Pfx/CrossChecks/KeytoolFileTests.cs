using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx.CrossChecks;

/// <summary>Files of Java's keytool.</summary>
public sealed class KeytoolFileTests(ForeignKeys keys) : IClassFixture<ForeignKeys>
{
    private const string Properties = "-J-Dkeystore.pkcs12.";

    // Java 17 and newer write PBES2 by default; those before wrote RC2 and Triple DES, which differ from this only by iterations.
    [ToolTheory("keytool", "openssl")]
    [InlineData("", "HMAC-SHA256", "PBES2 AES-256-CBC (HMAC-SHA256)", "PBES2 AES-256-CBC (HMAC-SHA256)")]
    [InlineData("legacy", "HMAC-SHA1", "PBES1 RC2-40-CBC (SHA-1)", "PBES1 3DES-CBC (SHA-1)")]
    [InlineData(
        "certProtectionAlgorithm=PBEWithHmacSHA512AndAES_128 keyProtectionAlgorithm=PBEWithHmacSHA384AndAES_256 "
            + "macAlgorithm=HmacPBESHA512",
        "HMAC-SHA512", "PBES2 AES-128-CBC (HMAC-SHA512)", "PBES2 AES-256-CBC (HMAC-SHA384)")]
    [InlineData(
        "certProtectionAlgorithm=PBEWithHmacSHA1AndAES_256 keyProtectionAlgorithm=PBEWithHmacSHA224AndAES_128 "
            + "macAlgorithm=HmacPBESHA384 macIterationCount=77 certPbeIterationCount=78 keyPbeIterationCount=79",
        "HMAC-SHA384", "PBES2 AES-256-CBC (HMAC-SHA1)", "PBES2 AES-128-CBC (HMAC-SHA224)")]
    [InlineData(
        "certProtectionAlgorithm=PBEWithSHA1AndRC4_128 keyProtectionAlgorithm=PBEWithSHA1AndRC2_128 macAlgorithm=HmacPBESHA224",
        "HMAC-SHA224", "PBES1 RC4-128 (SHA-1)", "PBES1 RC2-128-CBC (SHA-1)")]
    [InlineData(
        "certProtectionAlgorithm=NONE keyProtectionAlgorithm=PBEWithSHA1AndDESede macAlgorithm=NONE",
        null, "None", "PBES1 3DES-CBC (SHA-1)")]
    public async Task Each_encoding_opens(string properties, string? mac, string certificates, string key)
    {
        var path = keys.PathOf(Guid.NewGuid().ToString("N") + ".p12");
        string[] options =
            [.. properties.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(property => Properties + property)];
        await GenerateAsync(path, "alice", "-keyalg EC -groupname secp256r1", options);
        var listing = await Keytool.ReadAsync(path, ForeignKeys.Password);

        using var file = await ForeignFile.OpenAsync(path, ForeignKeys.Password);

        Assert.Equal(listing.Thumbprints, file.KeyPairs);
        Assert.Equal(mac, file.Mac);
        Assert.Equal([certificates], file.CertificateEncryption);
        Assert.Equal([key], file.KeyEncryption);
        Assert.Equal("alice", Assert.Single(file.Contents.KeyPairs).FriendlyName);
        await ForeignFile.RefusesAsync(path, "Secret-2");
    }

    [ToolFact("keytool", "openssl")]
    public async Task Several_entries_open_each_with_its_key()
    {
        var path = keys.PathOf(Guid.NewGuid().ToString("N") + ".p12");
        await GenerateAsync(path, "alice", "-keyalg EC -groupname secp384r1");
        await GenerateAsync(path, "bob", "-keyalg RSA -keysize 2048");
        await GenerateAsync(path, "carol", "-keyalg Ed25519");
        await Keytool.RunAsync(
            ["-importcert", "-noprompt", "-alias", "trusted", "-file", keys.PathOf("root.pem"), "-keystore", path,
            "-storepass:env", Keytool.PasswordVariable],
            ForeignKeys.Password);
        var listing = await Keytool.ReadAsync(path, ForeignKeys.Password);

        using var file = await ForeignFile.OpenAsync(path, ForeignKeys.Password);

        var root = keys.Thumbprints("root.pem");
        Assert.Equal(3, listing.PrivateKeys);
        Assert.Equal(listing.Thumbprints.Except(root).Order(StringComparer.Ordinal), file.KeyPairs);
        Assert.Equal(
            listing.Thumbprints.Order(StringComparer.Ordinal),
            file.Contents.Certificates.Select(certificate => certificate.Thumbprint).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["alice", "bob", "carol"],
            file.Contents.KeyPairs.Select(pair => pair.FriendlyName!).Order(StringComparer.Ordinal));
    }

    private static Task GenerateAsync(string path, string alias, string algorithm, params string[] options) => Keytool.RunAsync(
        ["-genkeypair", "-alias", alias, "-dname", "CN=" + alias, "-validity", "30", "-storetype", "PKCS12", "-keystore", path,
        "-storepass:env", Keytool.PasswordVariable, .. algorithm.Split(' '), .. options],
        ForeignKeys.Password);
}
