using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>One member of an entry: its name in files, its text, and the entry with what a text says.</summary>
/// <param name="Name">The name.</param>
/// <param name="Write">Its text; null where there is nothing.</param>
/// <param name="Read">Takes a text up; null for what every entry has, which <see cref="ResultsFields.Read"/> begins with.</param>
/// <param name="IsNumber">Whether JSON has a number.</param>
/// <param name="Kind">What a spreadsheet might take it for.</param>
internal sealed record ResultsField(
    string Name,
    Func<ResultsEntry, string?> Write,
    Func<ResultsEntry, string, ResultsEntry>? Read = null,
    bool IsNumber = false,
    ResultsFieldKind Kind = ResultsFieldKind.Text)
{
    /// <summary>The fact of a certificate that it is; null for what is of the entry itself.</summary>
    public CatalogField? Fact { get; private init; }

    /// <summary>A fact of the entry's certificate.</summary>
    public static ResultsField Of(CatalogField fact) => new(
        fact.Name,
        entry => entry.Certificate is { } certificate ? fact.Write(certificate) : null,
        (entry, text) => entry with { Certificate = fact.Read(entry.Facts, text) },
        Kind: fact.Form == CatalogFieldForm.Hexadecimal ? ResultsFieldKind.Hexadecimal : ResultsFieldKind.Text)
    {
        Fact = fact,
    };

    /// <summary>Whether a text that stands without quotes can be what was written.</summary>
    public bool IsAsWritten(string text) => Kind switch
    {
        ResultsFieldKind.Moment => ResultsFields.IsIso(text),
        ResultsFieldKind.Hexadecimal => text.All(Uri.IsHexDigit) && !text.All(char.IsDigit),
        _ => true,
    };
}

/// <summary>What a spreadsheet might take a field for.</summary>
internal enum ResultsFieldKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A date, which it shows in the form of the country.</summary>
    Moment,

    /// <summary>A number where no letter is in it, or none but one E.</summary>
    Hexadecimal,
}

/// <summary>An entry as texts under names, in the order that CSV has them.</summary>
internal static class ResultsFields
{
    public const string Time = "Time";

    public static IReadOnlyList<ResultsField> All { get; } =
    [
        new(Time, entry => Text(entry.Time), Kind: ResultsFieldKind.Moment),
        new("RunId", entry => entry.RunId),
        new("Line", entry => Text(entry.Line), (entry, text) => entry with { Line = CatalogFields.Number(text) }, IsNumber: true),
        new("UserPrincipalName", entry => entry.UserPrincipalName, (entry, text) => entry with { UserPrincipalName = text }),
        new("Path", entry => entry.Path, (entry, text) => entry with { Path = text }),
        new("Thumbprint", entry => entry.Thumbprint, (entry, text) => entry with { Thumbprint = text },
            Kind: ResultsFieldKind.Hexadecimal),
        new("Status", entry => entry.Status.ToString()),
        new("RecordId", entry => entry.RecordId, (entry, text) => entry with { RecordId = text }),
        new("LastModifiedDateTime", entry => Text(entry.LastModified),
            (entry, text) => entry with { LastModified = Moment(text) }, Kind: ResultsFieldKind.Moment),
        new("KeyName", entry => entry.KeyName, (entry, text) => entry with { KeyName = text }),
        new("ProviderName", entry => entry.ProviderName, (entry, text) => entry with { ProviderName = text }),
        new("PaddingScheme", entry => entry.Padding?.ToString(),
            (entry, text) => entry with { Padding = Value<UserPfxPaddingScheme>(text) }),
        new("IntendedPurpose", entry => entry.Purpose?.ToString(),
            (entry, text) => entry with { Purpose = Value<UserPfxPurpose>(text) }),
        new("PublicKeyFingerprint", entry => entry.PublicKeyFingerprint,
            (entry, text) => entry with { PublicKeyFingerprint = text }, Kind: ResultsFieldKind.Hexadecimal),
        new("ErrorId", entry => entry.ErrorId, (entry, text) => entry with { ErrorId = text }),
        new("Message", entry => entry.Message, (entry, text) => entry with { Message = text }),
        new("Issuer", entry => entry.Issuer, (entry, text) => entry with { Issuer = text }),
        new("SerialNumber", entry => entry.SerialNumber, (entry, text) => entry with { SerialNumber = text },
            Kind: ResultsFieldKind.Hexadecimal),
        new("NotBefore", entry => Text(entry.NotBefore), (entry, text) => entry with { NotBefore = Moment(text) },
            Kind: ResultsFieldKind.Moment),
        new("NotAfter", entry => Text(entry.NotAfter), (entry, text) => entry with { NotAfter = Moment(text) },
            Kind: ResultsFieldKind.Moment),
        new("FoundBy", entry => entry.FoundBy, (entry, text) => entry with { FoundBy = text }),
        .. CatalogFields.Further.Select(ResultsField.Of),
    ];

    /// <summary>A moment that stands for one that is not known.</summary>
    public static string Undated { get; } = Text(DateTimeOffset.MinValue)!;

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(field => field.Name)];

    /// <summary>The texts in the order of <see cref="Names"/>; null where there is nothing.</summary>
    public static IEnumerable<string?> Write(ResultsEntry entry) => All.Select(field => field.Write(entry));

    /// <summary>The entry; null when the texts are none.</summary>
    public static ResultsEntry? Read(IReadOnlyList<string?> texts) =>
        texts.Count == All.Count
        && Moment(texts[0]) is { } time
        && texts[1] is { } run
        && ((Enum?)Value<SmimeImportStatus>(texts[6]) ?? Value<SmimeRemoveStatus>(texts[6])) is { } status
            ? All.Zip(texts, (field, text) => (field.Read, Text: text)).Aggregate(
                new ResultsEntry { Time = time, RunId = run, Status = status },
                (entry, field) => field is { Read: { } read, Text: { } text } ? read(entry, text) : entry)
            : null;

    /// <summary>Whether a text is a moment as we write it, to the second at least and in UTC.</summary>
    public static bool IsIso(string text) =>
        text.Length >= 20 && text[10] == 'T' && text[text.Length - 1] == 'Z' && Moment(text) is not null;

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? value) => value is { } moment ? CatalogFields.Text(moment) : null;

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value) ? value : null;

    private static T? Value<T>(string? text)
        where T : struct, Enum =>
        text is { Length: > 0 } && char.IsLetter(text[0]) && Enum.TryParse<T>(text, out var value) ? value : null;
}
