using System;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>One assignment of a profile. Two are equal when they reach the same; names do not count.</summary>
public sealed record ProfileAssignment
{
    /// <summary>Whom it reaches.</summary>
    public required SmimeAssignmentTarget Target { get; init; }

    /// <summary>The group's object id; null where the target is no group.</summary>
    public string? GroupId { get; init; }

    /// <summary>The group's name; null where nobody looked it up or the group is gone.</summary>
    public string? GroupName { get; init; }

    /// <summary>The filter's id; null for none.</summary>
    public string? FilterId { get; init; }

    /// <summary>The filter's name; null where nobody looked it up or the filter is gone.</summary>
    public string? FilterName { get; init; }

    /// <summary>How the filter narrows.</summary>
    public SmimeFilterMode FilterMode { get; init; }

    /// <summary>Whether a policy set makes it: it cannot be changed at the profile.</summary>
    public bool IsFromPolicySet { get; init; }

    /// <summary>The target as the service returned it, where it is of another kind.</summary>
    internal JsonObject? Raw { get; init; }

    /// <summary>Whether both are about the same group or the same everybody; filters do not count.</summary>
    public bool HasSameTarget(ProfileAssignment other) =>
        Target == Guard.NotNull(other).Target && Same(GroupId, other.GroupId)
        && (Raw is null ? other.Raw is null : JsonNode.DeepEquals(Raw, other.Raw));

    /// <inheritdoc/>
    public bool Equals(ProfileAssignment? other) =>
        other is not null && HasSameTarget(other) && FilterMode == other.FilterMode && Same(FilterId, other.FilterId);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Target * 397
        ^ (GroupId is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(GroupId));

    /// <summary>Such as "group 'Mail users'", "excluded group 'Guests'", "all users, only filter 'iPads'".</summary>
    public override string ToString() => TargetText() + FilterText();

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private string TargetText() => Target switch
    {
        SmimeAssignmentTarget.AllDevices => "all devices",
        SmimeAssignmentTarget.AllUsers => "all users",
        SmimeAssignmentTarget.Group => $"group '{GroupName ?? GroupId}'",
        SmimeAssignmentTarget.ExcludedGroup => $"excluded group '{GroupName ?? GroupId}'",
        _ => "another target",
    };

    private string FilterText() => FilterMode switch
    {
        SmimeFilterMode.Include => $", only filter '{FilterName ?? FilterId}'",
        SmimeFilterMode.Exclude => $", without filter '{FilterName ?? FilterId}'",
        _ => string.Empty,
    };
}
