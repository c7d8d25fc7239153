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

    /// <summary>
    /// The checks that say of all users together what the histories say of each, by the findings that they tell.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> ByFinding = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["NoEncryptionCertificate"] = "EncryptionMissing",
        ["EncryptionGap"] = "EncryptionGap",
        ["ExpiresSoon"] = "CertificateExpiring",
        ["SharedCertificate"] = "CertificateShared",
        ["PaddingUnsupported"] = "RecordPadding",
        ["PurposeUnassigned"] = "RecordPurpose",
        ["UserUnknown"] = "RecordUserUnknown",
        ["RecordUnderFormerName"] = "RecordFormerName",
        ["RecordOfEarlierAccount"] = "RecordEarlierAccount",
        ["MissingInIntune"] = "ArchiveNotImported",
        ["MissingInArchive"] = "RecordNotArchived",
    };

    public static IEnumerable<DeploymentCheckResult> NoEncryption(DeploymentView view) => OfFinding(view,
        "NoEncryptionCertificate", SmimeCheckStatus.Fail, users =>
            $"Intune has no encryption certificate that is valid for {users}: nobody can send them encrypted mail that a device "
                + "reads. Import a current one for each.",
        details: (user, _) => [CertificateToMend.Next(user, UserPfxPurpose.SmimeEncryption, view.Now)]);

    public static IEnumerable<DeploymentCheckResult> Gaps(DeploymentView view) => OfFinding(view,
        "EncryptionGap", SmimeCheckStatus.Warning, users =>
            $"The encryption certificates of {users} do not cover all of the time from the first to the last. If others cover "
                + "it, import them: mail encrypted to them cannot be read on devices.",
        details: (user, finding) => [CertificateToMend.Between(user, finding.From, finding.To)]);

    public static IEnumerable<DeploymentCheckResult> Expiring(DeploymentView view) => OfFinding(view,
        "ExpiresSoon", SmimeCheckStatus.Warning, users =>
            $"Certificates of {users} expire within {HistoryFindings.UsuallySoon.Days} days, and Intune has none that follow. "
                + "Imported certificates are not renewed: import the next ones before.",
        details: (user, finding) => Entries(user, finding).Select(entry =>
            CertificateToMend.Next(user, entry.Purpose, entry.NotAfter)));

    /// <summary>Whose signing certificates have all expired, and who has none issued either.</summary>
    public static IEnumerable<DeploymentCheckResult> SigningExpired(DeploymentView view) => Of(SmimeCheckStatus.Warning,
        [
            .. Known(view).Where(user => view.SignsByProfile(user.UserPrincipalName) == false)
                .Where(user => Signing(user).Any() && Signing(user).All(entry => entry.State == SmimeCertState.Expired)),
        ],
        users => $"The imported signing certificates of {users} have expired, and no profile issues them others. What they "
            + "send is signed with an expired certificate or not at all.",
        user => $"The imported signing certificate of {user.UserPrincipalName} expired on "
            + $"{Day(Signing(user).Max(entry => entry.NotAfter))}, and no profile issues another. Import the next one.",
        users => Key(view) with
        {
            Certificates = [.. users.Select(user => CertificateToMend.Next(user, UserPfxPurpose.SmimeSigning, view.Now))],
        });

    public static IEnumerable<DeploymentCheckResult> Shared(DeploymentView view) => OfFinding(view,
        "SharedCertificate", SmimeCheckStatus.Warning, users =>
            $"{users} have certificates that others have too. Whoever has one has its private key: check whose it is, and remove "
                + "it from the others.",
        details: (user, finding) => Entries(user, finding).Select(entry => SharedOne(view, entry)));

    public static IEnumerable<DeploymentCheckResult> Padding(DeploymentView view) => OfFinding(view,
        "PaddingUnsupported", SmimeCheckStatus.Warning, users =>
            $"Passwords of certificates of {users} are protected with a padding that Intune no longer supports. Import these "
                + "certificates again.", details: OfRecord);

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
                + "may need them; else remove them, and have the certificates revoked.", among: view.Users);

    public static IEnumerable<DeploymentCheckResult> FormerName(DeploymentView view) => OfFinding(view,
        "RecordUnderFormerName", SmimeCheckStatus.Warning, users =>
            $"Records of {users} are under names that they had before. Whether devices go on getting them is not documented: see "
                + "that they do. A record keeps its name; under the present one it comes by being removed and imported again.",
        details: (user, _) => user.History.Entries.Where(entry => entry.FormerName is not null)
            .Select(CertificateToMend.Of));

    public static IEnumerable<DeploymentCheckResult> EarlierAccount(DeploymentView view) => OfFinding(view,
        "RecordOfEarlierAccount", SmimeCheckStatus.Warning, users =>
            $"Records under the names of {users} belong to accounts that had these names before. The accounts of today do not "
                + "have them: import what is theirs again, and remove the old records.",
        details: (user, _) => user.History.Entries.Where(entry => entry.IsOfEarlierAccount)
            .Select(CertificateToMend.Of));

    public static IEnumerable<DeploymentCheckResult> Purpose(DeploymentView view) => OfFinding(view,
        "PurposeUnassigned", SmimeCheckStatus.Warning, users =>
            $"{users} have records without a purpose, which no S/MIME profile delivers. Import them again with a purpose if "
                + "they are for mail.", details: OfRecord);

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
                        Certificates = [.. entries.Select(CertificateToMend.Of)],
                    });
            }
        }
    }

    public static IEnumerable<DeploymentCheckResult> NotArchived(DeploymentView view) => OfFinding(view,
        "MissingInArchive", SmimeCheckStatus.Warning, users =>
            $"Certificates of {users} are in Intune and not in the archive. Intune gives no private key back: find their PFX "
                + "files and archive them.", details: OfRecord);

    private static DeploymentCheckDetails Key(DeploymentView view) => new DeploymentCheckDetails().WithKey(view);

    private static IEnumerable<CertificateHistoryEntry> Entries(DeployedUser user, HistoryFinding finding) =>
        user.History.Entries.Where(entry => !entry.IsOfEarlierAccount
            && string.Equals(entry.Thumbprint, finding.Thumbprint, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<CertificateToMend> OfRecord(DeployedUser user, HistoryFinding finding) =>
        Entries(user, finding).Select(CertificateToMend.Of);

    // Whose it is, its addresses tell; they are in the archive alone.
    private static CertificateToMend SharedOne(DeploymentView view, CertificateHistoryEntry entry)
    {
        List<string> holders =
        [
            .. (view.Data.Records.ValueOrDefault ?? []).Where(record =>
                    string.Equals(record.Thumbprint, entry.Thumbprint, StringComparison.OrdinalIgnoreCase))
                .Select(record => record.UserPrincipalName)
                .Concat(view.Users.Where(user => user.History.InIntune.Any(other =>
                    string.Equals(other.Thumbprint, entry.Thumbprint, StringComparison.OrdinalIgnoreCase)))
                    .Select(user => user.UserPrincipalName))
                .Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(name => name, StringComparer.OrdinalIgnoreCase),
        ];
        var names = entry.Archived?.Names ?? [];
        var isKnown = holders.Exists(holder => names.Contains(holder, StringComparer.OrdinalIgnoreCase));
        return CertificateToMend.Of(entry) with
        {
            Holders = holders,
            NotOf = isKnown ? holders.FindAll(holder => !names.Contains(holder, StringComparer.OrdinalIgnoreCase)) : [],
        };
    }

    private static IEnumerable<DeployedUser> Known(DeploymentView view) => view.People.Users;

    private static IEnumerable<CertificateHistoryEntry> Signing(DeployedUser user) =>
        user.History.InIntune.Where(entry => entry.Purpose == UserPfxPurpose.SmimeSigning);

    private static int Number(DeployedUser user) =>
        user.History.InIntune.Select(entry => entry.Thumbprint).Distinct(StringComparer.OrdinalIgnoreCase).Count();

    // Of one user what the history says of it; of several what it means.
    private static IEnumerable<DeploymentCheckResult> OfFinding(DeploymentView view, string id, SmimeCheckStatus status,
        Func<string, string> ofMany, Func<DeployedUser, HistoryFinding, IEnumerable<CertificateToMend>>? details = null,
        IEnumerable<DeployedUser>? among = null)
    {
        return Of(status, [.. (among ?? Known(view)).Where(user => Those(user).Any())], ofMany,
            user => string.Join(" ", Those(user).Select(finding => finding.Message)),
            users => Key(view) with
            {
                Certificates = details is null ? []
                    : [.. users.SelectMany(user => Those(user).SelectMany(finding => details(user, finding)))],
            });

        IEnumerable<HistoryFinding> Those(DeployedUser user) => user.History.Findings.Where(finding => finding.Id == id);
    }

    private static IEnumerable<DeploymentCheckResult> Of(SmimeCheckStatus status, IReadOnlyList<DeployedUser> users,
        Func<string, string> ofMany, Func<DeployedUser, string> ofOne,
        Func<IReadOnlyList<DeployedUser>, DeploymentCheckDetails>? details = null) => users.Count == 0 ? []
        : [Found.OfUsers(status, [.. users.Select(user => user.UserPrincipalName)],
            users.Count == 1 ? ofOne(users[0]) : ofMany(Found.Named(users.Select(user => user.UserPrincipalName))),
            details?.Invoke(users))];

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
