using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Sandbox.Pki;
using Xunit;

namespace SmimeCertTools.Sandbox.Tests.Pki;

public sealed class PkiTests
{
    [Theory]
    [InlineData(CertificateKeyType.Rsa2048, CertificateUsage.Signing, X509KeyUsageFlags.DigitalSignature)]
    [InlineData(CertificateKeyType.Rsa3072, CertificateUsage.Encryption, X509KeyUsageFlags.KeyEncipherment)]
    [InlineData(CertificateKeyType.EcP256, CertificateUsage.Encryption, X509KeyUsageFlags.KeyAgreement)]
    [InlineData(CertificateKeyType.EcP384, CertificateUsage.Dual,
        X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement)]
    public void A_persons_certificate_has_the_usage_asked_for_and_chains_to_the_root(
        CertificateKeyType keyType, CertificateUsage usage, X509KeyUsageFlags expected)
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person(usage: usage) with
        {
            KeyType = keyType,
            UserPrincipalName = "anna@contoso.com",
        });
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(TestPki.Factory.Root);
        chain.ChainPolicy.ExtraStore.Add(TestPki.Factory.Issuing);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;

        Assert.True(chain.Build(certificate), string.Join(", ", chain.ChainStatus.Select(status => status.Status)));
        Assert.Equal(3, chain.ChainElements.Count);
        Assert.Equal(expected, certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.Equal("1.3.6.1.5.5.7.3.4",
            certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages[0].Value);
        Assert.Equal("anna@contoso.com", certificate.GetNameInfo(X509NameType.EmailName, false));
        Assert.Equal("anna@contoso.com", certificate.GetNameInfo(X509NameType.UpnName, false));
        Assert.Contains("E=anna@contoso.com", certificate.Subject, StringComparison.Ordinal);
        using var read = X509CertificateLoader.LoadPkcs12(PfxWriter.Write(certificate, "password"), "password");
        Assert.True(read.HasPrivateKey);
        Assert.Equal(certificate.Thumbprint, read.Thumbprint);
    }

    [Fact]
    public void Validity_may_lie_in_the_past_and_serial_numbers_differ()
    {
        var start = new DateTimeOffset(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var person = TestPki.Person() with
        {
            NotBefore = start,
            NotAfter = start.AddYears(3),
            MailAddressInSan = false,
            EmailProtection = false,
        };
        using var first = TestPki.Factory.Issue(person);
        using var second = TestPki.Factory.Issue(person);

        Assert.Equal(start.UtcDateTime, first.NotBefore.ToUniversalTime());
        Assert.Equal(start.AddYears(3).UtcDateTime, first.NotAfter.ToUniversalTime());
        Assert.NotEqual(first.SerialNumber, second.SerialNumber);
        Assert.Empty(first.Extensions.OfType<X509EnhancedKeyUsageExtension>());
        Assert.Empty(first.Extensions.OfType<X509SubjectAlternativeNameExtension>());
    }

    [OpenSslFact]
    public void Openssl_opens_our_pfx_files_and_sees_the_protection_asked_for()
    {
        using var openSsl = new OpenSsl();
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        var password = RandomPassword.Create();
        var legacy = openSsl.Write("legacy.pfx",
            PfxWriter.Write(certificate, password, new PfxWriteOptions { FriendlyName = "Anna Größe" }));
        var modern = openSsl.Write("modern.pfx", PfxWriter.Write(certificate, password, new PfxWriteOptions
        {
            Encryption = PfxEncryption.Aes256Sha256,
            MacHash = HashAlgorithmName.SHA512,
            Iterations = 5000,
            Chain = TestPki.Factory.CreateChain(),
        }));

        var legacyInfo = openSsl.Run("pkcs12", "-info", "-in", legacy, "-passin", $"pass:{password}", "-nodes");
        var modernInfo = openSsl.Run("pkcs12", "-info", "-in", modern, "-passin", $"pass:{password}", "-nodes");

        Assert.Contains("MAC: sha1, Iteration 2048", legacyInfo, StringComparison.Ordinal);
        Assert.Contains("pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048", legacyInfo, StringComparison.Ordinal);
        Assert.Contains("friendlyName: Anna Gr", legacyInfo, StringComparison.Ordinal);
        Assert.Contains("MAC: sha512, Iteration 5000", modernInfo, StringComparison.Ordinal);
        Assert.Contains("PBES2, PBKDF2, AES-256-CBC, Iteration 5000, PRF hmacWithSHA256", modernInfo, StringComparison.Ordinal);
        Assert.Equal(3, modernInfo.Split("BEGIN CERTIFICATE").Length - 1);
        Assert.Contains("BEGIN PRIVATE KEY", legacyInfo, StringComparison.Ordinal);
    }

    [OpenSslFact]
    public void Openssl_reads_the_connector_key_and_decrypts_with_it()
    {
        using var openSsl = new OpenSsl();
        using var pair = ConnectorKeyPair.Create(2048);
        var password = RandomPassword.Create();
        var privatePath = openSsl.Write("private.pem", Encoding.ASCII.GetBytes(pair.ExportPrivateKeyPem(password)));
        var publicPath = openSsl.Write("public.pem", Encoding.ASCII.GetBytes(pair.PublicKeyPem));
        var cipherPath = openSsl.Write("cipher", pair.Encrypt("hello"u8.ToArray(), RSAEncryptionPadding.OaepSHA512));

        var plain = openSsl.Run("pkeyutl", "-decrypt", "-inkey", privatePath, "-passin", $"pass:{password}", "-in", cipherPath,
            "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha512", "-pkeyopt", "rsa_mgf1_md:sha512");
        var modulus = openSsl.Run("rsa", "-pubin", "-in", publicPath, "-modulus", "-noout").Trim();

        Assert.Equal("hello", plain);
        Assert.EndsWith(modulus["Modulus=".Length..], Convert.ToHexString(pair.ExportPublicKeyBlob()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_public_blob_is_a_bcrypt_rsakey_blob()
    {
        var blob = TestPki.ConnectorKey.ExportPublicKeyBlob();

        Assert.Equal("RSA1"u8.ToArray(), blob[..4]);
        Assert.Equal(2048, BitConverter.ToInt32(blob, 4));
        Assert.Equal(3, BitConverter.ToInt32(blob, 8));
        Assert.Equal(256, BitConverter.ToInt32(blob, 12));
        Assert.Equal(24 + 3 + 256, blob.Length);
        Assert.Equal(new byte[] { 1, 0, 1 }, blob[24..27]);
    }

    [Fact]
    public void The_private_key_comes_back_with_its_password_only()
    {
        var pem = TestPki.ConnectorKey.ExportPrivateKeyPem("right");
        using var read = ConnectorKeyPair.FromPem(pem, "right");

        Assert.Contains("BEGIN ENCRYPTED PRIVATE KEY", pem, StringComparison.Ordinal);
        Assert.Equal(TestPki.ConnectorKey.PublicKeyPem, read.PublicKeyPem);
        Assert.ThrowsAny<CryptographicException>(() => ConnectorKeyPair.FromPem(pem, "wrong"));
        Assert.ThrowsAny<CryptographicException>(() => ConnectorKeyPair.FromPem(pem));
        Assert.Throws<ArgumentException>(() => ConnectorKeyPair.FromPem("no key"));
    }

    [Fact]
    public void Random_passwords_are_ascii_and_differ()
    {
        var password = RandomPassword.Create(32);

        Assert.Equal(32, password.Length);
        Assert.All(password, character => Assert.True(char.IsAsciiLetterOrDigit(character)));
        Assert.NotEqual(password, RandomPassword.Create(32));
    }

    [Fact]
    public void A_limited_number_of_keys_comes_again_and_each_certificate_works_with_its_own()
    {
        using var factory = new CertificateFactory { DistinctKeys = 2 };
        var certificates = Enumerable.Range(0, 4).Select(_ => factory.Issue(TestPki.Person())).ToList();

        Assert.Equal(2, certificates.Select(one => one.GetPublicKeyString()).Distinct().Count());
        Assert.Equal(certificates[0].GetPublicKeyString(), certificates[2].GetPublicKeyString());
        Assert.Equal(4, certificates.Select(one => one.Thumbprint).Distinct().Count());
        foreach (var certificate in certificates)
        {
            using var key = certificate.GetRSAPrivateKey()!;
            using var shown = certificate.GetRSAPublicKey()!;
            var signature = key.SignData("content"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            Assert.True(shown.VerifyData("content"u8, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            certificate.Dispose();
        }
    }
}
