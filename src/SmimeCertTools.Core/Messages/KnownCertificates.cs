using System;
using System.Collections.Generic;
using System.Linq;
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
    private readonly Lazy<ILookup<string, CatalogEntry>> _byComputedKey = new(() => (archive?.Certificates ?? [])
        .Where(entry => entry.SubjectKeyIdentifier is null && entry.RawData is { Length: > 0 })
        .SelectMany(entry => MessageCertificateId.ComputedKeys(entry.RawData!).Select(key => (Key: key, Entry: entry)))
        .ToLookup(pair => pair.Key, pair => pair.Entry, StringComparer.OrdinalIgnoreCase));

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
        .FirstOrDefault(id.Names);

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
}
