namespace SmimeCertTools.Models;

/// <summary>What became of a record that was to be removed.</summary>
public enum SmimeRemoveStatus
{
    /// <summary>It was deleted, and a look-up no longer shows it.</summary>
    Removed,

    /// <summary>It was not deleted, or that could not be confirmed; Error says why.</summary>
    Failed,

    /// <summary>It is not there, and the file of results says that an earlier run removed it.</summary>
    AlreadyRemoved,

    /// <summary>It was not tried, because the session had ended.</summary>
    NotAttempted,
}

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
