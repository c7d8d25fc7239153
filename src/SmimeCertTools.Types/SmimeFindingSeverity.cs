namespace SmimeCertTools.Types;

/// <summary>How much a finding matters.</summary>
public enum SmimeFindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Likely to hurt.</summary>
    Warning,

    /// <summary>Mail cannot be read or signed.</summary>
    Error,
}
