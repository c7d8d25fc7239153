using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Core.KeyProtection;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class ConnectorPublicKeyTests
{
    private const string Source = "connector.pem";

    // One for all tests of the class, which run one after another: making a key takes a while.
    private static readonly TestKey Key = new();

    [Theory]
    [InlineData("PEM PUBLIC KEY")]
    [InlineData("PEM RSA PUBLIC KEY")]
    [InlineData("PEM CERTIFICATE")]
    [InlineData("PEM UTF-8 BOM")]
    [InlineData("PEM UTF-16")]
    [InlineData("PEM UTF-16 without BOM")]
    [InlineData("PEM UTF-16 big-endian")]
    [InlineData("PEM with text around")]
    [InlineData("PEM twice")]
    [InlineData("DER PUBLIC KEY")]
    [InlineData("DER RSA PUBLIC KEY")]
    [InlineData("DER CERTIFICATE")]
    [InlineData("DER base64")]
    [InlineData("CNG blob")]
    [InlineData("CNG blob base64")]
    public void A_public_key_is_read_from_every_form(string form)
    {
        var read = ConnectorPublicKey.Parse(Key.Export(form), Source);

        Assert.Equal(Key.Public.Modulus, read.Modulus);
        Assert.Equal(Key.Public.Exponent, read.Exponent);
        Assert.Equal(2048, read.KeySize);
        Assert.Equal(Source, read.Source);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(Key.Rsa.ExportSubjectPublicKeyInfo())), read.Fingerprint);
    }

    [Fact]
    public void What_is_written_is_what_others_write()
    {
        var read = ConnectorPublicKey.Parse(Key.Export("PEM PUBLIC KEY"), Source);

        Assert.Equal(Key.Pem + "\n", read.ToPem());
        Assert.Equal(Key.Rsa.ExportSubjectPublicKeyInfo(), read.ToSubjectPublicKeyInfo());
        Assert.Equal(Key.CngBlob(), read.ToCngBlob());
    }

    [Fact]
    public void A_key_cannot_be_changed_through_its_members()
    {
        var read = ConnectorPublicKey.Parse(Key.Export("CNG blob"), Source);
        read.Modulus[0] ^= 0xFF;
        read.Exponent[0] ^= 0xFF;

        Assert.Equal(Key.Public.Modulus, read.Modulus);
        Assert.Equal(Key.Public.Exponent, read.Exponent);
    }

    [Theory]
    [InlineData(3072)]
    [InlineData(4096)]
    public void Larger_keys_are_read(int bits)
    {
        using var key = new TestKey(bits);
        Assert.Equal(bits, ConnectorPublicKey.Parse(key.Export("CNG blob"), Source).KeySize);
    }

    [Fact]
    public void A_certificate_saved_with_its_chain_gives_the_leafs_key_in_any_order()
    {
        using var issuer = new TestKey();
        using var issuerCertificate = issuer.Certificate("CN=Contoso Issuing CA");
        using var certificate = Key.Certificate("CN=Connector", issuerCertificate);
        string[] blocks = [certificate.ExportCertificatePem(), issuerCertificate.ExportCertificatePem()];

        foreach (var text in new[] { string.Join("\n", blocks), string.Join("\n", blocks.Reverse()) })
        {
            var read = ConnectorPublicKey.Parse(Encoding.ASCII.GetBytes(text), Source);
            Assert.Equal(Key.Public.Modulus, read.Modulus);
        }
    }

    [Fact]
    public void Several_different_keys_are_refused_rather_than_guessed()
    {
        using var other = new TestKey();
        var error = Refused(Encoding.ASCII.GetBytes(Key.Pem + "\n" + other.Pem), KeyProtectionErrorKind.PublicKeyNotRecognized);
        Assert.Contains("several different public keys", error.Message);
    }

    [Theory]
    [InlineData("RSA2")]
    [InlineData("RSA3")]
    public void A_private_blob_is_refused_as_a_private_key(string magic)
    {
        var blob = Key.PrivateBlob(magic);
        RefusedAsPrivate(blob);
        RefusedAsPrivate(Encoding.ASCII.GetBytes(Convert.ToBase64String(blob)));
    }

    [Fact]
    public void A_private_key_in_PEM_or_DER_is_refused_as_a_private_key()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var passphrase = Guid.NewGuid().ToString();
        var pbe = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        using var certificate = Key.Certificate();

        RefusedAsPrivate(Encoding.ASCII.GetBytes(Key.Rsa.ExportPkcs8PrivateKeyPem()));
        RefusedAsPrivate(Encoding.ASCII.GetBytes(Key.Rsa.ExportRSAPrivateKeyPem()));
        RefusedAsPrivate(Encoding.ASCII.GetBytes(Key.Rsa.ExportEncryptedPkcs8PrivateKeyPem(passphrase, pbe)));
        RefusedAsPrivate(Encoding.ASCII.GetBytes(ec.ExportECPrivateKeyPem()));
        RefusedAsPrivate(Encoding.Unicode.GetBytes(Key.Rsa.ExportPkcs8PrivateKeyPem()));
        RefusedAsPrivate(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n" + Key.Rsa.ExportPkcs8PrivateKeyPem()));
        RefusedAsPrivate(Encoding.ASCII.GetBytes(Key.Rsa.ExportPkcs8PrivateKeyPem().Replace("PRIVATE", "PUBLIC")));
        RefusedAsPrivate(Key.Rsa.ExportPkcs8PrivateKey());
        RefusedAsPrivate(Key.Rsa.ExportRSAPrivateKey());
        RefusedAsPrivate(Key.Rsa.ExportEncryptedPkcs8PrivateKey(passphrase, pbe));
        RefusedAsPrivate(ec.ExportECPrivateKey());
        RefusedAsPrivate(certificate.Export(X509ContentType.Pfx, passphrase));
    }

    [Fact]
    public void A_key_of_another_kind_is_named()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var spki = ec.ExportSubjectPublicKeyInfo();
        var error = Refused(spki, KeyProtectionErrorKind.PublicKeyNotRsa);
        Assert.Contains("EC (P-384)", error.Message);
        Assert.Contains(Source, error.Message);
        Assert.Equal("PublicKeyNotRsa", error.ErrorId);
        Refused(Encoding.ASCII.GetBytes(ec.ExportSubjectPublicKeyInfoPem()), KeyProtectionErrorKind.PublicKeyNotRsa);
    }

    [Fact]
    public void Weak_and_malformed_keys_are_refused()
    {
        using var small = new TestKey(1024);
        Assert.Contains("1024 bits", Refused(small.CngBlob(), KeyProtectionErrorKind.PublicKeyWeak).Message);
        RefusedParts(Changed(Key.Public.Modulus!, last: 0), [1, 0, 1]); // even modulus
        RefusedParts(Key.Public.Modulus!, []);
        RefusedParts(Key.Public.Modulus!, [0]);
        RefusedParts(Key.Public.Modulus!, [1]);
        RefusedParts(Key.Public.Modulus!, [1, 0, 0]); // even exponent
        RefusedParts(Key.Public.Modulus!, [1, 0, 0, 0, 0, 0, 0, 0, 1]); // above 2^64
        RefusedParts([], [1, 0, 1]);
        RefusedParts([0xFF, .. new byte[2048], 1], [1, 0, 1]); // above 16384 bits

        // Without its sign byte the modulus is a negative DER integer.
        var der = Key.Rsa.ExportRSAPublicKey();
        var negative = (byte[])[0x30, 0x82, 0x01, 0x09, 0x02, 0x82, 0x01, 0x00, .. der.Skip(9)];
        Refused(negative, KeyProtectionErrorKind.PublicKeyWeak);
    }

    [Fact]
    public void Leading_zeros_do_not_count_as_size()
    {
        var read = ConnectorPublicKey.Create([0, 0, .. Key.Public.Modulus!], [0, 1, 0, 1], Source);
        Assert.Equal(2048, read.KeySize);
        Assert.Equal(Key.CngBlob(), read.ToCngBlob());

        using var small = new TestKey(1024);
        Assert.Throws<KeyProtectionException>(
            () => ConnectorPublicKey.Create([.. new byte[128], .. small.Public.Modulus!], [1, 0, 1], Source));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \r\n")]
    [InlineData("<html>not found</html>")]
    [InlineData("ssh-rsa AAAAB3NzaC1yc2E= anna@contoso.com")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIB")]
    [InlineData("-----BEGIN PUBLIC KEY-----\n*?*\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----")]
    [InlineData("RSA1")]
    [InlineData("QUFBQQ==")]
    public void Other_text_is_refused(string content) =>
        Refused(Encoding.UTF8.GetBytes(content), KeyProtectionErrorKind.PublicKeyNotRecognized);

    [Fact]
    public void A_certificate_request_is_refused()
    {
        var request = new CertificateRequest("CN=Connector", Key.Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Refused(request.CreateSigningRequest(), KeyProtectionErrorKind.PublicKeyNotRecognized);
        Refused(Encoding.ASCII.GetBytes(request.CreateSigningRequestPem()), KeyProtectionErrorKind.PublicKeyNotRecognized);
    }

    [Fact]
    public void Very_large_and_very_repetitive_content_is_refused_quickly()
    {
        Refused(new byte[PublicKeyParser.MaximumContentLength + 1], KeyProtectionErrorKind.PublicKeyNotRecognized);
        var many = string.Concat(Enumerable.Repeat("-----BEGIN -----", 60_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Refused(Encoding.ASCII.GetBytes(many), KeyProtectionErrorKind.PublicKeyNotRecognized);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.Elapsed}.");
    }

    [Theory]
    [InlineData("PEM PUBLIC KEY")]
    [InlineData("PEM CERTIFICATE")]
    [InlineData("DER PUBLIC KEY")]
    [InlineData("DER RSA PUBLIC KEY")]
    [InlineData("DER CERTIFICATE")]
    [InlineData("CNG blob")]
    [InlineData("CNG blob base64")]
    public void Cut_and_flipped_content_ends_in_a_key_or_a_typed_error(string form)
    {
        var content = Key.Export(form);
        for (var length = 0; length < content.Length; length += 3)
        {
            EndsCleanly(content.AsSpan(0, length).ToArray());
        }

        var random = new Random(20_261_123);
        for (var i = 0; i < 500; i++)
        {
            var mutated = (byte[])content.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                var range = random.Next(2) == 0 ? Math.Min(64, mutated.Length) : mutated.Length;
                mutated[random.Next(range)] = (byte)random.Next(256);
            }

            EndsCleanly(mutated);
        }
    }

    private static void EndsCleanly(byte[] content)
    {
        try
        {
            Assert.InRange(ConnectorPublicKey.Parse(content, Source).KeySize, 2048, 16384);
        }
        catch (KeyProtectionException exception)
        {
            Assert.Equal(Source, exception.Item);
        }
    }

    private static byte[] Changed(byte[] number, byte last) => [.. number.AsSpan(0, number.Length - 1), last];

    private static void RefusedParts(byte[] modulus, byte[] exponent) => Assert.Equal(
        KeyProtectionErrorKind.PublicKeyWeak,
        Assert.Throws<KeyProtectionException>(() => ConnectorPublicKey.Create(modulus, exponent, Source)).Kind);

    private static void RefusedAsPrivate(byte[] content)
    {
        var error = Refused(content, KeyProtectionErrorKind.PublicKeyNotRecognized);
        Assert.Contains("private key", error.Message);
        Assert.Contains("the public key belongs here", error.Message);
    }

    private static KeyProtectionException Refused(byte[] content, KeyProtectionErrorKind kind)
    {
        var error = Assert.Throws<KeyProtectionException>(() => ConnectorPublicKey.Parse(content, Source));
        Assert.Equal(kind, error.Kind);
        Assert.Equal(Source, error.Item);
        Assert.Contains(Source, error.Message);
        return error;
    }
}
