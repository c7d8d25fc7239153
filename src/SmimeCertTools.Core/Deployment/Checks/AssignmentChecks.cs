using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Graph.Intune;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>Whom the profiles reach: root, certificate and mail profile must reach the same people.</summary>
internal static class AssignmentChecks
{
    /// <remarks>
    /// After Microsoft Graph's page "List registeredOwners": least permission Device.Read.All, or a wider one of the directory.
    /// Without it a group's members that are devices come with type and id alone, and what devices report names users by display
    /// name.
    /// </remarks>
    private const string Uncertain = "Profiles are assigned to groups of devices too, or to groups that were not read. Who owns "
        + "a device Graph tells only with Device.Read.All, which is not asked for: see in the Intune admin center whether these "
        + "users' devices are in such a group.";

    public static IEnumerable<DeploymentCheckResult> Unassigned(DeploymentView view) => view.Platforms
        .SelectMany(platform => Roles(view, platform)
            .Where(role => role.Profiles.Count > 0 && !role.Profiles.Any(Assignees.IsAssigned))
            .Select(role => Found.Fail(role.Profiles[0].Profile.DisplayName,
                $"The profile '{role.Profiles[0].Profile.DisplayName}' ({DeploymentView.Name(platform)}, {role.Words}) is "
                    + "assigned to nobody, and no other of its kind is.",
                Details(platform, role.Profiles[0]).For(view, platform))));

    /// <summary>Who gets certificates and not what devices trust them by.</summary>
    public static IEnumerable<DeploymentCheckResult> Root(DeploymentView view)
    {
        foreach (var platform in view.Platforms)
        {
            var certificates = view.Imported(platform).Concat(view.Signing(platform)).Where(Assignees.IsAssigned).ToList();
            var people = view.People.Of(certificates);
            foreach (var root in Roots(view, platform).Where(profiles => profiles.Any(Assignees.IsAssigned)))
            {
                var missing = people.Without(view.People.Of(root));
                if (missing.Count > 0)
                {
                    var name = root[0].Certificate?.Name ?? root[0].Profile.DisplayName;
                    yield return Found.OfUsers(SmimeCheckStatus.Fail, missing,
                        $"On {DeploymentView.Name(platform)} the trusted certificate '{name}' (profile "
                            + $"'{root[0].Profile.DisplayName}') does not reach {Found.Named(missing)}, whom certificate "
                            + "profiles reach. Assign both to the same groups.",
                        Details(platform, root[0]).Of(certificates));
                }
            }
        }
    }

    /// <summary>Who gets a mail client's settings and no certificate, or the certificate and no settings.</summary>
    public static IEnumerable<DeploymentCheckResult> Mail(DeploymentView view)
    {
        foreach (var platform in view.Platforms)
        {
            var certificates = view.Imported(platform, UserPfxPurpose.SmimeEncryption).Where(Assignees.IsAssigned).ToList();
            var clients = view.MailClients(platform)
                .Where(profile => profile.Kind != SmimeProfileKind.OutlookApps && Assignees.IsAssigned(profile)).ToList();
            if (certificates.Count == 0 || clients.Count == 0)
            {
                continue;
            }

            // Of who has certificates and gets them nowhere, that is said.
            var (with, configured, told) = (view.People.Of(certificates), view.People.Of(clients), NotReached(view));
            foreach (var client in clients)
            {
                var without = view.People.Of([client]).Without(with).Except(told, StringComparer.OrdinalIgnoreCase).ToList();
                if (without.Count > 0)
                {
                    yield return Found.OfUsers(
                        client.Kind == SmimeProfileKind.Email ? SmimeCheckStatus.Fail : SmimeCheckStatus.Warning, without,
                        $"On {DeploymentView.Name(platform)} '{client.Profile.DisplayName}' turns S/MIME on for "
                            + $"{Found.Named(without)}, whom no profile of imported encryption certificates reaches. Assign "
                            + "both to the same groups.",
                        Details(platform, certificates[0]).Of([client]) with
                        {
                            ProfileIds = [.. TrustFor(view, platform, without), certificates[0].Profile.Id],
                        });
                }
            }

            var unconfigured = with.Without(configured);
            if (unconfigured.Count > 0)
            {
                yield return Found.OfUsers(SmimeCheckStatus.Warning, unconfigured,
                    $"On {DeploymentView.Name(platform)} {Found.Named(unconfigured)} get encryption certificates, and no profile "
                        + "turns S/MIME on in their mail client: they do it by hand.",
                    Details(platform, clients[0]).Of(certificates));
            }
        }
    }

