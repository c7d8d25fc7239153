using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Graph.Intune;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>
/// Whom profiles reach, of the people that matter here: those who have records and those in the groups that profiles are
/// assigned to, or those who were asked for. All devices and all users stand for all of them.
/// </summary>
internal sealed class PeopleOfProfiles
{
    private readonly DeploymentView _view;
    private readonly HashSet<string> _all = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ReachedPeople> _byProfile = new(StringComparer.Ordinal);

    public PeopleOfProfiles(DeploymentView view)
    {
        _view = view;
        _all.UnionWith(view.Users.Where(user => !IsUnknown(user)).Select(user => user.UserPrincipalName));
        if (view.Data.Scope.Users is null)
        {
            _all.UnionWith(view.Data.Groups.Values.SelectMany(group => group.ValueOrDefault?.Users ?? []));
        }
    }

    /// <summary>The users of whom the directory knows, with their histories.</summary>
    public IEnumerable<DeployedUser> Users => _view.Users.Where(user => !IsUnknown(user));

    /// <summary>Whom one of the profiles reaches.</summary>
    public ReachedPeople Of(IEnumerable<DeployedProfile> profiles)
    {
        var reached = new ReachedPeople();
        foreach (var profile in profiles)
        {
            if (!_byProfile.TryGetValue(profile.Profile.Id, out var one))
            {
                _byProfile[profile.Profile.Id] = one = Of(profile);
            }

            reached.Add(one);
        }

        return reached;
    }

    /// <summary>The names of the groups by which a profile that is for a user leaves the user out; empty for none.</summary>
    public IReadOnlyList<string> Exclusions(DeployedProfile profile, string user)
    {
        var assignments = profile.Assignments.ValueOrDefault ?? [];
        return !assignments.Any(assignment => assignment.Target != SmimeAssignmentTarget.ExcludedGroup && Holds(assignment, user))
            ? []
            : [.. assignments
                .Where(assignment => assignment.Target == SmimeAssignmentTarget.ExcludedGroup && Holds(assignment, user))
                .Select(assignment => assignment.GroupName ?? assignment.GroupId ?? string.Empty)];
    }

    /// <summary>Whether the directory does not know a user, or no longer.</summary>
    public static bool IsUnknown(DeployedUser user) => user.History.Findings.Any(finding => finding.Id == "UserUnknown");

    private ReachedPeople Of(DeployedProfile profile)
    {
        var reached = new ReachedPeople { IsUncertain = !profile.Assignments.IsRead };
        HashSet<string> excluded = new(StringComparer.OrdinalIgnoreCase);
        foreach (var assignment in profile.Assignments.ValueOrDefault ?? [])
        {
            var group = GroupOf(assignment);
            switch (assignment.Target)
            {
                case SmimeAssignmentTarget.ExcludedGroup:
                    excluded.UnionWith(group?.Users ?? []);
                    break;
                case SmimeAssignmentTarget.Group:
                    reached.Users.UnionWith((group?.Users ?? []).Where(_all.Contains));

                    // Whose the devices of a group are, groups do not say.
                    reached.IsUncertain |= group is null or { HasDevices: true };
                    break;
                case SmimeAssignmentTarget.AllDevices or SmimeAssignmentTarget.AllUsers:
                    reached.Users.UnionWith(_all);
                    break;
                default:
                    reached.IsUncertain = true;
                    break;
            }
        }

        reached.Users.ExceptWith(excluded);
        return reached;
    }

    /// <summary>Whether an assignment is for a user, or leaves a user out.</summary>
    public bool Holds(ProfileAssignment assignment, string user) => assignment.Target
        is SmimeAssignmentTarget.AllDevices or SmimeAssignmentTarget.AllUsers
        || GroupOf(assignment)?.Users.Contains(user) == true;

    private DeployedGroup? GroupOf(ProfileAssignment assignment) =>
        assignment.GroupId is { } id && _view.Data.Groups.TryGetValue(id, out var group) ? group.ValueOrDefault : null;
}

/// <summary>Whom one or several profiles reach.</summary>
internal sealed class ReachedPeople
{
    /// <summary>Their names.</summary>
    public HashSet<string> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether others may be reached whom nothing here shows, such as the owners of a group's devices.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>Takes in whom another reaches.</summary>
    public void Add(ReachedPeople other)
    {
        Users.UnionWith(other.Users);
        IsUncertain |= other.IsUncertain;
    }

    /// <summary>Those who are reached here and not there; none where there may be more than is seen.</summary>
    public IReadOnlyList<string> Without(ReachedPeople there) =>
        there.IsUncertain ? [] : [.. Users.Where(user => !there.Users.Contains(user))];
}
