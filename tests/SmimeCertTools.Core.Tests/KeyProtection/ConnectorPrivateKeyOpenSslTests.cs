using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class ConnectorPrivateKeyOpenSslTests
{
    private static readonly Dictionary<string, string> Environment = new() { ["KEY_PASSWORD"] = PrivateKeys.Password };

    private static TestKey Key => PrivateKeys.Shared;

    [ToolTheory("openssl")]
    [InlineData("-v2 aes-256-cbc")]
    [InlineData("-v2 aes-256-cbc -iter 600000")]
    [InlineData("-v2 aes-128-cbc -v2prf hmacWithSHA512")]
    [InlineData("-v2 aes-192-cbc -v2prf hmacWithSHA1")]
    [InlineData("-v2 des3")]
    [InlineData("-v1 PBE-SHA1-3DES")]
    [InlineData("-v1 PBE-SHA1-RC2-40 -provider legacy -provider default")]
    [InlineData("-scrypt")]
    [InlineData("-v2 aes-256-cbc -outform DER")]
    public async Task What_openssl_encrypts_is_opened(string options)
    {
        using var folder = new TempFolder();
        var clear = folder.Write("clear.pem", Key.Rsa.ExportPkcs8PrivateKeyPem());
        var path = folder.Combine("encrypted.pem");
        await RunAsync($"pkcs8 -topk8 -in {clear} -out {path} -passout env:KEY_PASSWORD {options}");

        using var password = PrivateKeys.Secret();
        using var key = await ConnectorKeyReader.ReadPrivateAsync(path, password, CancellationToken.None);

        PrivateKeys.AssertSame(Key.Rsa.ExportParameters(includePrivateParameters: true), key);
        Assert.Equal(path, key.PublicKey.Source);
        PrivateKeys.Refused(File.ReadAllBytes(path), KeyProtectionErrorKind.PrivateKeyPasswordIncorrect, "wrong word");
    }

    [ToolFact("openssl")]
    public async Task What_is_written_openssl_opens_and_finds_protected_as_promised()
    {
        using var folder = new TempFolder();
        using var key = PrivateKeys.New(2048, "new");
        using var password = PrivateKeys.Secret();
        var path = folder.Write("new.pem", key.ToEncryptedPem(password));

        var opened = await RunAsync($"pkey -in {path} -passin env:KEY_PASSWORD -pubout");
        Assert.Equal(key.PublicKey.ToPem(), Encoding.ASCII.GetString(opened));
        var verdict = await RunAsync($"pkey -in {path} -passin env:KEY_PASSWORD -check -noout");
        Assert.Contains("Key is valid", Encoding.ASCII.GetString(verdict));

        var structure = Encoding.ASCII.GetString(await RunAsync($"asn1parse -in {path}"));
        Assert.Contains(":PBES2", structure);
        Assert.Contains(":PBKDF2", structure);
        Assert.Contains(":0927C0", structure); // 600,000
        Assert.Contains(":hmacWithSHA256", structure);
        Assert.Contains(":aes-256-cbc", structure);
    }

    [ToolTheory("openssl")]
    [InlineData(UserPfxPaddingScheme.OaepSha256, "sha256")]
    [InlineData(UserPfxPaddingScheme.OaepSha384, "sha384")]
    [InlineData(UserPfxPaddingScheme.OaepSha512, "sha512")]
    public async Task Passwords_go_both_ways(UserPfxPaddingScheme padding, string digest)
    {
        using var folder = new TempFolder();
        using var key = PrivateKeys.Parse(PrivateKeys.Export(Key, "RSAFULLPRIVATEBLOB"));
        var options = $"-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:{digest} -pkeyopt rsa_mgf1_md:{digest}";
        var privateKey = folder.Write("key.pem", PrivateKeys.Export(Key, "PEM"));
        var publicKey = folder.Write("public.pem", key.PublicKey.ToPem());

        using var password = SecretText.Copy("a password, 1!");
        var ours = folder.Write("ours.bin", new PasswordProtector(key.PublicKey, padding).Protect(password, "anna"));
        var decrypted = await RunAsync($"pkeyutl -decrypt -inkey {privateKey} -passin env:KEY_PASSWORD -in {ours} {options}");
        Assert.Equal("a password, 1!", Encoding.ASCII.GetString(decrypted));

        var plain = folder.Write("plain.txt", "from openssl");
        var theirs = await RunAsync($"pkeyutl -encrypt -pubin -inkey {publicKey} -in {plain} {options}");
        using var opened = key.Decrypt(theirs, padding);
        Assert.Equal("from openssl", Encoding.ASCII.GetString(opened.Span));
    }

    [ToolFact("openssl")]
    public async Task The_old_encrypted_form_is_named()
    {
        using var folder = new TempFolder();
        var clear = folder.Write("clear.pem", Key.Rsa.ExportPkcs8PrivateKeyPem());
        var old = await RunAsync($"rsa -in {clear} -traditional -aes256 -passout env:KEY_PASSWORD");

        var error = PrivateKeys.Refused(old, KeyProtectionErrorKind.PrivateKeyUnsupported);
        Assert.Contains("openssl pkcs8 -topk8", error.Message);
    }

    [ToolTheory("openssl")]
    [InlineData("-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048", "RSA-PSS")]
    [InlineData("-algorithm ED25519", "Ed25519")]
    [InlineData("-algorithm EC -pkeyopt ec_paramgen_curve:P-384", "EC")]
    public async Task Keys_of_other_algorithms_are_named(string options, string name)
    {
        var content = await RunAsync($"genpkey {options} -aes256 -pass env:KEY_PASSWORD");
        Assert.Contains(name, PrivateKeys.Refused(content, KeyProtectionErrorKind.PrivateKeyNotRsa).Message);
    }

    [ToolFact("openssl")]
    public async Task A_pfx_of_openssl_is_read()
    {
        using var folder = new TempFolder();
        var clear = folder.Write("clear.pem", Key.Rsa.ExportPkcs8PrivateKeyPem());
        var certificate = folder.Write("certificate.pem", Key.Certificate().ExportCertificatePem());
        var pfx = await RunAsync($"pkcs12 -export -inkey {clear} -in {certificate} -passout env:KEY_PASSWORD");

        using var key = PrivateKeys.Parse(pfx);
        PrivateKeys.AssertSame(Key.Rsa.ExportParameters(includePrivateParameters: true), key);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_called_a_private_key_file()
    {
        using var folder = new TempFolder();
        using var password = PrivateKeys.Secret();
        var error = await Assert.ThrowsAsync<KeyProtectionException>(
            () => ConnectorKeyReader.ReadPrivateAsync(folder.Combine("none.pem"), password, CancellationToken.None));
        Assert.Equal(KeyProtectionErrorKind.KeyFileUnreadable, error.Kind);
        Assert.Contains("private key file", error.Message);
        Assert.Contains("does not exist", error.Message);
    }

    private static Task<byte[]> RunAsync(string arguments) => OpenSsl.RunAsync(
        arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), environment: Environment);
}
