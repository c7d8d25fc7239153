using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>What turns S/MIME on in mail clients: a profile, or the person.</summary>
internal static class MailClientChecks
{
    private const string WindowsSteps = "In Outlook for Windows each person opens File, Options, Trust Center, Trust Center "
        + "Settings, Email Security, and chooses the signing and the encryption certificate under Settings; new Outlook asks for "
        + "them in its settings under Mail, S/MIME.";

    private const string MacSteps = "Mail on macOS takes the certificates from the login keychain; in Outlook for Mac each "
        + "person opens Tools, Accounts, Security (in new Outlook Settings, Accounts) and chooses them.";

    private const string PhoneSteps = "Each person turns S/MIME on in Outlook's settings, under the account, Security.";

    /// <summary>One result for each platform: how S/MIME comes on there.</summary>
    /// <remarks>Where a profile turns it off, that is said of the profile.</remarks>
    public static IEnumerable<DeploymentCheckResult> Activation(DeploymentView view) => view.Platforms
        .Where(platform => view.MailClients(platform).Count > 0 || !view.All.Any(profile =>
            profile.Platforms.Contains(platform) && MailClientSettings.IsOn(profile) == false))
        .Select(platform => Of(view, platform));

    /// <summary>What such a result says, without the platform's name before it.</summary>
    public static string Told(DeploymentCheckResult activation)
    {
        var text = activation.Message;
        if (!text.StartsWith(activation.Target, StringComparison.Ordinal))
        {
            return text;
        }

        var rest = text.Substring(activation.Target.Length).TrimStart(',', ':', ' ');
        return rest.Length == 0 ? text : char.ToUpperInvariant(rest[0]) + rest.Substring(1);
    }

    public static IEnumerable<DeploymentCheckResult> Off(DeploymentView view) => view.All
        .Where(profile => MailClientSettings.IsOn(profile) == false && profile.Platforms.Any(view.Platforms.Contains))
        .Select(profile => Found.Warning(profile.Profile.DisplayName, profile.Kind == SmimeProfileKind.Email
            ? $"The e-mail profile '{profile.Profile.DisplayName}' is bound to certificates and does not turn S/MIME on."
            : $"The configuration '{profile.Profile.DisplayName}' turns S/MIME off in Outlook.",
            Details(profile) with
            {
                EncryptionProfile = Encryption(view, profile.Platforms[0]),
                SigningProfile = Signing(view, profile),
            }));

    public static IEnumerable<DeploymentCheckResult> Unbound(DeploymentView view)
    {
        foreach (var profile in view.Certificates.Where(profile => profile.Kind == SmimeProfileKind.Email
            && profile.Platforms.Any(view.Platforms.Contains) && MailClientSettings.IsOn(profile) == true))
        {
            if (ProblemOf(view, profile) is ({ } status, { } problem))
            {
                yield return Found.Make(status, profile.Profile.DisplayName,
                    $"The e-mail profile '{profile.Profile.DisplayName}' turns S/MIME on {problem}", Details(profile) with
                    {
                        EncryptionProfile = Encryption(view, profile.Platforms[0]),
                        SigningProfile = Signing(view, profile),
                    });
            }
        }
    }

    // The binding that is there stays. Without one, what signs on the platform: issued, else imported.
    private static string? Signing(DeploymentView view, DeployedProfile profile)
    {
        var platform = profile.Platforms[0];
        return profile.Bindings.ValueOrDefault?.Any(binding => binding.Navigation == MailClientSettings.SigningBinding) == true
            || (platform == SmimePlatform.IOS && profile.Profile.Json.Text("signingCertificateType") is "none")
                ? null : Signing(view, platform);
    }

    private static string? Signing(DeploymentView view, SmimePlatform platform) => view.Signing(platform)
        .Concat(view.Imported(platform, UserPfxPurpose.SmimeSigning)).FirstOrDefault()?.Profile.DisplayName;

