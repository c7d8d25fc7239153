using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// The one table of what Intune has: which type each kind of profile has on each platform, where it lies and what in it is fixed.
/// Types and members are those of the beta endpoint's metadata.
/// </summary>
internal static class ProfileTypes
{
    /// <summary>What stands before a type's name in @odata.type.</summary>
    public const string Prefix = "#microsoft.graph.";

    private const SmimePlatform Windows = SmimePlatform.Windows;
    private const SmimePlatform IOS = SmimePlatform.IOS;
    private const SmimePlatform MacOS = SmimePlatform.MacOS;
    private const SmimePlatform DeviceOwner = SmimePlatform.AndroidDeviceOwner;
    private const SmimePlatform WorkProfile = SmimePlatform.AndroidWorkProfile;
    private const SmimePlatform Administrator = SmimePlatform.AndroidDeviceAdministrator;
    private const SmimePlatform Aosp = SmimePlatform.AospDeviceOwner;

    /// <summary>All types.</summary>
    public static IReadOnlyList<ProfileType> All { get; } =
    [
        Type(Windows, SmimeProfileKind.TrustedRoot, "windows81TrustedRootCertificate"),
        Type(IOS, SmimeProfileKind.TrustedRoot, "iosTrustedRootCertificate"),
        Type(MacOS, SmimeProfileKind.TrustedRoot, "macOSTrustedRootCertificate", "deploymentChannel"),
        Type(DeviceOwner, SmimeProfileKind.TrustedRoot, "androidDeviceOwnerTrustedRootCertificate"),
        Type(WorkProfile, SmimeProfileKind.TrustedRoot, "androidWorkProfileTrustedRootCertificate"),
        Type(Administrator, SmimeProfileKind.TrustedRoot, "androidTrustedRootCertificate"),
        Type(Aosp, SmimeProfileKind.TrustedRoot, "aospDeviceOwnerTrustedRootCertificate"),
        Type(Windows, SmimeProfileKind.Pkcs, "windows10PkcsCertificateProfile"),
        Type(IOS, SmimeProfileKind.Pkcs, "iosPkcsCertificateProfile"),
        Type(MacOS, SmimeProfileKind.Pkcs, "macOSPkcsCertificateProfile", "deploymentChannel"),
        Type(DeviceOwner, SmimeProfileKind.Pkcs, "androidDeviceOwnerPkcsCertificateProfile"),
        Type(WorkProfile, SmimeProfileKind.Pkcs, "androidWorkProfilePkcsCertificateProfile"),
        Type(Administrator, SmimeProfileKind.Pkcs, "androidPkcsCertificateProfile"),
        Type(Aosp, SmimeProfileKind.Pkcs, "aospDeviceOwnerPkcsCertificateProfile"),

        // windows10PFXImportCertificateProfile is another type and deprecated; a WorkProfile variant of the imported profile does
        // not exist, the one of Android for Work serves.
        Type(Windows, SmimeProfileKind.ImportedPfx, "windows10ImportedPFXCertificateProfile", "intendedPurpose",
            "keyStorageProvider"),
        Type(IOS, SmimeProfileKind.ImportedPfx, "iosImportedPFXCertificateProfile", "intendedPurpose"),
        Type(MacOS, SmimeProfileKind.ImportedPfx, "macOSImportedPFXCertificateProfile", "intendedPurpose", "deploymentChannel"),
        Type(DeviceOwner, SmimeProfileKind.ImportedPfx, "androidDeviceOwnerImportedPFXCertificateProfile", "intendedPurpose"),
        Type(WorkProfile, SmimeProfileKind.ImportedPfx, "androidForWorkImportedPFXCertificateProfile", "intendedPurpose"),
        Type(Administrator, SmimeProfileKind.ImportedPfx, "androidImportedPFXCertificateProfile", "intendedPurpose"),
        Type(IOS, SmimeProfileKind.Email, "iosEasEmailProfileConfiguration"),
        Type(Administrator, SmimeProfileKind.Email, "androidEasEmailProfileConfiguration"),
        Type(IOS, SmimeProfileKind.OutlookDevices, "iosMobileAppConfiguration"),
        Type(DeviceOwner, SmimeProfileKind.OutlookDevices, "androidManagedStoreAppConfiguration"),
        Type(WorkProfile, SmimeProfileKind.OutlookDevices, "androidManagedStoreAppConfiguration"),
        Type(IOS, SmimeProfileKind.OutlookApps, "targetedManagedAppConfiguration"),
        Type(DeviceOwner, SmimeProfileKind.OutlookApps, "targetedManagedAppConfiguration"),
        Type(WorkProfile, SmimeProfileKind.OutlookApps, "targetedManagedAppConfiguration"),
        Type(Administrator, SmimeProfileKind.OutlookApps, "targetedManagedAppConfiguration"),
        Legacy(WorkProfile, SmimeProfileKind.TrustedRoot, "androidForWorkTrustedRootCertificate"),
        Legacy(WorkProfile, SmimeProfileKind.Pkcs, "androidForWorkPkcsCertificateProfile"),
    ];

