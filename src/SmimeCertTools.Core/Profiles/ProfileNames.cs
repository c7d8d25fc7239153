using System;

namespace SmimeCertTools.Core.Profiles;

/// <summary>Platforms and kinds of profiles in messages.</summary>
public static class ProfileNames
{
    /// <summary>The platform as administrators call it.</summary>
    public static string Of(SmimePlatform platform) => platform switch
    {
        SmimePlatform.Windows => "Windows",
        SmimePlatform.IOS => "iOS/iPadOS",
        SmimePlatform.MacOS => "macOS",
        SmimePlatform.AndroidDeviceOwner => "Android Enterprise (device owner)",
        SmimePlatform.AndroidWorkProfile => "Android Enterprise (work profile)",
        SmimePlatform.AndroidDeviceAdministrator => "Android device administrator",
        SmimePlatform.AospDeviceOwner => "Android (AOSP)",
        _ => throw new ArgumentOutOfRangeException(nameof(platform)),
    };

    /// <summary>The kind as administrators call it.</summary>
    public static string Of(SmimeProfileKind kind) => kind switch
    {
        SmimeProfileKind.TrustedRoot => "trusted certificate profile",
        SmimeProfileKind.Pkcs => "PKCS certificate profile",
        SmimeProfileKind.ImportedPfx => "PKCS imported certificate profile",
        SmimeProfileKind.Email => "e-mail profile",
        SmimeProfileKind.OutlookDevices => "Outlook configuration for managed devices",
        SmimeProfileKind.OutlookApps => "Outlook configuration for managed apps",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
