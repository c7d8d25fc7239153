using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Types;

namespace SmimeCertTools.Profiles;

/// <summary>One assignment of a profile.</summary>
public sealed class SmimeProfileAssignment
{
    private readonly string _text;

    internal SmimeProfileAssignment(ProfileAssignment assignment)
    {
        Target = assignment.Target;
        GroupId = assignment.GroupId;
        GroupName = assignment.GroupName;
        FilterId = assignment.FilterId;
        FilterName = assignment.FilterName;
        FilterMode = assignment.FilterMode;
        IsFromPolicySet = assignment.IsFromPolicySet;
        _text = assignment.ToString();
    }

    /// <summary>Whom it reaches.</summary>
    public SmimeAssignmentTarget Target { get; }

    /// <summary>The group's object id; null where the target is no group.</summary>
    public string? GroupId { get; }

    /// <summary>The group's name; null where it is not known or the group is gone.</summary>
    public string? GroupName { get; }

    /// <summary>The filter's id; null for none.</summary>
    public string? FilterId { get; }

    /// <summary>The filter's name; null for none and where it is not known.</summary>
    public string? FilterName { get; }

    /// <summary>How the filter narrows.</summary>
    public SmimeFilterMode FilterMode { get; }

    /// <summary>Whether a policy set makes it: it cannot be changed at the profile.</summary>
    public bool IsFromPolicySet { get; }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