    /// <summary>The type of a kind on a platform.</summary>
    /// <exception cref="ProfileException">There is none; the message says what to use instead.</exception>
    public static ProfileType Get(SmimePlatform platform, SmimeProfileKind kind) =>
        Find(platform, kind) ?? throw ProfileErrors.NotOnPlatform(platform, kind);

    /// <summary>The type of a kind on a platform; null where there is none.</summary>
    public static ProfileType? Find(SmimePlatform platform, SmimeProfileKind kind) =>
        All.FirstOrDefault(type => type.Platform == platform && type.Kind == kind && !type.IsLegacy);

    /// <summary>
    /// The kind and platforms of a type, with or without #microsoft.graph. before its name, which has no case; empty for another
    /// type.
    /// </summary>
    public static IReadOnlyList<ProfileType> Of(string odataType)
    {
        var name = WithoutPrefix(odataType);
        return [.. All.Where(type => type.ODataType.Equals(name, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>
    /// The platforms of a profile as the service returns it. Android's app configuration names them itself; a managed app's
    /// configuration has those of its apps, which <paramref name="apps"/> are.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <param name="apps">The apps of a targetedManagedAppConfiguration as its navigation returns them; null when not asked
    /// for.</param>
    /// <returns>The platforms; empty for a type that is not in the table or when its apps are not known.</returns>
    public static IReadOnlyList<SmimePlatform> PlatformsOf(JsonObject profile, JsonArray? apps = null)
    {
        var types = profile.Text("@odata.type") is { } name ? Of(name) : [];
        return types.Count == 0 ? [] : types[0].Kind switch
        {
            SmimeProfileKind.OutlookDevices => profile.Text("profileApplicability") switch
            {
                "androidDeviceOwner" => [DeviceOwner],
                "androidWorkProfile" => [WorkProfile],
                _ => [.. types.Select(type => type.Platform)],
            },
            SmimeProfileKind.OutlookApps => OutlookProfile.PlatformsOf(profile, apps),
            _ => [.. types.Select(type => type.Platform)],
        };
    }

    /// <summary>
    /// The address of the collection a kind lies in, relative to the service's version, without a leading slash.
    /// </summary>
    public static string CollectionOf(SmimeProfileKind kind) => kind switch
    {
        SmimeProfileKind.OutlookDevices => "deviceAppManagement/mobileAppConfigurations",
        SmimeProfileKind.OutlookApps => "deviceAppManagement/targetedManagedAppConfigurations",
        _ => "deviceManagement/deviceConfigurations",
    };

    /// <summary>
    /// The type of a collection's items that name none: the service leaves a type out that is the collection's declared one. Null
    /// for collections whose declared type is abstract.
    /// </summary>
    public static string? DeclaredTypeOf(string collection) =>
        collection == CollectionOf(SmimeProfileKind.OutlookApps) ? "targetedManagedAppConfiguration" : null;

    /// <summary>A type's name without #microsoft.graph. before it.</summary>
    public static string WithoutPrefix(string odataType) =>
        odataType.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? odataType.Substring(Prefix.Length) : odataType;

    private static ProfileType Type(SmimePlatform platform, SmimeProfileKind kind, string name, params string[] fixedMembers) =>
        new() { Platform = platform, Kind = kind, ODataType = name, FixedMembers = fixedMembers };

    private static ProfileType Legacy(SmimePlatform platform, SmimeProfileKind kind, string name) =>
        new() { Platform = platform, Kind = kind, ODataType = name, IsLegacy = true };
}
