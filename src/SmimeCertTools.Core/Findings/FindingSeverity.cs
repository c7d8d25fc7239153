namespace SmimeCertTools.Core.Findings;

/// <summary>How much a finding matters, whatever it is about.</summary>
public enum SmimeFindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Likely to hurt.</summary>
    Warning,

    /// <summary>Mail cannot be read or signed.</summary>
    Error,
}
