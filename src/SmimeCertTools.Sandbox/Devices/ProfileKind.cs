using System;
using System.Collections.Generic;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>What a type of profile does, and on which platform.</summary>
internal sealed record ProfileKind(DevicePlatform Platform, ProfileRole Role)
{
    private static readonly Dictionary<string, ProfileKind> ByType = new(StringComparer.Ordinal)
    {
        ["windows81TrustedRootCertificate"] = new(DevicePlatform.Windows, ProfileRole.TrustedRoot),
        ["windows10PkcsCertificateProfile"] = new(DevicePlatform.Windows, ProfileRole.Pkcs),
        ["windows10ImportedPFXCertificateProfile"] = new(DevicePlatform.Windows, ProfileRole.ImportedPfx),
        ["windows10EasEmailProfileConfiguration"] = new(DevicePlatform.Windows, ProfileRole.Email),
        ["iosTrustedRootCertificate"] = new(DevicePlatform.Ios, ProfileRole.TrustedRoot),
        ["iosPkcsCertificateProfile"] = new(DevicePlatform.Ios, ProfileRole.Pkcs),
        ["iosImportedPFXCertificateProfile"] = new(DevicePlatform.Ios, ProfileRole.ImportedPfx),
        ["iosEasEmailProfileConfiguration"] = new(DevicePlatform.Ios, ProfileRole.Email),
        ["macOSTrustedRootCertificate"] = new(DevicePlatform.MacOS, ProfileRole.TrustedRoot),
        ["macOSPkcsCertificateProfile"] = new(DevicePlatform.MacOS, ProfileRole.Pkcs),
        ["macOSImportedPFXCertificateProfile"] = new(DevicePlatform.MacOS, ProfileRole.ImportedPfx),
        ["androidDeviceOwnerTrustedRootCertificate"] = new(DevicePlatform.AndroidDeviceOwner, ProfileRole.TrustedRoot),
        ["androidDeviceOwnerPkcsCertificateProfile"] = new(DevicePlatform.AndroidDeviceOwner, ProfileRole.Pkcs),
        ["androidDeviceOwnerImportedPFXCertificateProfile"] = new(DevicePlatform.AndroidDeviceOwner, ProfileRole.ImportedPfx),
        ["androidWorkProfileTrustedRootCertificate"] = new(DevicePlatform.AndroidWorkProfile, ProfileRole.TrustedRoot),
        ["androidForWorkTrustedRootCertificate"] = new(DevicePlatform.AndroidWorkProfile, ProfileRole.TrustedRoot),
        ["androidWorkProfilePkcsCertificateProfile"] = new(DevicePlatform.AndroidWorkProfile, ProfileRole.Pkcs),
        ["androidForWorkPkcsCertificateProfile"] = new(DevicePlatform.AndroidWorkProfile, ProfileRole.Pkcs),
        ["androidForWorkImportedPFXCertificateProfile"] = new(DevicePlatform.AndroidWorkProfile, ProfileRole.ImportedPfx),
        ["androidTrustedRootCertificate"] = new(DevicePlatform.AndroidDeviceAdministrator, ProfileRole.TrustedRoot),
        ["androidPkcsCertificateProfile"] = new(DevicePlatform.AndroidDeviceAdministrator, ProfileRole.Pkcs),
        ["androidImportedPFXCertificateProfile"] = new(DevicePlatform.AndroidDeviceAdministrator, ProfileRole.ImportedPfx),
        ["androidEasEmailProfileConfiguration"] = new(DevicePlatform.AndroidDeviceAdministrator, ProfileRole.Email),
        ["aospDeviceOwnerTrustedRootCertificate"] = new(DevicePlatform.AospDeviceOwner, ProfileRole.TrustedRoot),
        ["aospDeviceOwnerPkcsCertificateProfile"] = new(DevicePlatform.AospDeviceOwner, ProfileRole.Pkcs),
    };

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
