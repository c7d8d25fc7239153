using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>
/// What a device's mail clients make of its certificates. Profiles turn S/MIME on in the native client of iOS and in Outlook on
/// iOS and Android; in all others the users do.
/// </summary>
internal sealed class MailClientSimulator(IDeviceTenant state, DeviceProfiles profiles, IReadOnlyList<DeliveredRecord> records,
    IReadOnlyList<IssuedCertificate> issued)
{
    private readonly ManagedDevice _device = profiles.Device;

    private bool HasCertificates => issued.Count > 0 || records.Any(record => record.IsDelivered);

    public IEnumerable<MailClient> Clients() => _device.Platform switch
    {
        DevicePlatform.Ios => [IosMail(), Outlook("Outlook for iOS")],
        DevicePlatform.AndroidDeviceOwner or DevicePlatform.AndroidWorkProfile => [Outlook("Outlook for Android")],
        DevicePlatform.AndroidDeviceAdministrator => [ByHand("Native mail"), Outlook("Outlook for Android")],
        DevicePlatform.MacOS => [ByHand("Apple Mail"), ByHand("Outlook for Mac")],
        DevicePlatform.Windows => [ByHand("Outlook for Windows")],
        _ => [],
    };

    private MailClient IosMail()
    {
        const string name = "Mail on iOS";
        if (profiles.Of(ProfileRole.Email).FirstOrDefault() is not { } email)
        {
            return ByHand(name) with { Detail = "No e-mail profile reaches the device." };
        }

        var profile = $"The e-mail profile {email.DisplayName}";
        var signing = Bound(email, "signingCertificateType", "smimeSigningCertificate");
        var encryption = Bound(email, "encryptionCertificateType", "smimeEncryptionCertificate");
        if (signing.Count == 0 && encryption.Count == 0)
        {
            return ByHand(name) with { Detail = $"{profile} names no certificate that this device has." };
        }

        if (email.Values["requireSmime"]?.GetValue<bool>() == false)
        {
            return ByHand(name) with { Detail = $"{profile} does not turn S/MIME on." };
        }

        var uses = encryption.Count == 0 ? "signing" : signing.Count == 0 ? "encryption" : "signing and encryption";
        return new MailClient(name, SmimeActivation.Automatic, $"{profile} turns S/MIME on for {uses}.")
        {
            SigningThumbprint = signing.FirstOrDefault(),
            EncryptionThumbprints = encryption,
        };
    }

    // The certificates that came through the profile which the e-mail profile names.
    private IReadOnlyList<string> Bound(IntuneEntity email, string kindMember, string navigation) =>
        email.Text(kindMember) == "certificate" && email.Bindings.TryGetValue(navigation, out var id)
            ? [.. records.Where(record => record.IsDelivered && record.ProfileIds.Contains(id))
                    .Select(record => record.Thumbprint),
                .. issued.Where(item => item.ProfileId == id).Select(item => item.Certificate.Thumbprint)]
            : [];

    // Outlook takes the certificates that name the user's primary address. On Android it finds those on the device; on iOS it
    // sees only what Company Portal hands it, after settings that no public source shows on the wire.
    private MailClient Outlook(string name)
    {
        var fitting = records.Where(record => record.IsDelivered && NamesUser(record.Certificate!)).ToList();
        var signing = fitting.Where(record => record.IntendedPurpose == "smimeSigning").Select(record => record.Thumbprint)
            .Concat(issued.Where(item => NamesUser(item.Certificate)).Select(item => item.Certificate.Thumbprint)).ToList();
        var encryption = fitting.Where(record => record.IntendedPurpose == "smimeEncryption")
            .Select(record => record.Thumbprint).ToList();
        if (signing.Count == 0 && encryption.Count == 0)
        {
            return new MailClient(name, SmimeActivation.Impossible, HasCertificates
                ? $"No certificate on the device names {_device.User.Mail}." : "There is no certificate on the device.");
        }

        var configuration = new OutlookConfiguration(state, profiles).Find();
        var isOn = configuration is null ? null : $"The app configuration {configuration.DisplayName} turns S/MIME on.";
        var (activation, detail) = OutlookApp.DeliveryBySteps(_device.Platform) is { } steps
            ? (SmimeActivation.ByHand, $"{isOn ?? "No app configuration turns S/MIME on."} {steps}")
            : isOn is not null
            ? (SmimeActivation.Automatic, isOn)
            : (SmimeActivation.ByHand,
                "No app configuration turns S/MIME on: the user does, and Outlook finds the certificates.");
        return new MailClient(name, activation, detail)
        {
            SigningThumbprint = signing.FirstOrDefault(),
            EncryptionThumbprints = encryption,
        };
    }

    private MailClient ByHand(string name) => HasCertificates
        ? new(name, SmimeActivation.ByHand, "The user turns S/MIME on and chooses the certificates.")
        : new(name, SmimeActivation.Impossible, "There is no certificate on the device.");

    private bool NamesUser(X509Certificate2 certificate) => _device.User.Mail.Equals(
        certificate.GetNameInfo(X509NameType.EmailName, forIssuer: false), StringComparison.OrdinalIgnoreCase);
}
