using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>Whether a record may be sent, and in what it differs from the one the service has.</summary>
internal static class RecordCheck
{
    private const int ThumbprintDigits = 40;

    /// <summary>Refuses what the service would take and nobody could use or delete again.</summary>
    /// <exception cref="ImportException">The record is incomplete or malformed.</exception>
    public static void ThrowIfUnfit(UserPfxRecord record)
    {
        var wrong = WhatIsWrong(record);
        if (wrong is not null)
        {
            throw new ImportException(
                ImportErrorKind.RecordInvalid,
                $"The record of {record.UserPrincipalName} ({record.Thumbprint}) cannot be uploaded: {wrong}. "
                + "Prepare it again with New-SmimeUserPfx.",
                record.UserPrincipalName);
        }
    }

    /// <summary>A different record of the certificate exists and nobody asked to replace it.</summary>
    public static ImportException Differs(UserPfxRecord existing, UserPfxRecord wanted)
    {
        var differences = string.Join(", ", Differences(existing, wanted));
        return new ImportException(
            ImportErrorKind.RecordDiffers,
            $"{wanted.UserPrincipalName} has a record of the certificate {wanted.Thumbprint} already, and it differs: "
            + (differences.Length == 0 ? "it would be delivered otherwise" : differences)
            + ". Nothing was sent. Use -Force to replace it.",
            wanted.UserPrincipalName);
    }

    private static string? WhatIsWrong(UserPfxRecord record)
    {
        if (string.IsNullOrWhiteSpace(record.UserPrincipalName) || record.UserPrincipalName.Trim() != record.UserPrincipalName)
        {
            return "its user principal name is empty or has spaces around it";
        }

        // The service takes any text as a thumbprint and then cannot delete the record.
        if (record.Thumbprint is not { Length: ThumbprintDigits } || !record.Thumbprint.All(IsHexDigit))
        {
            return "its thumbprint is not 40 hexadecimal digits";
        }

        if (record.EncryptedPfxBlob is not { Length: > 1 })
        {
            return "it holds no PFX (a record read from Graph never does)";
        }

        if (string.IsNullOrWhiteSpace(record.EncryptedPfxPassword))
        {
            return "it holds no encrypted password (a record read from Graph never does)";
        }

        if (string.IsNullOrWhiteSpace(record.KeyName) || string.IsNullOrWhiteSpace(record.ProviderName))
        {
            return "its key name or provider name is empty, so no connector would find the key";
        }

        return record.PaddingScheme is PaddingScheme.OaepSha256 or PaddingScheme.OaepSha384 or PaddingScheme.OaepSha512
            ? null
            : $"Intune no longer supports the padding {record.PaddingScheme}";
    }

    private static bool IsHexDigit(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');

    private static IEnumerable<string> Differences(UserPfxRecord existing, UserPfxRecord wanted)
    {
        (string Name, string Old, string New)[] members =
        [
            ("purpose", existing.IntendedPurpose.ToString(), wanted.IntendedPurpose.ToString()),
            ("provider name", existing.ProviderName, wanted.ProviderName),
            ("key name", existing.KeyName, wanted.KeyName),
            ("padding", existing.PaddingScheme.ToString(), wanted.PaddingScheme.ToString()),
            ("start", Time(existing.StartDateTime), Time(wanted.StartDateTime)),
            ("expiry", Time(existing.ExpirationDateTime), Time(wanted.ExpirationDateTime)),
        ];
        return members.Where(member => member.Old != member.New).Select(member => $"{member.Name} {member.Old} → {member.New}");
    }

    private static string Time(System.DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
