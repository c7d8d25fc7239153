using System.Globalization;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.UserPfx;

/// <summary>How questions name a record.</summary>
internal static class RecordText
{
    /// <summary>User, certificate, purpose and validity in local time.</summary>
    public static string Describe(this UserPfxRecord record) => Describe(record, record.UserPrincipalName);

    /// <summary>The same with the address by which the user was found, or is going to be.</summary>
    public static string Describe(this PreparedUserPfx prepared)
    {
        var user = prepared.Record.UserPrincipalName;
        return Describe(prepared.Record, user.Length == 0
            ? $"the user of {AddressCheck.NamesIn(prepared.Certificate!)[0]}, who is looked up when connected"
            : user + (prepared.FoundBy is { } address ? $" (found by {address})" : null));
    }

    private static string Describe(UserPfxRecord record, string user) => string.Format(
        CultureInfo.InvariantCulture,
        "{0}: {1} ({2}, valid {3:yyyy-MM-dd} to {4:yyyy-MM-dd})",
        user,
        record.Thumbprint,
        record.IntendedPurpose,
        record.StartDateTime.LocalDateTime,
        record.ExpirationDateTime.LocalDateTime);
}
