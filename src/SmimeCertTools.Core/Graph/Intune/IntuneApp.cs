using System;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>An app of the tenant.</summary>
/// <param name="Id">The id, as targetedMobileApps of a configuration names it.</param>
/// <param name="DisplayName">The name.</param>
/// <param name="ODataType">The type without namespace, such as iosVppApp.</param>
/// <param name="BundleId">The bundle id on iOS; null elsewhere.</param>
/// <param name="PackageId">The package on Android; null elsewhere.</param>
public sealed record IntuneApp(string Id, string DisplayName, string ODataType, string? BundleId, string? PackageId)
{
    private static readonly string[] IosTypes = ["iosStoreApp", "iosVppApp"];

    internal static IntuneApp? Read(JsonObject json) => json.Text("id") is { Length: > 0 } id
        ? new IntuneApp(id, json.Text("displayName") ?? string.Empty,
            ProfileTypes.WithoutPrefix(json.Text("@odata.type") ?? string.Empty), json.Text("bundleId"),
            json.Text("packageId") ?? WithoutKind(json.Text("appIdentifier")))
        : null;

    /// <summary>Whether it is Outlook, of a type that takes configurations from the platform's device management.</summary>
    /// <param name="platform">iOS, or one of Android's.</param>
    public bool IsOutlookOn(SmimePlatform platform) => platform == SmimePlatform.IOS
        ? IosTypes.Contains(ODataType) && Same(BundleId, OutlookProfile.BundleId)
        : ODataType == "androidManagedStoreApp" && Same(PackageId, OutlookProfile.PackageId);

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    // Managed Google Play writes app:<package>.
    private static string? WithoutKind(string? identifier) =>
        identifier?.StartsWith("app:", StringComparison.Ordinal) == true ? identifier.Substring("app:".Length) : identifier;
}
