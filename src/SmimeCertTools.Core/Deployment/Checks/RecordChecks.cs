using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>The users' certificates, as their histories tell it.</summary>
internal static class RecordChecks
{
    /// <summary>
    /// Entra Connect does not synchronize userCertificate and userSMIMECertificate with more values than this.
    /// </summary>
    private const int MostPublished = 15;

    /// <summary>What is near that: two renewals before it.</summary>
    private const int NearMost = MostPublished - 2;

    /// <summary>The checks that say of all users together what the histories say of each.</summary>
    public static readonly HashSet<string> ToldByHistories = new(StringComparer.Ordinal)
    {
        "EncryptionMissing", "EncryptionGap", "CertificateExpiring", "CertificateShared", "RecordPadding", "RecordPurpose",
        "RecordUserUnknown", "RecordFormerName", "RecordEarlierAccount", "ArchiveNotImported", "RecordNotArchived",
    };

    public static IEnumerable<DeploymentCheckResult> NoEncryption(DeploymentView view) => OfFinding(view,
        "NoEncryptionCertificate", SmimeCheckStatus.Fail, users =>
            $"Intune has no encryption certificate that is valid for {users}: nobody can send them encrypted mail that a device "
                + "reads. Import a current one for each.");

    public static IEnumerable<DeploymentCheckResult> Gaps(DeploymentView view) => OfFinding(view,
        "EncryptionGap", SmimeCheckStatus.Warning, users =>
            $"The encryption certificates of {users} do not cover all of the time from the first to the last. If others cover "
                + "it, import them: mail encrypted to them cannot be read on devices.");

    public static IEnumerable<DeploymentCheckResult> Expiring(DeploymentView view) => OfFinding(view,
        "ExpiresSoon", SmimeCheckStatus.Warning, users =>
            $"Certificates of {users} expire within {HistoryFindings.UsuallySoon.Days} days, and Intune has none that follow. "
                + "Imported certificates are not renewed: import the next ones before.");

    /// <summary>Whose signing certificates have all expired, and who has none issued either.</summary>
    public static IEnumerable<DeploymentCheckResult> SigningExpired(DeploymentView view) => Of(SmimeCheckStatus.Warning,
        [
            .. Known(view).Where(user => view.SignsByProfile(user.UserPrincipalName) == false)
                .Where(user => Signing(user).Any() && Signing(user).All(entry => entry.State == SmimeCertState.Expired)),
        ],
        users => $"The imported signing certificates of {users} have expired, and no profile issues them others. What they "
            + "send is signed with an expired certificate or not at all.",
        user => $"The imported signing certificate of {user.UserPrincipalName} expired on "
            + $"{Day(Signing(user).Max(entry => entry.NotAfter))}, and no profile issues another. Import the next one.");

    public static IEnumerable<DeploymentCheckResult> Shared(DeploymentView view) => OfFinding(view,
        "SharedCertificate", SmimeCheckStatus.Warning, users =>
            $"{users} have certificates that others have too. Whoever has one has its private key: check whose it is, and remove "
                + "it from the others.");

    public static IEnumerable<DeploymentCheckResult> Padding(DeploymentView view) => OfFinding(view,
        "PaddingUnsupported", SmimeCheckStatus.Warning, users =>
            $"Passwords of certificates of {users} are protected with a padding that Intune no longer supports. Import these "
                + "certificates again.");

    public static IEnumerable<DeploymentCheckResult> Count(DeploymentView view) => Of(SmimeCheckStatus.Warning,
        [.. Known(view).Where(user => Number(user) >= NearMost)],
        users => $"{users} have {NearMost} or more certificates in Intune. If all of them are published, mind that Entra Connect "
            + $"does not synchronize a user's certificates above {MostPublished} values: publish only those that senders need.",
        user => FormattableString.Invariant($"{user.UserPrincipalName} has {Number(user)} certificates in Intune. ")
            + $"If all of them are published, mind that Entra Connect does not synchronize a user's certificates above "
            + $"{MostPublished} values: publish only those that senders need.");

    public static IEnumerable<DeploymentCheckResult> UserUnknown(DeploymentView view) => OfFinding(view,
        "UserUnknown", SmimeCheckStatus.Warning, users =>
            $"The directory does not know {users}, or no longer, and Intune still has records of them. Keep those while devices "
                + "may need them; else remove them, and have the certificates revoked.", view.Users);

    public static IEnumerable<DeploymentCheckResult> FormerName(DeploymentView view) => OfFinding(view,
        "RecordUnderFormerName", SmimeCheckStatus.Warning, users =>
            $"Records of {users} are under names that they had before. Whether devices go on getting them is not documented: "
                + "import them under the present names as well.");

