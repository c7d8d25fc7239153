using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>Outlook's names on phones, in app configurations and managed-app policies.</summary>
internal static class OutlookProfile
{
    /// <summary>The bundle id on iOS and iPadOS.</summary>
    public const string BundleId = "com.microsoft.Office.Outlook";

    /// <summary>The package on Android.</summary>
    public const string PackageId = "com.microsoft.office.outlook";

    /// <summary>The package as managed Google Play names products.</summary>
    public const string ProductId = "app:" + PackageId;

    /// <summary>Outlook as a managedMobileApp of targetApps.</summary>
    public static JsonObject ManagedApp(ProfilePlatform platform) => new()
    {
        ["mobileAppIdentifier"] = platform == ProfilePlatform.IOS
            ? new JsonObject { ["@odata.type"] = ProfileTypes.Prefix + "iosMobileAppIdentifier", ["bundleId"] = BundleId }
            : new JsonObject { ["@odata.type"] = ProfileTypes.Prefix + "androidMobileAppIdentifier", ["packageId"] = PackageId },
    };

    /// <summary>The apps by platform and identifier, sorted, such as ios:com.microsoft.Office.Outlook.</summary>
    public static IReadOnlyList<string> IdentifiersOf(IEnumerable<JsonObject> apps) =>
    [
        .. apps.Select(app => app["mobileAppIdentifier"]).OfType<JsonObject>()
            .Select(app => (string?)app["bundleId"] is { } bundle ? "ios:" + bundle : "android:" + (string?)app["packageId"])
            .OrderBy(name => name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The platforms on which a managed-app policy with these apps reaches Outlook.</summary>
    public static IReadOnlyList<ProfilePlatform> PlatformsOf(JsonArray? apps)
    {
        var names = IdentifiersOf(apps?.OfType<JsonObject>() ?? []);
        List<ProfilePlatform> platforms = [];
        if (names.Contains("ios:" + BundleId, StringComparer.OrdinalIgnoreCase))
        {
            platforms.Add(ProfilePlatform.IOS);
        }

        if (names.Contains("android:" + PackageId, StringComparer.OrdinalIgnoreCase))
        {
            platforms.AddRange([ProfilePlatform.AndroidDeviceOwner, ProfilePlatform.AndroidWorkProfile,
                ProfilePlatform.AndroidDeviceAdministrator]);
        }

        return platforms;
    }
}
