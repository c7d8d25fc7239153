using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Tests.Pfx;
using Xunit;

namespace SmimeCertTools.Core.Tests.Certificates;

public sealed class CertificateReaderTests
{
    [Fact]
    public void Names_addresses_and_purposes_are_read()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=Alice Example, O=Contoso, E=alice@contoso.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddEmailAddress("a.example@contoso.com");
        names.AddEmailAddress("Alice@contoso.com");
        names.AddUserPrincipalName("alice@corp.contoso.com");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement | X509KeyUsageFlags.DecipherOnly, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var start = new DateTimeOffset(2049, 12, 31, 23, 59, 59, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(start, start.AddSeconds(1));

        var info = CertificateReader.Read(certificate.RawData);

        Assert.Equal(certificate.Subject, info.Subject);
        Assert.Equal(certificate.Thumbprint, info.Thumbprint);
        Assert.Equal(certificate.GetCertHashString(HashAlgorithmName.SHA256), info.ThumbprintSha256);
        Assert.Equal(certificate.SerialNumber, info.SerialNumber);
        Assert.Equal(start, info.NotBefore);
        Assert.Equal(start.AddSeconds(1), info.NotAfter);
        Assert.Equal(("RSA", 2048, null), (info.KeyAlgorithm, info.KeySize, info.Curve));
        Assert.Equal("sha256WithRSAEncryption", info.SignatureAlgorithm);
        Assert.Equal(
            CertificateKeyUsages.DigitalSignature | CertificateKeyUsages.KeyAgreement | CertificateKeyUsages.DecipherOnly,
            info.KeyUsage);
        Assert.Equal(["1.3.6.1.5.5.7.3.4"], info.ExtendedKeyUsage);
        Assert.Equal(["a.example@contoso.com", "Alice@contoso.com"], info.EmailAddresses);
        Assert.Equal(["alice@corp.contoso.com"], info.UserPrincipalNames);
        Assert.True(info.IsCertificateAuthority);
        Assert.True(info.IsSelfIssued);
    }

    [Fact]
    public void The_curve_and_its_size_are_named()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var certificate = new CertificateRequest("CN=Alice", key, HashAlgorithmName.SHA384)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));

        var info = CertificateReader.Read(certificate.RawData);

        Assert.Equal(("EC", 384, "P-384"), (info.KeyAlgorithm, info.KeySize, info.Curve));
        Assert.Equal("ecdsa-with-SHA384", info.SignatureAlgorithm);
        Assert.Null(info.KeyUsage);
        Assert.Empty(info.ExtendedKeyUsage);
    }

    [Fact]
    public void What_is_no_certificate_is_a_format_error()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=Alice", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        var whole = certificate.RawData;

        Assert.Throws<FormatException>(() => CertificateReader.Read([]));
        Assert.Throws<FormatException>(() => CertificateReader.Read([.. whole, 0]));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<FormatException>(() => CertificateReader.Read(whole[..length]));
        }
    }

    [CorpusFact]
    public void Mail_certificates_in_the_field_read_as_the_runtime_reads_them()
    {
        foreach (var entry in Corpus.Entries("smime-certs", "files"))
        {
            using var expected = X509Certificate2.CreateFromPem(ReadPem(Corpus.PathOf(entry.Text("file"))));

            var info = CertificateReader.Read(expected.RawData);

            Assert.Equal(entry.Text("sha1"), info.Thumbprint);
            Assert.Equal(
                (expected.Subject, expected.Issuer, expected.SerialNumber), (info.Subject, info.Issuer, info.SerialNumber));
            Assert.Equal(
                (expected.NotBefore.ToUniversalTime(), expected.NotAfter.ToUniversalTime()),
                (info.NotBefore.UtcDateTime, info.NotAfter.UtcDateTime));
            var usage = expected.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
            Assert.Equal((int?)usage?.KeyUsages, (int?)info.KeyUsage);
        }
    }

    private static string ReadPem(string path)
    {
        var text = File.ReadAllText(path);
        return text[text.IndexOf("-----BEGIN CERTIFICATE", StringComparison.Ordinal)..];
    }
}
