using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// Which platforms carry the options that not all do. A call for several platforms asks here which of them an option is meant
/// for: one that belongs to a platform by nature (a Mac's channel) is given to that platform only, and to none it is an error.
/// </summary>
public static class ProfileOptions
{
    private const SmimePlatform Windows = SmimePlatform.Windows;
    private const SmimePlatform IOS = SmimePlatform.IOS;
    private const SmimePlatform MacOS = SmimePlatform.MacOS;
    private const SmimePlatform DeviceOwner = SmimePlatform.AndroidDeviceOwner;
    private const SmimePlatform WorkProfile = SmimePlatform.AndroidWorkProfile;
    private const SmimePlatform Administrator = SmimePlatform.AndroidDeviceAdministrator;
    private const SmimePlatform Aosp = SmimePlatform.AospDeviceOwner;

    private static readonly Dictionary<(SmimeProfileKind Kind, string Option), Carriers> Table = new()
    {
        [(SmimeProfileKind.TrustedRoot, "IntermediatesInUserStore")] = On("Only Windows has stores to choose from.", Windows),
        [(SmimeProfileKind.TrustedRoot, "DeploymentChannel")] = On("Only Macs have channels.", MacOS),
        [(SmimeProfileKind.ImportedPfx, "KeyStorageProvider")] = On("Only Windows has key storage providers.", Windows),
        [(SmimeProfileKind.ImportedPfx, "DeploymentChannel")] = On("Only Macs have channels.", MacOS),
        [(SmimeProfileKind.ImportedPfx, "CertificateAccess")] = On("Only Android device owners give apps access.", DeviceOwner),
        [(SmimeProfileKind.ImportedPfx, "AppPackage")] = On("Only Android device owners give apps access.", DeviceOwner),
        [(SmimeProfileKind.Pkcs, "KeyStorageProvider")] = On("Only Windows has key storage providers.", Windows),
        [(SmimeProfileKind.Pkcs, "DeploymentChannel")] = On("Only Macs have channels.", MacOS),
        [(SmimeProfileKind.Pkcs, "AllowAllAppsAccess")] = On("Only Macs have it.", MacOS),
        [(SmimeProfileKind.Pkcs, "CertificateAccess")] = On("Only Android device owners give apps access.", DeviceOwner),
        [(SmimeProfileKind.Pkcs, "AppPackage")] = On("Only Android device owners give apps access.", DeviceOwner),
        [(SmimeProfileKind.Pkcs, "CertificateStore")] = On("Its certificates are the user's: leave it out.",
            Windows, IOS, MacOS, DeviceOwner, WorkProfile, Aosp),
        [(SmimeProfileKind.Pkcs, "SubjectName")] = On("Use one of the subject name formats.",
            Windows, IOS, MacOS, DeviceOwner, WorkProfile, Aosp),
        [(SmimeProfileKind.Pkcs, "ExtendedKeyUsage")] = On("The CA's template decides; set it there and leave it out.",
            Windows, DeviceOwner, WorkProfile, Administrator, Aosp),
        [(SmimeProfileKind.Pkcs, "RootCertificate")] = On("Assign the trusted certificate profile to the same groups instead.",
            DeviceOwner, WorkProfile, Administrator, Aosp),
        [(SmimeProfileKind.Email, "EncryptionCertificate")] =
            On("Its mail client takes a signing certificate only: configure Outlook to encrypt.", IOS),
        [(SmimeProfileKind.Email, "SigningUserChange")] = On("Only iOS and iPadOS have it.", IOS),
        [(SmimeProfileKind.Email, "SigningCertificateUserChange")] = On("Only iOS and iPadOS have it.", IOS),
        [(SmimeProfileKind.Email, "EncryptByDefault")] = On("Only iOS and iPadOS have it.", IOS),
        [(SmimeProfileKind.Email, "EncryptByDefaultUserChange")] = On("Only iOS and iPadOS have it.", IOS),
        [(SmimeProfileKind.Email, "EncryptionCertificateUserChange")] = On("Only iOS and iPadOS have it.", IOS),
        [(SmimeProfileKind.Email, "PerMessageSwitch")] = On("Only iOS and iPadOS have it.", IOS),
        [(SmimeProfileKind.Email, "UseOAuth")] = On("Only iOS and iPadOS have it.", IOS),
        [(SmimeProfileKind.Email, "BlockMovingMessages")] = On("Only iOS and iPadOS have it.", IOS),
        [(SmimeProfileKind.Email, "BlockSendingFromOtherApps")] = On("Only iOS and iPadOS have it.", IOS),
        [(SmimeProfileKind.Email, "BlockSyncingRecentAddresses")] = On("Only iOS and iPadOS have it.", IOS),
        [(SmimeProfileKind.OutlookDevices, "CertificatesFromIntune")] =
            On(OutlookDelivery.IosSteps, [.. OutlookDelivery.Platforms]),
        [(SmimeProfileKind.OutlookDevices, "AllProfileTypes")] =
            On("Only Android Enterprise has profile types.", DeviceOwner, WorkProfile),
        [(SmimeProfileKind.OutlookApps, "AllProfileTypes")] = On("A managed app's configuration serves all of them."),
        [(SmimeProfileKind.OutlookDevices, "AppPermission")] =
            On("Only Android apps take permissions from management.", DeviceOwner, WorkProfile),
        [(SmimeProfileKind.OutlookApps, "CertificatesFromIntune")] =
            On("Outlook takes it from configurations for managed devices only."),
        [(SmimeProfileKind.OutlookApps, "AppPermission")] = On("Only managed Android devices have it."),
        [(SmimeProfileKind.OutlookApps, "AppId")] = On("A managed app is named by its package, which needs no id."),
    };

