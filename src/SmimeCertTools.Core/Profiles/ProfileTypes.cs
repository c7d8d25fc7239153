using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using static SmimeCertTools.Types.SmimePlatform;
using static SmimeCertTools.Types.SmimeProfileKind;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// The one table of what Intune has: which type each kind of profile has on each platform, where it lies and what in it is fixed.
/// Types and members are those of the beta endpoint's metadata.
/// </summary>
internal static class ProfileTypes
{
    /// <summary>What stands before a type's name in @odata.type.</summary>
    public const string Prefix = "#microsoft.graph.";

    /// <summary>All types.</summary>
    public static IReadOnlyList<ProfileType> All { get; } =
    [
        new(Windows, TrustedRoot, "windows81TrustedRootCertificate"),
        new(IOS, TrustedRoot, "iosTrustedRootCertificate"),
        new(MacOS, TrustedRoot, "macOSTrustedRootCertificate", "deploymentChannel"),
        new(AndroidDeviceOwner, TrustedRoot, "androidDeviceOwnerTrustedRootCertificate"),
        new(AndroidWorkProfile, TrustedRoot, "androidWorkProfileTrustedRootCertificate"),
        new(AndroidDeviceAdministrator, TrustedRoot, "androidTrustedRootCertificate"),
        new(AospDeviceOwner, TrustedRoot, "aospDeviceOwnerTrustedRootCertificate"),
        new(Windows, Pkcs, "windows10PkcsCertificateProfile"),
        new(IOS, Pkcs, "iosPkcsCertificateProfile"),
        new(MacOS, Pkcs, "macOSPkcsCertificateProfile", "deploymentChannel"),
        new(AndroidDeviceOwner, Pkcs, "androidDeviceOwnerPkcsCertificateProfile"),
        new(AndroidWorkProfile, Pkcs, "androidWorkProfilePkcsCertificateProfile"),
        new(AndroidDeviceAdministrator, Pkcs, "androidPkcsCertificateProfile"),
        new(AospDeviceOwner, Pkcs, "aospDeviceOwnerPkcsCertificateProfile"),

        // windows10PFXImportCertificateProfile is another type and deprecated; a WorkProfile variant of the imported profile does
        // not exist, the one of Android for Work serves.
        new(Windows, ImportedPfx, "windows10ImportedPFXCertificateProfile", "intendedPurpose", "keyStorageProvider"),
        new(IOS, ImportedPfx, "iosImportedPFXCertificateProfile", "intendedPurpose"),
        new(MacOS, ImportedPfx, "macOSImportedPFXCertificateProfile", "intendedPurpose", "deploymentChannel"),
        new(AndroidDeviceOwner, ImportedPfx, "androidDeviceOwnerImportedPFXCertificateProfile", "intendedPurpose"),
        new(AndroidWorkProfile, ImportedPfx, "androidForWorkImportedPFXCertificateProfile", "intendedPurpose"),
        new(AndroidDeviceAdministrator, ImportedPfx, "androidImportedPFXCertificateProfile", "intendedPurpose"),
        new(IOS, Email, "iosEasEmailProfileConfiguration"),
        new(AndroidDeviceAdministrator, Email, "androidEasEmailProfileConfiguration"),
        new(IOS, OutlookDevices, "iosMobileAppConfiguration"),
        new(AndroidDeviceOwner, OutlookDevices, "androidManagedStoreAppConfiguration"),
        new(AndroidWorkProfile, OutlookDevices, "androidManagedStoreAppConfiguration"),
        new(IOS, OutlookApps, "targetedManagedAppConfiguration"),
        new(AndroidDeviceOwner, OutlookApps, "targetedManagedAppConfiguration"),
        new(AndroidWorkProfile, OutlookApps, "targetedManagedAppConfiguration"),
        new(AndroidDeviceAdministrator, OutlookApps, "targetedManagedAppConfiguration"),
        new(AndroidWorkProfile, TrustedRoot, "androidForWorkTrustedRootCertificate") { IsLegacy = true },
        new(AndroidWorkProfile, Pkcs, "androidForWorkPkcsCertificateProfile") { IsLegacy = true },
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
            OutlookDevices => profile.Text("profileApplicability") switch
            {
                "androidDeviceOwner" => [AndroidDeviceOwner],
                "androidWorkProfile" => [AndroidWorkProfile],
                _ => [.. types.Select(type => type.Platform)],
            },
            OutlookApps => OutlookProfile.PlatformsOf(profile, apps),
            _ => [.. types.Select(type => type.Platform)],
        };
    }

    /// <summary>
    /// The address of the collection a kind lies in, relative to the service's version, without a leading slash.
    /// </summary>
    public static string CollectionOf(SmimeProfileKind kind) => kind switch
    {
        OutlookDevices => "deviceAppManagement/mobileAppConfigurations",
        OutlookApps => "deviceAppManagement/targetedManagedAppConfigurations",
        _ => "deviceManagement/deviceConfigurations",
    };

    /// <summary>
    /// The type of a collection's items that name none: the service leaves a type out that is the collection's declared one. Null
    /// for collections whose declared type is abstract.
    /// </summary>
    public static string? DeclaredTypeOf(string collection) =>
        collection == CollectionOf(OutlookApps) ? "targetedManagedAppConfiguration" : null;

    /// <summary>A type's name without #microsoft.graph. before it.</summary>
    public static string WithoutPrefix(string odataType) =>
        odataType.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? odataType.Substring(Prefix.Length) : odataType;
}
