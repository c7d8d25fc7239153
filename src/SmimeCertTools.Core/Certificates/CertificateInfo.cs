using System;
using System.Collections.Generic;

namespace SmimeCertTools.Core.Certificates;

/// <summary>What S/MIME delivery needs to know of one X.509 certificate (RFC 5280). Immutable; holds no private key.</summary>
public sealed class CertificateInfo
{
    /// <summary>The certificate in DER.</summary>
    public required byte[] RawData { get; init; }

    /// <summary>SHA-1 of the certificate, 40 upper-case hexadecimal digits: the thumbprint Intune and Windows show.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>SHA-256 of the certificate, 64 upper-case hexadecimal digits.</summary>
    public required string ThumbprintSha256 { get; init; }

    /// <summary>Subject distinguished name, in the order and form Windows shows it.</summary>
    public required string Subject { get; init; }

    /// <summary>Issuer distinguished name.</summary>
    public required string Issuer { get; init; }

    /// <summary>Serial number, big-endian upper-case hexadecimal, as Windows shows it.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>
    /// The subjectKeyIdentifier extension (RFC 5280 section 4.2.1.2) in upper-case hexadecimal; null without it.
    /// </summary>
    public string? SubjectKeyIdentifier { get; init; }

    /// <summary>First moment of validity, UTC.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Last moment of validity, UTC.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>
    /// Public key algorithm: RSA, RSASSA-PSS, RSAES-OAEP, EC, DSA, Ed25519, Ed448, X25519, X448, ML-DSA-…, ML-KEM-…, or the
    /// dotted object identifier of another.
    /// </summary>
    public required string KeyAlgorithm { get; init; }

    /// <summary>Key size in bits: the modulus of RSA, the field of EC; 0 when not applicable.</summary>
    public required int KeySize { get; init; }

    /// <summary>The named curve of an EC key (P-256 …) or its object identifier; null for other keys.</summary>
    public string? Curve { get; init; }

    /// <summary>
    /// Whether an EC key spells its curve out instead of naming it, which RFC 5480 section 2.1.1 forbids. <see cref="Curve"/> is
    /// the named curve with these parameters, or says that there is none.
    /// </summary>
    public bool HasExplicitCurve { get; init; }

    /// <summary>Signature algorithm by its usual name (sha256WithRSAEncryption …) or its object identifier.</summary>
    public required string SignatureAlgorithm { get; init; }

    /// <summary>
    /// The keyUsage extension; null when the certificate has none (any use is then allowed, RFC 5280 section 4.2.1.3).
    /// </summary>
    public CertificateKeyUsages? KeyUsage { get; init; }

    /// <summary>
    /// The purposes of the extKeyUsage extension as dotted object identifiers; empty when the certificate has none.
    /// </summary>
    public IReadOnlyList<string> ExtendedKeyUsage { get; init; } = [];

    /// <summary>
    /// E-mail addresses in the order found: SAN rfc822Name, SAN SmtpUTF8Mailbox (RFC 9598), then emailAddress of the subject; no
    /// doubles.
    /// </summary>
    public IReadOnlyList<string> EmailAddresses { get; init; } = [];

    /// <summary>The addresses among <see cref="EmailAddresses"/> that the SAN carries.</summary>
    public IReadOnlyList<string> AlternativeEmailAddresses { get; init; } = [];

    /// <summary>User principal names of the SAN (otherName 1.3.6.1.4.1.311.20.2.3).</summary>
    public IReadOnlyList<string> UserPrincipalNames { get; init; } = [];

    /// <summary>
    /// The certificatePolicies extension as dotted object identifiers; empty when the certificate has none or a broken one.
    /// </summary>
    public IReadOnlyList<string> CertificatePolicies { get; init; } = [];

    /// <summary>Whether basicConstraints says that this is a CA.</summary>
    public bool IsCertificateAuthority { get; init; }

    /// <summary>
    /// Whether it is an authority's indeed. Self-signed certificates of people often claim to be, because their maker's defaults
    /// say so: they carry an address, and nothing in them speaks of signing certificates.
    /// </summary>
    internal bool IsOfAuthority =>
        IsCertificateAuthority && (EmailAddresses.Count == 0 || (KeyUsage & CertificateKeyUsages.KeyCertSign) > 0);

    /// <summary>Whether subject and issuer are the same name.</summary>
    public bool IsSelfIssued { get; init; }
}
