using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>What a user's device gets, and what it does not get and why. Dispose it to free the keys.</summary>
public sealed class DeviceDelivery : IDisposable
{
    internal DeviceDelivery(string userPrincipalName, IReadOnlyList<DeliveredRecord> records)
    {
        UserPrincipalName = userPrincipalName;
        Records = records;
    }

    /// <summary>The user.</summary>
    public string UserPrincipalName { get; }

    /// <summary>Every record of the user, the most recent start date first.</summary>
    public IReadOnlyList<DeliveredRecord> Records { get; }

    /// <summary>The device; null where it is the user that was asked for.</summary>
    public ManagedDevice? Device { get; init; }

    /// <summary>The roots and intermediates that profiles put onto the device.</summary>
    public IReadOnlyList<TrustedCertificate> TrustedCertificates { get; init; } = [];

    /// <summary>The certificates issued for this device only.</summary>
    public IReadOnlyList<IssuedCertificate> IssuedCertificates { get; init; } = [];

    /// <summary>The device's mail clients that know S/MIME.</summary>
    public IReadOnlyList<MailClient> MailClients { get; init; } = [];

    /// <summary>The delivered certificates with their private keys.</summary>
    public X509Certificate2Collection Certificates =>
        [.. Records.Where(record => record.IsDelivered).Select(record => record.Certificate!)];

    /// <summary>Frees certificates and keys.</summary>
    public void Dispose()
    {
        foreach (var certificate in Records.Select(item => item.Certificate)
            .Concat(TrustedCertificates.Select(item => item.Certificate))
            .Concat(IssuedCertificates.Select(item => item.Certificate)))
        {
            certificate?.Dispose();
        }
    }
}

/// <summary>One record on its way through connector and service to the device.</summary>
/// <param name="RecordId">The record's id.</param>
/// <param name="Thumbprint">The thumbprint in the record, as the device shows it.</param>
/// <param name="IntendedPurpose">The purpose tag in the record.</param>
/// <param name="Status">How far it came.</param>
/// <param name="Detail">The status in words.</param>
public sealed record DeliveredRecord(
    string RecordId, string Thumbprint, string IntendedPurpose, DeliveryStatus Status, string Detail)
{

    /// <summary>The certificate with its private key; null unless delivered.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The subjects of the other certificates in the PFX.</summary>
    public IReadOnlyList<string> Chain { get; init; } = [];

    /// <summary>The profiles that it comes through; none where the tenant has no profile at all.</summary>
    public IReadOnlyList<string> ProfileIds { get; init; } = [];

    /// <summary>Whether the device gets it.</summary>
    public bool IsDelivered => Status == DeliveryStatus.Delivered;
}

/// <summary>What becomes of a record.</summary>
public enum DeliveryStatus
{
    /// <summary>The device has the certificate and its key.</summary>
    Delivered,

    /// <summary>A signing record with a more recent start date is delivered instead.</summary>
    NewerSigningRecord,

    /// <summary>The purpose is not one of S/MIME.</summary>
    NotSmimePurpose,

    /// <summary>The tenant has profiles, and none of this purpose reaches the device.</summary>
    NoProfile,

    /// <summary>The tenant has profiles, and the user no device.</summary>
    NoDevice,

    /// <summary>The tenant's connectors are all inactive, or too old for imported PFX files.</summary>
    NoConnector,

    /// <summary>No connector has the key that the record names.</summary>
    KeyUnknown,

    /// <summary>The connector cannot decrypt the password with its key and the record's padding.</summary>
    PasswordNotDecrypted,

    /// <summary>The password decrypts but is not ASCII: what a connector makes of it is not known.</summary>
    PasswordNotAscii,

    /// <summary>The PFX does not open with the password.</summary>
    PfxNotOpened,

    /// <summary>The PFX opens and holds no private key.</summary>
    NoPrivateKey,

    /// <summary>The certificate in the PFX is not the one that the record names.</summary>
    ThumbprintDiffers,
}
