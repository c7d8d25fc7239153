using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment;

/// <summary>
/// The command to go on with, by check: one that mends it where a command can, else one that shows more. The core names no
/// command: it says what is wrong, and this what does it.
/// </summary>
/// <param name="archive">The archive as it was given; null for none.</param>
/// <param name="hasKeyStorage">Whether connector keys can be had from this system's key storage: on Windows.</param>
internal sealed class DeploymentNextSteps(string? archive, bool hasKeyStorage)
{
    private const int MostNamed = 10;
    private const string PublicKey = "./connector-public.pem";

    // By check; null for what passed.
    private static readonly Dictionary<string, Func<DeploymentNextSteps, DeploymentCheckResult, string>> Steps =
        new(StringComparer.Ordinal)
        {
            ["SignIn"] = (_, _) => "Get-SmimeGraphContext | Format-List",
            ["PermissionMissing"] = (_, _) => "Get-SmimeGraphContext | Format-List",
            ["ReadFailed"] = (_, _) => "Test-SmimeDeployment",
            ["ConnectorMissing"] = (_, _) => "Get-CertificateConnector",
            ["ConnectorInactive"] = (_, result) => Connector(result),
            ["ConnectorSilent"] = (_, result) => Connector(result),
            ["ConnectorVersion"] = (_, result) => Connector(result),
            ["ConnectorContradiction"] = (_, result) => Connector(result),
            ["ConnectorKeyUnnamed"] = (_, result) =>
                $"Get-SmimeUserPfx{Users(result, string.Empty)} | Where-Object KeyName -eq ''",
            ["ConnectorKeySeveral"] = (_, _) => "Get-SmimeUserPfx | Group-Object -Property ProviderName, KeyName",
            ["ConnectorKeyFingerprint"] = (_, result) => $"Get-SmimeUserPfx{Users(result, string.Empty)} | "
                + "Sort-Object -Property LastModifiedDateTime | "
                + "Format-Table -Property UserPrincipalName, Thumbprint, KeyName, LastModifiedDateTime",
            ["TrustedRootMissing"] = (steps, result) => steps.Root(result),
            ["TrustedRootIncomplete"] = (steps, result) => steps.Root(result),
            ["TrustedRootExpiring"] = (_, result) => Profile(result),
            ["TrustedRootStore"] = (_, result) => Profile(result),
            ["ImportedProfileMissing"] = (_, result) => Imported(result),
            ["ImportedProfileChannel"] = (_, result) => Imported(result) + " -DeploymentChannel UserChannel",
            ["ImportedProfileDeprecated"] = (_, _) => "Get-SmimeProfile -Kind ImportedPfx -Platform Windows",
            ["SigningMissing"] = (_, result) => Pkcs(result),
            ["SigningProfileIncomplete"] = (_, result) => Pkcs(result),
            ["SigningProfileAddress"] = (_, result) => Pkcs(result) + " -SubjectAlternativeName Email",
            ["SigningProfileRoot"] = (steps, result) => steps.Root(result),
            ["ProfileUnassigned"] = (_, result) => Assign(result),
            ["AssignmentRoot"] = (_, result) => Assign(result),
            ["AssignmentMail"] = (_, result) => Assign(result),
            ["AssignmentExcluded"] = (_, result) => $"Set-SmimeProfileAssignment -Id {List(result.Details.ProfileIds)} -Remove "
                + $"-ExcludeGroup {List(result.Details.Groups)}",
            ["AssignmentFilter"] = (_, result) => Assign(result),
            ["AssignmentGroupGone"] = (_, result) => Reassign(result),
            ["UserNotReached"] = (_, _) => "Get-SmimeProfile -Kind ImportedPfx",
            ["MailClient"] = (_, result) => MailClient(result),
            ["MailClientOff"] = (_, result) => MailClient(result),
            ["MailProfileUnbound"] = (_, result) => MailClient(result),
            ["EncryptionMissing"] = (steps, result) => steps.Findings(result),
            ["EncryptionGap"] = (steps, result) => steps.Findings(result),
            ["CertificateExpiring"] = (steps, result) => steps.Histories(result) + " -ExpiresWithin 30",
            ["SigningExpired"] = (steps, result) => steps.Histories(result),
            ["CertificateShared"] = (steps, result) => steps.Findings(result),
            ["RecordPadding"] = (steps, result) => steps.Findings(result),
            ["RecordPurpose"] = (steps, result) => steps.Findings(result),
            ["CertificateCount"] = (steps, result) => steps.Histories(result),
            ["RecordUserUnknown"] = (_, result) => result.Users.Count <= MostNamed
                ? $"Remove-SmimeUserPfx -UserPrincipalName {List(result.Users)} -All -WhatIf"
                : "Get-UserCertHistory -All -Finding | Where-Object Id -eq UserUnknown",
            ["RecordFormerName"] = (steps, result) => steps.Histories(result),
            ["RecordEarlierAccount"] = (steps, result) => steps.Findings(result),
            ["ArchiveNotImported"] = (steps, result) => steps.Import(result),
            ["RecordNotArchived"] = (steps, result) => steps.Findings(result),
            ["CertificateFailed"] = (_, result) => States(result),
            ["CertificatePending"] = (_, result) => States(result),
        };

