using System.Collections.Generic;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Whom profiles are to be assigned to, as an administrator writes it: by names or ids.</summary>
public sealed class AssignmentRequest
{
    /// <summary>The display names of groups to include.</summary>
    public IReadOnlyList<string> GroupNames { get; init; } = [];

    /// <summary>The object ids of groups to include.</summary>
    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>The display names or object ids of groups to exclude.</summary>
    public IReadOnlyList<string> ExcludedGroups { get; init; } = [];

    /// <summary>Whether all devices are included.</summary>
    public bool AllDevices { get; init; }

    /// <summary>Whether all licensed users are included.</summary>
    public bool AllUsers { get; init; }

    /// <summary>
    /// The names or ids of assignment filters, at most one for each platform; each narrows all inclusions of the profiles of its
    /// platform.
    /// </summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>How the filters narrow. Default: include.</summary>
    public SmimeFilterMode FilterMode { get; init; } = SmimeFilterMode.Include;

    /// <summary>
    /// Whether an id may be that of a group that is no more: an assignment to one stays in Intune, and is to be taken away.
    /// </summary>
    public bool TakesGoneGroups { get; init; }

    /// <summary>Whether it names nobody.</summary>
    public bool IsEmpty => !HasInclusion && ExcludedGroups.Count == 0;

    /// <summary>Whether it includes anybody.</summary>
    public bool HasInclusion => GroupNames.Count > 0 || GroupIds.Count > 0 || AllDevices || AllUsers;
}
