using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>The profiles that deliver imported certificates: one for each purpose and platform.</summary>
internal static class ImportedProfileChecks
{
    public static IEnumerable<DeploymentCheckResult> Missing(DeploymentView view)
    {
        if (view.Platforms.Count == 0)
        {
            yield return Found.Fail(Found.Tenant, "The tenant has no profile for S/MIME on any platform, so no device gets an "
                + "imported certificate.", new DeploymentCheckDetails { Purpose = UserPfxPurpose.SmimeEncryption });
        }

        foreach (var platform in view.Platforms)
        {
            if (ProfileTypes.Find(platform, SmimeProfileKind.ImportedPfx) is null)
            {
                yield return Found.Warning(DeploymentView.Name(platform),
                    $"{DeploymentView.Name(platform)} has no imported certificates: its devices cannot read encrypted mail.");
                continue;
            }

            foreach (var purpose in Wanted(view, platform).Where(purpose => view.Imported(platform, purpose).Count == 0))
            {
                var word = purpose == UserPfxPurpose.SmimeEncryption ? "encryption" : "signing";
                yield return Found.Fail(DeploymentView.Name(platform),
                    $"{DeploymentView.Name(platform)} has no profile of imported {word} certificates, so its devices get none.",
                    new DeploymentCheckDetails
                    {
                        Platform = platform,
                        Purpose = purpose,
                        Kind = SmimeProfileKind.ImportedPfx,
                    }.For(view, platform));
            }
        }
    }

    public static IEnumerable<DeploymentCheckResult> Channel(DeploymentView view) => view.Imported(SmimePlatform.MacOS)
        .Where(profile => view.Platforms.Contains(SmimePlatform.MacOS)
            && profile.Profile.Json.Text("deploymentChannel") == "deviceChannel")
        .Select(profile => Found.Warning(profile.Profile.DisplayName,
            $"The profile '{profile.Profile.DisplayName}' delivers in the device channel: the certificates reach the system "
                + "keychain, and mail clients look in the user's (this is inferred, not documented). The channel cannot change: "
                + "another profile for the user's channel takes this one's place.",
            DeploymentCheckDetails.About(profile).Of([profile]) with
            {
                IsReplaced = view.Imported(SmimePlatform.MacOS, profile.Profile.IntendedPurpose).Any(other =>
                    Assignees.IsAssigned(other) && other.Profile.Json.Text("deploymentChannel") != "deviceChannel"),
            }));

    public static IEnumerable<DeploymentCheckResult> Deprecated(DeploymentView view) => view.Certificates
        .Where(profile => DeprecatedProfiles.Contains(profile.Profile.ODataType))
        .Select(profile => Found.Warning(profile.Profile.DisplayName,
            $"The profile '{profile.Profile.DisplayName}' is of the type {profile.Profile.ODataType}, which is deprecated. A "
                + "PKCS imported certificate profile of Windows takes its place.",
            new DeploymentCheckDetails
            {
                Platform = SmimePlatform.Windows,
                Purpose = UserPfxPurpose.SmimeEncryption,
                Kind = SmimeProfileKind.ImportedPfx,
                ProfileId = profile.Profile.Id,
                IsReplaced = view.Imported(SmimePlatform.Windows, UserPfxPurpose.SmimeEncryption).Any(Assignees.IsAssigned),
            }.Of([profile])));

    // Signing certificates are issued as a rule. Where valid ones were imported, devices are to get them.
    private static IEnumerable<UserPfxPurpose> Wanted(DeploymentView view, SmimePlatform platform)
    {
        yield return UserPfxPurpose.SmimeEncryption;
        if (view.HasSigningRecords && view.Signing(platform).Count == 0)
        {
            yield return UserPfxPurpose.SmimeSigning;
        }
    }
}
