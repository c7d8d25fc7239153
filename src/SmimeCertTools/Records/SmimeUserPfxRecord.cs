using System;
using System.Globalization;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Records;

/// <summary>
/// A PFX and its protected password, ready to be uploaded: what New-SmimeUserPfx makes and Import-SmimeUserPfx takes. Its
/// properties are the members of Graph's userPFXCertificate. They are text and enumerations only, so that ConvertTo-Json and
/// ConvertFrom-Json of either PowerShell edition bring the same record back.
/// </summary>
public sealed class SmimeUserPfxRecord
{
    internal SmimeUserPfxRecord(UserPfxRecord record)
    {
        UserPrincipalName = record.UserPrincipalName;
        Thumbprint = record.Thumbprint;
        IntendedPurpose = record.IntendedPurpose;
        StartDateTime = Text(record.StartDateTime);
        ExpirationDateTime = Text(record.ExpirationDateTime);
        ProviderName = record.ProviderName;
        KeyName = record.KeyName;
        PaddingScheme = record.PaddingScheme;
        EncryptedPfxBlob = Convert.ToBase64String(record.EncryptedPfxBlob ?? []);
        EncryptedPfxPassword = record.EncryptedPfxPassword ?? string.Empty;
    }

    /// <summary>The user the certificate is for.</summary>
    public string UserPrincipalName { get; }

    /// <summary>SHA-1 thumbprint, 40 upper-case hexadecimal digits.</summary>
    public string Thumbprint { get; }

    /// <summary>The purpose that profiles match on.</summary>
    public UserPfxPurpose IntendedPurpose { get; }

    /// <summary>First moment of the certificate's validity: ISO 8601, UTC.</summary>
    public string StartDateTime { get; }

    /// <summary>Last moment of the certificate's validity: ISO 8601, UTC.</summary>
    public string ExpirationDateTime { get; }

    /// <summary>The key storage provider on the connectors that holds the private key.</summary>
    public string ProviderName { get; }

    /// <summary>The name of the private key in that provider.</summary>
    public string KeyName { get; }

    /// <summary>The padding of <see cref="EncryptedPfxPassword"/>.</summary>
    public UserPfxPaddingScheme PaddingScheme { get; }

    /// <summary>The PFX in base64.</summary>
    public string EncryptedPfxBlob { get; }

    /// <summary>The PFX's password, encrypted for the connector's key, in base64.</summary>
    public string EncryptedPfxPassword { get; }

    private static string Text(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
