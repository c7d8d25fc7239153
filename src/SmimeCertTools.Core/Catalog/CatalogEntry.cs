using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Catalog;

/// <summary>
/// The public facts of one certificate, wherever it was seen: in an archive, a catalogue or a file of results. Nothing in it is
/// secret. What nobody told is null or empty.
/// </summary>
public sealed record CatalogEntry
{
    /// <summary>SHA-1 of the certificate, 40 upper-case hexadecimal digits.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>SHA-256 of the certificate, 64 upper-case hexadecimal digits.</summary>
    public string? ThumbprintSha256 { get; init; }

    /// <summary>Subject distinguished name, in the order and form Windows shows it.</summary>
    public string? Subject { get; init; }

    /// <summary>Issuer distinguished name, likewise.</summary>
    public string? Issuer { get; init; }

    /// <summary>Serial number, big-endian upper-case hexadecimal.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The subjectKeyIdentifier extension in upper-case hexadecimal; null also without the extension.</summary>
    public string? SubjectKeyIdentifier { get; init; }

    /// <summary>Mail addresses, those of the subject alternative name first.</summary>
    public IReadOnlyList<string> EmailAddresses { get; init; } = [];

    /// <summary>User principal names of the subject alternative name.</summary>
    public IReadOnlyList<string> UserPrincipalNames { get; init; } = [];

    /// <summary>First moment of validity, UTC.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Last moment of validity, UTC.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>What it may be used for in mail.</summary>
    public SmimeCertCapability? Capability { get; init; }

    /// <summary>The keyUsage extension; null also for a certificate without it.</summary>
    public CertificateKeyUsages? KeyUsage { get; init; }

    /// <summary>The extKeyUsage extension as dotted object identifiers.</summary>
    public IReadOnlyList<string> ExtendedKeyUsage { get; init; } = [];

    /// <summary>The kind of key as <see cref="CertificateInfo.KeyAlgorithm"/> has it.</summary>
    public string? KeyAlgorithm { get; init; }

    /// <summary>Key size in bits; 0 where the kind has none.</summary>
    public int? KeySize { get; init; }

    /// <summary>The curve of an EC key; null for others.</summary>
    public string? Curve { get; init; }

    /// <summary>The algorithm of the issuer's signature.</summary>
    public string? SignatureAlgorithm { get; init; }

    /// <summary>The file that holds it with its key, a full path as it was where it was seen.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// Whose it is, where somebody said so: a column of the archive's list or of a file of results. Null to go by the
    /// certificate's addresses.
    /// </summary>
    public string? UserPrincipalName { get; init; }

    /// <summary>The purpose that it is delivered for, where it is known: a file of results has it.</summary>
    public UserPfxPurpose? Purpose { get; init; }

    /// <summary>The certificate in DER; not to be changed.</summary>
    public byte[]? RawData { get; init; }

    /// <summary>The facts of a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="path">The file that holds it; null for none.</param>
    /// <param name="userPrincipalName">Whose it is; null where nobody said so.</param>
    public static CatalogEntry Of(CertificateInfo certificate, string? path = null, string? userPrincipalName = null) =>
        new()
        {
            Thumbprint = Guard.NotNull(certificate).Thumbprint,
            ThumbprintSha256 = certificate.ThumbprintSha256,
            Subject = certificate.Subject,
            Issuer = certificate.Issuer,
            SerialNumber = certificate.SerialNumber,
            SubjectKeyIdentifier = certificate.SubjectKeyIdentifier,
            EmailAddresses = certificate.EmailAddresses,
            UserPrincipalNames = certificate.UserPrincipalNames,
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
            Capability = SmimeUsage.Classify(certificate),
            KeyUsage = certificate.KeyUsage,
            ExtendedKeyUsage = certificate.ExtendedKeyUsage,
            KeyAlgorithm = certificate.KeyAlgorithm,
            KeySize = certificate.KeySize,
            Curve = certificate.Curve,
            SignatureAlgorithm = certificate.SignatureAlgorithm,
            Path = path,
            UserPrincipalName = string.IsNullOrWhiteSpace(userPrincipalName) ? null : userPrincipalName!.Trim(),
            RawData = certificate.RawData,
        };

    /// <summary>The certificate taken apart; null where its bytes are not known.</summary>
    /// <exception cref="FormatException">The bytes are no certificate.</exception>
    public CertificateInfo? ReadCertificate() => RawData is { Length: > 0 } der ? CertificateReader.Read(der) : null;

    /// <summary>The addresses and user principal names in it.</summary>
    public IEnumerable<string> Names => [.. EmailAddresses, .. UserPrincipalNames];
}
