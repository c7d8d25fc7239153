using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Catalog;

/// <summary>
/// Finds certificates by what others call them: thumbprint, issuer and serial number, or subject key identifier. A certificate
/// that was seen in several places is found several times, in the order given. Safe for concurrent use.
/// </summary>
public sealed class CatalogIndex
{
    private readonly ILookup<string, CatalogEntry> _byThumbprint;
    private readonly ILookup<string, CatalogEntry> _bySerialNumber;
    private readonly ILookup<string, CatalogEntry> _byKeyIdentifier;

    /// <param name="entries">The certificates.</param>
    public CatalogIndex(IReadOnlyList<CatalogEntry> entries)
    {
        Entries = Guard.NotNull(entries);
        _byThumbprint = entries.SelectMany(entry => Prints(entry).Select(print => (print, entry)))
            .ToLookup(pair => pair.print, pair => pair.entry, StringComparer.OrdinalIgnoreCase);
        _bySerialNumber = entries.Where(entry => entry is { SerialNumber: not null, Issuer: not null })
            .ToLookup(entry => Number(entry.SerialNumber!));
        _byKeyIdentifier = entries.Where(entry => entry.SubjectKeyIdentifier is not null)
            .ToLookup(entry => Digits(entry.SubjectKeyIdentifier!));
    }

    /// <summary>All certificates, in the order given.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>By SHA-1 or SHA-256 thumbprint, in hexadecimal with or without spaces, colons and dashes.</summary>
    public IEnumerable<CatalogEntry> FindByThumbprint(string thumbprint) => _byThumbprint[Digits(Guard.NotNull(thumbprint))];

    /// <summary>
    /// By issuer and serial number (RFC 5652 section 10.2.4). Names are compared as
    /// <see cref="DistinguishedName.Comparable"/> does, numbers without zeros before them.
    /// </summary>
    /// <param name="issuer">The issuer's name as text.</param>
    /// <param name="serialNumber">The serial number in hexadecimal.</param>
    public IEnumerable<CatalogEntry> FindByIssuerAndSerialNumber(string issuer, string serialNumber)
    {
        var wanted = DistinguishedName.Comparable(Guard.NotNull(issuer));
        return _bySerialNumber[Number(Guard.NotNull(serialNumber))]
            .Where(entry => DistinguishedName.Comparable(entry.Issuer!) == wanted);
    }

    /// <summary>By the subjectKeyIdentifier extension, in hexadecimal.</summary>
    public IEnumerable<CatalogEntry> FindByKeyIdentifier(string keyIdentifier) =>
        _byKeyIdentifier[Digits(Guard.NotNull(keyIdentifier))];

    private static IEnumerable<string> Prints(CatalogEntry entry) =>
        entry.ThumbprintSha256 is { } other ? [Digits(entry.Thumbprint), Digits(other)] : [Digits(entry.Thumbprint)];

    private static string Digits(string text) =>
        new([.. text.Where(Uri.IsHexDigit).Select(char.ToUpperInvariant)]);

    private static string Number(string text) => Digits(text).TrimStart('0');
}