    // Who is to get certificates is to trust them too.
    private static IEnumerable<string> TrustFor(DeploymentView view, SmimePlatform platform, IReadOnlyList<string> users) =>
        Roots(view, platform).Where(profiles => profiles.Any(Assignees.IsAssigned)
                && users.Any(user => !view.People.Of(profiles).Users.Contains(user)))
            .Select(profiles => profiles[0].Profile.Id);

    /// <summary>Users with records whom an exclusion keeps from every profile.</summary>
    public static IEnumerable<DeploymentCheckResult> Excluded(DeploymentView view) => NotReached(view)
        .Select(user => (User: user, Groups: Imported(view)
            .SelectMany(profile => view.People.Exclusions(profile, user)).Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderBy(name => name, StringComparer.OrdinalIgnoreCase).ToList()))
        .Where(found => found.Groups.Count > 0)
        .GroupBy(found => string.Join(", ", found.Groups), StringComparer.OrdinalIgnoreCase)
        .Select(group => Found.OfUsers(SmimeCheckStatus.Warning, [.. group.Select(found => found.User)],
            $"{Found.Named(group.Select(found => found.User))} have certificates in Intune and get them on no device: the "
                + $"profiles of imported encryption certificates exclude {group.Key}.",
            Exclusion(view, group.First().Groups)));

    /// <summary>Users with records who are in none of the groups.</summary>
    public static IEnumerable<DeploymentCheckResult> NotReachedAtAll(DeploymentView view)
    {
        var profiles = Imported(view);
        var users = NotReached(view)
            .Where(user => !profiles.Any(profile => view.People.Exclusions(profile, user).Count > 0)).ToList();
        if (users.Count == 0)
        {
            yield break;
        }

        var isUncertain = view.People.Of(profiles).IsUncertain;
        var message = $"{Found.Named(users)} have encryption certificates in Intune, and no profile of imported encryption "
            + "certificates is assigned to a group that they are in.";
        yield return Found.OfUsers(isUncertain ? SmimeCheckStatus.Unknown : SmimeCheckStatus.Fail, users,
            isUncertain ? $"{message} {Uncertain}" : message,
            new DeploymentCheckDetails { Kind = SmimeProfileKind.ImportedPfx }.Of(profiles.Where(Assignees.IsAssigned)));
    }

    /// <summary>Filters that narrow a root more than a certificate, or a certificate more than a mail client.</summary>
    public static IEnumerable<DeploymentCheckResult> Filters(DeploymentView view)
    {
        foreach (var platform in view.Platforms)
        {
            var roots = Roots(view, platform).SelectMany(profiles => profiles).ToList();
            var certificates = view.Imported(platform).Concat(view.Signing(platform)).ToList();
            var clients = view.MailClients(platform)
                .Where(profile => profile.Kind != SmimeProfileKind.OutlookApps).ToList();
            foreach (var (narrow, wide) in Pairs(roots, certificates).Concat(
                Pairs(certificates.Where(profile => profile.Kind == SmimeProfileKind.ImportedPfx), clients)))
            {
                if (Narrower(narrow, wide) is { } filtered)
                {
                    // Trust does no harm anywhere. Where certificates were meant to go, they alone go.
                    var (changed, wanted) = narrow.Kind == SmimeProfileKind.TrustedRoot
                        ? (narrow, wide.Assignments.Value.First(filtered.HasSameTarget)) : (wide, filtered);
                    yield return Found.Warning(narrow.Profile.DisplayName,
                        $"On {DeploymentView.Name(platform)} '{narrow.Profile.DisplayName}' is assigned to {filtered}, and "
                            + $"'{wide.Profile.DisplayName}' to the same without that filter: devices that the filter leaves out "
                            + "get the one and not the other.",
                        Details(platform, changed).Of([wanted]) with
                        {
                            Filter = wanted.FilterName ?? wanted.FilterId,
                            IsFilterExcluding = wanted.FilterMode == SmimeFilterMode.Exclude,
                        });
                }
            }
        }
    }

