using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Catalog;

/// <summary>How a fact stands in JSON; in CSV all are text.</summary>
internal enum CatalogFieldForm
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>Hexadecimal digits, which a spreadsheet may take for a number.</summary>
    Hexadecimal,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Several texts: an array in JSON, with semicolons between them in CSV.</summary>
    List,
}

/// <summary>One fact of a certificate: its name in files, its text, and the entry with what a text says.</summary>
/// <param name="Name">The name.</param>
/// <param name="Write">Its text; null where there is nothing.</param>
/// <param name="Read">Takes up a text that is not empty.</param>
/// <param name="Form">How it stands in JSON.</param>
internal sealed record CatalogField(
    string Name,
    Func<CatalogEntry, string?> Write,
    Func<CatalogEntry, string, CatalogEntry> Read,
    CatalogFieldForm Form = CatalogFieldForm.Text);

/// <summary>The facts of certificates as texts under names. Catalogues and files of results have them from here.</summary>
internal static class CatalogFields
{
    public const string Thumbprint = "Thumbprint";
    public const string Issuer = "Issuer";
    public const string SerialNumber = "SerialNumber";
    public const string NotBefore = "NotBefore";
    public const string NotAfter = "NotAfter";
    public const string RawData = "RawData";
    public const string Path = "Path";
    public const string UserPrincipalName = "UserPrincipalName";
    public const string IntendedPurpose = "IntendedPurpose";

    private const string Separator = "; ";

    // What is longer no spreadsheet takes into a cell, and no reader of lists: the other facts say enough.
    private const int MaxRawLength = 30_000;

    /// <summary>What a file of results has besides its own columns.</summary>
    public static IReadOnlyList<CatalogField> Further { get; } =
    [
        new("Subject", entry => entry.Subject, (entry, text) => entry with { Subject = text }),
        new("SubjectKeyIdentifier", entry => entry.SubjectKeyIdentifier,
            (entry, text) => entry with { SubjectKeyIdentifier = text }, CatalogFieldForm.Hexadecimal),
        new("EmailAddresses", entry => Join(entry.EmailAddresses),
            (entry, text) => entry with { EmailAddresses = Split(text) }, CatalogFieldForm.List),
        new("UserPrincipalNames", entry => Join(entry.UserPrincipalNames),
            (entry, text) => entry with { UserPrincipalNames = Split(text) }, CatalogFieldForm.List),
        new("Capability", entry => entry.Capability?.ToString(),
            (entry, text) => entry with { Capability = Value<SmimeCertCapability>(text) }),
        new("KeyUsage", entry => entry.KeyUsage?.ToString(),
            (entry, text) => entry with { KeyUsage = Value<CertificateKeyUsages>(text) }),
        new("ExtendedKeyUsage", entry => Join(entry.ExtendedKeyUsage),
            (entry, text) => entry with { ExtendedKeyUsage = Split(text) }, CatalogFieldForm.List),
        new("KeyAlgorithm", entry => entry.KeyAlgorithm, (entry, text) => entry with { KeyAlgorithm = text }),
        new("KeySize", entry => entry.KeySize?.ToString(CultureInfo.InvariantCulture),
            (entry, text) => entry with { KeySize = Number(text) }, CatalogFieldForm.Number),
        new("Curve", entry => entry.Curve, (entry, text) => entry with { Curve = text }),
        new("SignatureAlgorithm", entry => entry.SignatureAlgorithm,
            (entry, text) => entry with { SignatureAlgorithm = text }),
        new("ThumbprintSha256", entry => entry.ThumbprintSha256,
            (entry, text) => entry with { ThumbprintSha256 = text }, CatalogFieldForm.Hexadecimal),
    ];

    /// <summary>All of a catalogue, in the order that CSV has them.</summary>
    public static IReadOnlyList<CatalogField> All { get; } =
    [
        new(UserPrincipalName, entry => entry.UserPrincipalName, (entry, text) => entry with { UserPrincipalName = text }),
        new(Path, entry => entry.Path, (entry, text) => entry with { Path = text }),
        new(Thumbprint, entry => entry.Thumbprint, (entry, text) => entry with { Thumbprint = text },
            CatalogFieldForm.Hexadecimal),
        new(Issuer, entry => entry.Issuer, (entry, text) => entry with { Issuer = text }),
        new(SerialNumber, entry => entry.SerialNumber, (entry, text) => entry with { SerialNumber = text },
            CatalogFieldForm.Hexadecimal),
        new(NotBefore, entry => Text(entry.NotBefore),
            (entry, text) => Moment(text) is { } moment ? entry with { NotBefore = moment } : entry),
        new(NotAfter, entry => Text(entry.NotAfter),
            (entry, text) => Moment(text) is { } moment ? entry with { NotAfter = moment } : entry),
        .. Further,
        new(IntendedPurpose, entry => entry.Purpose?.ToString(), (entry, text) =>
            PurposeWords.TryParse(text, out var purpose) ? entry with { Purpose = purpose } : entry),
        new(RawData, entry => entry.RawData is { Length: > 0 and < MaxRawLength / 4 * 3 } der
            ? Convert.ToBase64String(der) : null, (entry, _) => entry),
    ];

    /// <summary>Several texts as one; null for none.</summary>
    public static string? Join(IReadOnlyList<string> texts) => texts.Count == 0 ? null : string.Join(Separator, texts);

    /// <summary>The texts that <see cref="Join"/> made one of.</summary>
    public static IReadOnlyList<string> Split(string text) =>
        [.. text.Split(';').Select(part => part.Trim()).Where(part => part.Length > 0)];

    /// <summary>
    /// A moment in ISO 8601, which alone says the same everywhere; null for any other text.
    /// </summary>
    public static DateTimeOffset? Moment(string text) =>
        text.Length >= 10 && text[4] == '-' && text[7] == '-'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUniversalTime() : null;

    /// <summary>A moment as files of certificates have it: ISO 8601, UTC.</summary>
    public static string Text(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A number of digits alone; null for any other text.</summary>
    public static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    // A number is no name, though it would be taken for the value that it stands for, or for none at all.
    private static T? Value<T>(string text)
        where T : struct, Enum =>
        char.IsLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : null;
}
