using System;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Tells Outlook's S/MIME configurations from those of other apps and purposes in the same collections.</summary>
internal static class OutlookKeys
{
    private const string AnyKey = "com.microsoft.outlook.";
    private const string Prefix = AnyKey + "Mail.SMIME";

    /// <summary>Whether a profile is one for S/MIME: of app configurations only those with a key of Outlook's S/MIME.</summary>
    public static bool IsAboutSmime(IntuneProfile profile) => profile.Kind switch
    {
        SmimeProfileKind.OutlookDevices or SmimeProfileKind.OutlookApps => HasKey(profile.Json, Prefix),
        _ => true,
    };

    /// <summary>
    /// Whether a profile is one of those that a body is for. Of app configurations it is where its app is Outlook and its
    /// platform is among the body's: others of the same name are other people's.
    /// </summary>
    public static bool IsFor(IntuneProfile profile, ProfileBody body)
    {
        if (body.Kind == SmimeProfileKind.OutlookApps && profile.Platforms.Count == 0)
        {
            // One that is not finished yet has no apps at all.
            return profile.Apps is { Count: 0 };
        }

        return profile.Platforms.Any(body.Platforms.Contains)
            && (body.Kind != SmimeProfileKind.OutlookDevices || IsForOutlook(profile, body));
    }

    // An Android configuration names its package. One of iOS names apps by id: Outlook may have gone from the tenant's apps, or
    // be another of them than the one meant, so its keys tell as well.
    private static bool IsForOutlook(IntuneProfile profile, ProfileBody body)
    {
        if (body.Platform != SmimePlatform.IOS)
        {
            var package = profile.Json.Text("packageId")
                ?? ManagedPayload.Parse(profile.Json.Text("payloadJson"))?.Text("productId");
            return package is null || OutlookProfile.ProductId.Equals(package, StringComparison.OrdinalIgnoreCase)
                || OutlookProfile.PackageId.Equals(package, StringComparison.OrdinalIgnoreCase);
        }

        return profile.Json.Texts("targetedMobileApps").Intersect(body.Members.Texts("targetedMobileApps"),
            StringComparer.OrdinalIgnoreCase).Any() || HasKey(profile.Json, AnyKey);
    }

    private static bool HasKey(JsonObject json, string prefix) => HasKey(json, "settings", prefix)
        || HasKey(json, "customSettings", prefix)
        || (ManagedPayload.Parse(json.Text("payloadJson")) is { } payload && HasKey(payload, "managedProperty", prefix))
        || (json.Text("encodedSettingXml") is { Length: > 0 } xml && AppPropertyList.Parse(xml)?.HasKey(prefix) == true);

    private static bool HasKey(JsonObject json, string list, string prefix) => json[list] is JsonArray items
        && AppSettingMerge.KeysIn(list, items).Any(key => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
