using SmimeCertTools.Core;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment.NextSteps;

/// <summary>Turns S/MIME on in mail clients by a profile.</summary>
internal static class MailClientSteps
{
    /// <summary>Makes the profile, or changes the one that is there.</summary>
    public static string Of(DeploymentCheckResult result)
    {
        var details = result.Details;
        var (name, rest) = details.ProfileName is { } existing
            ? (existing, " -IfExists Update") : ($"S/MIME mail {details.Platform}", StepText.ToOrAsk(details));
        return details switch
        {
            { ByHand: { } steps } => StepText.Person(steps),
            { Platform: null } or { Kind: null } =>
                StepText.Person("Nothing makes it: there is no mail client with S/MIME to configure on these devices."),
            { Kind: SmimeProfileKind.Email } => $"New-SmimeEmailProfile -Name {CommandText.Quote(name)} "
                + $"-Platform {details.Platform} -AccountName {CommandText.Quote(details.AccountName ?? "Exchange")}"
                + Certificates(details) + rest,
            { Kind: SmimeProfileKind.OutlookApps } =>
                $"New-OutlookSmimeConfiguration -Name {CommandText.Quote(name)} -Platform {details.Platform} -ForManagedApps "
                    + $"-EnableSmime{rest}",
            _ => $"New-OutlookSmimeConfiguration -Name {CommandText.Quote(name)} -Platform {details.Platform} -EnableSmime{rest}",
        };
    }

    // iOS alone has a role for encryption; where its profile is missing, that is told before, and its step makes it by this name.
    private static string Certificates(DeploymentCheckDetails details) =>
        (details.Platform == SmimePlatform.IOS
            ? $" -EncryptionCertificate {CommandText.Quote(details.EncryptionProfile ?? $"S/MIME encryption {details.Platform}")}"
            : string.Empty)
        + (details.SigningProfile is { } signing ? $" -SigningCertificate {CommandText.Quote(signing)}" : string.Empty);
}
