using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>In what a record differs from the one the service has.</summary>
internal static class RecordDifference
{
    /// <summary>The outcome for a certificate whose record differs and is left as it is.</summary>
    public static ImportOutcome Outdated(UserPfxRecord existing, UserPfxRecord wanted)
    {
        var differences = string.Join(", ", Differences(existing, wanted));
        return new ImportOutcome
        {
            Status = SmimeImportStatus.Outdated,
            Record = existing,
            Difference = differences.Length > 0 ? differences : "it would be delivered otherwise",
        };
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
