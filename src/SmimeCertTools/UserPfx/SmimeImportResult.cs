using System;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Jobs;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// What Import-SmimeUserPfx did with one certificate. Times are local, as those of X.509 certificates in PowerShell.
/// </summary>
public sealed class SmimeImportResult
{
    internal SmimeImportResult(ImportResult result)
    {
        var entry = result.Entry;
        Status = (SmimeImportStatus)entry.Status;
        UserPrincipalName = entry.UserPrincipalName;
        Thumbprint = entry.Thumbprint;
        IntendedPurpose = entry.Purpose;
        NotBefore = result.NotBefore?.LocalDateTime;
        NotAfter = result.NotAfter?.LocalDateTime;
        Path = entry.Path;
        Line = entry.Line;
        RecordId = entry.RecordId;
        ErrorId = entry.ErrorId;
        Error = Status == SmimeImportStatus.Outdated ? null : entry.Message;
        Difference = Status == SmimeImportStatus.Outdated ? entry.Message : null;
    }

    /// <summary>What became of it.</summary>
    public SmimeImportStatus Status { get; }

    /// <summary>The user the certificate is for.</summary>
    public string? UserPrincipalName { get; }

    /// <summary>
    /// SHA-1 thumbprint, 40 upper-case hexadecimal digits; null when the file could not be opened,
    /// or the record names none.
    /// </summary>
    public string? Thumbprint { get; }

    /// <summary>The purpose it was imported for; null when none could be chosen.</summary>
    public UserPfxPurpose? IntendedPurpose { get; }

    /// <summary>First moment of the certificate's validity; null when the file could not be opened.</summary>
    public DateTime? NotBefore { get; }

    /// <summary>Last moment of the certificate's validity; null when the file could not be opened.</summary>
    public DateTime? NotAfter { get; }

    /// <summary>The PFX file; null for a record made by New-SmimeUserPfx.</summary>
    public string? Path { get; }

    /// <summary>The line in the manifest, from 1; null for what came otherwise.</summary>
    public int? Line { get; }

    /// <summary>The record's id in Intune; null when there is none.</summary>
    public string? RecordId { get; }

    /// <summary>
    /// The identifier of the error, such as PfxPasswordIncorrect; null unless Status is Failed or NotAttempted.
    /// </summary>
    public string? ErrorId { get; }

    /// <summary>What went wrong; null unless Status is Failed or NotAttempted.</summary>
    public string? Error { get; }

    /// <summary>
    /// In what the record that Intune has differs, such as "key name A → B"; null unless Status is Outdated.
    /// </summary>
    public string? Difference { get; }
}
