namespace SmimeCertTools.Types;

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
