using System.Globalization;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.UserPfx;

/// <summary>How questions name a record.</summary>
internal static class RecordText
{
    /// <summary>User, certificate, purpose and validity in local time.</summary>
    public static string Describe(this UserPfxRecord record) => string.Format(
        CultureInfo.InvariantCulture,
        "{0}: {1} ({2}, valid {3:yyyy-MM-dd} to {4:yyyy-MM-dd})",
        record.UserPrincipalName,
        record.Thumbprint,
        record.IntendedPurpose,
        record.StartDateTime.LocalDateTime,
        record.ExpirationDateTime.LocalDateTime);
}
