using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class ConnectorPrivateKeyErrorTests
{
    private static readonly PbeParameters Fast = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    public static TheoryData<string, byte[]> ClearForms => new()
    {
        { "PRIVATE KEY", Encoding.ASCII.GetBytes(Key.Rsa.ExportPkcs8PrivateKeyPem()) },
        { "RSA PRIVATE KEY", Encoding.ASCII.GetBytes(Key.Rsa.ExportRSAPrivateKeyPem()) },
        { "DER", Key.Rsa.ExportPkcs8PrivateKey() },
        { "DER", Key.Rsa.ExportRSAPrivateKey() },
        { "-inform DER", Encoding.ASCII.GetBytes(Convert.ToBase64String(Key.Rsa.ExportPkcs8PrivateKey())) },
    };

    public static TheoryData<string, byte[]> PublicForms => new()
    {
        { "PUBLIC KEY", Key.Export("PEM PUBLIC KEY") },
        { "CERTIFICATE", Key.Export("PEM CERTIFICATE") },
        { "a public key", Key.Export("DER PUBLIC KEY") },
        { "a public key", Key.Export("DER RSA PUBLIC KEY") },
        { "a certificate", Key.Export("DER CERTIFICATE") },
        { "a CNG public key blob", Key.Export("CNG blob") },
        { "a CNG public key blob", Key.Export("CNG blob base64") },
    };

    private static TestKey Key => PrivateKeys.Shared;

    [Theory]
    [MemberData(nameof(ClearForms))]
    public void A_key_in_clear_is_refused_with_the_command_that_encrypts_it(string words, byte[] content)
    {
        var error = PrivateKeys.Refused(content, KeyProtectionErrorKind.PrivateKeyUnencrypted);
        Assert.Contains(words, error.Message);
        Assert.Contains("openssl pkcs8 -topk8", error.Message);
    }

    [Theory]
    [MemberData(nameof(PublicForms))]
    public void A_public_key_or_certificate_is_named_as_such(string words, byte[] content) =>
        Assert.Contains(words, PrivateKeys.Refused(content, KeyProtectionErrorKind.PrivateKeyNotRecognized).Message);

    [Theory]
    [InlineData("PEM")]
    [InlineData("DER")]
    [InlineData("DER 3DES")]
    public void A_wrong_password_is_an_error_of_its_own(string form)
    {
        var content = PrivateKeys.Export(Key, form);
        Assert.Contains(
            "does not open the private key",
            PrivateKeys.Refused(content, KeyProtectionErrorKind.PrivateKeyPasswordIncorrect, "wrong word").Message);
        Assert.Contains(
            "without a password",
            PrivateKeys.Refused(content, KeyProtectionErrorKind.PrivateKeyPasswordIncorrect, string.Empty).Message);
    }

    [Fact]
    public void A_pfx_reports_its_own_errors()
    {
        var content = PrivateKeys.Export(Key, "PFX");
        Assert.Equal(PfxErrorKind.PasswordIncorrect, Pfx(content, "wrong word").Kind);
        Assert.Equal(PfxErrorKind.Truncated, Pfx(content.AsSpan(0, 600).ToArray(), PrivateKeys.Password).Kind);
        var two = new X509Certificate2Collection { Key.Certificate("CN=One"), Key.Certificate("CN=Two") };
        Assert.Equal(PfxErrorKind.MultipleKeyPairs, Pfx(two.Export(X509ContentType.Pkcs12, PrivateKeys.Password)!, PrivateKeys.Password).Kind);
        using var bare = X509CertificateLoader.LoadCertificate(Key.Certificate().RawData);
        Assert.Equal(PfxErrorKind.NoPrivateKey, Pfx(bare.ExportPkcs12(Fast, PrivateKeys.Password), PrivateKeys.Password).Kind);

        static PfxException Pfx(byte[] content, string password)
        {
            var error = Assert.Throws<PfxException>(() => PrivateKeys.Parse(content, password));
            Assert.Equal(PrivateKeys.Source, error.Path);
            return error;
        }
    }

    [Fact]
    public void A_key_of_another_algorithm_is_named()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=EC", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        byte[][] contents =
        [
            certificate.ExportPkcs12(Fast, PrivateKeys.Password),
            key.ExportEncryptedPkcs8PrivateKey(PrivateKeys.Password, Fast),
        ];
        foreach (var content in contents)
        {
            Assert.Contains("EC", PrivateKeys.Refused(content, KeyProtectionErrorKind.PrivateKeyNotRsa).Message);
        }
    }

    [Fact]
    public void A_key_that_is_too_small_is_refused()
    {
        using var small = new TestKey(1024);
        foreach (var form in new[] { "DER", "PFX", "RSAFULLPRIVATEBLOB", "RSAPRIVATEBLOB" })
        {
            Assert.Contains(
                "1024 bits",
                PrivateKeys.Refused(PrivateKeys.Export(small, form), KeyProtectionErrorKind.PrivateKeyWeak).Message);
        }
    }

    [Fact]
    public void What_is_no_key_file_says_what_is_wanted()
    {
        foreach (var content in new byte[][]
        {
            [],
            [0x30],
            [1, 2, 3],
            "0 is how this text begins"u8.ToArray(),
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n-----END OPENSSH PRIVATE KEY-----\n"u8.ToArray(),
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("-----BEGIN X-----\n", 100))),
            Encoding.UTF8.GetBytes(PemTwice()),
            new byte[(1024 * 1024) + 1],
        })
        {
            Assert.Contains("Expected is", PrivateKeys.Refused(content, KeyProtectionErrorKind.PrivateKeyNotRecognized).Message);
        }

        static string PemTwice() => string.Concat(Enumerable.Repeat(Encoding.ASCII.GetString(PrivateKeys.Export(Key, "PEM")) + "\n", 2));
    }

    [Fact]
    public void Too_many_iterations_are_refused_without_doing_them()
    {
        // 30,000,000 in the place of 1,000: INTEGER 0x01C9C380 takes two bytes more, so all the lengths around it are written anew.
        var content = WithIterations(30_000_000);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        PrivateKeys.Refused(content, KeyProtectionErrorKind.PrivateKeyLimitExceeded);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void An_algorithm_that_is_not_read_is_an_error_of_its_own()
    {
        var content = PrivateKeys.Export(Key, "DER");
        var pbes2 = new byte[] { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D };
        content[content.AsSpan().IndexOf(pbes2) + 8] = 0x63;
        PrivateKeys.Refused(content, KeyProtectionErrorKind.PrivateKeyUnsupported);
    }

    private static byte[] WithIterations(int iterations)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        var algorithm = new System.Formats.Asn1.AsnReader(PrivateKeys.Export(Key, "DER"), System.Formats.Asn1.AsnEncodingRules.DER)
            .ReadSequence();
        var parameters = algorithm.ReadSequence();
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(parameters.ReadObjectIdentifier());
                var schemes = parameters.ReadSequence();
                using (writer.PushSequence())
                {
                    var derivation = schemes.ReadSequence();
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(derivation.ReadObjectIdentifier());
                        using (writer.PushSequence())
                        {
                            writer.WriteOctetString(derivation.ReadSequence().ReadOctetString());
                            writer.WriteInteger(iterations);
                        }
                    }

                    writer.WriteEncodedValue(schemes.ReadEncodedValue().Span);
                }
            }

            writer.WriteEncodedValue(algorithm.ReadEncodedValue().Span);
        }

        return writer.Encode();
    }
}
