using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Deployment;

/// <summary>
/// The types of SCEP profiles on all platforms; nothing here makes them, and they serve for signing as PKCS does.
/// </summary>
/// <remarks>Types after the beta endpoint's metadata.</remarks>
internal static class ScepProfiles
{
    private static readonly Dictionary<string, SmimePlatform> Platforms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["windows81SCEPCertificateProfile"] = SmimePlatform.Windows,
        ["iosScepCertificateProfile"] = SmimePlatform.IOS,
        ["macOSScepCertificateProfile"] = SmimePlatform.MacOS,
        ["androidDeviceOwnerScepCertificateProfile"] = SmimePlatform.AndroidDeviceOwner,
        ["androidWorkProfileScepCertificateProfile"] = SmimePlatform.AndroidWorkProfile,
        ["androidForWorkScepCertificateProfile"] = SmimePlatform.AndroidWorkProfile,
        ["androidScepCertificateProfile"] = SmimePlatform.AndroidDeviceAdministrator,
        ["aospDeviceOwnerScepCertificateProfile"] = SmimePlatform.AospDeviceOwner,
    };

    /// <summary>The platform of a type; null for another.</summary>
    public static SmimePlatform? PlatformOf(string type) =>
        Platforms.TryGetValue(ProfileTypes.WithoutPrefix(type), out var platform) ? platform : null;
}

/// <summary>The types that Intune has given up.</summary>
internal static class DeprecatedProfiles
{
    /// <summary>Whether a type is the deprecated one of imported certificates.</summary>
    public static bool Contains(string type) =>
        ProfileTypes.WithoutPrefix(type).Equals("windows10PFXImportCertificateProfile", StringComparison.OrdinalIgnoreCase);
}
