using System;
using System.Globalization;
using System.Management.Automation;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Records;

/// <summary>
/// Reads records made by New-SmimeUserPfx or by New-IntuneUserPfxCertificate of the earlier scripts: as they are, or as
/// ConvertFrom-Json of either PowerShell edition and Import-Clixml bring them back.
/// </summary>
internal static class UserPfxRecordReader
{
    private const string BlobMember = "EncryptedPfxBlob";
    private const string PasswordMember = "EncryptedPfxPassword";
    private const string UserMember = "UserPrincipalName";
    private const string ThumbprintMember = "Thumbprint";
    private const string DateAdvice =
        "Write dates as 2026-01-31T00:00:00Z, or make the file with ConvertTo-Json or Export-Clixml";

    /// <summary>The tag of an ASN.1 SEQUENCE, with which every PFX begins (RFC 7292 section 4).</summary>
    private const byte SequenceTag = 0x30;

    /// <summary>Whether an object is meant as a record.</summary>
    public static bool IsRecord(object input) => RecordMembers.Find(input, BlobMember) is not null;

    /// <summary>The user a record names; empty when it names none.</summary>
    public static string NameOf(PSObject input) => RecordMembers.Find(input, UserMember)?.ToString() ?? string.Empty;

    /// <summary>The thumbprint a record names, upper case; null when it names none that is one.</summary>
    public static string? ThumbprintOf(PSObject input) =>
        Thumbprint.TryNormalize(RecordMembers.Find(input, ThumbprintMember) as string, out var thumbprint) ? thumbprint : null;

    /// <summary>Reads a record.</summary>
    /// <param name="input">The object.</param>
    /// <param name="key">The names that a record without them gets; null where they are left empty.</param>
    /// <exception cref="ImportException">
    /// A member is missing or malformed (<see cref="ImportErrorKind.RecordInvalid"/>).
    /// </exception>
    public static UserPfxRecord Read(PSObject input, RecordKeyNames? key) => new()
    {
        UserPrincipalName = Text(input, UserMember),
        Thumbprint = ReadThumbprint(input),
        IntendedPurpose = ReadEnum<UserPfxPurpose>(input, "IntendedPurpose"),
        StartDateTime = ReadDate(input, "StartDateTime"),
        ExpirationDateTime = ReadDate(input, "ExpirationDateTime"),
        ProviderName = ReadKeyName(input, "ProviderName", key is not null, key?.ProviderName),
        KeyName = ReadKeyName(input, "KeyName", key is not null, key?.KeyName),
        PaddingScheme = ReadPadding(input),
        EncryptedPfxBlob = ReadBlob(input),
        EncryptedPfxPassword = ReadPassword(input),
    };

    private static string? FindText(PSObject input, string name) =>
        RecordMembers.Find(input, name) is string text && text.Trim().Length > 0 ? text : null;

    private static string Text(PSObject input, string name) =>
        FindText(input, name) ?? throw Invalid(input, $"{name} is missing");

    // The earlier scripts leave both names empty in a record that was made with a key file alone. A connector finds its key by
    // them.
    private static string ReadKeyName(PSObject input, string name, bool isNeeded, string? given)
    {
        if ((FindText(input, name) ?? given) is { } found)
        {
            return found;
        }

        return isNeeded
            ? throw Create(
                input,
                $"{name} is empty, as the earlier scripts leave it in records that they make with a key file alone; no connector "
                    + "would find its key. Give -KeyName and -ProviderName as the connectors have them; the record then gets "
                    + "them.")
            : string.Empty;
    }

    private static string ReadThumbprint(PSObject input)
    {
        var text = Text(input, ThumbprintMember);
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
        var found = RecordMembers.Find(input, name);
        var text = Convert.ToString(found is Enum value ? value.ToString() : found, CultureInfo.InvariantCulture);
        return Enum.TryParse(text, ignoreCase: true, out T parsed) && Enum.IsDefined(typeof(T), parsed)
            ? parsed
            : throw Invalid(input, string.IsNullOrEmpty(text) ? $"{name} is missing" : $"{name} '{text}' is unknown");
    }

    private static UserPfxPaddingScheme ReadPadding(PSObject input)
    {
        var padding = ReadEnum<UserPfxPaddingScheme>(input, "PaddingScheme");
        return padding is UserPfxPaddingScheme.OaepSha256 or UserPfxPaddingScheme.OaepSha384 or UserPfxPaddingScheme.OaepSha512
            ? padding
            : throw Invalid(input, $"Intune no longer takes the PaddingScheme {padding}");
    }

    private static DateTimeOffset ReadDate(PSObject input, string name)
    {
        var found = RecordMembers.Find(input, name);
        return RecordMembers.Moment(found)
            ?? throw Invalid(input, found switch
            {
                null => $"{name} is missing",
                string text => $"{name} '{text}' is no date that means the same everywhere. {DateAdvice}",
                _ => $"{name} is a {found.GetType().Name} and no date. {DateAdvice}",
            });
    }

    private static byte[] ReadBlob(PSObject input)
    {
        if (RecordMembers.Find(input, BlobMember) is string text && text.StartsWith("System.Byte[]", StringComparison.Ordinal))
        {
            throw Invalid(
                input, $"{BlobMember} is the text '{text}': the file lost the PFX when it was written (Export-Csv does that)");
        }

        var blob = ReadBytes(input, BlobMember);
        return blob[0] == SequenceTag
            ? blob
            : throw Invalid(input, $"{BlobMember} holds no PFX (a record read back from Intune has none)");
    }

    private static string ReadPassword(PSObject input) => Convert.ToBase64String(ReadBytes(input, PasswordMember));

    private static byte[] ReadBytes(PSObject input, string name)
    {
        var found = RecordMembers.Find(input, name);
        return RecordMembers.Bytes(found) switch
        {
            { Length: > 0 } bytes => bytes,
            null when found is not null => throw Invalid(input, $"{name} is not base64 and no list of bytes"),
            _ => throw Invalid(input, $"{name} is missing"),
        };
    }

    private static ImportException Invalid(PSObject input, string problem, Exception? cause = null) =>
        Create(input, problem + ". Make it again with New-SmimeUserPfx.", cause);

    private static ImportException Create(PSObject input, string problem, Exception? cause = null)
    {
        var name = NameOf(input);
        var item = name.Length == 0 ? "(no user)" : name;
        return new ImportException(
            ImportErrorKind.RecordInvalid,
            $"The record of {item} {RecordMembers.Find(input, ThumbprintMember)} cannot be used: {problem}",
            item,
            cause);
    }
}

/// <summary>The connector key that records without one are to name; null where nothing was given.</summary>
internal sealed class RecordKeyNames(string? providerName, string? keyName)
{
    /// <summary>The key storage provider.</summary>
    public string? ProviderName { get; } = providerName;

    /// <summary>The key's name in it.</summary>
    public string? KeyName { get; } = keyName;
}
