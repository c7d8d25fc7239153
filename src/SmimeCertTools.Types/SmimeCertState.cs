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

/// <summary>Where a certificate was found.</summary>
public enum SmimeCertLocation
{
    /// <summary>In Intune; no archive was given to compare with.</summary>
    Intune,

    /// <summary>In Intune and in the archive.</summary>
    Both,

    /// <summary>In Intune but not in the archive: nobody can restore it from there.</summary>
    IntuneOnly,

    /// <summary>In the archive but not in Intune: devices do not get it.</summary>
    ArchiveOnly,
}
