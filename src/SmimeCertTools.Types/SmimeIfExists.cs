namespace SmimeCertTools.Types;

/// <summary>What to do when a profile of the name and type exists.</summary>
public enum SmimeIfExists
{
    /// <summary>Report an error and change nothing.</summary>
    Error,

    /// <summary>Leave it as it is and hand it on.</summary>
    Skip,

    /// <summary>Change what differs.</summary>
    Update,
}
