using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Models;

/// <summary>
/// Reads records made by New-SmimeUserPfx, as they are or as ConvertFrom-Json of either PowerShell edition brings them back:
/// dates as text, DateTime or <c>/Date(milliseconds)/</c>, enumerations as names or numbers.
/// </summary>
internal static class UserPfxRecordReader
{
    private const string BlobMember = "EncryptedPfxBlob";
    private const string UserMember = "UserPrincipalName";

    /// <summary>The tag of an ASN.1 SEQUENCE, with which every PFX begins (RFC 7292 section 4).</summary>
    private const byte SequenceTag = 0x30;

    private static readonly Regex MicrosoftDate = new(@"^\\?/Date\((-?\d+)([+-]\d{4})?\)\\?/$", RegexOptions.CultureInvariant);

    /// <summary>Whether an object is meant as a record.</summary>
    public static bool IsRecord(PSObject input) => Find(input, BlobMember) is not null;

    /// <summary>The user a record names; empty when it names none.</summary>
    public static string NameOf(PSObject input) => Find(input, UserMember)?.ToString() ?? string.Empty;

    /// <summary>Reads a record.</summary>
    /// <exception cref="ImportException">
    /// A member is missing or malformed (<see cref="ImportErrorKind.RecordInvalid"/>).
    /// </exception>
    public static UserPfxRecord Read(PSObject input) => new()
    {
        UserPrincipalName = Text(input, UserMember),
        Thumbprint = ReadThumbprint(input),
        IntendedPurpose = ModelConvert.Purpose(ReadEnum<UserPfxPurpose>(input, "IntendedPurpose")),
        StartDateTime = ReadDate(input, "StartDateTime"),
        ExpirationDateTime = ReadDate(input, "ExpirationDateTime"),
        ProviderName = Text(input, "ProviderName"),
        KeyName = Text(input, "KeyName"),
        PaddingScheme = ReadPadding(input),
        EncryptedPfxBlob = ReadBlob(input),
        EncryptedPfxPassword = ReadPassword(input),
    };

    private static object? Find(PSObject input, string name)
    {
        var value = input.BaseObject is IDictionary map ? FindKey(map, name) : input.Properties[name]?.Value;
        return value is PSObject wrapped ? wrapped.BaseObject : value;
    }

    private static object? FindKey(IDictionary map, string name)
    {
        foreach (DictionaryEntry entry in map)
        {
            if (string.Equals(entry.Key as string, name, StringComparison.OrdinalIgnoreCase))
            {
                return entry.Value;
            }
        }

        return null;
    }

    private static string Text(PSObject input, string name) =>
        Find(input, name) is string { Length: > 0 } text && text.Trim().Length > 0
            ? text
            : throw Invalid(input, $"{name} is missing");

    private static string ReadThumbprint(PSObject input)
    {
        var text = Text(input, "Thumbprint");
        try
        {
            return Thumbprint.Normalize(text);
        }
        catch (FormatException error)
        {
            throw Invalid(input, $"Thumbprint '{text}' is not 40 hexadecimal digits", error);
        }
    }

    private static T ReadEnum<T>(PSObject input, string name)
        where T : struct, Enum
    {
        // JSON readers make Int32, Int64 or Decimal of a number.
        var found = Find(input, name);
        var text = Convert.ToString(found is Enum value ? value.ToString() : found, CultureInfo.InvariantCulture);
        return Enum.TryParse(text, ignoreCase: true, out T parsed) && Enum.IsDefined(typeof(T), parsed)
            ? parsed
            : throw Invalid(input, string.IsNullOrEmpty(text) ? $"{name} is missing" : $"{name} '{text}' is unknown");
    }

    private static PaddingScheme ReadPadding(PSObject input)
    {
        var padding = ModelConvert.Padding(ReadEnum<UserPfxPaddingScheme>(input, "PaddingScheme"));
        return padding is PaddingScheme.OaepSha256 or PaddingScheme.OaepSha384 or PaddingScheme.OaepSha512
            ? padding
            : throw Invalid(input, $"Intune no longer takes the PaddingScheme {padding}");
    }

    private static DateTimeOffset ReadDate(PSObject input, string name) => Find(input, name) switch
    {
        DateTimeOffset moment => moment.ToUniversalTime(),

        // A time without zone in a record is UTC, as everything in it.
        DateTime { Kind: DateTimeKind.Unspecified } time => new DateTimeOffset(time, TimeSpan.Zero),
        DateTime time => new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero),
        string text => ParseDate(text.Trim()) ?? throw Invalid(input, $"{name} '{text}' is no date such as 2026-01-31T00:00:00Z"),
        null => throw Invalid(input, $"{name} is missing"),
        var other => throw Invalid(input, $"{name} is a {other.GetType().Name} and no date"),
    };

    private static DateTimeOffset? ParseDate(string text)
    {
        if (MicrosoftDate.Match(text) is { Success: true } match
            && long.TryParse(
                match.Groups[1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            && Math.Abs(milliseconds) < 60_000_000_000_000)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(
            text,
            forms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment) ? moment : null;
    }

    private static byte[] ReadBlob(PSObject input)
    {
        var blob = FromBase64(input, BlobMember);
        return blob[0] == SequenceTag
            ? blob
            : throw Invalid(input, $"{BlobMember} holds no PFX (a record read back from Intune has none)");
    }

    private static string ReadPassword(PSObject input) => Convert.ToBase64String(FromBase64(input, "EncryptedPfxPassword"));

    private static byte[] FromBase64(PSObject input, string name)
    {
        try
        {
            return Convert.FromBase64String(Text(input, name)) is { Length: > 0 } bytes
                ? bytes
                : throw Invalid(input, $"{name} is empty");
        }
        catch (FormatException error)
        {
            throw Invalid(input, $"{name} is not base64", error);
        }
    }

    private static ImportException Invalid(PSObject input, string problem, Exception? cause = null)
    {
        var name = NameOf(input);
        var item = name.Length == 0 ? "(no user)" : name;
        return new ImportException(
            ImportErrorKind.RecordInvalid,
            $"The record of {item} {Find(input, "Thumbprint")} cannot be imported: {problem}. "
            + "Make it again with New-SmimeUserPfx.",
            item,
            cause);
    }
}
