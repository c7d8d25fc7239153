using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.History;

namespace SmimeCertTools.Core.Deployment.Status;

/// <summary>Tells of each user what a deployment means to that user.</summary>
public sealed class UserStatuses
{
    private readonly DeploymentView _view;
    private readonly IReadOnlyList<DeploymentCheckResult> _results;
    private readonly FindingChecks _findings;
    private readonly ILookup<string, DeployedUser> _byDisplayName;

    /// <param name="data">The deployment, read for the users that are asked for.</param>
    public UserStatuses(DeploymentData data)
    {
        _view = new DeploymentView(Guard.NotNull(data));
        _results = DeploymentDoctor.Examine(_view);
        _findings = new FindingChecks(_results);
        _byDisplayName = _view.Users.Where(user => user.History.DisplayName is not null)
            .ToLookup(user => user.History.DisplayName!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The status of each user, by name.</summary>
    public IEnumerable<UserStatus> All => _view.Users.Select(Of);

    private UserStatus Of(DeployedUser user)
    {
        var name = user.UserPrincipalName;
        var own = user.History.InIntune.ToList();
        List<UserProfile> profiles = [.. _view.All.Select(profile => Of(profile, name)).OfType<UserProfile>()
            .OrderByDescending(profile => profile.Reaches)
            .ThenBy(profile => profile.Profile.Profile.DisplayName, StringComparer.OrdinalIgnoreCase)];
        return new UserStatus
        {
            History = user.History,
            Devices = Devices(user, own),
            Profiles = profiles,
            MailClients = [.. MailClients(profiles)],
            Checks =
            [
                .. _results.Where(result => result.Status is SmimeCheckStatus.Fail or SmimeCheckStatus.Warning
                        && !IsToldElsewhere(result)
                        && (result.Users.Count == 0 || result.Users.Contains(name, StringComparer.OrdinalIgnoreCase)))
                    .OrderByDescending(result => result.Status),
            ],
            CheckOf = _findings.Of,
            EncryptionUntil = Coverage.Until(own, UserPfxPurpose.SmimeEncryption, _view.Now),
            SigningUntil = Coverage.Until(own, UserPfxPurpose.SmimeSigning, _view.Now),
            SignsByProfile = _view.SignsByProfile(name),
            Unread = [.. Unread()],
        };
    }

    // In the history of the user, or among the mail clients.
    private static bool IsToldElsewhere(DeploymentCheckResult result) =>
        result.Id == "MailClient" || RecordChecks.ByFinding.Values.Contains(result.Id);

    private UserProfile? Of(DeployedProfile profile, string user)
    {
        var people = _view.People.Of([profile]);
        var assignments = profile.Assignments.ValueOrDefault ?? [];
        if (people.Users.Contains(user))
        {
            var through = assignments.Where(assignment => assignment.Target != SmimeAssignmentTarget.ExcludedGroup
                && _view.People.Holds(assignment, user)).ToList();
            return new UserProfile(profile, true, through.All(assignment => assignment.FilterId is not null),
                [.. through.Select(assignment => assignment.ToString())]);
        }

        var excluded = _view.People.Exclusions(profile, user);
        return excluded.Count > 0
            ? new UserProfile(profile, false, false, [.. excluded.Select(group => $"excluded group '{group}'")])
            : people.IsUncertain && (assignments.Count > 0 || !profile.Assignments.IsRead)
                ? new UserProfile(profile, false, true, [.. assignments.Select(assignment => assignment.ToString())])
                : null;
    }

    // States name the user by display name alone; the thumbprint of a record tells it for sure.
    private List<UserDevice> Devices(DeployedUser user, List<CertificateHistoryEntry> own)
    {
        var records = own.GroupBy(entry => entry.Thumbprint, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
        var isOnlyOne = user.History.DisplayName is { } display && _byDisplayName[display].Count() == 1;
        return
        [
            .. from profile in _view.Certificates
               from state in profile.States.ValueOrDefault ?? []
               let record = state.Thumbprint is { } thumbprint && records.TryGetValue(thumbprint, out var found) ? found : null
               where record is not null || (isOnlyOne && profile.Kind != SmimeProfileKind.ImportedPfx
                   && string.Equals(state.UserName, user.History.DisplayName, StringComparison.OrdinalIgnoreCase))
               orderby state.DeviceName, profile.Profile.DisplayName
               select new UserDevice(state, profile.Profile.DisplayName, record?.Purpose ?? profile.Profile.IntendedPurpose
                   ?? (_view.IsForSigning(profile) ? UserPfxPurpose.SmimeSigning : null),
                   state.IsInstalled, DeviceChecks.IsFailed(state)),
        ];
    }

    private IEnumerable<UserMailClient> MailClients(List<UserProfile> profiles)
    {
        var reaching = new HashSet<DeployedProfile>(
            profiles.Where(profile => profile.Reaches).Select(profile => profile.Profile));
        foreach (var platform in _view.Platforms.Where(platform =>
            reaching.Any(profile => profile.Kind != SmimeProfileKind.TrustedRoot && profile.Platforms.Contains(platform))))
        {
            var told = _results.FirstOrDefault(result =>
                result.Id == "MailClient" && result.Target == DeploymentView.Name(platform));
            var clients = _view.MailClients(platform);
            yield return told is null ? new UserMailClient(platform, null, "What turns S/MIME on there could not be read.")
                : clients.Count > 0 && !clients.Any(reaching.Contains)
                    ? new UserMailClient(
                        platform, false, "By hand: the profiles that turn S/MIME on there do not reach this user.")
                    : new UserMailClient(platform, told.Status == SmimeCheckStatus.Unknown ? null : clients.Count > 0,
                        MailClientChecks.Told(told));
        }
    }

    private IEnumerable<string> Unread()
    {
        foreach (var (what, needs) in new[]
        {
            ("Profiles", DeploymentNeeds.Profiles),
            ("Outlook's configurations", DeploymentNeeds.Apps),
            ("Assignments", DeploymentNeeds.Assignments),
            ("Devices", DeploymentNeeds.States),
            ("Groups", DeploymentNeeds.Groups),
            ("Connectors", DeploymentNeeds.Connectors),
            ("Directory", DeploymentNeeds.Directory),
        })
        {
            if (_view.ErrorOf(needs) is { } error)
            {
                yield return $"{what}: {error.Message}";
            }
        }
    }
}
