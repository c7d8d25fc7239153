using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>Looks through a deployment: the table of all checks, and what runs them. Reads nothing itself.</summary>
public static class DeploymentDoctor
{
    private const DeploymentNeeds Profiles = DeploymentNeeds.Profiles;
    private const DeploymentNeeds Reach =
        Profiles | DeploymentNeeds.Apps | DeploymentNeeds.Assignments | DeploymentNeeds.Groups | DeploymentNeeds.Users;

    private const DeploymentNeeds People = DeploymentNeeds.Users | DeploymentNeeds.Records;

    private static readonly DeploymentCheck[] All =
    [
        new("SignIn", SmimeDeploymentArea.SignIn, DeploymentNeeds.None, "", SignInChecks.Expiring),
        new("PermissionMissing", SmimeDeploymentArea.SignIn, DeploymentNeeds.None,
            "Nothing that was to be read was refused.", SignInChecks.Permissions),
        new("ReadFailed", SmimeDeploymentArea.SignIn, DeploymentNeeds.None,
            "All that was to be read was read.", SignInChecks.Reading),

        new("ConnectorMissing", SmimeDeploymentArea.Connectors, DeploymentNeeds.Connectors, "", ConnectorChecks.Missing),
        new("ConnectorInactive", SmimeDeploymentArea.Connectors, DeploymentNeeds.Connectors,
            "No connector is inactive.", ConnectorChecks.Inactive) { Nothing = NothingToCheck.NoConnector },
        new("ConnectorSilent", SmimeDeploymentArea.Connectors, DeploymentNeeds.Connectors,
            "All connectors were heard of within a day.", ConnectorChecks.Silent) { Nothing = NothingToCheck.NoConnector },
        new("ConnectorVersion", SmimeDeploymentArea.Connectors, DeploymentNeeds.Connectors,
            "The versions of all connectors are supported.", ConnectorChecks.Version) { Nothing = NothingToCheck.NoConnector },
        new("ConnectorContradiction", SmimeDeploymentArea.Connectors, DeploymentNeeds.Connectors,
            "The tenant's two lists of connectors say the same.", ConnectorChecks.Contradiction)
        {
            Nothing = NothingToCheck.NoConnector,
        },

        new("ConnectorKeyUnnamed", SmimeDeploymentArea.ConnectorKey, DeploymentNeeds.Records,
            "All records name a connector key and its provider.", ConnectorKeyChecks.Unnamed)
        {
            Nothing = NothingToCheck.NoRecord,
        },
        new("ConnectorKeySeveral", SmimeDeploymentArea.ConnectorKey, DeploymentNeeds.Records,
            "There are no records that name a key.", ConnectorKeyChecks.Several),
        new("ConnectorKeyFingerprint", SmimeDeploymentArea.ConnectorKey, DeploymentNeeds.Records,
            "The files of results know no key of these records.", ConnectorKeyChecks.Fingerprints)
        {
            Applies = data => data.Scope.FingerprintOf is not null,
        },

        new("TrustedRootMissing", SmimeDeploymentArea.TrustedRoots, Profiles | DeploymentNeeds.States,
            "Each platform has the certificates of all issuers of users' certificates.", TrustedRootChecks.Missing)
        {
            Nothing = NothingToCheck.NoPlatform,
        },
        new("TrustedRootIncomplete", SmimeDeploymentArea.TrustedRoots, Profiles | DeploymentNeeds.States,
            "The chains of all issuers that are known end at a root.", TrustedRootChecks.Incomplete)
        {
            Nothing = NothingToCheck.NoRoot,
        },
        new("TrustedRootExpiring", SmimeDeploymentArea.TrustedRoots, Profiles | DeploymentNeeds.States,
            "The trusted certificates are valid for 60 days or more.", TrustedRootChecks.Expired)
        {
            Nothing = NothingToCheck.NoRoot,
        },
        new("TrustedRootStore", SmimeDeploymentArea.TrustedRoots, Profiles | DeploymentNeeds.States,
            "Roots and intermediates go to the stores of Windows that are theirs.", TrustedRootChecks.Store)
        {
            Nothing = NothingToCheck.NoRoot,
        },

        new("ImportedProfileMissing", SmimeDeploymentArea.ImportedProfiles,
            Profiles | DeploymentNeeds.Apps | DeploymentNeeds.Records,
            "Each platform has a profile for each purpose that it needs.", ImportedProfileChecks.Missing),
        new("ImportedProfileChannel", SmimeDeploymentArea.ImportedProfiles, Profiles,
            "No profile of macOS delivers in the device channel.", ImportedProfileChecks.Channel),
        new("ImportedProfileDeprecated", SmimeDeploymentArea.ImportedProfiles, Profiles,
            "No profile is of the deprecated type.", ImportedProfileChecks.Deprecated),

        new("SigningMissing", SmimeDeploymentArea.SigningProfiles,
            Profiles | DeploymentNeeds.Apps | DeploymentNeeds.Bindings | DeploymentNeeds.Records,
            "Each platform has a source of signing certificates.", SigningProfileChecks.Missing)
        {
            Nothing = NothingToCheck.NoPlatform,
        },
        new("SigningProfileIncomplete", SmimeDeploymentArea.SigningProfiles, Profiles | DeploymentNeeds.Bindings,
            "All PKCS profiles for signing name CA and template.", SigningProfileChecks.Incomplete)
        {
            Nothing = NothingToCheck.NoSigningProfile,
        },
        new("SigningProfileAddress", SmimeDeploymentArea.SigningProfiles, Profiles | DeploymentNeeds.Bindings,
            "All PKCS profiles for signing put the e-mail address into the certificate.", SigningProfileChecks.Address)
        {
            Nothing = NothingToCheck.NoSigningProfile,
        },
        new("SigningProfileRoot", SmimeDeploymentArea.SigningProfiles, Profiles | DeploymentNeeds.Bindings,
            "The CAs of all PKCS profiles for signing are among the trusted certificates.", SigningProfileChecks.Root)
        {
            Nothing = NothingToCheck.NoSigningProfile,
        },

        new("ProfileUnassigned", SmimeDeploymentArea.Assignments, Reach,
            "Of each kind a profile is assigned to somebody.", AssignmentChecks.Unassigned)
        {
            Nothing = NothingToCheck.NoPlatform,
        },
        new("AssignmentRoot", SmimeDeploymentArea.Assignments, Reach | DeploymentNeeds.States,
            "Whoever gets certificates gets the trusted certificates too.", AssignmentChecks.Root)
        {
            Nothing = NothingToCheck.NoPlatform,
        },
        new("AssignmentMail", SmimeDeploymentArea.Assignments, Reach,
            "Certificates and mail clients' settings reach the same people.", AssignmentChecks.Mail)
        {
            Nothing = NothingToCheck.NoPlatform,
        },
        new("AssignmentExcluded", SmimeDeploymentArea.Assignments, Reach,
            "Nobody with encryption certificates is excluded from the profiles.", AssignmentChecks.Excluded)
        {
            Nothing = NothingToCheck.NoImportedProfile,
        },
        new("AssignmentFilter", SmimeDeploymentArea.Assignments, Reach | DeploymentNeeds.States,
            "No filter keeps from devices what they need for the rest.", AssignmentChecks.Filters)
        {
            Nothing = NothingToCheck.NoPlatform,
        },
        new("AssignmentGroupGone", SmimeDeploymentArea.Assignments, Reach,
            "All groups that profiles are assigned to exist.", AssignmentChecks.Gone) { Nothing = NothingToCheck.NoAssignment },
        new("UserNotReached", SmimeDeploymentArea.Assignments, Reach,
            "A profile reaches everybody who has encryption certificates.", AssignmentChecks.NotReachedAtAll)
        {
            Nothing = NothingToCheck.NoImportedProfile,
        },

        new("MailClient", SmimeDeploymentArea.MailClients, Profiles | DeploymentNeeds.Apps | DeploymentNeeds.Bindings,
            "No platform is in use.", MailClientChecks.Activation),
        new("MailClientOff", SmimeDeploymentArea.MailClients, Profiles | DeploymentNeeds.Apps | DeploymentNeeds.Bindings,
            "No profile turns S/MIME off.", MailClientChecks.Off),
        new("MailProfileUnbound", SmimeDeploymentArea.MailClients, Profiles | DeploymentNeeds.Bindings,
            "The e-mail profiles are bound to the certificates that they need.", MailClientChecks.Unbound)
        {
            Nothing = NothingToCheck.NoMailProfile,
        },

        new("EncryptionMissing", SmimeDeploymentArea.Records, People,
            "Everybody with records has a valid encryption certificate.", RecordChecks.NoEncryption)
        {
            Nothing = NothingToCheck.NoRecord,
        },
        new("EncryptionGap", SmimeDeploymentArea.Records, People,
            "Nobody's encryption history has a gap.", RecordChecks.Gaps) { Nothing = NothingToCheck.NoRecord },
        new("CertificateExpiring", SmimeDeploymentArea.Records, People,
            "No certificate expires soon without another that follows.", RecordChecks.Expiring)
        {
            Nothing = NothingToCheck.NoRecord,
        },
        new("SigningExpired", SmimeDeploymentArea.Records, People | Reach,
            "Nobody is left with an expired signing certificate.", RecordChecks.SigningExpired)
        {
            Nothing = NothingToCheck.NoRecord,
        },
        new("CertificateShared", SmimeDeploymentArea.Records, People,
            "No certificate is in Intune for two users.", RecordChecks.Shared) { Nothing = NothingToCheck.NoRecord },
        new("RecordPadding", SmimeDeploymentArea.Records, People,
            "All passwords are protected with a padding that Intune supports.", RecordChecks.Padding)
        {
            Nothing = NothingToCheck.NoRecord,
        },
        new("RecordPurpose", SmimeDeploymentArea.Records, People,
            "All records have a purpose.", RecordChecks.Purpose) { Nothing = NothingToCheck.NoRecord },
        new("CertificateCount", SmimeDeploymentArea.Records, People,
            "Nobody has nearly 15 certificates or more.", RecordChecks.Count) { Nothing = NothingToCheck.NoRecord },
        new("RecordUserUnknown", SmimeDeploymentArea.Records, People | DeploymentNeeds.Directory,
            "The directory knows everybody who has records.", RecordChecks.UserUnknown) { Nothing = NothingToCheck.NoRecord },
        new("RecordFormerName", SmimeDeploymentArea.Records, People | DeploymentNeeds.Directory,
            "No record is under a name that its user had before.", RecordChecks.FormerName) { Nothing = NothingToCheck.NoRecord },
        new("RecordEarlierAccount", SmimeDeploymentArea.Records, People | DeploymentNeeds.Directory,
            "No record belongs to an account that had its user's name before.", RecordChecks.EarlierAccount)
        {
            Nothing = NothingToCheck.NoRecord,
        },
        new("ArchiveNotImported", SmimeDeploymentArea.Records, People,
            "All of these users' certificates in the archive are in Intune.", RecordChecks.NotImported)
        {
            Applies = HasArchive,
            Nothing = NothingToCheck.NoRecord,
        },
        new("RecordNotArchived", SmimeDeploymentArea.Records, People,
            "All of these users' certificates in Intune are in the archive.", RecordChecks.NotArchived)
        {
            Applies = HasArchive,
            Nothing = NothingToCheck.NoRecord,
        },

        new("CertificateFailed", SmimeDeploymentArea.Devices, Profiles | DeploymentNeeds.Apps | DeploymentNeeds.States,
            "No device reports a certificate that failed.", DeviceChecks.Failed) { Nothing = NothingToCheck.NoReport },
        new("CertificatePending", SmimeDeploymentArea.Devices, Profiles | DeploymentNeeds.Apps | DeploymentNeeds.States,
            "No device has waited for a certificate for more than a day.", DeviceChecks.Pending)
        {
            Nothing = NothingToCheck.NoReport,
        },
    ];

    /// <summary>The identifiers of all checks with their areas, in the order in which they are told.</summary>
    public static IReadOnlyList<(string Id, SmimeDeploymentArea Area)> Checks { get; } =
        [.. All.Select(check => (check.Id, check.Area))];

    /// <summary>
    /// Runs all checks: of each one result or more. Those that compare with an archive or with files of results are run where
    /// there are some.
    /// </summary>
    public static IReadOnlyList<DeploymentCheckResult> Examine(DeploymentData data) =>
        Examine(new DeploymentView(Guard.NotNull(data)));

    /// <summary>The same of a deployment that is looked at for more than the checks.</summary>
    internal static IReadOnlyList<DeploymentCheckResult> Examine(DeploymentView view) =>
        [.. All.Where(check => check.Applies(view.Data)).SelectMany(check => check.Run(view))];

    private static bool HasArchive(DeploymentData data) => data.Archive is not null;
}
