namespace SmimeCertTools.Types;

/// <summary>
/// The platforms that Intune has profiles for. The numbers begin at one, so that none of them is false in a condition.
/// </summary>
public enum SmimePlatform
{
    /// <summary>Windows 10 and 11.</summary>
    Windows = 1,

    /// <summary>iOS and iPadOS.</summary>
    IOS = 2,

    /// <summary>macOS.</summary>
    MacOS = 3,

    /// <summary>Android Enterprise: fully managed, dedicated and corporate-owned with work profile.</summary>
    AndroidDeviceOwner = 4,

    /// <summary>Android Enterprise: personally owned with work profile.</summary>
    AndroidWorkProfile = 5,

    /// <summary>Android device administrator, which Google and Intune are retiring.</summary>
    AndroidDeviceAdministrator = 6,

    /// <summary>Android Open Source Project, corporate-owned.</summary>
    AospDeviceOwner = 7,
}
