namespace SmimeCertTools.Types;

/// <summary>Whether a managed identity has a permission, or what a command did about it.</summary>
public enum SmimeGrantStatus
{
    /// <summary>It was granted, and a look-up shows it.</summary>
    Granted,

    /// <summary>The identity had it: nothing was sent.</summary>
    AlreadyGranted,

    /// <summary>The identity lacks it, and was only compared.</summary>
    Missing,
}
