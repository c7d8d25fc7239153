namespace SmimeCertTools.Types;

/// <summary>Where a certificate stands now.</summary>
public enum SmimeCertState
{
    /// <summary>Valid, and the newest valid one of its purpose.</summary>
    Current,

    /// <summary>Valid, but a newer one of its purpose is valid too.</summary>
    Superseded,

    /// <summary>Its validity has ended. For encryption it is still needed to read old mail.</summary>
    Expired,

    /// <summary>Its validity has not begun.</summary>
    NotYetValid,
}