    /// <summary>The checks that have a next step.</summary>
    internal static IEnumerable<string> Ids => Steps.Keys;

    /// <summary>The command; null for what passed.</summary>
    public string? Of(DeploymentCheckResult result) =>
        result.Status == SmimeCheckStatus.Pass || !Steps.TryGetValue(result.Id, out var step) ? null : step(this, result);

    private static string Connector(DeploymentCheckResult result) => result.Details.MachineName is { Length: > 0 } machine
        ? $"Get-CertificateConnector -MachineName {CommandText.Quote(machine)} | Format-List"
        : "Get-CertificateConnector | Format-List";

    private string Root(DeploymentCheckResult result)
    {
        var details = result.Details;
        return details is { CertificateName: { } name, Platform: { } platform, Kind: SmimeProfileKind.TrustedRoot }
            ? $"New-TrustedRootProfile -Name {CommandText.Quote($"{name} {platform}")} -Platform {platform} "
                + $"-CertificatePath {CommandText.Quote($"./{FileName(name)}.cer")}{To(details)}"
            : details.ProfileId is not null ? Profile(result)
            : archive is null && result.Status == SmimeCheckStatus.Unknown ? "Test-SmimeDeployment -ArchivePath ./archive"
            : "Get-SmimeProfile -Kind TrustedRoot";
    }

    private static string Imported(DeploymentCheckResult result)
    {
        var details = result.Details;
        var purpose = details.Purpose ?? UserPfxPurpose.SmimeEncryption;
        var word = purpose == UserPfxPurpose.SmimeSigning ? "signing" : "encryption";
        var platform = details.Platform;
        return platform is null
            ? $"New-PkcsImportedProfile -Name 'S/MIME {word}' -Platform Windows, IOS, MacOS -IntendedPurpose {purpose} -WhatIf"
            : details.Kind is null ? "Get-SmimeProfile -Kind ImportedPfx"
            : $"New-PkcsImportedProfile -Name 'S/MIME {word} {platform}' -Platform {platform} "
                + $"-IntendedPurpose {purpose}{To(details)}";
    }

    private static string Pkcs(DeploymentCheckResult result)
    {
        var details = result.Details;
        if (details is not { Authority: ({ } host, { } ca, { } template), Platform: { } platform })
        {
            return details.ProfileId is null ? "Get-Help New-PkcsCertificateProfile -Examples" : Profile(result);
        }

        var (name, rest) = details.ProfileName is { } existing
            ? (existing, " -IfExists Update") : ($"S/MIME signing {platform}", To(details));
        return $"New-PkcsCertificateProfile -Name {CommandText.Quote(name)} -Platform {platform} "
            + $"-CertificationAuthority {CommandText.Quote(host)} -CertificationAuthorityName {CommandText.Quote(ca)} "
            + $"-CertificateTemplateName {CommandText.Quote(template)}{rest}";
    }

    private static string Assign(DeploymentCheckResult result)
    {
        var to = To(result.Details);
        return to.Length == 0 || result.Details.ProfileId is not { } id ? Profile(result)
            : $"Set-SmimeProfileAssignment -Id {CommandText.Quote(id)}{to}";
    }

