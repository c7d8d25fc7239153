using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class ConnectorPrivateKeyTests
{
    private static TestKey Key => PrivateKeys.Shared;

    private static RSAParameters Numbers => Key.Rsa.ExportParameters(includePrivateParameters: true);

    [Theory]
    [InlineData("PEM")]
    [InlineData("PEM UTF-16")]
    [InlineData("PEM with certificate and text")]
    [InlineData("DER")]
    [InlineData("DER base64")]
    [InlineData("DER 3DES")]
    [InlineData("PFX")]
    [InlineData("PFX base64")]
    [InlineData("RSAFULLPRIVATEBLOB")]
    [InlineData("RSAFULLPRIVATEBLOB base64")]
    [InlineData("RSAPRIVATEBLOB")]
    [InlineData("RSAPRIVATEBLOB base64 UTF-16")]
    public void Every_form_gives_the_same_key(string form)
    {
        var content = PrivateKeys.Export(Key, form);
        var before = content.ToArray();

        using var key = PrivateKeys.Parse(content);

        PrivateKeys.AssertSame(Numbers, key);
        Assert.Equal(Key.Public.Modulus, key.PublicKey.Modulus);
        Assert.Equal(PrivateKeys.Source, key.PublicKey.Source);
        Assert.Equal(before, content);
    }

    [Theory]
    [InlineData("RSA3")]
    [InlineData("RSA2")]
    public void A_blob_needs_no_password(string magic)
    {
        using var key = ConnectorPrivateKey.Parse(Key.PrivateBlob(magic), SecretText.Absent(), PrivateKeys.Source);
        PrivateKeys.AssertSame(Numbers, key);
    }

    [Fact]
    public void What_is_written_dotnet_opens_and_so_do_we()
    {
        using var key = PrivateKeys.New(ConnectorPrivateKey.DefaultKeySize, "new");
        using var password = PrivateKeys.Secret();

        var pem = key.ToEncryptedPem(password);

        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", pem);
        Assert.EndsWith("\n-----END ENCRYPTED PRIVATE KEY-----\n", pem);
        using var rsa = RSA.Create();
        rsa.ImportFromEncryptedPem(pem, PrivateKeys.Password);
        Assert.Equal(3072, rsa.KeySize);
        Assert.Equal(key.PublicKey.Modulus, rsa.ExportParameters(includePrivateParameters: false).Modulus);
        using var read = PrivateKeys.Parse(Encoding.ASCII.GetBytes(pem));
        PrivateKeys.AssertSame(rsa.ExportParameters(includePrivateParameters: true), read);
    }

    [Fact]
    public void Salt_and_initial_value_differ_each_time()
    {
        using var key = PrivateKeys.Parse(PrivateKeys.Export(Key, "DER"));
        using var password = PrivateKeys.Secret();
        Assert.NotEqual(key.ToEncryptedPem(password), key.ToEncryptedPem(password));
    }

    [Fact]
    public void A_key_file_has_a_password()
    {
        using var key = PrivateKeys.Parse(PrivateKeys.Export(Key, "RSAFULLPRIVATEBLOB"));
        using var empty = PrivateKeys.Secret(string.Empty);
        Assert.Throws<ArgumentException>(() => key.ToEncryptedPem(empty));
        Assert.Throws<ArgumentException>(() => key.ToEncryptedPem(SecretText.Absent()));
    }

    [Fact]
    public void The_blob_for_providers_is_the_vendors()
    {
        using var key = PrivateKeys.Parse(PrivateKeys.Export(Key, "DER"));
        using var blob = key.ToCngBlob();

        // The vendor's description, written apart from the code under test; only the private exponent may differ by a multiple.
        var expected = Key.PrivateBlob("RSA3");
        Assert.Equal(expected.Length, blob.Length);
        Assert.Equal(expected.AsSpan(0, expected.Length - 256).ToArray(), blob.Span.Slice(0, expected.Length - 256).ToArray());
        using var again = PrivateKeys.Parse(blob.Span.ToArray());
        PrivateKeys.AssertSame(Numbers, again);
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void Keys_of_the_usual_sizes_are_generated(int bits)
    {
        using var key = ConnectorPrivateKey.Generate(bits, "new");
        Assert.Equal(bits, key.PublicKey.KeySize);
        Assert.Equal([1, 0, 1], key.PublicKey.Exponent);
        Assert.Equal("new", key.PublicKey.Source);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2047)]
    [InlineData(2050)]
    [InlineData(4160)]
    [InlineData(0)]
    [InlineData(-2048)]
    public void Other_sizes_are_not(int bits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ConnectorPrivateKey.Generate(bits, "new"));

    [Theory]
    [InlineData(UserPfxPaddingScheme.OaepSha256)]
    [InlineData(UserPfxPaddingScheme.OaepSha384)]
    [InlineData(UserPfxPaddingScheme.OaepSha512)]
    public void What_was_protected_is_decrypted(UserPfxPaddingScheme padding)
    {
        using var key = PrivateKeys.Parse(PrivateKeys.Export(Key, "RSAPRIVATEBLOB"));
        using var password = SecretText.Copy("correct horse");
        var encrypted = new PasswordProtector(key.PublicKey, padding).Protect(password, "anna");

        using var decrypted = key.Decrypt(encrypted, padding);
        Assert.Equal("correct horse", Encoding.ASCII.GetString(decrypted.Span));

        // The way of the other build.
        Assert.Equal(decrypted.Span.ToArray(), RsaOaep.DecryptPortably(key.ToParameters(), padding, encrypted));
        var portably = RsaOaep.EncryptPortably(key.PublicKey, padding, Encoding.ASCII.GetBytes("portable"));
        using var other = key.Decrypt(portably, padding);
        Assert.Equal("portable", Encoding.ASCII.GetString(other.Span));
    }

    [Fact]
    public void What_was_encrypted_otherwise_is_refused_with_one_error()
    {
        using var key = PrivateKeys.Parse(PrivateKeys.Export(Key, "DER"));
        using var stranger = PrivateKeys.New(2048, "stranger");
        using var larger = PrivateKeys.New(3072, "larger");
        using var password = SecretText.Copy("secret words");
        var encrypted = new PasswordProtector(key.PublicKey, UserPfxPaddingScheme.OaepSha512).Protect(password, "anna");
        var changed = encrypted.ToArray();
        changed[100] ^= 1;

        Refused(() => key.Decrypt(changed, UserPfxPaddingScheme.OaepSha512), KeyProtectionErrorKind.KeyDecryptionFailed);
        Refused(() => key.Decrypt(encrypted, UserPfxPaddingScheme.OaepSha256), KeyProtectionErrorKind.KeyDecryptionFailed);
        Refused(() => stranger.Decrypt(encrypted, UserPfxPaddingScheme.OaepSha512), KeyProtectionErrorKind.KeyDecryptionFailed);
        Refused(() => larger.Decrypt(encrypted, UserPfxPaddingScheme.OaepSha512), KeyProtectionErrorKind.KeyDecryptionFailed);
        Refused(() => key.Decrypt([], UserPfxPaddingScheme.OaepSha512), KeyProtectionErrorKind.KeyDecryptionFailed);
        var large = Enumerable.Repeat((byte)255, 256).ToArray();
        Refused(() => key.Decrypt(large, UserPfxPaddingScheme.OaepSha512), KeyProtectionErrorKind.KeyDecryptionFailed);
        Refused(() => key.Decrypt(encrypted, UserPfxPaddingScheme.OaepSha1), KeyProtectionErrorKind.PaddingNotSupported);
        Refused(() => key.Decrypt(encrypted, UserPfxPaddingScheme.None), KeyProtectionErrorKind.PaddingNotSupported);
        Assert.Null(RsaOaep.DecryptPortably(key.ToParameters(), UserPfxPaddingScheme.OaepSha512, changed));
        Assert.Null(RsaOaep.DecryptPortably(stranger.ToParameters(), UserPfxPaddingScheme.OaepSha512, encrypted));

        static void Refused(Func<SecretBytes> decrypt, KeyProtectionErrorKind kind) =>
            Assert.Equal(kind, Assert.Throws<KeyProtectionException>(decrypt).Kind);
    }

    [Fact]
    public void Disposing_ends_every_use()
    {
        var key = PrivateKeys.New(2048, "new");
        using var password = PrivateKeys.Secret();
        key.Dispose();
        key.Dispose();

        Assert.Throws<ObjectDisposedException>(key.ToCngBlob);
        Assert.Throws<ObjectDisposedException>(() => key.ToEncryptedPem(password));
        Assert.Throws<ObjectDisposedException>(() => key.Decrypt(new byte[256], UserPfxPaddingScheme.OaepSha512));
        Assert.Equal(2048, key.PublicKey.KeySize);
    }
}
