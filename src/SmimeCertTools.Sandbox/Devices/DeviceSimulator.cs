using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>
/// The service's choice of records, the certificate connector and a user's device. Of a user's signing records the one with the
/// most recent start date is delivered, of the encryption records all. As long as the tenant has no profile at all, each user has
/// one device that gets whatever is imported; then records reach devices through the profiles assigned to them.
/// </summary>
public sealed class DeviceSimulator
{
    private readonly IDeviceTenant _state;
    private readonly Connector _connector;
    private readonly PkcsIssuer _issuer;

    internal DeviceSimulator(IDeviceTenant state, IReadOnlyList<ConnectorKeyPair> connectorKeys, PkcsIssuer issuer)
    {
        _state = state;
        _connector = new Connector(connectorKeys);
        _issuer = issuer;
    }

    private bool HasProfiles => _state.Profiles.Count > 0;

    /// <summary>
    /// Delivers a user's records: with profiles in the tenant, to all of the user's devices; a record counts as delivered when
    /// one of them gets it. The caller disposes the result.
    /// </summary>
    public DeviceDelivery Deliver(string userPrincipalName)
    {
        if (!HasProfiles)
        {
            return new DeviceDelivery(userPrincipalName, DeliverRecords(userPrincipalName, profiles: null));
        }

        var devices = _state.Devices.All.Where(device => NameOf(device.User).Equals(
            userPrincipalName, StringComparison.OrdinalIgnoreCase)).ToList();
        if (devices.Count == 0)
        {
            return new DeviceDelivery(userPrincipalName, [.. Records(userPrincipalName).Select(record =>
                Connector.Result(record, DeliveryStatus.NoDevice, $"{userPrincipalName} has no device."))]);
        }

        var perDevice = devices.Select(device => DeliverRecords(userPrincipalName, new DeviceProfiles(_state, device))).ToList();
        var best = perDevice.SelectMany(records => records).GroupBy(record => record.RecordId, StringComparer.Ordinal)
            .Select(group => group.FirstOrDefault(record => record.IsDelivered) ?? group.First()).ToList();
        foreach (var record in perDevice.SelectMany(records => records).Where(record => !best.Contains(record)))
        {
            record.Certificate?.Dispose();
        }

        return new DeviceDelivery(userPrincipalName, best);
    }

    /// <summary>Delivers to one device what its profiles bring. The caller disposes the result.</summary>
    public DeviceDelivery Deliver(ManagedDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var profiles = new DeviceProfiles(_state, device);
        var records = DeliverRecords(NameOf(device.User), HasProfiles ? profiles : null);
        var issued = _state.Connectors is [] || _state.Connectors.Any(connector => connector.IsActive)
            ? profiles.Of(ProfileRole.Pkcs).Select(profile => _issuer.Issue(profile, device)).ToList() : [];
        return new DeviceDelivery(NameOf(device.User), records)
        {
            Device = device,
            TrustedCertificates = [.. profiles.Of(ProfileRole.TrustedRoot).Select(Trusted)],
            IssuedCertificates = issued,
            MailClients = [.. new MailClientSimulator(_state, profiles, records, issued).Clients()],
        };
    }

    /// <summary>Lets a user's device decrypt a message with the keys delivered to it.</summary>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="message">An S/MIME message (MIME, with base64 body), or the CMS EnvelopedData itself in DER or PEM.</param>
    /// <exception cref="MessageDecryptionException">No delivered key opens it, or it is no enveloped message.</exception>
    public DecryptedMessage DecryptMessage(string userPrincipalName, byte[] message)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var delivery = Deliver(userPrincipalName);
        return MailReader.Decrypt(userPrincipalName, delivery.Certificates, message);
    }

    /// <summary>Lets one device decrypt a message with the keys delivered to it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="message">As for a user's.</param>
    /// <exception cref="MessageDecryptionException">No delivered key opens it, or it is no enveloped message.</exception>
    public DecryptedMessage DecryptMessage(ManagedDevice device, byte[] message)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var delivery = Deliver(device);
        return MailReader.Decrypt(NameOf(device.User), delivery.Certificates, message);
    }

    private static TrustedCertificate Trusted(IntuneEntity profile) => new(profile.Id, profile.DisplayName,
        X509CertificateLoader.LoadCertificate(Convert.FromBase64String(profile.Text("trustedRootCertificate")!)));

    // A user may have been renamed since the device was enrolled, or deleted.
    private string NameOf(SandboxUser user) => (_state.Users.Find(user.Id.ToString()) ?? user).UserPrincipalName;

    // By the object id: a name may change, and may come to somebody else.
    private List<StoredUserPfx> Records(string userPrincipalName) =>
        [.. (_state.Users.Find(userPrincipalName) is { } user
            ? _state.UserPfxCertificates.ForUser(user.Id) : _state.UserPfxCertificates.ForUser(userPrincipalName))
            .OrderByDescending(record => record.StartDateTime).ThenByDescending(record => record.CreatedDateTime)];

    // Without profiles every record is delivered that can be.
    private IReadOnlyList<DeliveredRecord> DeliverRecords(string userPrincipalName, DeviceProfiles? profiles)
    {
        var records = Records(userPrincipalName);
        var signing = records.FirstOrDefault(record => record.IntendedPurpose == "smimeSigning");
        return [.. records.Select(record => Deliver(record, signing, profiles))];
    }

    private DeliveredRecord Deliver(StoredUserPfx record, StoredUserPfx? newestSigning, DeviceProfiles? profiles)
    {
        if (record.IntendedPurpose is not ("smimeEncryption" or "smimeSigning"))
        {
            return Connector.Result(record, DeliveryStatus.NotSmimePurpose,
                $"No S/MIME profile matches records with the purpose {record.IntendedPurpose}.");
        }

        var matching = profiles?.Importing(record.IntendedPurpose) ?? [];
        if (profiles is not null && matching.Count == 0)
        {
            return Connector.Result(record, DeliveryStatus.NoProfile,
                $"No imported-PFX profile with the purpose {record.IntendedPurpose} reaches {profiles.Device.Name}.");
        }

        if (record.IntendedPurpose == "smimeSigning" && record != newestSigning)
        {
            return Connector.Result(record, DeliveryStatus.NewerSigningRecord,
                $"The signing certificate {newestSigning!.Thumbprint} has a more recent start date.");
        }

        var result = _state.Connectors is [] || _state.Connectors.Any(connector => connector.ServesImportedPfx)
            ? _connector.Open(record)
            : Connector.Result(record, DeliveryStatus.NoConnector,
                "No active certificate connector is new enough to serve imported PFX files.");
        return result with { ProfileIds = [.. matching.Select(profile => profile.Id)] };
    }
}
