using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>
/// The profiles that have signing certificates issued for each device: PKCS in full, of SCEP that they are there.
/// </summary>
internal static class SigningProfileChecks
{
    private const string RootBinding = "rootCertificate";

    private static readonly (string Member, string Words)[] Authority =
    [
        ("certificationAuthority", "host of the CA"), ("certificationAuthorityName", "name of the CA"),
        ("certificateTemplateName", "name of the CA's template"),
    ];

    public static IEnumerable<DeploymentCheckResult> Missing(DeploymentView view) => view.Platforms
        .Where(platform => view.Signing(platform).Count == 0
            && view.Imported(platform, UserPfxPurpose.SmimeSigning).Count == 0 && !view.HasSigningRecords)
        .Select(platform => Found.Warning(DeploymentView.Name(platform),
            $"On {DeploymentView.Name(platform)} nobody gets a signing certificate: no PKCS or SCEP profile issues one for "
                + "mail (with e-mail protection or the e-mail address), and none is imported. Mail can be read there, and "
                + "not signed.",
            new DeploymentCheckDetails
            {
                Platform = platform,
                Kind = SmimeProfileKind.Pkcs,
                Authority = Known(view),
            }.For(view, platform)));

    public static IEnumerable<DeploymentCheckResult> Incomplete(DeploymentView view) => Pkcs(view)
        .Select(profile => (Profile: profile, Missing: Authority
            .Where(member => string.IsNullOrWhiteSpace(profile.Profile.Json.Text(member.Member)))
            .Select(member => member.Words).ToList()))
        .Where(found => found.Missing.Count > 0)
        .Select(found => Found.Fail(found.Profile.Profile.DisplayName,
            $"The PKCS profile '{found.Profile.Profile.DisplayName}' has no {string.Join(" and no ", found.Missing)}: no "
                + "certificate is issued by it.",
            Details(found.Profile) with { Authority = Known(view) }));

    public static IEnumerable<DeploymentCheckResult> Address(DeploymentView view) => Pkcs(view)
        .Where(profile => !IssuedCertificates.HasAddress(profile))
        .Select(profile => Found.Fail(profile.Profile.DisplayName,
            $"The PKCS profile '{profile.Profile.DisplayName}' puts the user's e-mail address neither into the subject nor into "
                + "a subject alternative name: mail clients match certificates by it.",
            Details(profile)));

    public static IEnumerable<DeploymentCheckResult> Root(DeploymentView view)
    {
        foreach (var profile in Pkcs(view).Where(profile => HasAuthority(profile)))
        {
            var platform = profile.Platforms[0];
            var authority = profile.Profile.Json.Text("certificationAuthorityName")!.Trim();
            if (!view.Roots(platform).Any(root => IsOf(root, authority)))
            {
                // Of a CA that has issued to the users as well, it is said once.
                if (view.Issuers.Issuers.Any(issuer =>
                    string.Equals(issuer.ShortName, authority, StringComparison.OrdinalIgnoreCase)))
                {
                    continue;
                }

                IReadOnlyList<string> sources = [.. view.Certificates.Where(other => IsOf(other, authority)).Take(1)
                    .Select(other => other.Profile.Id)];
                yield return Found.Warning(profile.Profile.DisplayName,
                    $"The PKCS profile '{profile.Profile.DisplayName}' has '{authority}' issue, and no trusted certificate "
                        + $"profile of {DeploymentView.Name(platform)} has a certificate of that common name. Devices need the "
                        + "CA's root, and the intermediates below it."
                        + (sources.Count == 0 ? " The next step takes them from a file." : string.Empty),
                    (Details(profile) with
                    {
                        Kind = SmimeProfileKind.TrustedRoot,
                        CertificateName = authority,
                        SourceIds = sources,
                    }).Of([profile]));
            }
            else if (Graph.Intune.ProfileNavigations.Of(profile.Profile.ODataType).Contains(RootBinding)
                && profile.Bindings.ValueOrDefault is { } bindings && !bindings.Any(binding => binding.Navigation == RootBinding))
            {
                yield return Found.Warning(profile.Profile.DisplayName,
                    $"The PKCS profile '{profile.Profile.DisplayName}' of {DeploymentView.Name(platform)} is bound to no trusted "
                        + "certificate profile, as those of Android are.",
                    Details(profile) with { RootProfile = RootOf(view, platform, authority) });
            }
        }
    }

    private static bool IsOf(DeployedProfile root, string authority) => root.Certificate is { } certificate
        && string.Equals(certificate.Name, authority, StringComparison.OrdinalIgnoreCase);

    // Above the CA that issues stands the root, where the platform has it.
    private static string? RootOf(DeploymentView view, SmimePlatform platform, string authority)
    {
        var profiles = view.Roots(platform);
        var issuing = profiles.FirstOrDefault(root => IsOf(root, authority));
        var above = issuing is null ? null : profiles.FirstOrDefault(root => root.Certificate is { IsRoot: true } certificate
            && DistinguishedName.IsSame(certificate.Certificate.Subject, issuing.Certificate!.Certificate.Issuer));
        return (above ?? issuing)?.Profile.Id;
    }

    private static bool HasAuthority(DeployedProfile profile) =>
        Authority.All(member => !string.IsNullOrWhiteSpace(profile.Profile.Json.Text(member.Member)));

    private static IEnumerable<DeployedProfile> Pkcs(DeploymentView view) => view.Platforms
        .SelectMany(view.Signing).Where(profile => profile.Kind == SmimeProfileKind.Pkcs).Distinct();

    private static DeploymentCheckDetails Details(DeployedProfile profile) =>
        DeploymentCheckDetails.About(profile) with { Authority = AuthorityOf(profile) };

    private static (string Host, string Name, string Template)? Known(DeploymentView view) =>
        Pkcs(view).Select(AuthorityOf).FirstOrDefault(authority => authority is not null);

    private static (string Host, string Name, string Template)? AuthorityOf(DeployedProfile profile) => !HasAuthority(profile)
        ? null
        : (profile.Profile.Json.Text(Authority[0].Member)!.Trim(), profile.Profile.Json.Text(Authority[1].Member)!.Trim(),
            profile.Profile.Json.Text(Authority[2].Member)!.Trim());
}
