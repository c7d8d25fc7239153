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
    public static JsonObject ManagedApp(SmimePlatform platform) => new()
    {
        ["mobileAppIdentifier"] = platform == SmimePlatform.IOS
            ? new JsonObject { ["@odata.type"] = ProfileTypes.Prefix + "iosMobileAppIdentifier", ["bundleId"] = BundleId }
            : new JsonObject { ["@odata.type"] = ProfileTypes.Prefix + "androidMobileAppIdentifier", ["packageId"] = PackageId },
    };

    /// <summary>
    /// An app of a managed-app configuration by platform and identifier, such as ios:com.microsoft.Office.Outlook.
    /// </summary>
    public static string Identify(JsonObject app)
    {
        var identifier = app["mobileAppIdentifier"] as JsonObject ?? [];
        return identifier.Text("bundleId") is { } bundle ? "ios:" + bundle
            : identifier.Text("packageId") is { } package ? "android:" + package
            : identifier.ToJsonString();
    }

    /// <summary>The apps that are not among others; identifiers have no case.</summary>
    public static IReadOnlyList<JsonObject> Missing(IEnumerable<JsonObject> wanted, JsonArray? among)
    {
        var there = new HashSet<string>(among?.OfType<JsonObject>().Select(Identify) ?? [], StringComparer.OrdinalIgnoreCase);
        return [.. wanted.Where(app => !there.Contains(Identify(app)))];
    }

    /// <summary>
    /// Whether a managed-app configuration is for a group of apps that Outlook belongs to, whatever its own list says.
    /// </summary>
    public static bool ReachesAllApps(JsonObject configuration) =>
        configuration.Text("appGroupType") is "allApps" or "allMicrosoftApps" or "allCoreMicrosoftApps";

    /// <summary>The platforms on which a managed-app configuration reaches Outlook.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="apps">Its apps; null when they were not asked for.</param>
    public static IReadOnlyList<SmimePlatform> PlatformsOf(JsonObject configuration, JsonArray? apps)
    {
        var all = ReachesAllApps(configuration);
        List<SmimePlatform> platforms = [];
        if (all || Has(SmimePlatform.IOS))
        {
            platforms.Add(SmimePlatform.IOS);
        }

        if (all || Has(SmimePlatform.AndroidWorkProfile))
        {
            platforms.AddRange([SmimePlatform.AndroidDeviceOwner, SmimePlatform.AndroidWorkProfile,
                SmimePlatform.AndroidDeviceAdministrator]);
        }

        return platforms;

        bool Has(SmimePlatform platform) => Missing([ManagedApp(platform)], apps).Count == 0;
    }
}