    private static (SmimeCheckStatus? Status, string? Problem) ProblemOf(DeploymentView view, DeployedProfile profile)
    {
        if (!profile.Platforms.Contains(SmimePlatform.IOS))
        {
            return Bound(MailClientSettings.SigningBinding) ? default
                : (SmimeCheckStatus.Warning, "and is bound to no signing certificate.");
        }

        var (signing, encryption) = (profile.Profile.Json.Text("signingCertificateType"),
            profile.Profile.Json.Text("encryptionCertificateType"));
        var isDerived = encryption == "derivedCredential";
        if (!isDerived && !Bound(MailClientSettings.EncryptionBinding))
        {
            return encryption == "certificate" || !Bound(MailClientSettings.SigningBinding)
                ? (SmimeCheckStatus.Fail, "and is bound to no profile of encryption certificates: Mail decrypts nothing.")
                : (SmimeCheckStatus.Warning, "for signing alone: Mail decrypts nothing.");
        }

        if (signing == "certificate" && !Bound(MailClientSettings.SigningBinding))
        {
            return (SmimeCheckStatus.Fail, "and is bound to no profile of signing certificates: Mail signs nothing.");
        }

        var target = profile.Bindings.Value.FirstOrDefault(binding => binding.Navigation == MailClientSettings.EncryptionBinding);
        var bound = target is null ? null : view.Certificates.FirstOrDefault(other =>
            string.Equals(other.Profile.Id, target.ProfileId.ToString(), StringComparison.OrdinalIgnoreCase));
        return bound is null or { Kind: SmimeProfileKind.ImportedPfx } ? default
            : (SmimeCheckStatus.Fail, $"and is bound to '{bound.Profile.DisplayName}' for encryption, which has a certificate "
                + "issued for each device: mail encrypted for one device cannot be read on the others. Bind it to a profile of "
                + "imported certificates.");

        bool Bound(string navigation) => profile.Bindings.Value.Any(binding => binding.Navigation == navigation);
    }

    private static DeploymentCheckResult Of(DeploymentView view, SmimePlatform platform)
    {
        var name = DeploymentView.Name(platform);
        var clients = view.MailClients(platform);
        var names = string.Join(", ", clients.Select(client => $"'{client.Profile.DisplayName}'"));
        return platform switch
        {
            SmimePlatform.Windows => Found.Pass(name, $"{name}, by hand: no profile turns S/MIME on there. {WindowsSteps}"),
            SmimePlatform.MacOS => Found.Pass(name, $"{name}, by hand: no profile turns S/MIME on there. {MacSteps}"),
            SmimePlatform.AospDeviceOwner => Found.Warning(name, $"{name}: no mail client is configured there."),
            _ when clients.Count == 0 => Found.Warning(name,
                $"{name}, by hand: no profile turns S/MIME on in a mail client. "
                    + (platform == SmimePlatform.IOS ? "Mail on iOS and iPadOS needs an e-mail profile. " : string.Empty)
                    + PhoneSteps,
                new DeploymentCheckDetails
                {
                    Platform = platform,
                    Purpose = UserPfxPurpose.SmimeEncryption,
                    Kind = Suggested(platform),
                    EncryptionProfile = Encryption(view, platform),
                    SigningProfile = Signing(view, platform),
                }.For(view, platform)),
            SmimePlatform.IOS when clients.All(client => client.Kind != SmimeProfileKind.Email) => Found.Unknown(name,
                $"{name}: Outlook is configured by {names}. Whether it gets the certificates cannot be seen in Graph: "
                    + OutlookDelivery.IosSteps, new DeploymentCheckDetails { ByHand = OutlookDelivery.IosSteps }),
            _ => Found.Pass(name, $"{name}, automatic: {names} {(clients.Count == 1 ? "turns" : "turn")} S/MIME on."
                + (platform == SmimePlatform.IOS && clients.Any(client => client.Kind != SmimeProfileKind.Email)
                    ? " Outlook takes certificates from Company Portal alone, after steps that Graph does not show."
                    : string.Empty)),
        };
    }

    private static SmimeProfileKind Suggested(SmimePlatform platform) => platform switch
    {
        SmimePlatform.IOS => SmimeProfileKind.Email,
        SmimePlatform.AndroidDeviceAdministrator => SmimeProfileKind.OutlookApps,
        _ => SmimeProfileKind.OutlookDevices,
    };

    private static DeploymentCheckDetails Details(DeployedProfile profile) =>
        DeploymentCheckDetails.About(profile) with { AccountName = profile.Profile.Json.Text("accountName") };

    private static string? Encryption(DeploymentView view, SmimePlatform platform) =>
        view.Imported(platform, UserPfxPurpose.SmimeEncryption).FirstOrDefault()?.Profile.DisplayName;
}
