using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>What is done with the assignments given.</summary>
public enum AssignmentMode
{
    /// <summary>They are added; the others stay. For a target that has one already, the one given takes its place.</summary>
    Add,

    /// <summary>Those for the same targets are removed, whatever their filter; the others stay.</summary>
    Remove,

    /// <summary>They become the whole set.</summary>
    Replace,
}

/// <summary>
/// The way from a profile's assignments to those wanted. The service knows one action only, which replaces the whole set.
/// </summary>
public sealed class AssignmentPlan
{
    private AssignmentPlan(IReadOnlyList<ProfileAssignment> current, IReadOnlyList<ProfileAssignment> wanted)
    {
        Current = current;
        Wanted = wanted;
        Added = [.. wanted.Where(assignment => !current.Any(other => other.HasSameTarget(assignment)))];
        Removed = [.. current.Where(assignment => !wanted.Any(other => other.HasSameTarget(assignment)))];
        Changed = [.. wanted.Where(assignment => !current.Contains(assignment)
            && current.Any(other => other.HasSameTarget(assignment)))];
    }

    /// <summary>The assignments that the profile itself has; those of policy sets are not among them.</summary>
    public IReadOnlyList<ProfileAssignment> Current { get; }

    /// <summary>The whole set afterwards.</summary>
    public IReadOnlyList<ProfileAssignment> Wanted { get; }

    /// <summary>For targets that had none.</summary>
    public IReadOnlyList<ProfileAssignment> Added { get; }

    /// <summary>For targets that will have none.</summary>
    public IReadOnlyList<ProfileAssignment> Removed { get; }

    /// <summary>Those whose filter becomes another, as wanted.</summary>
    public IReadOnlyList<ProfileAssignment> Changed { get; }

    /// <summary>Whether anything is to be sent.</summary>
    public bool HasChanges => Added.Count + Removed.Count + Changed.Count > 0;

    /// <summary>Whether the set afterwards only excludes: then nobody gets the profile.</summary>
    public bool ReachesNobody => Wanted.Count > 0 && Wanted.All(item => item.Target == SmimeAssignmentTarget.ExcludedGroup);

    /// <summary>The changes as short texts: "+ group 'Mail users'", "- all devices", "~ …" for another filter.</summary>
    public IReadOnlyList<string> Describe() =>
        [.. Added.Select(item => $"+ {item}"), .. Changed.Select(item => $"~ {item}"), .. Removed.Select(item => $"- {item}")];

    /// <summary>Computes the plan.</summary>
    /// <param name="profile">The profile's name, for messages.</param>
    /// <param name="kind">The profile's kind, which decides what it can be assigned to.</param>
    /// <param name="current">The assignments it has.</param>
    /// <param name="given">The assignments to add, remove or replace with.</param>
    /// <param name="mode">What to do with them.</param>
    /// <exception cref="IntuneException">A group would be included and excluded, the same target stands twice with different
    /// filters, or the kind does not take a target.</exception>
    public static AssignmentPlan Create(string profile, SmimeProfileKind kind, IReadOnlyList<ProfileAssignment> current,
        IReadOnlyList<ProfileAssignment> given, AssignmentMode mode)
    {
        List<ProfileAssignment> own = [.. Guard.NotNull(current).Where(assignment => !assignment.IsFromPolicySet)];
        List<ProfileAssignment> asked = [.. Guard.NotNull(given).Distinct()];
        if (mode != AssignmentMode.Remove)
        {
            Check(profile, kind, asked);
        }

        List<ProfileAssignment> wanted = mode switch
        {
            AssignmentMode.Replace => asked,
            AssignmentMode.Remove => [.. own.Where(assignment => !asked.Any(assignment.HasSameTarget))],
            _ =>
            [
                .. own.Select(assignment => asked.FirstOrDefault(assignment.HasSameTarget) ?? assignment),
                .. asked.Where(assignment => !own.Any(assignment.HasSameTarget)),
            ],
        };
        if (mode == AssignmentMode.Add)
        {
            RefuseBoth(profile, wanted, "is assigned already the other way round. Remove that assignment first");
        }

        return new AssignmentPlan(own, wanted);
    }

    /// <summary>Whether two sets are the same, in any order.</summary>
    internal static bool AreSame(IReadOnlyList<ProfileAssignment> left, IReadOnlyList<ProfileAssignment> right) =>
        left.Count == right.Count && left.All(right.Contains) && right.All(left.Contains);

    private static void Check(string profile, SmimeProfileKind kind, IReadOnlyList<ProfileAssignment> asked)
    {
        RefuseBoth(profile, asked, "is both included and excluded. Leave one of them out");
        if (asked.FirstOrDefault(item => asked.Any(other => item.HasSameTarget(other) && !item.Equals(other))) is { } twice)
        {
            throw Invalid(profile, $"{twice} stands twice with different filters. A target has one filter at most");
        }

        if (kind == SmimeProfileKind.OutlookApps && asked.Any(item => item.Target == SmimeAssignmentTarget.AllDevices))
        {
            throw Invalid(
                profile, "a configuration of managed apps reaches users, not devices. Assign it to groups or all users");
        }

        if (asked.Any(item => item.Target == SmimeAssignmentTarget.ExcludedGroup && item.FilterMode != SmimeFilterMode.None))
        {
            throw Invalid(profile, "an excluded group takes no filter");
        }
    }

    private static void RefuseBoth(string profile, IReadOnlyList<ProfileAssignment> assignments, string problem)
    {
        var both = assignments.FirstOrDefault(item => item.Target == SmimeAssignmentTarget.Group
            && assignments.Any(other => other.Target == SmimeAssignmentTarget.ExcludedGroup
                && string.Equals(item.GroupId, other.GroupId, StringComparison.OrdinalIgnoreCase)));
        if (both is not null)
        {
            throw Invalid(profile, $"the group '{both.GroupName ?? both.GroupId}' {problem}");
        }
    }

    private static IntuneException Invalid(string profile, string problem) => new(
        IntuneErrorKind.AssignmentInvalid, $"'{profile}' cannot be assigned so: {problem}.", profile);
}
