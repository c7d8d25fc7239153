using System;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Connection;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Checking;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Records;
using SmimeCertTools.Types;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// Uploads users' PFX files, their passwords protected for the certificate connector, or records made by New-SmimeUserPfx.
/// Files are all checked before the first is sent. What Intune has is not sent again. Every certificate ends in one result.
/// </summary>
[Cmdlet(VerbsData.Import, "SmimeUserPfx", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(SmimeImportResult), typeof(SmimeImportSummary))]
public sealed class ImportSmimeUserPfxCommand : CheckedImportCommand
{
    private readonly CollectedRows _collected = new();
    private UserPfxImporter? _importer;

    /// <summary>
    /// Records made by New-SmimeUserPfx or the earlier scripts' New-IntuneUserPfxCertificate, also read back from JSON or Clixml.
    /// </summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, ValueFromPipeline = true)]
    [Alias("CertificateList")]
    [UserPfxRecordTransform]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Whether a record of the same certificate is replaced, identical or not.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        // What would be done can be seen without a tenant.
        if (!this.IsWhatIf())
        {
            IProgress<string> warnings = new Progress<string>(WriteWarning);
            var connection = RequireLimitedConnection();
            Traffic = new TrafficMeter(connection);
            _importer = new UserPfxImporter(new UserPfxClient(connection), warnings.Report);
        }

