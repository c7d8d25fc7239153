using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Connection;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.UserPfx;

/// <summary>The parameters of a removal of many certificates, and the files and limits they stand for.</summary>
public abstract class BulkRemovalCommand : ArchiveCommand
{
    private IDisposable? _limits;
    private ItemProgress? _progress;

    private protected BulkRemovalCommand()
    {
    }

    /// <summary>
    /// An archive that knows issuers and serial numbers: a folder with PFX files, or a CSV file with the columns Path, Password
    /// and UserPrincipalName.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ArchivePath { get; set; }

    /// <summary>
    /// The password of the archive's files; those of a CSV file with a password of their own are opened with that.
    /// </summary>
    [Parameter]
    [PasswordTransform]
    public SecureString? ArchivePassword { get; set; }

    /// <summary>A file that takes what the CA has to revoke: .csv, .cmd or .txt.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RevocationListPath { get; set; }

    /// <summary>The reason in the list's commands.</summary>
    [Parameter]
    public SmimeRevocationReason RevocationReason { get; set; } = SmimeRevocationReason.CessationOfOperation;

    /// <summary>The CA in the list's commands: host\name, as certutil -config takes it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificationAuthority { get; set; }

    /// <summary>A file that takes each result as soon as it is known: .jsonl, .ndjson or .csv.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResultPath { get; set; }

    /// <summary>How many certificates are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>How many requests are sent a second at most; the service's own limit is kept to by itself.</summary>
    [Parameter]
    [ValidateRange(0.1, 1000.0)]
    public double? MaxRequestsPerSecond { get; set; }

    /// <summary>How many seconds a request may take; 100 when left out.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int? TimeoutSec { get; set; }

    /// <inheritdoc/>
    protected sealed override int MaxConcurrency => ThrottleLimit;

    /// <summary>What became of the certificates so far.</summary>
    private protected RemovalTally Tally { get; } = new();

    /// <summary>What the run sends.</summary>
    private protected TrafficMeter? Traffic { get; private set; }

    /// <summary>Deletes and confirms.</summary>
    private protected UserPfxRemover? Remover { get; private set; }

    /// <summary>The archive's certificates by thumbprint.</summary>
    private protected Dictionary<string, CertificateInfo> Known { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The count of certificates, for the progress bar.</summary>
    private protected ItemProgress Progress =>
        _progress ??= new ItemProgress(WriteProgress, "Removing S/MIME certificates") { Pace = () => Traffic?.Describe() };

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        var connection = RequireConnection();
        _limits = connection.Limit(MaxRequestsPerSecond, TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        Traffic = new TrafficMeter(connection);
        Remover = new UserPfxRemover(new UserPfxClient(connection));
        if (CertificationAuthority is not null && !RevocationList.IsAuthority(CertificationAuthority))
        {
            ThrowTerminatingError(UserPfxErrors.AuthorityInvalid(CertificationAuthority));
        }

        Tally.Ledger = ResultFile.Open(this, ResultPath);
        OpenRevocationList();
        if (ArchivePath is not null)
        {
            var archive = await ReadArchiveAsync(ArchivePath, ArchivePassword);
            foreach (var archived in archive.Certificates)
            {
                Known[archived.Certificate.Thumbprint] = archived.Certificate;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _limits?.Dispose();
            Tally.Ledger?.Dispose();
            Tally.Revocations?.Dispose();
        }
    }

    /// <summary>What the CA has to revoke, as far as it is known.</summary>
    private protected RevocationEntry Revocation(RemovalItem item, string user, string thumbprint, UserPfxRecord? record)
    {
        Known.TryGetValue(thumbprint, out var certificate);
        return new RevocationEntry
        {
            UserPrincipalName = user,
            Thumbprint = thumbprint,
            Issuer = certificate?.Issuer ?? item.Issuer,
            SerialNumber = certificate?.SerialNumber ?? item.SerialNumber,
            NotBefore = certificate?.NotBefore ?? record?.StartDateTime,
            NotAfter = certificate?.NotAfter ?? record?.ExpirationDateTime,
        };
    }

    /// <summary>The result for one certificate.</summary>
    private protected SmimeRemoveResult Result(
        RemovalItem item, string? thumbprint, UserPfxRecord? record, SmimeRemoveStatus status)
    {
        var certificate = thumbprint is not null && Known.TryGetValue(thumbprint, out var known) ? known : null;
        return new SmimeRemoveResult
        {
            Status = status,
            UserPrincipalName = record?.UserPrincipalName ?? item.UserPrincipalName,
            Thumbprint = thumbprint,
            IntendedPurpose = record?.IntendedPurpose,
            RecordId = record?.Id,
            SerialNumber = certificate?.SerialNumber ?? item.SerialNumber,
            Issuer = certificate?.Issuer ?? item.Issuer,
        };
    }

    private protected override void OnWaiting(GraphRetry retry) => Tally.Run.Hold(retry);

    private void OpenRevocationList()
    {
        if (RevocationListPath is null)
        {
            return;
        }

        var path = this.Single(this.ResolveNew(RevocationListPath));
        if (this.IsWhatIf())
        {
            RevocationList.CheckFormat(path);
        }
        else
        {
            Tally.Revocations = RevocationList.Open(path, RevocationReason, CertificationAuthority);
        }
    }
}