    private static string Reassign(DeploymentCheckResult result)
    {
        var details = result.Details;
        if (details.ProfileIds.Count == 0)
        {
            return Profile(result);
        }

        var excluded = details.ExcludedGroups.Count == 0 ? string.Empty : $" -ExcludeGroup {List(details.ExcludedGroups)}";
        var to = To(details) + excluded;
        return $"Set-SmimeProfileAssignment -Id {List(details.ProfileIds)}{(to.Length == 0 ? " -Clear" : $" -Replace{to}")}";
    }

    private static string MailClient(DeploymentCheckResult result)
    {
        var details = result.Details;
        var (name, rest) = details.ProfileName is { } existing
            ? (existing, " -IfExists Update") : ("S/MIME mail", To(details));
        return details switch
        {
            { Platform: null } or { Kind: null } => "Get-SmimeProfile -Kind Email, OutlookDevices, OutlookApps",
            { Kind: SmimeProfileKind.Email } when details.EncryptionProfile is null =>
                "Get-SmimeProfile -Kind Email, ImportedPfx",
            { Kind: SmimeProfileKind.Email, Platform: SmimePlatform.IOS } =>
                $"New-SmimeEmailProfile -Name {CommandText.Quote(name)} -Platform {details.Platform} "
                    + $"-AccountName {CommandText.Quote(details.AccountName ?? "Exchange")} "
                    + $"-EncryptionCertificate {CommandText.Quote(details.EncryptionProfile)}{rest}",
            { Kind: SmimeProfileKind.Email } => Profile(result),
            { Kind: SmimeProfileKind.OutlookApps } =>
                $"New-OutlookSmimeConfiguration -Name {CommandText.Quote(name)} -Platform {details.Platform} -ForManagedApps "
                    + $"-EnableSmime{rest}",
            _ => $"New-OutlookSmimeConfiguration -Name {CommandText.Quote(name)} -Platform {details.Platform} -EnableSmime{rest}",
        };
    }

    private string Import(DeploymentCheckResult result)
    {
        var details = result.Details;
        var key = (hasKeyStorage ? string.Empty : $" -PublicKeyPath {PublicKey}")
            + (details.KeyName is { Length: > 0 } name ? $" -KeyName {CommandText.Quote(name)}" : string.Empty)
            + (details.ProviderName is { Length: > 0 } provider ? $" -ProviderName {CommandText.Quote(provider)}" : string.Empty);
        return archive is not null && IsImportList(archive)
            ? $"Import-SmimeUserPfx -ManifestPath {CommandText.Quote(archive)}{key}"
            : details.Files.Count == 1 && details.Files[0] is var (user, path, purpose)
            ? $"Import-SmimeUserPfx -Path {CommandText.Quote(path)} -UserPrincipalName {CommandText.Quote(user)} "
                + $"-IntendedPurpose {purpose}{key}"
            : Findings(result);
    }

    private string Findings(DeploymentCheckResult result) => Histories(result) + " -Finding";

    private string Histories(DeploymentCheckResult result) => "Get-UserCertHistory" + Users(result, " -All")
        + (archive is null ? string.Empty : $" -ArchivePath {CommandText.Quote(archive)}");

    private static string States(DeploymentCheckResult result) => result.Details.ProfileId is { } id
        ? $"(Get-SmimeProfile -Id {CommandText.Quote(id)} -CertificateState).CertificateStates"
        : "Get-SmimeProfile -CertificateState";

    private static string Profile(DeploymentCheckResult result) => result.Details.ProfileId is { } id
        ? $"Get-SmimeProfile -Id {CommandText.Quote(id)} | Format-List" : "Get-SmimeProfile";

    private static string Users(DeploymentCheckResult result, string many) =>
        result.Users.Count is > 0 and <= MostNamed ? $" -UserPrincipalName {List(result.Users)}" : many;

    // Whom it is assigned to, as parameters.
    private static string To(DeploymentCheckDetails details) =>
        (details.Groups.Count == 0 ? string.Empty : $" -GroupName {List(details.Groups)}")
        + (details.IsForAllUsers ? " -AllUsers" : string.Empty) + (details.IsForAllDevices ? " -AllDevices" : string.Empty);

    private static string List(IEnumerable<string> texts) => string.Join(", ", texts.Select(CommandText.Quote));

    private static bool IsImportList(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    // What Windows takes in a file's name.
    private static string FileName(string name) =>
        new([.. name.Select(character => "\\/:*?\"<>|".IndexOf(character) >= 0 ? '_' : character)]);
}
