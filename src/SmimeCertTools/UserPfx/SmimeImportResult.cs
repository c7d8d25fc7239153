using System;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// What Import-SmimeUserPfx did with one certificate. Times are local, as those of X.509 certificates in PowerShell.
/// </summary>
public sealed class SmimeImportResult : IKnown
{
    private readonly ResultsEntry _entry;

    internal SmimeImportResult(ImportResult result)
    {
        _entry = result.Entry;
        NotBefore = result.NotBefore?.LocalDateTime;
        NotAfter = result.NotAfter?.LocalDateTime;
    }

    /// <summary>What became of it.</summary>
    public SmimeImportStatus Status => (SmimeImportStatus)_entry.Status;

    /// <summary>The user the certificate is for.</summary>
    public string? UserPrincipalName => _entry.UserPrincipalName.Visible();

    /// <summary>
    /// The mail address or user principal name by which the user was found, in the certificate or given in place of the user
    /// principal name; null where the user was given.
    /// </summary>
    public string? FoundBy => _entry.FoundBy.Visible();

    /// <summary>
    /// SHA-1 thumbprint, 40 upper-case hexadecimal digits; null when the file could not be opened,
    /// or the record names none.
    /// </summary>
    public string? Thumbprint => _entry.Thumbprint.Visible();

    /// <summary>The purpose it was imported for; null when none could be chosen.</summary>
    public UserPfxPurpose? IntendedPurpose => _entry.Purpose;

    /// <summary>First moment of the certificate's validity; null when the file could not be opened.</summary>
    public DateTime? NotBefore { get; }

    /// <summary>Last moment of the certificate's validity; null when the file could not be opened.</summary>
    public DateTime? NotAfter { get; }

    /// <summary>The PFX file; null for a record made by New-SmimeUserPfx.</summary>
    public string? Path => _entry.Path;

    /// <summary>The line in the manifest, from 1; null for what came otherwise.</summary>
    public int? Line => _entry.Line;

    /// <summary>The record's id in Intune; null when there is none.</summary>
    public string? RecordId => _entry.RecordId.Visible();

    /// <summary>
    /// The identifier of the error, such as PfxPasswordIncorrect; null unless Status is Failed or NotAttempted.
    /// </summary>
    public string? ErrorId => _entry.ErrorId.Visible();

    /// <summary>What went wrong; null unless Status is Failed or NotAttempted.</summary>
    public string? Error => HasFailed ? _entry.Message : null;

    /// <summary>
    /// In what the record that Intune has differs, such as "key name A → B"; null when it does not. Of an AlreadyPresent one only
    /// the user principal name can differ: the user was renamed since.
    /// </summary>
    public string? Difference => HasFailed ? null : _entry.Message;

    /// <summary>The same as IntendedPurpose, under the heading of tables.</summary>
    public UserPfxPurpose? Purpose => IntendedPurpose;

    /// <summary>What tables show of it: the error's identifier, the difference, or the name of the PFX file.</summary>
    public string? Detail => (ErrorId ?? Difference ?? System.IO.Path.GetFileName(Path)).Visible();

    /// <summary>User, purpose and what became of it.</summary>
    public override string ToString() => ViewText.Text(
        $"{UserPrincipalName ?? Path}: {Status}{(Purpose is { } purpose ? $", {purpose}" : null)}"
        + $"{(ErrorId is null ? null : $" ({ErrorId})")}");

    void IKnown.Remember(KnownNames names)
    {
        if (HasFailed)
        {
            return;
        }

        names.Add(KnownNameKind.User, UserPrincipalName, "A user with imported certificates");
        names.Add(KnownNameKind.UserCertificate, Thumbprint, ToString(), owner: UserPrincipalName);
    }

    private bool HasFailed => Status is SmimeImportStatus.Failed or SmimeImportStatus.NotAttempted;
}
