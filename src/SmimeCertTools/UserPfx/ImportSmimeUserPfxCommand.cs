using System;
using System.Management.Automation;
using System.Collections.Generic;
using System.Threading.Tasks;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Records;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// Uploads users' PFX files, their passwords protected for the certificate connector, or records made by New-SmimeUserPfx.
/// Files are all checked before the first is sent. What Intune has is not sent again. Every certificate ends in one result.
/// </summary>
[Cmdlet(VerbsData.Import, "SmimeUserPfx", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(SmimeImportResult))]
public sealed class ImportSmimeUserPfxCommand : UserPfxInputCommand
{
    private const string ManifestSet = "Manifest";

    private readonly PipelineRows _rows = new();
    private BulkRun? _run;
    private ImportJob? _job;
    private ImportReport? _report;
    private IDisposable? _clock;
    private bool _isStarted;

    /// <summary>Creates the cmdlet.</summary>
    public ImportSmimeUserPfxCommand() => ThrottleLimit = 16;

    /// <summary>
    /// A CSV file with the columns UserPrincipalName, Path, Password or PasswordFile, and IntendedPurpose; paths are relative to
    /// it.
    /// </summary>
    [Parameter(ParameterSetName = ManifestSet, Mandatory = true)]
    [Alias("CsvPath")]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    /// <summary>Whether nothing is uploaded when anything is wrong with any row.</summary>
    [Parameter]
    public SwitchParameter StopOnInvalid { get; set; }

    /// <summary>Whether a record of the same certificate is replaced, identical or not.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>A file that takes each result as soon as it is known: .jsonl, .ndjson or .csv.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResultPath { get; set; }

    /// <summary>
    /// Writes a result for each certificate that Intune has already as well; where results are piped or kept, they all are.
    /// </summary>
    [Parameter]
    [Alias("PassThru")]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Shows no summary, and writes every error, however often it repeats.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The name of a variable that takes the summary of the run.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }

    /// <summary>How many requests are sent a second at most; the service's own limit is kept to by itself.</summary>
    [Parameter]
    [ValidateRange(0.1, 1000.0)]
    public double? MaxRequestsPerSecond { get; set; }

    /// <summary>How many seconds a request may take; 100 when left out.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int? TimeoutSec { get; set; }

    /// <inheritdoc/>
    private protected override bool NamesFiles => base.NamesFiles || ManifestPath is not null;

    /// <inheritdoc/>
    private protected override string InputAdvice =>
        "Give -Path, -LiteralPath or -ManifestPath, or pipe files, rows or records to the cmdlet.";

    private ImportJob Job => _job!;

    // The defaults are no guess to make: a record under the wrong name reaches no device.
    private RecordKeyNames GivenKey => new(
        MyInvocation.BoundParameters.ContainsKey(nameof(ProviderName)) ? ProviderName : null,
        MyInvocation.BoundParameters.ContainsKey(nameof(KeyName)) ? KeyName : null);

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        if (ManifestPath is not null && MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(InputErrors.ListAndInput());
        }

        // What would be done can be seen without a tenant; with one, what it has is looked up.
        var isWhatIf = this.IsWhatIf();
        var connection = isWhatIf && SmimeSession.Current.Connection is null
            ? null
            : RequireConnection(BulkRun.Bounds(MaxRequestsPerSecond, TimeoutSec));
        _run = new BulkRun(this, ResultPath, connection);
        _job = new ImportJob(
            new ImportOptions
            {
                Force = Force,
                StopOnInvalid = StopOnInvalid,
                ThrottleLimit = ThrottleLimit,
                IsRehearsal = isWhatIf,
            },
            _run.Job,
            connection is null ? null : new UserPfxClient(connection));
        _report = new ImportReport(
            this, _job, _run, new RunReporting(this, Quiet, SummaryVariable), Detailed || !this.IsConsoleAlone())
        {
            HasList = ManifestPath is not null,
        };
        _clock = EverySecond(_report.Refresh);
        await base.BeginAsync();
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        if (ManifestPath is not null)
        {
            return;
        }

        var items = PipelineInput.Take(InputObject);
        if (!MyInvocation.ExpectingInput)
        {
            _report!.Progress.Total = items.Count;
        }

        foreach (var item in items)
        {
            IReadOnlyList<UserPfxInputRow> rows = item is not null && UserPfxRecordReader.IsRecord(item)
                ? [new UserPfxInputRow(ReadRecord(PSObject.AsPSObject(item)), null, isAsked: false)]
                : Reader.Read(item);
            foreach (var row in rows)
            {
                await AddAsync(row);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        if (ManifestPath is not null)
        {
            using var manifest = await ImportManifest.OpenAsync(
                this.Single(this.ResolveFile(ManifestPath)), needsPassword: PasswordProvider is null, Cancellation);
            if (manifest.UnknownColumns.Count > 0)
            {
                WriteWarning(ListWarnings.ColumnsNotRead(manifest.Path, manifest.UnknownColumns));
            }

            _report!.Rows = manifest.Rows;
            Job.Protection = await RequireProtectionAsync();
            using var rows = new RowDefaults(manifest, IntendedPurpose as UserPfxPurpose?, AllowOtherAddress);
            await RunAsync(rows);
        }

        await FinishRunAsync();
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
        }
    }

    private protected override void OnWaiting(GraphRetry retry) => _run?.Job.Hold(retry);

    private ImportRow ReadRecord(PSObject input)
    {
        var row = new ImportRow
        {
            UserPrincipalName = UserPfxRecordReader.NameOf(input),
            Thumbprint = UserPfxRecordReader.ThumbprintOf(input),
        };
        try
        {
            return row with { Record = UserPfxRecordReader.Read(input, GivenKey) };
        }
        catch (ImportException error)
        {
            return row with { Error = error };
        }
    }

    private async Task AddAsync(UserPfxInputRow input)
    {
        var row = input.Row;
        if (row is { Record: null, Error: null })
        {
            Job.Protection ??= await RequireProtectionAsync();
        }

        if (!_isStarted)
        {
            // The one item: what the job tells and asks comes here whenever this cmdlet waits.
            _isStarted = true;
            await StartItemAsync(_ => RunAsync(_rows));
        }

        await _rows.AddAsync(row, input.Password, input.IsAsked, Cancellation);
        if (Job.SessionError is not null)
        {
            await FinishRunAsync();
        }
    }

    private async Task RunAsync(IImportRows rows)
    {
        try
        {
            await Job.RunAsync(rows, Handle, Cancellation);
        }
        catch (SmimeException)
        {
            _report!.FinishEarly();
            throw;
        }
    }

    private async Task FinishRunAsync()
    {
        _rows.Complete();
        await DrainAsync();
        if (_report!.Finish() is { } error)
        {
            ThrowTerminatingError(error);
        }
    }

    private void Handle(JobEvent told)
    {
        switch (told)
        {
            case PasswordWanted wanted:
                AskPassword(wanted.Row);
                wanted.Answer(true);
                break;
            case UploadWanted wanted:
                wanted.Answer(ShouldProcess(wanted.Prepared.Describe(), "Import S/MIME certificate"));
                break;
            case RecordPrepared prepared:
                Describe(prepared.Row, prepared.Prepared, prepared.Row.File!.Protection);
                break;
            default:
                _report!.Tell(told);
                break;
        }
    }
}
