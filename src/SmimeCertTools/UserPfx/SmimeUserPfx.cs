using System;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// A user's imported certificate as Intune keeps it. The PFX and its password cannot be read back. Times are local, as those
/// of X.509 certificates in PowerShell.
/// </summary>
public sealed class SmimeUserPfx
{
    internal SmimeUserPfx(UserPfxRecord record)
    {
        Id = record.Id;
        UserPrincipalName = record.UserPrincipalName;
        Thumbprint = record.Thumbprint;
        IntendedPurpose = record.IntendedPurpose;
        StartDateTime = record.StartDateTime.LocalDateTime;
        ExpirationDateTime = record.ExpirationDateTime.LocalDateTime;
        ProviderName = record.ProviderName;
        KeyName = record.KeyName;
        PaddingScheme = record.PaddingScheme;
        CreatedDateTime = record.CreatedDateTime?.LocalDateTime;
        LastModifiedDateTime = record.LastModifiedDateTime?.LocalDateTime;
    }

    /// <summary>The record's id in Intune.</summary>
    public string? Id { get; }

    /// <summary>The user the certificate is delivered to.</summary>
    public string UserPrincipalName { get; }

    /// <summary>SHA-1 thumbprint, usually 40 hexadecimal digits: the service keeps what it was given.</summary>
    public string Thumbprint { get; }

    /// <summary>The purpose that profiles match on.</summary>
    public UserPfxPurpose IntendedPurpose { get; }

    /// <summary>First moment of the certificate's validity.</summary>
    public DateTime StartDateTime { get; }

    /// <summary>Last moment of the certificate's validity.</summary>
    public DateTime ExpirationDateTime { get; }

    /// <summary>The key storage provider on the connectors that holds the private key.</summary>
    public string ProviderName { get; }

    /// <summary>The name of the private key in that provider.</summary>
    public string KeyName { get; }

    /// <summary>The padding of the protected password.</summary>
    public UserPfxPaddingScheme PaddingScheme { get; }

    /// <summary>When the record was imported; null when the service does not say.</summary>
    public DateTime? CreatedDateTime { get; }

    /// <summary>When the record was last changed; null when the service does not say.</summary>
    public DateTime? LastModifiedDateTime { get; }
}
