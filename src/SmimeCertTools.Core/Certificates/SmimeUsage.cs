using System;
using System.Linq;

namespace SmimeCertTools.Core.Certificates;

/// <summary>Decides what a certificate may do in mail.</summary>
public static class SmimeUsage
{
    private const CertificateKeyUsages SigningBits = CertificateKeyUsages.DigitalSignature | CertificateKeyUsages.NonRepudiation;
    private const CertificateKeyUsages TransportBits =
        CertificateKeyUsages.KeyEncipherment | CertificateKeyUsages.DataEncipherment;

    /// <summary>
    /// The mail uses that key type, keyUsage and extKeyUsage allow together. A certificate without keyUsage may be used for
    /// anything its key can do.
    /// </summary>
    /// <remarks>
    /// keyUsage: RFC 8550 section 4.4.2 (digitalSignature or nonRepudiation to sign; keyEncipherment for key transport;
    /// keyAgreement for key agreement) and CA/B Forum S/MIME BR section 7.1.2.3 e, which adds dataEncipherment for RSA and keeps
    /// EdDSA to signing. extKeyUsage: RFC 8550 section 4.4.4: where it is present it must name emailProtection or
    /// anyExtendedKeyUsage. X25519 and X448 only agree on keys (RFC 8410 section 5); an RSASSA-PSS key only signs, an RSAES-OAEP
    /// key only transports keys (RFC 4055 section 1.2).
    /// </remarks>
    public static SmimeCertCapability Classify(CertificateInfo certificate)
    {
        var purposes = Guard.NotNull(certificate).ExtendedKeyUsage;
        if (purposes.Count > 0
            && !purposes.Contains(ExtendedKeyUsages.EmailProtection) && !purposes.Contains(ExtendedKeyUsages.AnyPurpose))
        {
            return SmimeCertCapability.None;
        }

        var encryptionBits = certificate.KeyAlgorithm switch
        {
            KnownNames.Rsa or KnownNames.RsaOaep => TransportBits,
            KnownNames.Ec or KnownNames.X25519 or KnownNames.X448 => CertificateKeyUsages.KeyAgreement,
            var other when other.StartsWith("ML-KEM", StringComparison.Ordinal) => CertificateKeyUsages.KeyEncipherment,
            _ => CertificateKeyUsages.None,
        };
        var canSign = certificate.KeyAlgorithm is KnownNames.Rsa or KnownNames.RsaPss or KnownNames.Ec or KnownNames.Dsa
                or KnownNames.Ed25519 or KnownNames.Ed448
            || certificate.KeyAlgorithm.StartsWith("ML-DSA", StringComparison.Ordinal);

        var allowed = certificate.KeyUsage ?? (SigningBits | encryptionBits);
        return (canSign && (allowed & SigningBits) != 0 ? SmimeCertCapability.Signing : SmimeCertCapability.None)
            | ((allowed & encryptionBits) != 0 ? SmimeCertCapability.Encryption : SmimeCertCapability.None);
    }
}
