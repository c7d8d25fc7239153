namespace SmimeCertTools.Types;

/// <summary>How a check of a connector key ended.</summary>
public enum SmimeConnectorKeyCheck
{
    /// <summary>It was proven.</summary>
    Passed,

    /// <summary>It was disproven.</summary>
    Failed,

    /// <summary>It cannot be told from here.</summary>
    Unknown,
}
