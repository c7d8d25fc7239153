using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>What a type of profile does, and on which platform.</summary>
internal sealed record ProfileKind(DevicePlatform Platform, ProfileRole Role)
{
    private static readonly (string Prefix, DevicePlatform Platform)[] Platforms =
    [
        ("windows81", DevicePlatform.Windows),
        ("windows10", DevicePlatform.Windows),
        ("ios", DevicePlatform.Ios),
        ("macOS", DevicePlatform.MacOS),
        ("androidDeviceOwner", DevicePlatform.AndroidDeviceOwner),
        ("androidWorkProfile", DevicePlatform.AndroidWorkProfile),
        ("androidForWork", DevicePlatform.AndroidWorkProfile),
        ("android", DevicePlatform.AndroidDeviceAdministrator),
        ("aospDeviceOwner", DevicePlatform.AospDeviceOwner),
    ];

    private static readonly (string Suffix, ProfileRole Role)[] Roles =
    [
        ("TrustedRootCertificate", ProfileRole.TrustedRoot),
        ("PkcsCertificateProfile", ProfileRole.Pkcs),
        ("ImportedPFXCertificateProfile", ProfileRole.ImportedPfx),
        ("EasEmailProfileConfiguration", ProfileRole.Email),
    ];

    // Types are named after platform and role; a name that no type has does no harm.
    private static readonly Dictionary<string, ProfileKind> ByType = Platforms
        .SelectMany(_ => Roles, (platform, role) =>
            (Name: platform.Prefix + role.Suffix, Kind: new ProfileKind(platform.Platform, role.Role)))
        .ToDictionary(pair => pair.Name, pair => pair.Kind, StringComparer.Ordinal);

    /// <summary>What the profile does; null where it delivers nothing to do with S/MIME.</summary>
    public static ProfileKind? Of(IntuneEntity profile) => ByType.GetValueOrDefault(profile.TypeName);

    /// <summary>The platform's name in Graph's devicePlatformType.</summary>
    public static string GraphName(DevicePlatform platform) => platform switch
    {
        DevicePlatform.Ios => "iOS",
        DevicePlatform.MacOS => "macOS",
        DevicePlatform.AndroidDeviceOwner => "androidForWork",
        DevicePlatform.AndroidWorkProfile => "androidWorkProfile",
        DevicePlatform.AndroidDeviceAdministrator => "android",
        DevicePlatform.AospDeviceOwner => "androidAOSP",
        _ => "windows10AndLater",
    };
}

/// <summary>What a profile brings to a device.</summary>
internal enum ProfileRole
{
    TrustedRoot,
    Pkcs,
    ImportedPfx,
    Email,
}
