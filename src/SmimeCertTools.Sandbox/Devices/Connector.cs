using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>Opens records with the connector's private keys and the platform's own PFX reader.</summary>
internal sealed class Connector(IReadOnlyList<ConnectorKeyPair> keys)
{
    private const int IterationLimit = 20_000_000;

    // The reader's own defaults would refuse files of 600,000 iterations and more, which devices open.
    private static readonly Pkcs12LoaderLimits Limits = new()
    {
        MacIterationLimit = IterationLimit,
        IndividualKdfIterationLimit = IterationLimit,
        TotalKdfIterationLimit = IterationLimit,
    };

    // macOS has no ephemeral keys.
    private static readonly X509KeyStorageFlags KeyStorage =
        X509KeyStorageFlags.Exportable | (OperatingSystem.IsMacOS() ? 0 : X509KeyStorageFlags.EphemeralKeySet);

    public static DeliveredRecord Result(StoredUserPfx record, DeliveryStatus status, string detail) =>
        new(record.Id, record.Thumbprint.ToUpperInvariant(), record.IntendedPurpose, status, detail);

    public DeliveredRecord Open(StoredUserPfx record)
    {
        var key = keys.FirstOrDefault(candidate =>
            candidate.ProviderName == record.ProviderName && candidate.KeyName == record.KeyName);
        if (key is null)
        {
            return Result(record, DeliveryStatus.KeyUnknown,
                $"No connector key {record.KeyName} in the provider {record.ProviderName} is known to the sandbox.");
        }

        byte[] password;
        try
        {
            password = key.Decrypt(Convert.FromBase64String(record.EncryptedPfxPassword), Padding(record.PaddingScheme));
        }
        catch (CryptographicException)
        {
            return Result(record, DeliveryStatus.PasswordNotDecrypted,
                $"The password was not encrypted for the key {record.KeyName} with {record.PaddingScheme}.");
        }

        return Ascii.IsValid(password)
            ? Read(record, Encoding.ASCII.GetString(password))
            : Result(record, DeliveryStatus.PasswordNotAscii, "The password decrypts, but has characters outside ASCII.");
    }

    private static DeliveredRecord Read(StoredUserPfx record, string password)
    {
        X509Certificate2Collection content;
        try
        {
            content = X509CertificateLoader.LoadPkcs12Collection(record.EncryptedPfxBlob, password, KeyStorage, Limits);
        }
        catch (CryptographicException exception)
        {
            return Result(record, DeliveryStatus.PfxNotOpened,
                $"The decrypted password does not open the PFX: {exception.Message}");
        }

        var withKey = content.Where(certificate => certificate.HasPrivateKey).ToList();
        var match = withKey.FirstOrDefault(certificate =>
            certificate.Thumbprint.Equals(record.Thumbprint, StringComparison.OrdinalIgnoreCase));
        var others = content.Where(certificate => !ReferenceEquals(certificate, match)).ToList();
        var chain = others.ConvertAll(certificate => certificate.Subject);
        others.ForEach(certificate => certificate.Dispose());
        if (match is not null)
        {
            var delivered = Result(record, DeliveryStatus.Delivered, "The device has the certificate and its private key.");
            return delivered with { Certificate = match, Chain = chain };
        }

        return withKey.Count == 0
            ? Result(record, DeliveryStatus.NoPrivateKey, "The PFX opens, but holds no certificate with a private key.")
            : Result(record, DeliveryStatus.ThumbprintDiffers,
            "The PFX opens, but its certificate is not the one the record names.");
    }

    private static RSAEncryptionPadding Padding(string scheme) => scheme switch
    {
        "oaepSha256" => RSAEncryptionPadding.OaepSHA256,
        "oaepSha384" => RSAEncryptionPadding.OaepSHA384,
        "oaepSha1" => RSAEncryptionPadding.OaepSHA1,
        "pkcs1" => RSAEncryptionPadding.Pkcs1,
        _ => RSAEncryptionPadding.OaepSHA512, // also "none", the provider's default
    };
}