        Tally.Ledger = ResultFile.Open(this, ResultPath);
        await base.BeginAsync();
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        if (HasFiles)
        {
            CollectFiles();
        }
        else if (ParameterSetName == RecordSet)
        {
            await StartRecordsAsync();
            await EndIfSessionEndedAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        if (ManifestPath is not null)
        {
            using var manifest = await OpenManifestAsync();
            if (manifest.UnknownColumns.Count > 0)
            {
                WriteWarning($"'{manifest.Path}' has columns that are not read: {string.Join(", ", manifest.UnknownColumns)}.");
            }

            await ImportAsync(manifest, manifest);
        }
        else if (_collected.Count > 0)
        {
            await ImportAsync(_collected, manifest: null);
        }
        else if (StopOnInvalid && Tally.Invalid > 0)
        {
            StopForInvalid();
        }

        await DrainAsync();
        await EndIfSessionEndedAsync();
        Progress.Complete();
        WriteSummary();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _collected.Dispose();
        }
    }

    private static string Describe(UserPfxRecord record) => string.Format(
        CultureInfo.InvariantCulture,
        "{0}: {1} ({2}, valid {3:yyyy-MM-dd} to {4:yyyy-MM-dd})",
        record.UserPrincipalName,
        record.Thumbprint,
        record.IntendedPurpose,
        record.StartDateTime.LocalDateTime,
        record.ExpirationDateTime.LocalDateTime);

    private void CollectFiles()
    {
        foreach (var (item, error) in FindFiles())
        {
            if (error is not null)
            {
                Tally.Rows++;
                Tally.Invalid++;
                Fail(item, error);
            }
            else
            {
                var isAsked = PasswordProvider is not null && Password is not { Length: > 0 };
                _collected.Add(item.UserPrincipalName, item.Path!, GivenPurpose, isAsked ? null : Password, isAsked);
            }
        }
    }

    private async Task ImportAsync(IBulkRows rows, ImportManifest? manifest)
    {
        var protection = await RequireProtectionAsync();
        Tally.Key = protection.Protector.Key;
        var checker = new RowChecker(protection, manifest?.Path);
        await CheckAsync(rows, checker, isManifest: manifest is not null);
        Tally.Rows += checker.Valid + checker.Invalid;
        Tally.Invalid += checker.Invalid;
        if (StopOnInvalid && Tally.Invalid > 0)
        {
            Tally.Count(SmimeImportStatus.NotAttempted, checker.Records);
            StopForInvalid();
        }

        Progress.Total = Progress.Done + checker.Records;
        await rows.RewindAsync(Cancellation);
        using var ahead = new RowsAhead(
            rows, checker.IsLeftOut, _importer is { } importer ? user => importer.Announce(user, Cancellation) : null);
        while (await ReadAsync(ahead) is { } row)
        {
            if (manifest is not null && !checker.WasChecked(row))
            {
                row.Dispose();
                await DrainAsync();
                throw manifest.Changed(row.Number);
            }

            await StartItemAsync(cancellation => UploadAsync(row, manifest is not null, checker, protection, cancellation));
        }
    }

    // What is under way is waited for, whatever ended the reading.
    private async Task<BulkRow?> ReadAsync(RowsAhead rows)
    {
        try
        {
            return await rows.ReadAsync(Cancellation);
        }
        catch (ManifestException)
        {
            await DrainAsync();
            throw;
        }
    }

    private async Task UploadAsync(
        BulkRow row, bool isManifest, RowChecker checker, UserPfxProtection protection, CancellationToken cancellation)
    {
        using (row)
        {
            var item = NewItem(row, isManifest);
            if (SessionError is not null)
            {
                Leave(SmimeImportResult.Failure(item, SessionError.ErrorId, UserPfxErrors.NotTried));
                return;
            }

            if (row.Error is null && row.Password is null && (row.Password = TakeAnswer(row)) is null)
            {
                Ask(row, isManifest);
            }

            if (row.Error is not null)
            {
                Fail(item, row.Error.ToErrorRecord(item.Target));
            }
            else if (await PrepareAsync(item, row.Password!, row.IntendedPurpose, protection, cancellation) is { } file)
            {
                // The check has reported them, unless the file is another one by now.
                foreach (var failure in file.Failures.Count == checker.ReportedFailures(row) ? [] : file.Failures)
                {
                    Fail(item, failure.Error.ToErrorRecord(item.Target), failure.Certificate);
                }

                foreach (var prepared in file.Records)
                {
                    Describe(prepared, file);
                    await CompleteAsync(item, prepared, cancellation);
                }
            }
        }
    }

    private async Task CompleteAsync(UserPfxItem item, PreparedUserPfx prepared, CancellationToken cancellation)
    {
        var record = prepared.Record;
        if (!ShouldProcess(Describe(record), "Import S/MIME certificate") || _importer is null)
        {
            Progress.Count(failed: false, item.Target);
            return;
        }

        await EnterUploadAsync(cancellation);
        try
        {
            if (SessionError is not null)
            {
                Leave(SmimeImportResult.Failure(item, prepared, SessionError.ErrorId, UserPfxErrors.NotTried), prepared);
                return;
            }

            var outcome = await _importer.ImportAsync(record, Force, Force ? Tally.DoneAt(record) : null, cancellation);
            var result = SmimeImportResult.Done(item, prepared, outcome);
            Tally.Add(result, prepared, outcome.Record);
            WriteVerbose($"{record.UserPrincipalName}: {record.Thumbprint} {outcome.Status}, record {outcome.Record.Id}"
                + (outcome.Difference is null ? "." : $"; {outcome.Difference}."));
            Write(result);
        }
        catch (SmimeException error) when (error is not Core.Bulk.Ledger.LedgerException)
        {
            // A lost session is written as the cmdlet's terminating error, once, after the items under way have ended.
            var sessionError = error is GraphRequestException { IsSessionError: true } lost ? lost : null;
            SessionError ??= sessionError;
            var result = SmimeImportResult.Failure(item, prepared, error.ErrorId, error.Message);
            Tally.Add(result, prepared);
            if (sessionError is null)
            {
                WriteError(error.ToErrorRecord(item.Target), item);
            }

            Write(result);
        }
        finally
        {
            LeaveUpload();
        }
    }

    // The defaults are no guess to make: a record under the wrong name reaches no device.
    private RecordKeyNames GivenKey => new(
        MyInvocation.BoundParameters.ContainsKey(nameof(ProviderName)) ? ProviderName : null,
        MyInvocation.BoundParameters.ContainsKey(nameof(KeyName)) ? KeyName : null);

    private async Task StartRecordsAsync()
    {
        if (!MyInvocation.ExpectingInput)
        {
            Progress.Total = InputObject.Length;
        }

        foreach (var input in InputObject)
        {
            var item = NewItem(
                UserPfxRecordReader.NameOf(input), path: null, thumbprint: UserPfxRecordReader.ThumbprintOf(input));
            Tally.Rows++;
            PreparedUserPfx prepared;
            try
            {
                prepared = new PreparedUserPfx { Record = UserPfxRecordReader.Read(input, GivenKey) };
            }
            catch (ImportException error)
            {
                Tally.Invalid++;
                Fail(item, error.ToErrorRecord(item.Target));
                continue;
            }

            await StartItemAsync(cancellation => CompleteAsync(item, prepared, cancellation));
        }
    }
}
