using System;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx.CrossChecks;

/// <summary>Files of GnuTLS's certtool. It too asks for 600,000 iterations.</summary>
public sealed class GnuTlsFileTests(ForeignKeys keys) : IClassFixture<ForeignKeys>
{
    [ToolTheory("certtool", "openssl")]
    [InlineData("rsa", "", "HMAC-SHA256", "PBES2 AES-128-CBC (HMAC-SHA256)")]
    [InlineData("ed25519", "--pkcs-cipher=aes-192 --hash=sha512", "HMAC-SHA512", "PBES2 AES-192-CBC (HMAC-SHA256)")]
    [InlineData("rsa", "--pkcs-cipher=3des-pkcs12 --hash=sha1", "HMAC-SHA1", "PBES1 3DES-CBC (SHA-1)")]
    [InlineData("ec", "--pkcs-cipher=rc2-40 --hash=sha256", "HMAC-SHA256", "PBES1 RC2-40-CBC (SHA-1)")]
    [InlineData("ec", "--pkcs-cipher=arcfour --hash=sha384", "HMAC-SHA384", "PBES1 RC4-128 (SHA-1)")]
    public async Task Each_cipher_opens(string kind, string options, string mac, string encryption)
    {
        var path = await ExportAsync(kind, ForeignKeys.Password, options);

        using var file = await ForeignFile.OpenAsync(path, ForeignKeys.Password);

        Assert.Equal(keys.Thumbprints(kind + ".pem"), file.KeyPairs);
        Assert.Equal(mac, file.Mac);
        Assert.Equal([encryption], file.CertificateEncryption);
        Assert.Equal([encryption], file.KeyEncryption);
        Assert.Equal(kind, Assert.Single(file.Contents.KeyPairs).FriendlyName);
    }

    [ToolTheory("certtool", "openssl")]
    [InlineData(null, "--pkcs-cipher=aes-256")]
    [InlineData("", "--pkcs-cipher=aes-256")]
    [InlineData(null, "--pkcs-cipher=3des-pkcs12")]
    public async Task A_file_without_a_password_opens(string? password, string options)
    {
        using var file = await ForeignFile.OpenAsync(await ExportAsync("ec", password, options), password);

        Assert.Equal(keys.Thumbprints("ec.pem"), file.KeyPairs);
    }

    private async Task<string> ExportAsync(string kind, string? password, string options)
    {
        var path = keys.PathOf(Guid.NewGuid().ToString("N") + ".p12");
        await CertTool.RunAsync(
            ["--to-p12", "--load-certificate", kind + ".pem", "--load-privkey", kind + ".key", "--p12-name", kind,
            "--outfile", path, "--outder", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            password, keys.Folder);
        return path;
    }
}
