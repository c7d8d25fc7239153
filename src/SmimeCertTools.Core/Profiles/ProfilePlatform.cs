namespace SmimeCertTools.Core.Profiles;

/// <summary>The platforms that Intune has profiles for, as the type of a profile tells them apart.</summary>
public enum SmimePlatform
{
    /// <summary>Windows 10 and 11.</summary>
    Windows,

    /// <summary>iOS and iPadOS.</summary>
    IOS,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>Android Enterprise, fully managed, dedicated and corporate-owned with work profile.</summary>
    AndroidDeviceOwner,

    /// <summary>Android Enterprise, personally owned with work profile.</summary>
    AndroidWorkProfile,

    /// <summary>Android device administrator, which Google and Intune are retiring.</summary>
    AndroidDeviceAdministrator,

    /// <summary>Android Open Source Project, corporate-owned.</summary>
    AospDeviceOwner,
}
