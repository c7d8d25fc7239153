using System;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// What Import-SmimeUserPfx did with one certificate. Times are local, as those of X.509 certificates in PowerShell.
/// </summary>
public sealed class SmimeImportResult
{
    internal SmimeImportResult()
    {
    }

    /// <summary>What became of it.</summary>
    public SmimeImportStatus Status { get; internal set; }

    /// <summary>The user the certificate is for.</summary>
    public string? UserPrincipalName { get; internal set; }

    /// <summary>
    /// SHA-1 thumbprint, 40 upper-case hexadecimal digits; null when the file could not be opened,
    /// or the record names none.
    /// </summary>
    public string? Thumbprint { get; internal set; }

    /// <summary>The purpose it was imported for; null when none could be chosen.</summary>
    public UserPfxPurpose? IntendedPurpose { get; internal set; }

    /// <summary>First moment of the certificate's validity; null when the file could not be opened.</summary>
    public DateTime? NotBefore { get; internal set; }

    /// <summary>Last moment of the certificate's validity; null when the file could not be opened.</summary>
    public DateTime? NotAfter { get; internal set; }

    /// <summary>The PFX file; null for a record made by New-SmimeUserPfx.</summary>
    public string? Path { get; internal set; }

    /// <summary>The line in the manifest, from 1; null for what came otherwise.</summary>
    public int? Line { get; internal set; }

    /// <summary>The record's id in Intune; null when there is none.</summary>
    public string? RecordId { get; internal set; }

    /// <summary>
    /// The identifier of the error, such as PfxPasswordIncorrect; null unless Status is Failed or NotAttempted.
    /// </summary>
    public string? ErrorId { get; internal set; }

    /// <summary>What went wrong; null unless Status is Failed or NotAttempted.</summary>
    public string? Error { get; internal set; }

    /// <summary>
    /// In what the record that Intune has differs, such as "key name A → B"; null unless Status is Outdated.
    /// </summary>
    public string? Difference { get; internal set; }

    internal static SmimeImportResult Done(UserPfxItem item, PreparedUserPfx prepared, ImportOutcome outcome)
    {
        var result = Describe(item, prepared);
        result.Status = outcome.Status;
        result.RecordId = outcome.Record.Id;
        result.Difference = outcome.Difference;
        return result;
    }

    internal static SmimeImportResult Failure(UserPfxItem item, PreparedUserPfx prepared, string errorId, string message)
    {
        var result = Describe(item, prepared);
        result.Status = SmimeImportStatus.Failed;
        result.ErrorId = errorId;
        result.Error = message;
        return result;
    }

    internal static SmimeImportResult Failure(
        UserPfxItem item, string errorId, string message, CertificateInfo? certificate = null) => new()
        {
            Status = SmimeImportStatus.Failed,
            UserPrincipalName = item.UserPrincipalName,
            Thumbprint = certificate?.Thumbprint ?? item.Thumbprint,
            NotBefore = certificate?.NotBefore.LocalDateTime,
            NotAfter = certificate?.NotAfter.LocalDateTime,
            Path = item.Path,
            Line = item.Line,
            ErrorId = errorId,
            Error = message,
        };

    private static SmimeImportResult Describe(UserPfxItem item, PreparedUserPfx prepared) => new()
    {
        UserPrincipalName = prepared.Record.UserPrincipalName,
        Thumbprint = prepared.Record.Thumbprint,
        IntendedPurpose = prepared.Record.IntendedPurpose,
        NotBefore = prepared.Record.StartDateTime.LocalDateTime,
        NotAfter = prepared.Record.ExpirationDateTime.LocalDateTime,
        Path = prepared.Path,
        Line = item.Line,
    };
}
