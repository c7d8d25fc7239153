using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>In what a record differs from the one the service has.</summary>
internal static class RecordDifference
{
    /// <summary>A different record of the certificate exists and nobody asked to replace it.</summary>
    public static ImportException Error(UserPfxRecord existing, UserPfxRecord wanted)
    {
        var differences = string.Join(", ", Differences(existing, wanted));
        return new ImportException(
            ImportErrorKind.RecordDiffers,
            $"{wanted.UserPrincipalName} has a record of the certificate {wanted.Thumbprint} already, and it differs: "
            + (differences.Length == 0 ? "it would be delivered otherwise" : differences)
            + ". Nothing was sent. Use -Force to replace it.",
            wanted.UserPrincipalName);
    }

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

    private static string Time(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
