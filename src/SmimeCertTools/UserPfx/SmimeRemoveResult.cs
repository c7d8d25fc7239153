using SmimeCertTools.Core.Jobs;

namespace SmimeCertTools.UserPfx;

/// <summary>What Remove-SmimeUserPfx -PassThru did with one record.</summary>
public sealed class SmimeRemoveResult
{
    internal SmimeRemoveResult(RemovalResult result)
    {
        var entry = result.Entry;
        Status = (SmimeRemoveStatus)entry.Status;
        UserPrincipalName = entry.UserPrincipalName;
        Thumbprint = entry.Thumbprint;
        IntendedPurpose = entry.Purpose;
        RecordId = entry.RecordId;
        SerialNumber = result.SerialNumber;
        Issuer = result.Issuer;
        ErrorId = entry.ErrorId;
        Error = entry.Message;
    }

    /// <summary>What became of it.</summary>
    public SmimeRemoveStatus Status { get; }

    /// <summary>The user the record is for.</summary>
    public string? UserPrincipalName { get; }

    /// <summary>SHA-1 thumbprint of the certificate.</summary>
    public string? Thumbprint { get; }

    /// <summary>The record's purpose; null when no record was found.</summary>
    public UserPfxPurpose? IntendedPurpose { get; }

    /// <summary>The record's id in Intune; null when no record was found.</summary>
    public string? RecordId { get; }

    /// <summary>The certificate's serial number, to revoke it at the CA; null when it is not known.</summary>
    public string? SerialNumber { get; }

    /// <summary>The certificate's issuer; null when it is not known.</summary>
    public string? Issuer { get; }

    /// <summary>The identifier of the error; null unless Status is Failed or NotAttempted.</summary>
    public string? ErrorId { get; }

    /// <summary>What went wrong; null unless Status is Failed or NotAttempted.</summary>
    public string? Error { get; }
}