    /// <summary>Whether the profile of a kind and platform has an option.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="option">The name of the property of the settings, such as KeyStorageProvider.</param>
    /// <returns>True also for options that all platforms have; false where the platform has no profile of the kind.</returns>
    public static bool Carries(SmimeProfileKind kind, SmimePlatform platform, string option) =>
        ProfileTypes.Find(platform, kind) is not null
        && (!Table.TryGetValue((kind, option), out var carriers) || carriers.Platforms.Contains(platform));

    /// <summary>The platforms that have an option, among those that have profiles of the kind.</summary>
    public static IReadOnlyList<SmimePlatform> PlatformsWith(SmimeProfileKind kind, string option) =>
        [.. ProfileTypes.All.Where(type => type.Kind == kind && !type.IsLegacy && Carries(kind, type.Platform, option))
            .Select(type => type.Platform)];

    /// <summary>Refuses a platform without profiles of a kind, before anything is looked up for them.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="platform">The platform.</param>
    /// <exception cref="ProfileException">It has none; the message says what to use instead.</exception>
    public static void RequirePlatform(SmimeProfileKind kind, SmimePlatform platform) => ProfileTypes.Get(platform, kind);

    /// <summary>Refuses an option that the platform does not have, before anything is looked up for its value.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="option">The name of the property of the settings.</param>
    /// <exception cref="ProfileException">The platform has no profile of the kind, or the profile not the option.</exception>
    public static void Require(SmimeProfileKind kind, SmimePlatform platform, string option) =>
        Refuse(ProfileTypes.Get(platform, kind), option, isGiven: true);

    /// <summary>Refuses an option that was given a value and that the platform does not have.</summary>
    /// <exception cref="ProfileException">It was, and has not.</exception>
    internal static void Refuse(ProfileType type, string option, bool isGiven)
    {
        if (isGiven && !Carries(type.Kind, type.Platform, option))
        {
            throw ProfileErrors.NotCarried(type.Platform, type.Kind, option, Table[(type.Kind, option)].Advice);
        }
    }

    /// <summary>The name of an enumeration's member as it travels: its own with a small first letter.</summary>
    /// <exception cref="ProfileException">It is no member.</exception>
    internal static string Wire<T>(T value, string option)
        where T : struct, Enum
    {
        var name = value.ToString();
        return Enum.IsDefined(typeof(T), value)
            ? char.ToLowerInvariant(name[0]) + name.Substring(1)
            : throw ProfileErrors.Invalid(option, $"{option} has no value {name}. Use one of "
                + $"{string.Join(", ", Enum.GetNames(typeof(T)))}.");
    }

    private static Carriers On(string advice, params SmimePlatform[] platforms) => new(advice, platforms);

    private sealed record Carriers(string Advice, IReadOnlyList<SmimePlatform> Platforms);
}
