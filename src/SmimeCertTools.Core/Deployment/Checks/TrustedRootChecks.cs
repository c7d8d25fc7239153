using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>The profiles by which devices trust those who issued the users' certificates.</summary>
internal static class TrustedRootChecks
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(60);

    public static IEnumerable<DeploymentCheckResult> Missing(DeploymentView view)
    {
        if (view.Issuers.Issuers.Count == 0)
        {
            return WithoutIssuers(view);
        }

        return view.Platforms.SelectMany(platform => view.Issuers.Issuers
            .Where(issuer => view.Issuers.Of(issuer, platform).Chain.Count == 0)
            .Select(issuer => Missing(view, platform, issuer, "issued certificates of users")));
    }

    public static IEnumerable<DeploymentCheckResult> Incomplete(DeploymentView view) =>
        view.Platforms.SelectMany(platform => view.Issuers.Issuers
            .Select(issuer => view.Issuers.Of(issuer, platform))
            .Where(found => found.Chain.Count > 0 && found.Missing is not null)
            .Select(found => found.Missing!).Distinct()
            .Select(missing => Missing(view, platform, missing, "stands above a CA that issued certificates of users")));

    public static IEnumerable<DeploymentCheckResult> Expired(DeploymentView view) =>
        view.Platforms.SelectMany(view.Issuers.Needed).Distinct()
            .Where(profile => profile.Certificate is { } trusted && IsEnding(view, trusted) && !Renewed(view, trusted)
                .Any(other => other.Platforms.Any(profile.Platforms.Contains)))
            .Select(profile =>
            {
                var (certificate, isOver) = (profile.Certificate!, profile.Certificate!.Certificate.NotAfter < view.Now);
                var isNeeded = view.Issuers.Issuers.Count > 0;
                return Found.Make(isOver && isNeeded ? SmimeCheckStatus.Fail : SmimeCheckStatus.Warning,
                    profile.Profile.DisplayName,
                    $"The certificate of '{certificate.Name}' in the profile '{profile.Profile.DisplayName}' "
                        + $"({Platforms(profile)}) {(isOver ? "expired" : "expires")} on "
                        + $"{Day(certificate.Certificate.NotAfter)}. "
                        + "Devices take nothing that it issued for valid after that: deliver the CA's new certificate, and new "
                        + "certificates of users.",
                    DeploymentCheckDetails.About(profile).Of([profile]) with
                    {
                        SourceIds = [.. Renewed(view, certificate).Take(1).Select(other => other.Profile.Id)],
                    });
            });

    public static IEnumerable<DeploymentCheckResult> Store(DeploymentView view) =>
        view.Roots(SmimePlatform.Windows).Where(profile => profile.Certificate is not null
                && view.Issuers.Needed(SmimePlatform.Windows).Contains(profile)
                && profile.Profile.Json.Text("destinationStore") is { } store
                && profile.Certificate.IsRoot != store.EndsWith("Root", StringComparison.OrdinalIgnoreCase))
            .Select(profile => Found.Warning(profile.Profile.DisplayName,
                $"The profile '{profile.Profile.DisplayName}' puts '{profile.Certificate!.Name}' into the wrong store: "
                    + (profile.Certificate.IsRoot
                        ? "it is a root, and goes to the intermediates, where Windows trusts none."
                        : "it is an intermediate, and goes to the roots. Windows then does not ask for the one above."),
                DeploymentCheckDetails.About(profile).Of([profile]) with { SourceIds = [profile.Profile.Id] }));

    private static bool IsEnding(DeploymentView view, TrustedCertificate trusted) =>
        trusted.Certificate.NotAfter - view.Now < Soon;

    // A CA that renews its certificate keeps its name; with another key it does not vouch for what the old one issued.
    private static IEnumerable<DeployedProfile> Renewed(DeploymentView view, TrustedCertificate old) => view.Certificates
        .Where(profile => profile.Certificate is { } trusted && !IsEnding(view, trusted)
            && DistinguishedName.IsSame(trusted.Certificate.Subject, old.Certificate.Subject)
            && view.Issuers.HaveSameKey(trusted, old))
        .OrderByDescending(profile => profile.Certificate!.Certificate.NotAfter);

    private static IEnumerable<DeploymentCheckResult> WithoutIssuers(DeploymentView view)
    {
        var others = view.Platforms.Any(platform => view.Roots(platform).Count > 0);
        return view.Platforms.Select(platform => view.Roots(platform).Count > 0
            ? Found.Unknown(DeploymentView.Name(platform),
                $"{DeploymentView.Name(platform)} has {Found.Count(view.Roots(platform).Count, "trusted certificate profile")}: "
                    + Found.Named(view.Roots(platform).Select(
                        profile => profile.Certificate?.Name ?? profile.Profile.DisplayName)) + ". "
                    + "Whether they are those of the users' issuers is not known: Intune does not show the certificates, and no "
                    + "device has reported one. An archive shows them.",
                new DeploymentCheckDetails { Platform = platform })
            : Found.Warning(DeploymentView.Name(platform),
                $"{DeploymentView.Name(platform)} has no trusted certificate profile"
                    + (others ? ", and other platforms have. " : ". ")
                    + "Devices trust the users' certificates only if they know their issuers already, as they do public CAs.",
                new DeploymentCheckDetails
                {
                    Platform = platform,
                    Kind = SmimeProfileKind.TrustedRoot,
                    SourceIds = Sources(view.Platforms.Select(other => view.Roots(other))
                        .FirstOrDefault(profiles => profiles.Count > 0) ?? []),
                }.For(view, platform)));
    }

    private static DeploymentCheckResult Missing(
        DeploymentView view, SmimePlatform platform, CertificateIssuer issuer, string role)
    {
        // That one platform has it shows that devices need it. Public CAs they know already.
        var others = view.Platforms.Where(other => view.Issuers.Of(issuer, other).Chain.Count > 0).ToList();
        var sources = Sources(others.SelectMany(other => view.Issuers.Of(issuer, other).Chain[0]));
        return Found.Make(others.Count > 0 ? SmimeCheckStatus.Fail : SmimeCheckStatus.Warning, DeploymentView.Name(platform),
            $"No trusted certificate profile of {DeploymentView.Name(platform)} has '{issuer.ShortName}', which {role}"
                + (others.Count > 0
                    ? $"; {Found.Named(others.Select(DeploymentView.Name))} {(others.Count == 1 ? "has" : "have")} one. Devices do not trust these certificates."
                    : ". Devices do not trust these certificates, unless they know the CA already, as they do public ones.")
                + (sources.Count == 0 ? " The next step takes its certificate from a file." : string.Empty),
            new DeploymentCheckDetails
            {
                Platform = platform,
                Kind = SmimeProfileKind.TrustedRoot,
                CertificateName = issuer.ShortName,
                SourceIds = sources,
            }.For(view, platform));
    }

    // Of each certificate one profile: what lasts longest first.
    private static IReadOnlyList<string> Sources(IEnumerable<DeployedProfile> profiles) =>
    [
        .. profiles.Where(profile => profile.Certificate is not null)
            .GroupBy(profile => profile.Certificate!.Certificate.Subject, StringComparer.OrdinalIgnoreCase)
            .Select(group => group.OrderByDescending(profile => profile.Certificate!.Certificate.NotAfter).First().Profile.Id),
    ];

    private static string Platforms(DeployedProfile profile) =>
        string.Join(", ", profile.Platforms.Select(DeploymentView.Name));

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
