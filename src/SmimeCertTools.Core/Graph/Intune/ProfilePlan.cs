using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>What will be done for a profile that is wanted. Nothing is written until it is executed.</summary>
public sealed class ProfilePlan
{
    internal ProfilePlan(ProfileRequest request, ProfileBody body, string name) =>
        (Request, Body, DisplayName) = (request, body, name);

    /// <summary>What is wanted.</summary>
    public ProfileRequest Request { get; }

    /// <summary>The name, without outer spaces.</summary>
    public string DisplayName { get; }

    /// <summary>What is to be done.</summary>
    public SmimeProfileStatus Action { get; internal init; } = SmimeProfileStatus.Created;

    /// <summary>The kind.</summary>
    public SmimeProfileKind Kind => Body.Kind;

    /// <summary>The type without namespace.</summary>
    public string ODataType => Body.ODataType;

    /// <summary>The profile that exists; null when it is to be created.</summary>
    public IntuneProfile? Existing { get; internal init; }

    /// <summary>The members that differ; empty unless the action is an update.</summary>
    public IReadOnlyList<ProfileDifference> Differences { get; internal init; } = [];

    /// <summary>The way to the assignments; null when none are wanted or the profile is left as it is.</summary>
    public AssignmentPlan? Assignments { get; internal init; }

    /// <summary>What is allowed and probably not meant, a sentence each.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. Body.Warnings,
        .. Action == SmimeProfileStatus.Created && PlatformNotes.OnCreation(Body.Kind, Body.Platform) is { } note
            ? [note]
            : Array.Empty<string>(),
        .. Assignments is { ReachesNobody: true }
            ? [$"'{DisplayName}' is assigned to exclusions only: nobody gets it."]
            : Array.Empty<string>(),
    ];

    /// <summary>
    /// The changes as short texts: "member: old -> new", "+ group 'Mail users'"; empty when there is nothing to change.
    /// </summary>
    public IReadOnlyList<string> Describe() =>
        [.. Differences.Select(difference => difference.ToString()), .. Assignments?.Describe() ?? []];

    /// <summary>The body.</summary>
    internal ProfileBody Body { get; }

    /// <summary>The assignments wanted, which are added to those there.</summary>
    internal IReadOnlyList<ProfileAssignment> Given { get; init; } = [];
}

/// <summary>A profile after its plan was executed, as a read confirmed it.</summary>
/// <param name="Action">What was done.</param>
/// <param name="Profile">The profile as read back.</param>
/// <param name="Assignments">
/// Its assignments as read back, without names of those that were there before; null when nobody asked for any.
/// </param>
/// <param name="Changes">What was changed, as short texts; empty when nothing was.</param>
public sealed record PublishedProfile(SmimeProfileStatus Action, IntuneProfile Profile,
    IReadOnlyList<ProfileAssignment>? Assignments, IReadOnlyList<string> Changes);