    public static IEnumerable<DeploymentCheckResult> EarlierAccount(DeploymentView view) => OfFinding(view,
        "RecordOfEarlierAccount", SmimeCheckStatus.Warning, users =>
            $"Records under the names of {users} belong to accounts that had these names before. The accounts of today do not "
                + "have them: import what is theirs again, and remove the old records.");

    public static IEnumerable<DeploymentCheckResult> Purpose(DeploymentView view) => OfFinding(view,
        "PurposeUnassigned", SmimeCheckStatus.Warning, users =>
            $"{users} have records without a purpose, which no S/MIME profile delivers. Import them again with a purpose if "
                + "they are for mail.");

    public static IEnumerable<DeploymentCheckResult> NotImported(DeploymentView view)
    {
        foreach (var (status, isEncryption) in new[] { (SmimeCheckStatus.Fail, true), (SmimeCheckStatus.Warning, false) })
        {
            var entries = Known(view).SelectMany(user => user.History.Entries.Where(entry => entry.Archived is not null
                    && entry.Location == SmimeCertLocation.ArchiveOnly
                    && (isEncryption ? entry.Purpose == UserPfxPurpose.SmimeEncryption
                        : entry.Purpose == UserPfxPurpose.SmimeSigning
                            && entry.State is SmimeCertState.Current or SmimeCertState.Superseded)))
                .ToList();
            if (entries.Count > 0)
            {
                List<string> users =
                    [.. entries.Select(entry => entry.UserPrincipalName).Distinct(StringComparer.OrdinalIgnoreCase)];
                yield return Found.OfUsers(status, users,
                    $"{Found.Count(entries.Count, isEncryption ? "encryption certificate" : "valid signing certificate")} of "
                        + $"{Found.Named(users)} {(entries.Count == 1 ? "is" : "are")} in the archive and not in Intune"
                        + (isEncryption ? ": mail encrypted to them cannot be read on devices." : "."),
                    Key(view) with
                    {
                        Purpose = isEncryption ? UserPfxPurpose.SmimeEncryption : UserPfxPurpose.SmimeSigning,
                        Files = [.. entries.Where(entry => entry.Archived!.Path is not null)
                            .Select(entry => (entry.UserPrincipalName, entry.Archived!.Path!, entry.Purpose))],
                    });
            }
        }
    }

    public static IEnumerable<DeploymentCheckResult> NotArchived(DeploymentView view) => OfFinding(view,
        "MissingInArchive", SmimeCheckStatus.Warning, users =>
            $"Certificates of {users} are in Intune and not in the archive. Intune gives no private key back: find their PFX "
                + "files and archive them.");

    /// <summary>The key that was used last.</summary>
    private static DeploymentCheckDetails Key(DeploymentView view)
    {
        var record = (view.Data.Records.ValueOrDefault ?? [])
            .OrderByDescending(record => record.LastModifiedDateTime ?? record.CreatedDateTime).FirstOrDefault();
        return new DeploymentCheckDetails { KeyName = record?.KeyName, ProviderName = record?.ProviderName };
    }

    private static IEnumerable<DeployedUser> Known(DeploymentView view) => view.People.Users;

    private static IEnumerable<CertificateHistoryEntry> Signing(DeployedUser user) =>
        user.History.InIntune.Where(entry => entry.Purpose == UserPfxPurpose.SmimeSigning);

    private static int Number(DeployedUser user) =>
        user.History.InIntune.Select(entry => entry.Thumbprint).Distinct(StringComparer.OrdinalIgnoreCase).Count();

    // Of one user what the history says of it; of several what it means.
    private static IEnumerable<DeploymentCheckResult> OfFinding(DeploymentView view, string id, SmimeCheckStatus status,
        Func<string, string> ofMany, IEnumerable<DeployedUser>? among = null) => Of(status,
        [.. (among ?? Known(view)).Where(user => user.History.Findings.Any(finding => finding.Id == id))], ofMany,
        user => string.Join(" ", user.History.Findings.Where(finding => finding.Id == id).Select(finding => finding.Message)));

    private static IEnumerable<DeploymentCheckResult> Of(SmimeCheckStatus status, IReadOnlyList<DeployedUser> users,
        Func<string, string> ofMany, Func<DeployedUser, string> ofOne) => users.Count == 0 ? []
        : [Found.OfUsers(status, [.. users.Select(user => user.UserPrincipalName)],
            users.Count == 1 ? ofOne(users[0]) : ofMany(Found.Named(users.Select(user => user.UserPrincipalName))))];

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
