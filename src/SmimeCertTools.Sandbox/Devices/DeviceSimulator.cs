using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>
/// The service's choice of records, the certificate connector and a user's device. Of a user's signing records the one with the
/// most
/// recent start date is delivered, of the encryption records all.
/// </summary>
public sealed class DeviceSimulator
{
    private readonly SandboxState _state;
    private readonly Connector _connector;

    internal DeviceSimulator(SandboxState state, IReadOnlyList<ConnectorKeyPair> keys)
    {
        _state = state;
        _connector = new Connector(keys);
    }

    /// <summary>Delivers a user's records to a device. The caller disposes the result.</summary>
    public DeviceDelivery Deliver(string userPrincipalName)
    {
        var records = _state.UserPfxCertificates.ForUser(userPrincipalName)
            .OrderByDescending(record => record.StartDateTime).ThenByDescending(record => record.CreatedDateTime).ToList();
        var signing = records.FirstOrDefault(record => record.IntendedPurpose == "smimeSigning");
        return new DeviceDelivery(userPrincipalName, [.. records.Select(record => Deliver(record, signing))]);
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

    private DeliveredRecord Deliver(StoredUserPfx record, StoredUserPfx? newestSigning) => record.IntendedPurpose switch
    {
        "smimeEncryption" => _connector.Open(record),
        "smimeSigning" when record == newestSigning => _connector.Open(record),
        "smimeSigning" => Connector.Result(record, DeliveryStatus.NewerSigningRecord,
            $"The signing certificate {newestSigning!.Thumbprint} has a more recent start date."),
        _ => Connector.Result(record, DeliveryStatus.NotSmimePurpose,
            $"No S/MIME profile matches records with the purpose {record.IntendedPurpose}."),
    };
}
