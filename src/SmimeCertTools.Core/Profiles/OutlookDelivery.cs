using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// How Outlook on managed devices is told to take the certificates that Intune delivers: the one table of it. A platform without
/// a row is set up by hand in the admin center; with one the option CertificatesFromIntune exists there, and the steps are not
/// asked for any more.
/// </summary>
/// <remarks>
/// Outlook on iOS and iPadOS does not reach the device's keychain: it takes certificates from that of Microsoft's publisher
/// alone, which Company Portal fills when the app configuration asks for certificates from Intune ("Deploy S/MIME certificates
/// from Intune", a signing type, an encryption type, a notification). By which keys and values that travels is in no public
/// source; a row for each of them belongs here when it is known.
/// </remarks>
internal static class OutlookDelivery
{
    /// <summary>What to do on iOS and iPadOS as long as no row says it.</summary>
    public const string IosSteps =
        "In the Intune admin center open Apps, Configuration, the app configuration of Outlook for managed devices, Settings, "
        + "S/MIME; set 'Deploy S/MIME certificates from Intune' to yes, choose the signing and the encryption certificate type "
        + "(PKCS imported for imported certificates) and how users are notified (Company Portal or e-mail). Each user then opens "
        + "Company Portal, which hands Outlook the certificates.";

    private static readonly OutlookDeliveryRow[] Rows =
    [
        new(SmimePlatform.AndroidDeviceOwner, ".CertsFromIntune", true),
        new(SmimePlatform.AndroidWorkProfile, ".CertsFromIntune", true),
    ];

    /// <summary>The platforms whose key is known.</summary>
    public static IReadOnlyList<SmimePlatform> Platforms => [.. Rows.Select(row => row.Platform).Distinct()];

    /// <summary>The rows of a platform; empty where it is done by hand.</summary>
    public static IReadOnlyList<OutlookDeliveryRow> Of(SmimePlatform platform) =>
        [.. Rows.Where(row => row.Platform == platform)];

    /// <summary>What stays to be done by hand for an Outlook configuration; null for nothing.</summary>
    /// <param name="kind">For managed devices or managed apps.</param>
    /// <param name="platform">The platform.</param>
    public static string? LeftToDo(SmimeProfileKind kind, SmimePlatform platform)
    {
        if (platform != SmimePlatform.IOS || Of(platform).Count > 0)
        {
            return null;
        }

        var forApps = kind == SmimeProfileKind.OutlookApps
            ? "The setting is known of configurations for managed devices: Outlook takes one of those as well. "
            : string.Empty;
        return "Outlook on iOS and iPadOS cannot read the device's keychain: this configuration turns S/MIME on, and Outlook has "
            + $"no certificates yet. {forApps}{IosSteps}";
    }
}

/// <summary>One key.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Suffix">What follows the common prefix of Outlook's S/MIME keys.</param>
/// <param name="Value">A Boolean or a text; of a Boolean the administrator may want the opposite.</param>
internal sealed record OutlookDeliveryRow(SmimePlatform Platform, string Suffix, object Value);
