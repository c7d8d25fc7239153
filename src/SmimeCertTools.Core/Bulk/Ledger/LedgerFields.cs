using System;
using System.Collections.Generic;
using System.Globalization;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Bulk.Ledger;

/// <summary>An entry as texts under names, in the order that CSV has them.</summary>
internal static class LedgerFields
{
    public const string Time = "Time";
    public const string RunId = "RunId";
    public const string Line = "Line";
    public const string Status = "Status";

    public static IReadOnlyList<string> Names { get; } =
    [
        Time, RunId, Line, "UserPrincipalName", "Path", "Thumbprint", Status, "RecordId", "LastModifiedDateTime", "KeyName",
        "ProviderName", "PaddingScheme", "IntendedPurpose", "PublicKeyFingerprint", "ErrorId", "Message",
    ];

    /// <summary>The texts in the order of <see cref="Names"/>; null where there is nothing.</summary>
    public static string?[] Write(LedgerEntry entry) =>
    [
        Text(entry.Time),
        entry.RunId,
        entry.Line?.ToString(CultureInfo.InvariantCulture),
        entry.UserPrincipalName,
        entry.Path,
        entry.Thumbprint,
        entry.Status.ToString(),
        entry.RecordId,
        entry.LastModified is { } modified ? Text(modified) : null,
        entry.KeyName,
        entry.ProviderName,
        entry.Padding?.ToString(),
        entry.Purpose?.ToString(),
        entry.PublicKeyFingerprint,
        entry.ErrorId,
        entry.Message,
    ];

    /// <summary>The entry; null when the texts are none.</summary>
    public static LedgerEntry? Read(IReadOnlyList<string?> texts)
    {
        if (texts.Count != Names.Count
            || Moment(texts[0]) is not { } time
            || texts[1] is not { } run
            || ((Enum?)Value<SmimeImportStatus>(texts[6]) ?? Value<SmimeRemoveStatus>(texts[6])) is not { } status)
        {
            return null;
        }

        return new LedgerEntry
        {
            Time = time,
            RunId = run,
            Line = int.TryParse(texts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : null,
            UserPrincipalName = texts[3],
            Path = texts[4],
            Thumbprint = texts[5],
            Status = status,
            RecordId = texts[7],
            LastModified = Moment(texts[8]),
            KeyName = texts[9],
            ProviderName = texts[10],
            Padding = Value<UserPfxPaddingScheme>(texts[11]),
            Purpose = Value<UserPfxPurpose>(texts[12]),
            PublicKeyFingerprint = texts[13],
            ErrorId = texts[14],
            Message = texts[15],
        };
    }

    private static string Text(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value) ? value : null;

    private static T? Value<T>(string? text)
        where T : struct, Enum =>
        text is { Length: > 0 } && char.IsLetter(text[0]) && Enum.TryParse<T>(text, out var value) ? value : null;
}
