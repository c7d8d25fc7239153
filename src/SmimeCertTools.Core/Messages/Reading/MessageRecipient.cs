using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>How a recipient gets at the key of an encrypted message (RFC 5652 section 6.2).</summary>
public enum MessageRecipientKind
{
    /// <summary>The key is encrypted for the key of a certificate, such as RSA.</summary>
    KeyTransport,

    /// <summary>The key is encrypted under one that is agreed upon with a certificate's key, such as ECDH.</summary>
    KeyAgreement,

    /// <summary>The key is encapsulated for a certificate's key (RFC 9629), such as ML-KEM.</summary>
    KeyEncapsulation,

    /// <summary>The key is encrypted under a key that both sides have already; no certificate.</summary>
    SharedKey,

    /// <summary>The key is encrypted under a password; no certificate.</summary>
    Password,

    /// <summary>In a way that is not known here.</summary>
    Other,
}

/// <summary>
/// What names a certificate in a message (RFC 5652 sections 5.3 and 6.2): either issuer and serial number, or a key.
/// </summary>
public record MessageCertificateId
{
    /// <summary>The issuer's distinguished name; null where a key identifier names the certificate.</summary>
    public string? Issuer { get; init; }

    /// <summary>Serial number, big-endian upper-case hexadecimal; null likewise.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>
    /// The subjectKeyIdentifier in upper-case hexadecimal; null where issuer and serial number name the certificate. For a shared
    /// key its own identifier.
    /// </summary>
    public string? KeyIdentifier { get; init; }

    /// <summary>Whether this names a certificate.</summary>
    internal bool Names(CertificateInfo certificate) => KeyIdentifier is { } key
        ? certificate.SubjectKeyIdentifier is { } own ? own == key : ComputedKeys(certificate.RawData).Contains(key)
        : SerialNumber is not null && certificate.SerialNumber == SerialNumber && certificate.Issuer == Issuer;

    /// <summary>
    /// The key identifiers that name a certificate without the extension: SHA-1 of its key (RFC 5280 section 4.2.1.2, the first
    /// method), and of the whole SubjectPublicKeyInfo, as Windows and .NET have it.
    /// </summary>
    /// <param name="der">The certificate; of one that cannot be read there are none.</param>
    internal static IReadOnlyList<string> ComputedKeys(byte[] der)
    {
        try
        {
            var info = ParsedCertificate.Read(der).PublicKeyInfo;
            var fields = new DerReader(info).EnterSequence();
            fields.Read(DerTag.Sequence);
            return
            [
                ParsedCertificate.Hash(fields.ReadBitString().ToArray(), HashAlgorithmName.SHA1),
                ParsedCertificate.Hash(info.ToArray(), HashAlgorithmName.SHA1),
            ];
        }
        catch (DerException)
        {
            return [];
        }
    }
}

/// <summary>One recipient of an encrypted message.</summary>
public sealed record MessageRecipient : MessageCertificateId
{
    /// <summary>How the recipient gets at the key.</summary>
    public required MessageRecipientKind Kind { get; init; }

    /// <summary>The algorithm, by its usual name or its object identifier.</summary>
    public required string KeyEncryption { get; init; }

    /// <summary>
    /// With key agreement, what names the sender's key: issuer and serial number or a key identifier of a certificate, or the
    /// kind of a key that was made for this message alone. Null for other kinds.
    /// </summary>
    public string? Originator { get; init; }
}
