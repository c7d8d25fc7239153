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

    private const ProfilePlatform Windows = ProfilePlatform.Windows;
    private const ProfilePlatform IOS = ProfilePlatform.IOS;
    private const ProfilePlatform MacOS = ProfilePlatform.MacOS;
    private const ProfilePlatform DeviceOwner = ProfilePlatform.AndroidDeviceOwner;
    private const ProfilePlatform WorkProfile = ProfilePlatform.AndroidWorkProfile;
    private const ProfilePlatform Administrator = ProfilePlatform.AndroidDeviceAdministrator;
    private const ProfilePlatform Aosp = ProfilePlatform.AospDeviceOwner;

    /// <summary>All types.</summary>
    public static IReadOnlyList<ProfileType> All { get; } =
    [
        Type(Windows, ProfileKind.TrustedRoot, "windows81TrustedRootCertificate"),
        Type(IOS, ProfileKind.TrustedRoot, "iosTrustedRootCertificate"),
        Type(MacOS, ProfileKind.TrustedRoot, "macOSTrustedRootCertificate", "deploymentChannel"),
        Type(DeviceOwner, ProfileKind.TrustedRoot, "androidDeviceOwnerTrustedRootCertificate"),
        Type(WorkProfile, ProfileKind.TrustedRoot, "androidWorkProfileTrustedRootCertificate"),
        Type(Administrator, ProfileKind.TrustedRoot, "androidTrustedRootCertificate"),
        Type(Aosp, ProfileKind.TrustedRoot, "aospDeviceOwnerTrustedRootCertificate"),
        Type(Windows, ProfileKind.Pkcs, "windows10PkcsCertificateProfile"),
        Type(IOS, ProfileKind.Pkcs, "iosPkcsCertificateProfile"),
        Type(MacOS, ProfileKind.Pkcs, "macOSPkcsCertificateProfile", "deploymentChannel"),
        Type(DeviceOwner, ProfileKind.Pkcs, "androidDeviceOwnerPkcsCertificateProfile"),
        Type(WorkProfile, ProfileKind.Pkcs, "androidWorkProfilePkcsCertificateProfile"),
        Type(Administrator, ProfileKind.Pkcs, "androidPkcsCertificateProfile"),
        Type(Aosp, ProfileKind.Pkcs, "aospDeviceOwnerPkcsCertificateProfile"),

        // windows10PFXImportCertificateProfile is another type and deprecated; a WorkProfile variant of the imported profile does
        // not exist, the one of Android for Work serves.
        Type(Windows, ProfileKind.ImportedPfx, "windows10ImportedPFXCertificateProfile", "intendedPurpose", "keyStorageProvider"),
        Type(IOS, ProfileKind.ImportedPfx, "iosImportedPFXCertificateProfile", "intendedPurpose"),
        Type(MacOS, ProfileKind.ImportedPfx, "macOSImportedPFXCertificateProfile", "intendedPurpose", "deploymentChannel"),
        Type(DeviceOwner, ProfileKind.ImportedPfx, "androidDeviceOwnerImportedPFXCertificateProfile", "intendedPurpose"),
        Type(WorkProfile, ProfileKind.ImportedPfx, "androidForWorkImportedPFXCertificateProfile", "intendedPurpose"),
        Type(Administrator, ProfileKind.ImportedPfx, "androidImportedPFXCertificateProfile", "intendedPurpose"),
        Type(IOS, ProfileKind.Email, "iosEasEmailProfileConfiguration"),
        Type(Administrator, ProfileKind.Email, "androidEasEmailProfileConfiguration"),
        Type(IOS, ProfileKind.OutlookDevices, "iosMobileAppConfiguration"),
        Type(DeviceOwner, ProfileKind.OutlookDevices, "androidManagedStoreAppConfiguration"),
        Type(WorkProfile, ProfileKind.OutlookDevices, "androidManagedStoreAppConfiguration"),
        Type(IOS, ProfileKind.OutlookApps, "targetedManagedAppConfiguration"),
        Type(DeviceOwner, ProfileKind.OutlookApps, "targetedManagedAppConfiguration"),
        Type(WorkProfile, ProfileKind.OutlookApps, "targetedManagedAppConfiguration"),
        Type(Administrator, ProfileKind.OutlookApps, "targetedManagedAppConfiguration"),
        Legacy(WorkProfile, ProfileKind.TrustedRoot, "androidForWorkTrustedRootCertificate"),
        Legacy(WorkProfile, ProfileKind.Pkcs, "androidForWorkPkcsCertificateProfile"),
    ];

    /// <summary>The type of a kind on a platform.</summary>
    /// <exception cref="ProfileException">There is none; the message says what to use instead.</exception>
    public static ProfileType Get(ProfilePlatform platform, ProfileKind kind) =>
        Find(platform, kind) ?? throw ProfileErrors.NotOnPlatform(platform, kind);

    /// <summary>The type of a kind on a platform; null where there is none.</summary>
    public static ProfileType? Find(ProfilePlatform platform, ProfileKind kind) =>
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
    public static IReadOnlyList<ProfilePlatform> PlatformsOf(JsonObject profile, JsonArray? apps = null)
    {
        var types = profile["@odata.type"].Text() is { } name ? Of(name) : [];
        return types.Count == 0 ? [] : types[0].Kind switch
        {
            ProfileKind.OutlookDevices => profile["profileApplicability"].Text() switch
            {
                "androidDeviceOwner" => [DeviceOwner],
                "androidWorkProfile" => [WorkProfile],
                _ => [.. types.Select(type => type.Platform)],
            },
            ProfileKind.OutlookApps => OutlookProfile.PlatformsOf(profile, apps),
            _ => [.. types.Select(type => type.Platform)],
        };
    }

    /// <summary>
    /// The address of the collection a kind lies in, relative to the service's version, without a leading slash.
    /// </summary>
    public static string CollectionOf(ProfileKind kind) => kind switch
    {
        ProfileKind.OutlookDevices => "deviceAppManagement/mobileAppConfigurations",
        ProfileKind.OutlookApps => "deviceAppManagement/targetedManagedAppConfigurations",
        _ => "deviceManagement/deviceConfigurations",
    };

    /// <summary>
    /// The type of a collection's items that name none: the service leaves a type out that is the collection's declared one. Null
    /// for collections whose declared type is abstract.
    /// </summary>
    public static string? DeclaredTypeOf(string collection) =>
        collection == CollectionOf(ProfileKind.OutlookApps) ? "targetedManagedAppConfiguration" : null;

    /// <summary>The platform as administrators call it.</summary>
    public static string Name(ProfilePlatform platform) => platform switch
    {
        Windows => "Windows",
        IOS => "iOS/iPadOS",
        MacOS => "macOS",
        DeviceOwner => "Android Enterprise (device owner)",
        WorkProfile => "Android Enterprise (work profile)",
        Administrator => "Android device administrator",
        Aosp => "Android (AOSP)",
        _ => throw new ArgumentOutOfRangeException(nameof(platform)),
    };

    /// <summary>The kind as administrators call it.</summary>
    public static string Name(ProfileKind kind) => kind switch
    {
        ProfileKind.TrustedRoot => "trusted certificate profile",
        ProfileKind.Pkcs => "PKCS certificate profile",
        ProfileKind.ImportedPfx => "PKCS imported certificate profile",
        ProfileKind.Email => "e-mail profile",
        ProfileKind.OutlookDevices => "Outlook configuration for managed devices",
        ProfileKind.OutlookApps => "Outlook configuration for managed apps",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>A type's name without #microsoft.graph. before it.</summary>
    public static string WithoutPrefix(string odataType) =>
        odataType.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? odataType.Substring(Prefix.Length) : odataType;

    private static ProfileType Type(ProfilePlatform platform, ProfileKind kind, string name, params string[] fixedMembers) =>
        new() { Platform = platform, Kind = kind, ODataType = name, FixedMembers = fixedMembers };

    private static ProfileType Legacy(ProfilePlatform platform, ProfileKind kind, string name) =>
        new() { Platform = platform, Kind = kind, ODataType = name, IsLegacy = true };
}
