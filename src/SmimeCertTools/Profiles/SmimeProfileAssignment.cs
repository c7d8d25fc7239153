using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Intune;

namespace SmimeCertTools.Profiles;

/// <summary>One assignment of a profile.</summary>
public sealed class SmimeProfileAssignment
{
    private readonly ProfileAssignment _assignment;

    internal SmimeProfileAssignment(ProfileAssignment assignment) => _assignment = assignment;

    /// <summary>Whom it reaches.</summary>
    public SmimeAssignmentTarget Target => _assignment.Target;

    /// <summary>The group's object id; null where the target is no group.</summary>
    public string? GroupId => _assignment.GroupId.Visible();

    /// <summary>The group's name; null where it is not known or the group is gone.</summary>
    public string? GroupName => _assignment.GroupName.Visible();

    /// <summary>The filter's id; null for none.</summary>
    public string? FilterId => _assignment.FilterId.Visible();

    /// <summary>The filter's name; null for none and where it is not known.</summary>
    public string? FilterName => _assignment.FilterName.Visible();

    /// <summary>How the filter narrows.</summary>
    public SmimeFilterMode FilterMode => _assignment.FilterMode;

    /// <summary>Whether a policy set makes it: it cannot be changed at the profile.</summary>
    public bool IsFromPolicySet => _assignment.IsFromPolicySet;

    /// <inheritdoc/>
    public override string ToString() => _assignment.ToString().Visible();
}
