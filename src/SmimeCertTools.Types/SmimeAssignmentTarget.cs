namespace SmimeCertTools.Types;

/// <summary>Whom an assignment reaches.</summary>
public enum SmimeAssignmentTarget
{
    /// <summary>The members of a group.</summary>
    Group,

    /// <summary>Nobody in a group, whatever else reaches them.</summary>
    ExcludedGroup,

    /// <summary>All managed devices.</summary>
    AllDevices,

    /// <summary>All users with an Intune licence.</summary>
    AllUsers,

    /// <summary>A target of another kind.</summary>
    Other,
}

/// <summary>How a filter narrows an assignment.</summary>
public enum SmimeFilterMode
{
    /// <summary>No filter.</summary>
    None,

    /// <summary>Only devices that the filter matches.</summary>
    Include,

    /// <summary>Only devices that the filter does not match.</summary>
    Exclude,
}
