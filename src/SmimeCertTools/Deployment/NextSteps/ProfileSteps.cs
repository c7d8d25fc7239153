using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment.NextSteps;

/// <summary>Makes profiles, changes them, and removes those whose place another takes.</summary>
/// <param name="call">What was given.</param>
internal sealed class ProfileSteps(DeploymentCall call)
{
    /// <summary>A trusted certificate: from another platform's profile where one has it, else from a file.</summary>
    public string Root(DeploymentCheckResult result)
    {
        var details = result.Details;
        if (details.RootProfile is { } root)
        {
            return Pkcs(result) + $" -RootCertificate {CommandText.Quote(root)}";
        }

        return details is { Platform: { } platform, Kind: SmimeProfileKind.TrustedRoot }
            ? $"New-TrustedRootProfile -Name {CommandText.Quote($"{details.CertificateName ?? "{Certificate}"} {platform}")} "
                + $"-Platform {platform}{Certificate(details)}{StepText.ToOrAsk(details)}"
            : result.Status == SmimeCheckStatus.Unknown && call.Archive is null
                ? $"Test-SmimeDeployment -ArchivePath {StepText.Ask("Archive of the PFX files, or its catalogue")}"
                : StepText.Person("See whether these are the CAs that issued the users' certificates: nothing that was read tells.");
    }

    /// <summary>The CA's renewed certificate beside the one that ends.</summary>
    public static string RenewedRoot(DeploymentCheckResult result)
    {
        var details = result.Details;
        return $"New-TrustedRootProfile -Name {CommandText.Quote($"{details.ProfileName}, renewed")} -Platform {details.Platform}"
            + Certificate(details) + StepText.ToOrAsk(details);
    }

    /// <summary>The same certificate in a profile that is made anew, which chooses the store; the old one goes.</summary>
    public static string Store(DeploymentCheckResult result)
    {
        var details = result.Details;
        return $"New-TrustedRootProfile -Name {CommandText.Quote($"{details.ProfileName}, corrected")} -Platform {details.Platform}"
            + $"{Certificate(details)}{StepText.ToOrAsk(details)} -ErrorAction Stop; {Remove(details)}";
    }

    /// <summary>A profile of imported certificates.</summary>
    public static string Imported(DeploymentCheckResult result)
    {
        var details = result.Details;
        var purpose = details.Purpose ?? UserPfxPurpose.SmimeEncryption;
        return details switch
        {
            { Platform: null } => $"New-PkcsImportedProfile -Name {CommandText.Quote(Name(purpose))} "
                + $"-Platform {StepText.Ask("Platform")} -IntendedPurpose {purpose}{StepText.ToOrAsk(details)}",
            { Kind: null } => StepText.Person("Nothing makes it: these devices take no imported certificates. Their users read "
                + "encrypted mail elsewhere."),
            _ => $"New-PkcsImportedProfile -Name {CommandText.Quote($"{Name(purpose)} {details.Platform}")} "
                + $"-Platform {details.Platform} -IntendedPurpose {purpose}{StepText.ToOrAsk(details)}",
        };
    }

    /// <summary>A profile for the user's channel in place of one that is to go, which goes only where the other is there.</summary>
    public static string Channel(DeploymentCheckResult result) => result.Details.IsReplaced ? Remove(result.Details)
        : $"{Imported(result)} -DeploymentChannel UserChannel -ErrorAction Stop; {Remove(result.Details)}";

    /// <summary>A profile in place of one of a type that this module does not touch.</summary>
    public static string Deprecated(DeploymentCheckResult result) => result.Details.IsReplaced
        ? StepText.Page($"Devices, Configuration, {result.Target}", "Delete; the profile of imported certificates that Windows has "
            + "takes its place.")
        : Imported(result);

    /// <summary>A PKCS profile: a new one, or the one that it is about with what it lacks.</summary>
    public static string Pkcs(DeploymentCheckResult result)
    {
        var details = result.Details;
        var (name, rest) = details.ProfileName is { } existing ? (existing, " -IfExists Update")
            : ($"S/MIME signing {details.Platform}", StepText.ToOrAsk(details));
        var (host, authority, template) = details.Authority is { } known
            ? (CommandText.Quote(known.Host), CommandText.Quote(known.Name), CommandText.Quote(known.Template))
            : (StepText.Ask("Host of the CA"), StepText.Ask("Common name of the CA"), StepText.Ask("Name of the CA's template"));
        return $"New-PkcsCertificateProfile -Name {CommandText.Quote(name)} -Platform {details.Platform} "
            + $"-CertificationAuthority {host} -CertificationAuthorityName {authority} -CertificateTemplateName {template}{rest}";
    }

    private static string Remove(DeploymentCheckDetails details) =>
        $"Remove-SmimeProfile -Id {CommandText.Quote(details.ProfileId!)}";

    private static string Name(UserPfxPurpose purpose) =>
        $"S/MIME {(purpose == UserPfxPurpose.SmimeSigning ? "signing" : "encryption")}";

    private static string Certificate(DeploymentCheckDetails details) => details.SourceIds.Count > 0
        ? $" -Certificate (Get-SmimeProfile -Id {StepText.List(details.SourceIds)}).Certificate"
        : $" -CertificatePath {StepText.Ask(details switch
        {
            { CertificateName: null } => "File of the certificates of the users' CAs",
            { ProfileId: not null, Kind: SmimeProfileKind.TrustedRoot, Authority: null } =>
                $"File of the renewed certificate of {details.CertificateName}",
            _ => $"File of the certificate of {details.CertificateName}",
        })}";
}
