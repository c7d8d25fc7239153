using SmimeCertTools.Types;

namespace SmimeCertTools.UserPfx;

/// <summary>What Remove-SmimeUserPfx -PassThru did with one record.</summary>
public sealed class SmimeRemoveResult
{
    internal SmimeRemoveResult()
    {
    }

    /// <summary>What became of it.</summary>
    public SmimeRemoveStatus Status { get; internal set; }

    /// <summary>The user the record is for.</summary>
    public string? UserPrincipalName { get; internal set; }

    /// <summary>SHA-1 thumbprint of the certificate.</summary>
    public string? Thumbprint { get; internal set; }

    /// <summary>The record's purpose; null when no record was found.</summary>
    public UserPfxPurpose? IntendedPurpose { get; internal set; }

    /// <summary>The record's id in Intune; null when no record was found.</summary>
    public string? RecordId { get; internal set; }

    /// <summary>The certificate's serial number, to revoke it at the CA; null when it is not known.</summary>
    public string? SerialNumber { get; internal set; }

    /// <summary>The certificate's issuer; null when it is not known.</summary>
    public string? Issuer { get; internal set; }

    /// <summary>The identifier of the error; null unless Status is Failed or NotAttempted.</summary>
    public string? ErrorId { get; internal set; }

    /// <summary>What went wrong; null unless Status is Failed or NotAttempted.</summary>
    public string? Error { get; internal set; }
}
