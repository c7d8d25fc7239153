using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Tool = SmimeCertTools.TestSupport.Tools.OpenSsl;

namespace SmimeCertTools.Core.Tests.Pfx.CrossChecks;

/// <summary>Files of openssl in everything it can write.</summary>
public sealed class OpenSslFileTests(ForeignKeys keys) : IClassFixture<ForeignKeys>
{
    [ToolTheory("openssl")]
    [InlineData("PBE-SHA1-3DES", "PBES1 3DES-CBC (SHA-1)")]
    [InlineData("PBE-SHA1-2DES", "PBES1 3DES-CBC (two keys) (SHA-1)")]
    [InlineData("PBE-SHA1-RC2-40", "PBES1 RC2-40-CBC (SHA-1)")]
    [InlineData("PBE-SHA1-RC2-128", "PBES1 RC2-128-CBC (SHA-1)")]
    [InlineData("PBE-SHA1-RC4-40", "PBES1 RC4-40 (SHA-1)")]
    [InlineData("PBE-SHA1-RC4-128", "PBES1 RC4-128 (SHA-1)")]
    [InlineData("PBE-MD5-DES", "PBES1 DES-CBC (MD5)")]
    [InlineData("PBE-SHA1-DES", "PBES1 DES-CBC (SHA-1, PKCS#5)")]
    [InlineData("PBE-MD5-RC2-64", "PBES1 RC2-64-CBC (MD5)")]
    [InlineData("PBE-SHA1-RC2-64", "PBES1 RC2-64-CBC (SHA-1, PKCS#5)")]
    [InlineData("AES-128-CBC", "PBES2 AES-128-CBC (HMAC-SHA256)")]
    [InlineData("AES-192-CBC", "PBES2 AES-192-CBC (HMAC-SHA256)")]
    [InlineData("AES-256-CBC", "PBES2 AES-256-CBC (HMAC-SHA256)")]
    [InlineData("DES-EDE3-CBC", "PBES2 3DES-CBC (HMAC-SHA256)")]
    [InlineData("DES-CBC", "PBES2 DES-CBC (HMAC-SHA256)")]
    [InlineData("CAMELLIA-128-CBC", "PBES2 Camellia-128-CBC (HMAC-SHA256)")]
    [InlineData("CAMELLIA-256-CBC", "PBES2 Camellia-256-CBC (HMAC-SHA256)")]
    [InlineData("SEED-CBC", "PBES2 SEED-CBC (HMAC-SHA256)")]
    [InlineData("CAST5-CBC", "PBES2 CAST5-CBC (HMAC-SHA256)")]
    [InlineData("RC2-CBC", "PBES2 RC2-128-CBC (HMAC-SHA256)")]
    [InlineData("NONE", "None")]
    public async Task Each_encryption_opens(string algorithm, string name)
    {
        var path = await keys.ExportAsync(
            "ec", ForeignKeys.Password, "-legacy", "-keypbe", algorithm, "-certpbe", algorithm, "-macalg", "sha256");

        using var file = await ForeignFile.OpenAsync(path, ForeignKeys.Password);

        Assert.Equal(keys.Thumbprints("ec.pem"), file.KeyPairs);
        Assert.Equal([name], file.CertificateEncryption);
        Assert.Equal([name], file.KeyEncryption);
        await ForeignFile.RefusesAsync(path, "Secret-2");
    }

    [ToolTheory("openssl")]
    [InlineData("md5", "HMAC-MD5")]
    [InlineData("sha1", "HMAC-SHA1")]
    [InlineData("sha224", "HMAC-SHA224")]
    [InlineData("sha256", "HMAC-SHA256")]
    [InlineData("sha384", "HMAC-SHA384")]
    [InlineData("sha512", "HMAC-SHA512")]
    [InlineData("sha512-224", "HMAC-SHA512/224")]
    [InlineData("sha512-256", "HMAC-SHA512/256")]
    [InlineData("sha3-224", "HMAC-SHA3-224")]
    [InlineData("sha3-256", "HMAC-SHA3-256")]
    [InlineData("sha3-384", "HMAC-SHA3-384")]
    [InlineData("sha3-512", "HMAC-SHA3-512")]
    public async Task Each_integrity_check_opens(string digest, string name)
    {
        var path = await keys.ExportAsync("rsa", ForeignKeys.Password, "-macalg", digest, "-iter", "1000");

        using var file = await ForeignFile.OpenAsync(path, ForeignKeys.Password);

        Assert.Equal(keys.Thumbprints("rsa.pem"), file.KeyPairs);
        Assert.Equal(name, file.Mac);
        Assert.Equal(1000, file.Contents.Protection.MacIterations);
        await ForeignFile.RefusesAsync(path, "Secret-2");
    }

