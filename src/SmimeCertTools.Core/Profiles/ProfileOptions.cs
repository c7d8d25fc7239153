using System;
using System.Collections.Generic;
using System.Linq;
using static SmimeCertTools.Types.SmimePlatform;
using static SmimeCertTools.Types.SmimeProfileKind;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// Which platforms carry the options that not all do. A call for several platforms asks here which of them an option is meant
/// for: one that belongs to a platform by nature (a Mac's channel) is given to that platform only, and to none it is an error.
/// </summary>
public static class ProfileOptions
{
    // For each kind: options, what to do on a platform without them, and the platforms that have them.
    private static readonly Dictionary<(SmimeProfileKind Kind, string Option), Carriers> Table = new[]
    {
        On([TrustedRoot], ["IntermediatesInUserStore"], "Only Windows has stores to choose from.", Windows),
        On([TrustedRoot, ImportedPfx, Pkcs], ["DeploymentChannel"], "Only Macs have channels.", MacOS),
        On([ImportedPfx, Pkcs], ["KeyStorageProvider"], "Only Windows has key storage providers.", Windows),
        On([ImportedPfx, Pkcs], ["CertificateAccess", "AppPackage"], "Only Android device owners give apps access.",
            AndroidDeviceOwner),
        On([Pkcs], ["AllowAllAppsAccess"], "Only Macs have it.", MacOS),
        On([Pkcs], ["CertificateStore"], "Its certificates are the user's: leave it out.",
            Windows, IOS, MacOS, AndroidDeviceOwner, AndroidWorkProfile, AospDeviceOwner),
        On([Pkcs], ["SubjectName"], "Use one of the subject name formats.",
            Windows, IOS, MacOS, AndroidDeviceOwner, AndroidWorkProfile, AospDeviceOwner),
        On([Pkcs], ["ExtendedKeyUsage"], "The CA's template decides; set it there and leave it out.",
            Windows, AndroidDeviceOwner, AndroidWorkProfile, AndroidDeviceAdministrator, AospDeviceOwner),
        On([Pkcs], ["RootCertificate"], "Assign the trusted certificate profile to the same groups instead.",
            AndroidDeviceOwner, AndroidWorkProfile, AndroidDeviceAdministrator, AospDeviceOwner),
        On([Email], ["EncryptionCertificate"], "Its mail client takes a signing certificate only: configure Outlook to encrypt.",
            IOS),
        On([Email],
            ["SigningUserChange", "SigningCertificateUserChange", "EncryptByDefault", "EncryptByDefaultUserChange",
                "EncryptionCertificateUserChange", "PerMessageSwitch", "UseOAuth", "BlockMovingMessages",
                "BlockSendingFromOtherApps", "BlockSyncingRecentAddresses"],
            "Only iOS and iPadOS have it.", IOS),
        On([OutlookDevices], ["CertificatesFromIntune"], OutlookDelivery.IosSteps, [.. OutlookDelivery.Platforms]),
        On([OutlookDevices], ["AllProfileTypes"], "Only Android Enterprise has profile types.",
            AndroidDeviceOwner, AndroidWorkProfile),
        On([OutlookDevices], ["AppPermission"], "Only Android apps take permissions from management.",
            AndroidDeviceOwner, AndroidWorkProfile),
        On([OutlookApps], ["AllProfileTypes"], "A managed app's configuration serves all of them."),
        On([OutlookApps], ["CertificatesFromIntune"], "Outlook takes it from configurations for managed devices only."),
        On([OutlookApps], ["AppPermission"], "Only managed Android devices have it."),
        On([OutlookApps], ["AppId"], "A managed app is named by its package, which needs no id."),
    }.SelectMany(row => row).ToDictionary(row => row.Key, row => row.Value);

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

    private static IEnumerable<((SmimeProfileKind Kind, string Option) Key, Carriers Value)> On(
        SmimeProfileKind[] kinds, string[] options, string advice, params SmimePlatform[] platforms) =>
        kinds.SelectMany(kind => options.Select(option => ((kind, option), new Carriers(advice, platforms))));

    private sealed record Carriers(string Advice, IReadOnlyList<SmimePlatform> Platforms);
}
