namespace SmimeCertTools.Types;

/// <summary>What a certificate connector says of itself.</summary>
public enum SmimeConnectorState
{
    /// <summary>Not known: the list that knows states does not have it.</summary>
    Unknown,

    /// <summary>Active.</summary>
    Active,

    /// <summary>Inactive.</summary>
    Inactive,
}
