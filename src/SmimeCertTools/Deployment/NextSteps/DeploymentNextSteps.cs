using System;
using System.Collections.Generic;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Deployment.Checks;

namespace SmimeCertTools.Deployment.NextSteps;

/// <summary>
/// What to do about a result, by check: the command that mends it where one can; else, as a comment, what a person does where.
/// The core names no command: it says what is wrong, and this what does it.
/// </summary>
internal sealed class DeploymentNextSteps
{
    private readonly DeploymentCall _call;
    private readonly Dictionary<string, Func<DeploymentCheckResult, string>> _steps;

    /// <param name="call">What was given, and the session.</param>
    public DeploymentNextSteps(DeploymentCall call)
    {
        _call = call;
        var import = new ImportSteps(call);
        var records = new RecordSteps(call);
        var profiles = new ProfileSteps(call);
        var person = new PersonSteps(call);
        _steps = new(StringComparer.Ordinal)
        {
            ["SignIn"] = _ => person.Connect(),
            ["PermissionMissing"] = _ => person.Permission(),
            ["ReadFailed"] = _ => _call.Again,
            ["ConnectorMissing"] = result => result.Status == SmimeCheckStatus.Unknown ? _call.Again : PersonSteps.Install(),
            ["ConnectorInactive"] = PersonSteps.Start,
            ["ConnectorSilent"] = PersonSteps.Start,
            ["ConnectorVersion"] = PersonSteps.Update,
            ["ConnectorContradiction"] = PersonSteps.DeleteEntry,
            ["ConnectorKeyUnnamed"] = import.Again,
            ["ConnectorKeySeveral"] = import.Again,
            ["ConnectorKeyFingerprint"] = import.AgainWithResults,
            ["TrustedRootMissing"] = profiles.Root,
            ["TrustedRootIncomplete"] = profiles.Root,
            ["TrustedRootExpiring"] = ProfileSteps.RenewedRoot,
            ["TrustedRootStore"] = ProfileSteps.Store,
            ["ImportedProfileMissing"] = ProfileSteps.Imported,
            ["ImportedProfileChannel"] = ProfileSteps.Channel,
            ["ImportedProfileDeprecated"] = ProfileSteps.Deprecated,
            ["SigningMissing"] = ProfileSteps.Pkcs,
            ["SigningProfileIncomplete"] = ProfileSteps.Pkcs,
            ["SigningProfileAddress"] = result => ProfileSteps.Pkcs(result) + " -SubjectAlternativeName Email",
            ["SigningProfileRoot"] = profiles.Root,
            ["ProfileUnassigned"] = AssignmentSteps.Assign,
            ["AssignmentRoot"] = AssignmentSteps.Assign,
            ["AssignmentMail"] = AssignmentSteps.Assign,
            ["AssignmentExcluded"] = AssignmentSteps.Include,
            ["AssignmentFilter"] = AssignmentSteps.Assign,
            ["AssignmentGroupGone"] = AssignmentSteps.WithoutGone,
            ["UserNotReached"] = AssignmentSteps.Members,
            ["MailClient"] = MailClientSteps.Of,
            ["MailClientOff"] = MailClientSteps.Of,
            ["MailProfileUnbound"] = MailClientSteps.Of,
            ["EncryptionMissing"] = import.Missing,
            ["EncryptionGap"] = import.Missing,
            ["CertificateExpiring"] = import.Missing,
            ["SigningExpired"] = import.Missing,
            ["CertificateShared"] = records.Shared,
            ["RecordPadding"] = import.Again,
            ["RecordPurpose"] = import.AgainForMail,
            ["CertificateCount"] = records.ForSenders,
            ["RecordUserUnknown"] = records.OfUnknownUser,
            ["RecordFormerName"] = import.UnderPresentName,
            ["RecordEarlierAccount"] = records.OfEarlierAccount,
            ["ArchiveNotImported"] = import.Missing,
            ["RecordNotArchived"] = records.NotArchived,
            ["CertificateFailed"] = PersonSteps.Failed,
            ["CertificatePending"] = PersonSteps.Pending,
        };
    }

    /// <summary>The checks that have a next step.</summary>
    internal IEnumerable<string> Ids => _steps.Keys;

    /// <summary>
    /// The step; null for what passed. What could not be checked goes on with what could not be read, which is told by itself.
    /// </summary>
    public string? Of(DeploymentCheckResult result) => result.Status switch
    {
        SmimeCheckStatus.Pass => null,
        SmimeCheckStatus.Unknown when result.IsUnread => _call.Again,
        _ => _steps.TryGetValue(result.Id, out var step) ? step(result) : null,
    };
}
