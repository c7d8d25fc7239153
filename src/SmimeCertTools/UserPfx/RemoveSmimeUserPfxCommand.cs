using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Records;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// Removes users' imported certificates from Intune and checks that they are gone. The certificates are not revoked: that is
/// the CA's to do; a warning says so for each, or a list for the CA is written.
/// </summary>
[Cmdlet(
    VerbsCommon.Remove,
    "SmimeUserPfx",
    DefaultParameterSetName = ThumbprintSet,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SmimeRemoveResult))]
public sealed class RemoveSmimeUserPfxCommand : ArchiveCommand
{
    private const string ThumbprintSet = "Thumbprint";
    private const string AllSet = "All";
    private const string RecordSet = "Record";

    private readonly RemovalInput _input = new();
    private readonly JobQueue<RemovalRow> _rows = new();
    private RevocationList? _revocations;
    private RemovalJob? _job;
    private RemovalReport? _report;
    private BulkRun? _run;
    private IDisposable? _clock;

    /// <summary>The users whose certificates are removed.</summary>
    [Parameter(
        ParameterSetName = ThumbprintSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = AllSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN", "UserList")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform]
    public string[] UserPrincipalName { get; set; } = [];

    /// <summary>The certificates: SHA-1 thumbprints in any usual notation.</summary>
    [Parameter(ParameterSetName = ThumbprintSet, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserThumbprintCompleter))]
    [TextTransform(AllowMany = true)]
    public string[] Thumbprint { get; set; } = [];

    /// <summary>Removes all imported certificates of the user.</summary>
    [Parameter(ParameterSetName = AllSet, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <summary>
    /// The certificates as objects with UserPrincipalName and Thumbprint: what Get-SmimeUserPfx shows, what New-SmimeUserPfx or
    /// the earlier scripts made, also read back from JSON, Clixml or CSV.
    /// </summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true)]
    [Alias("CertificateList")]
    [ValidateNotNullOrEmpty]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>
    /// The one record that is meant, where a certificate has several; without it all of them are removed. Get-SmimeUserPfx
    /// knows it.
    /// </summary>
    [Parameter(ParameterSetName = ThumbprintSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [TextTransform]
    public string? RecordId { get; set; }

    /// <summary>The certificate's serial number, where no archive is given; Get-UserCertHistory -ArchivePath knows it.</summary>
    [Parameter(ParameterSetName = ThumbprintSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [TextTransform]
    public string? SerialNumber { get; set; }

    /// <summary>The certificate's issuer, where no archive is given; Get-UserCertHistory -ArchivePath knows it.</summary>
    [Parameter(ParameterSetName = ThumbprintSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [TextTransform]
    public string? Issuer { get; set; }

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
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public string? CertificationAuthority { get; set; }

    /// <summary>
    /// Removes also what the CA cannot be told of: with RevocationListPath a certificate stays whose issuer or serial number is
    /// not known.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// A file that takes each result as soon as it is known: .jsonl, .ndjson or .csv. Left out with RevocationListPath, it stands
    /// beside the list.
    /// </summary>
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

    /// <summary>Writes a result object for each certificate.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Shows no summary, and writes every error, however often it repeats.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The name of a variable that takes the summary of the run.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }

    /// <inheritdoc/>
    protected override int MaxConcurrency => 1;

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        if (!MyInvocation.ExpectingInput && ParameterSetName != RecordSet)
        {
            this.RequireUsers(UserPrincipalName, ParameterSetName == ThumbprintSet ? Thumbprint : null);
        }

        var connection = RequireConnection(BulkRun.Bounds(MaxRequestsPerSecond, TimeoutSec));
        if (CertificationAuthority is not null && !RevocationList.IsAuthority(CertificationAuthority))
        {
            ThrowTerminatingError(UserPfxErrors.AuthorityInvalid(CertificationAuthority));
        }

        // Without a file of results nobody would know after a crash what is left to be listed.
        var resultPath = ResultPath ?? (RevocationListPath is null ? null : RevocationListPath + ".jsonl");
        this.CheckRevocationList(RevocationListPath);
        _run = new BulkRun(this, resultPath, connection);
        _revocations = this.OpenRevocationList(RevocationListPath, RevocationReason, CertificationAuthority);
        var known = new Dictionary<string, CatalogEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var archived in ArchivePath is null ? [] : (await ReadArchiveAsync(ArchivePath, ArchivePassword)).Certificates)
        {
            known[archived.Thumbprint] = archived;
        }

        _job = new RemovalJob(
            new RemovalOptions
            {
                ThrottleLimit = ThrottleLimit,
                Revocations = _revocations,
                RequiresSerialNumbers = RevocationListPath is not null && !Force,
                Known = known,
                Earlier = _run.Earlier,
            },
            _run.Job,
            new UserPfxClient(connection));
        _report = new RemovalReport(
            this, _job, _run, _revocations, new RunReporting(this, Quiet, SummaryVariable), PassThru);
        _clock = EverySecond(_report.Refresh);

        // The one item: what the job tells and asks comes here whenever this cmdlet waits.
        await StartItemAsync(_ => RunAsync());
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        // ConvertFrom-Json of Windows PowerShell hands on an array as one object.
        var rows = InputObject.SelectMany(RecordMembers.Items).Select(RemovalRows.Read).Concat(
            _input.Rows(UserPrincipalName, ParameterSetName == AllSet ? null : Thumbprint, RecordId, SerialNumber, Issuer));
        foreach (var row in rows)
        {
            _report!.Expect(row);
            await _rows.AddAsync(row, Cancellation);
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        _rows.Complete();
        _report!.ExpectNoMore();
        await DrainAsync();
        _report!.Finish();
        if (_job!.SessionError is { } error)
        {
            ThrowTerminatingError(error.ToErrorRecord().Of(MyInvocation.MyCommand.Name));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _clock?.Dispose();
            if (Stopping)
            {
                _report?.FinishStopped();
            }

            _rows.Dispose();
            _run?.Dispose();
            _revocations?.Dispose();
        }
    }

    private protected override void OnWaiting(GraphRetry retry) => _run?.Job.Hold(retry);

    private async Task RunAsync()
    {
        try
        {
            await _job!.RunAsync(_rows, Handle, Cancellation);
        }
        catch (SmimeException)
        {
            _report!.FinishEarly();
            throw;
        }
    }

    private void Handle(JobEvent told)
    {
        switch (told)
        {
            case JobMessage { IsWarning: true } message:
                WriteWarning(message.Text);
                break;
            case JobMessage message:
                WriteVerbose(message.Text);
                break;
            case RemovalWanted { Record: var record } wanted:
                wanted.Answer(ShouldProcess(record.Describe(), "Remove imported S/MIME certificate from Intune"));
                break;
            case RecordsFound found:
                _report!.Tell(found);
                break;
            case RemovalResult result:
                _report!.Tell(result);
                break;
        }
    }
}
