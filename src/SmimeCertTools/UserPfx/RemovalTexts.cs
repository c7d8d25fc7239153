using System.Globalization;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Revocation;

namespace SmimeCertTools.UserPfx;

/// <summary>What a removal says of certificates.</summary>
internal static class RemovalTexts
{
    /// <summary>A removed certificate is not revoked.</summary>
    public static string NotRevoked(RevocationEntry entry)
    {
        var serial = string.IsNullOrEmpty(entry.SerialNumber) ? string.Empty : $", serial number {entry.SerialNumber}";
        var issuer = string.IsNullOrEmpty(entry.Issuer) ? string.Empty : $", issued by {entry.Issuer}";
        return $"{entry.UserPrincipalName}: certificate {entry.Thumbprint}{serial}{issuer} was removed from Intune, but it is "
            + "not revoked. Where its key must no longer be trusted, revoke it at the CA.";
    }

    /// <summary>A record, as ShouldProcess names it.</summary>
    public static string Describe(UserPfxRecord record) => string.Format(
        CultureInfo.InvariantCulture,
        "{0}: {1} ({2}, valid {3:yyyy-MM-dd} to {4:yyyy-MM-dd})",
        record.UserPrincipalName,
        record.Thumbprint,
        record.IntendedPurpose,
        record.StartDateTime.LocalDateTime,
        record.ExpirationDateTime.LocalDateTime);
}
