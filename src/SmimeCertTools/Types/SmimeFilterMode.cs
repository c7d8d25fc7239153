namespace SmimeCertTools.Types;

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
