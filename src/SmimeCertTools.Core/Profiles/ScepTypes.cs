using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// The types of SCEP profiles that e-mail profiles refer to. They are common for signing, and are made in the admin center.
/// </summary>
internal static class ScepTypes
{
    private static readonly Dictionary<string, SmimePlatform> Platforms = new(StringComparer.Ordinal)
    {
        ["iosScepCertificateProfile"] = SmimePlatform.IOS,
        ["androidScepCertificateProfile"] = SmimePlatform.AndroidDeviceAdministrator,
    };

    /// <summary>The type of a platform; null where no e-mail profile refers to one.</summary>
    public static string? Of(SmimePlatform platform) =>
        Platforms.Where(pair => pair.Value == platform).Select(pair => pair.Key).FirstOrDefault();

    /// <summary>The platform of a type, with or without #microsoft.graph. before its name; null for other types.</summary>
    public static SmimePlatform? PlatformOf(string odataType) =>
        Platforms.TryGetValue(ProfileTypes.WithoutPrefix(odataType), out var platform) ? platform : null;
}