    /// <summary>Groups that profiles are assigned to and that are no more.</summary>
    public static IEnumerable<DeploymentCheckResult> Gone(DeploymentView view) => view.All
        .SelectMany(profile => (profile.Assignments.ValueOrDefault ?? [])
            .Where(assignment => assignment.GroupId is { } id && view.Data.Groups.TryGetValue(id, out var group)
                && group.ValueOrDefault is { IsGone: true })
            .Select(assignment => Found.Warning(profile.Profile.DisplayName,
                $"'{profile.Profile.DisplayName}' is assigned to the group {assignment.GroupId}, which does not exist any more.",
                DeploymentCheckDetails.About(profile) with
                {
                    GoneGroup = assignment.GroupId,
                    IsExclusion = assignment.Target == SmimeAssignmentTarget.ExcludedGroup,
                })));

    private static IEnumerable<(string Words, IReadOnlyList<DeployedProfile> Profiles)> Roles(
        DeploymentView view, SmimePlatform platform) =>
    [
        ("imported encryption certificates", view.Imported(platform, UserPfxPurpose.SmimeEncryption)),
        ("imported signing certificates", view.Imported(platform, UserPfxPurpose.SmimeSigning)),
        ("issued signing certificates", view.Signing(platform)),
        ("mail client", view.MailClients(platform)),
        .. Roots(view, platform).Select(profiles => ("trusted certificate", profiles)),
    ];

    /// <summary>
    /// The profiles that are needed for trust, those of one certificate together; where no issuer is known all.
    /// </summary>
    private static IEnumerable<IReadOnlyList<DeployedProfile>> Roots(DeploymentView view, SmimePlatform platform)
    {
        var needed = view.Issuers.Needed(platform);
        return view.Issuers.Issuers.Count == 0 ? needed.Count == 0 ? [] : [needed]
            : needed.GroupBy(profile => profile.Certificate!.Certificate.Thumbprint, StringComparer.OrdinalIgnoreCase)
                .Select(group => (IReadOnlyList<DeployedProfile>)[.. group]);
    }

    private static IReadOnlyList<DeployedProfile> Imported(DeploymentView view) =>
        [.. view.Platforms.SelectMany(platform => view.Imported(platform, UserPfxPurpose.SmimeEncryption)).Distinct()];

    // Without any assigned profile that is said of the profile, or of the platform that lacks one.
    private static List<string> NotReached(DeploymentView view)
    {
        var profiles = Imported(view).Where(Assignees.IsAssigned).ToList();
        var reached = view.People.Of(profiles);
        return profiles.Count == 0 ? [] :
        [
            .. view.People.Users.Where(user => !reached.Users.Contains(user.UserPrincipalName)
                    && user.History.InIntune.Any(entry => entry.Purpose == UserPfxPurpose.SmimeEncryption))
                .Select(user => user.UserPrincipalName),
        ];
    }

    private static DeploymentCheckDetails Exclusion(DeploymentView view, IReadOnlyList<string> groups) => new()
    {
        Kind = SmimeProfileKind.ImportedPfx,
        Groups = groups,
        ProfileIds =
        [
            .. Imported(view).Where(profile => (profile.Assignments.ValueOrDefault ?? []).Any(assignment =>
                    assignment.Target == SmimeAssignmentTarget.ExcludedGroup
                    && groups.Contains(
                        assignment.GroupName ?? assignment.GroupId ?? string.Empty, StringComparer.OrdinalIgnoreCase)))
                .Select(profile => profile.Profile.Id),
        ],
    };

    private static IEnumerable<(DeployedProfile Narrow, DeployedProfile Wide)> Pairs(
        IEnumerable<DeployedProfile> narrow, IReadOnlyList<DeployedProfile> wide) =>
        narrow.SelectMany(one => wide.Select(other => (one, other)));

    private static ProfileAssignment? Narrower(DeployedProfile narrow, DeployedProfile wide) =>
        (narrow.Assignments.ValueOrDefault ?? []).FirstOrDefault(assignment => assignment.FilterId is not null
            && !(narrow.Assignments.ValueOrDefault ?? []).Any(other => other.FilterId is null && other.HasSameTarget(assignment))
            && (wide.Assignments.ValueOrDefault ?? []).Any(other =>
                other.HasSameTarget(assignment) && !other.Equals(assignment)));

    private static DeploymentCheckDetails Details(SmimePlatform platform, DeployedProfile profile) =>
        DeploymentCheckDetails.About(profile) with { Platform = platform };
}
