using System;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Tests.History;

/// <summary>Descriptions of certificates that need not exist.</summary>
internal static class TestCertificates
{
    public static CertificateInfo Info(
        char digit,
        DateTimeOffset notBefore,
        DateTimeOffset notAfter,
        CertificateKeyUsages usage,
        params string[] addresses) => new()
        {
            RawData = [],
            Thumbprint = new string(digit, 40),
            ThumbprintSha256 = new string(digit, 64),
            Subject = "CN=Anna",
            Issuer = "CN=Contoso Issuing CA",
            SerialNumber = "0" + digit,
            NotBefore = notBefore,
            NotAfter = notAfter,
            KeyAlgorithm = "RSA",
            KeySize = 2048,
            SignatureAlgorithm = "sha256WithRSAEncryption",
            KeyUsage = usage,
            ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.4"],
            EmailAddresses = addresses,
        };
}