    [Pbmac1Theory]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public async Task The_integrity_check_of_RFC_9579_opens(string digest)
    {
        var path = await keys.ExportAsync("ec", ForeignKeys.Password, "-pbmac1_pbkdf2", "-macalg", digest);

        using var file = await ForeignFile.OpenAsync(path, ForeignKeys.Password);

        Assert.Equal(keys.Thumbprints("ec.pem"), file.KeyPairs);
        Assert.StartsWith("PBMAC1 (HMAC-" + digest.ToUpperInvariant(), file.Mac, StringComparison.Ordinal);
    }

    [ToolTheory("openssl")]
    [InlineData("rsa", "", "HMAC-SHA256")]
    [InlineData("rsa-pss", "", "HMAC-SHA256")]
    [InlineData("ec", "", "HMAC-SHA256")]
    [InlineData("ec-p384", "", "HMAC-SHA256")]
    [InlineData("ed25519", "", "HMAC-SHA256")]
    [InlineData("rsa", "-legacy", "HMAC-SHA1")]
    [InlineData("rsa-pss", "-legacy", "HMAC-SHA1")]
    [InlineData("ed25519", "-legacy", "HMAC-SHA1")]
    [InlineData("ec", "-nomac", null)]
    [InlineData("ec", "-noiter -nomaciter", "HMAC-SHA256")]
    [InlineData("rsa", "-iter 100000 -keyex -LMK", "HMAC-SHA256")]
    public async Task Each_kind_of_key_opens(string kind, string options, string? mac)
    {
        var path = await keys.ExportAsync(kind, ForeignKeys.Password, options.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        using var file = await ForeignFile.OpenAsync(path, ForeignKeys.Password);

        Assert.Equal(keys.Thumbprints(kind + ".pem"), file.KeyPairs);
        Assert.Equal(mac, file.Mac);
        Assert.Equal(kind, PfxKeyPairs.Single(file.Contents, null).FriendlyName);
    }

    [ToolTheory("openssl")]
    [InlineData("", "")]
    [InlineData("", "-legacy")]
    [InlineData("Grüße aus Köln", "")]
    [InlineData("Grüße aus Köln", "-legacy")]
    [InlineData("пароль", "")]
    [InlineData("密码", "-legacy")]
    [InlineData("\U0001F511\U0001F4E7", "")]
    [InlineData("\U0001F511\U0001F4E7", "-legacy")]
    [InlineData("eight emoji \U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600", "")]
    [InlineData(" \"quoted\" & \\back\\ $HOME %PATH% ", "-legacy")]
    public async Task Each_password_opens(string password, string options)
    {
        var path = await keys.ExportAsync("ec", password, options.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        using var file = await ForeignFile.OpenAsync(path, password);

        Assert.Equal(keys.Thumbprints("ec.pem"), file.KeyPairs);
        await ForeignFile.RefusesAsync(path, password + " ");
    }

    [ToolTheory("openssl")]
    [InlineData("")]
    [InlineData("-legacy")]
    [InlineData("-nomac")]
    public async Task A_chain_among_strangers_is_put_in_order(string options)
    {
        var path = await keys.ExportAsync(
            "leaf", ForeignKeys.Password,
            ["-certfile", "others.pem", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        using var file = await ForeignFile.OpenAsync(path, ForeignKeys.Password);

        var pair = PfxKeyPairs.Single(file.Contents, null);
        Assert.Equal(Assert.Single(keys.Thumbprints("leaf.pem")), pair.Certificate.Thumbprint);
        Assert.Equal(keys.Thumbprints("middle.pem", "root.pem"), pair.Chain.Select(issuer => issuer.Thumbprint));
        Assert.Equal(4, file.Contents.Certificates.Count);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class Pbmac1TheoryAttribute : TheoryAttribute
    {
        private static readonly Lazy<Task<bool>> IsKnown = new(async () =>
        {
            try
            {
                return (await Tool.RunTextAsync("list", "-options", "pkcs12")).Contains("pbmac1", StringComparison.Ordinal);
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        });

        public Pbmac1TheoryAttribute() =>
            Skip = ToolLocator.AbsentMessage("openssl")
                ?? (IsKnown.Value.GetAwaiter().GetResult()
                    ? null
                    : "This openssl writes no PBMAC1; version 3.4 is the first that does.");
    }
}
