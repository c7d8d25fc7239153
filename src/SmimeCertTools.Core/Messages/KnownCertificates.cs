using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Messages.Reading;

namespace SmimeCertTools.Core.Messages;

/// <summary>
/// Finds the certificates that messages name, in an archive and in the messages themselves. Safe for concurrent use.
/// </summary>
/// <param name="archive">The archive; null for none.</param>
internal sealed class KnownCertificates(CertificateArchive? archive)
{
    // Windows names a certificate without the extension by SHA-1 of its key (RFC 5280 section 4.2.1.2, the first method).
    private readonly Lazy<ILookup<string, CatalogEntry>> _byComputedKey = new(() => (archive?.Certificates ?? [])
        .Where(entry => entry.SubjectKeyIdentifier is null && entry.RawData is { Length: > 0 })
        .Select(entry => (Key: KeyIdentifierOf(entry.RawData!), Entry: entry))
        .Where(pair => pair.Key is not null)
        .ToLookup(pair => pair.Key!, pair => pair.Entry, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether there is an archive.</summary>
    public bool HasArchive => archive is not null;

    /// <summary>The entries of the archive that are so named.</summary>
    public IEnumerable<CatalogEntry> InArchive(MessageCertificateId id)
    {
        if (archive is null)
        {
            return [];
        }

        return id.KeyIdentifier is { } key ? archive.Index.FindByKeyIdentifier(key).Concat(_byComputedKey.Value[key])
            : id is { Issuer: { } issuer, SerialNumber: { } serial } ? archive.Index.FindByIssuerAndSerialNumber(issuer, serial)
            : [];
    }

    /// <summary>Whether the archive knows the certificate with this thumbprint.</summary>
    public bool Knows(string thumbprint) => archive?.Index.FindByThumbprint(thumbprint).Any() == true;

    /// <summary>The certificates of the archive that are so named, for checking signatures.</summary>
    public IEnumerable<CertificateInfo> Certificates(MessageCertificateId id) =>
        InArchive(id).Select(Read).OfType<CertificateInfo>();

    /// <summary>The certificate among those that a message carries.</summary>
    public static CertificateInfo? Carried(MessageContents message, MessageCertificateId id) => message.Layers
        .SelectMany(layer => layer.Certificates)
        .FirstOrDefault(certificate => id.KeyIdentifier is { } key
            ? (certificate.SubjectKeyIdentifier ?? KeyIdentifierOf(certificate.RawData)) == key
            : id.SerialNumber is not null && certificate.SerialNumber == id.SerialNumber && certificate.Issuer == id.Issuer);

    private static CertificateInfo? Read(CatalogEntry entry)
    {
        try
        {
            return entry.ReadCertificate();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? KeyIdentifierOf(byte[] der)
    {
        try
        {
            var key = new DerReader(ParsedCertificate.Read(der).PublicKeyInfo).EnterSequence();
            key.Read(DerTag.Sequence);
            var bits = key.ReadBitString().ToArray();
#if NET
            return DerReader.Hex(SHA1.HashData(bits));
#else
            using var hash = SHA1.Create();
            return DerReader.Hex(hash.ComputeHash(bits));
#endif
        }
        catch (DerException)
        {
            return null;
        }
    }
}
