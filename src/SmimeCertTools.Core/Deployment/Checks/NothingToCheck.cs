using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>
/// Where a deployment lacks what a check looks at, each says so; null where it is there. What is to be there other checks say.
/// </summary>
internal static class NothingToCheck
{
    public static string? NoConnector(DeploymentView view) =>
        view.Data.Connectors.ValueOrDefault is { Connectors.Count: > 0 } ? null : "There is no connector to look at.";

    public static string? NoPlatform(DeploymentView view) =>
        view.Platforms.Count > 0 ? null : "No platform has a profile for S/MIME, so there is nothing to look at.";

    public static string? NoRoot(DeploymentView view) => Missing(
        view.Certificates, profile => profile.Kind == SmimeProfileKind.TrustedRoot, "There is no trusted certificate profile.");

    public static string? NoImportedProfile(DeploymentView view) => Missing(view.Certificates, profile =>
        profile.Kind == SmimeProfileKind.ImportedPfx && profile.Profile.IntendedPurpose == UserPfxPurpose.SmimeEncryption,
        "There is no profile of imported encryption certificates, so nobody gets any.");

    public static string? NoSigningProfile(DeploymentView view) => Missing(view.Certificates, profile =>
        profile.Kind == SmimeProfileKind.Pkcs && view.IsForSigning(profile), "There is no PKCS profile for signing.");

    public static string? NoMailProfile(DeploymentView view) => Missing(
        view.Certificates, profile => profile.Kind == SmimeProfileKind.Email, "There is no e-mail profile.");

    public static string? NoAssignment(DeploymentView view) => Missing(
        view.All, Assignees.IsAssigned, "No profile is assigned to a group.");

    public static string? NoRecord(DeploymentView view) => view.Data.Records.ValueOrDefault is { Count: > 0 } ? null
        : view.Data.Scope.Users is null ? "Intune has no imported certificate."
        : "Intune has no imported certificate of these users.";

    public static string? NoReport(DeploymentView view) => Missing(
        view.Certificates, profile => profile.States.ValueOrDefault is { Count: > 0 }, "No device reports a certificate.");

    private static string? Missing(IReadOnlyList<DeployedProfile> profiles, Func<DeployedProfile, bool> isOne, string message) =>
        profiles.Any(isOne) ? null : message;
}
