using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Connection;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Checking;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// An import that checks all its rows before the first is sent, keeps each result, and sums up at the end.
/// </summary>
public abstract class CheckedImportCommand : BulkImportCommand
{
    private readonly PasswordAnswers _answers = new();
    private ItemProgress? _progress;

    private protected CheckedImportCommand()
    {
    }

    /// <summary>The error that ended the session; null while it has not ended.</summary>
    private protected GraphRequestException? SessionError { get; set; }

    /// <summary>What the run sends; null when it sends nothing.</summary>
    private protected TrafficMeter? Traffic { get; set; }

    /// <summary>What became of the rows so far.</summary>
    private protected ImportTally Tally { get; } = new();

    /// <summary>The count of certificates, for the progress bar of the upload.</summary>
    private protected ItemProgress Progress =>
        _progress ??= new ItemProgress(WriteProgress, "Importing S/MIME certificates") { Pace = () => Traffic?.Describe() };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Tally.Ledger?.Dispose();
            _answers.Dispose();
        }
    }

    private protected override void OnWaiting(GraphRetry retry) => Tally.Run.Hold(retry);

    private protected override void Fail(UserPfxItem item, ErrorRecord error, CertificateInfo? certificate = null)
    {
        var result = SmimeImportResult.Failure(item, error.FullyQualifiedErrorId, error.Text(), certificate);
        Tally.Add(result);
        WriteError(error, item);
        Write(result);
    }

    /// <summary>Writes what is wrong with an item, with its line where it comes from a manifest.</summary>
    private protected void WriteError(ErrorRecord error, UserPfxItem item)
    {
        if (item.Line is { } line && error.Exception is not ManifestException)
        {
            error.ErrorDetails = new ErrorDetails($"Line {line} of the manifest: {error.Text()}")
            {
                RecommendedAction = error.ErrorDetails?.RecommendedAction,
            };
        }

        WriteError(error);
    }

    /// <summary>Checks every row, reports the bad ones, and counts them.</summary>
    private protected async Task CheckAsync(IBulkRows rows, RowChecker checker, bool isManifest)
    {
        var progress = new ItemProgress(WriteProgress, "Checking S/MIME certificates");
        try
        {
            while (await rows.ReadAsync(Cancellation) is { } row)
            {
                while (checker.IsFull)
                {
                    Report(await checker.TakeAsync(), isManifest, progress);
                }

                if (row.Error is null && row.Password is null)
                {
                    Ask(row, isManifest);
                }

                checker.Add(row, Cancellation);
            }

            while (checker.IsBusy)
            {
                Report(await checker.TakeAsync(), isManifest, progress);
            }
        }
        finally
        {
            await checker.SettleAsync();
        }

        progress.Complete();
        WriteVerbose($"{checker.Valid + checker.Invalid} rows were checked: {checker.Invalid} of them are bad; {checker.Records} "
            + "certificates can be delivered.");
    }

    /// <summary>Asks for the password of a row; the row gets the password or an error.</summary>
    private protected void Ask(BulkRow row, bool isManifest)
    {
        row.Password = AskPassword(NewItem(row, isManifest), row.IntendedPurpose, out var error);
        row.Error = error;
        if (row.Password is not null)
        {
            _answers.Keep(row.Number, row.Password);
        }
    }

    /// <summary>What was answered in the check for a row; null when it is not kept.</summary>
    private protected SecretText? TakeAnswer(BulkRow row) => _answers.Take(row.Number);

    /// <summary>The item of a row.</summary>
    private protected UserPfxItem NewItem(BulkRow row, bool isManifest) =>
        NewItem(row.UserPrincipalName, row.Path, isManifest ? row.Number : null);

    /// <summary>Reports a row or certificate that is not tried.</summary>
    private protected void Leave(SmimeImportResult result, PreparedUserPfx? prepared = null)
    {
        result.Status = SmimeImportStatus.NotAttempted;
        Tally.Add(result, prepared);
        Write(result);
    }

    /// <summary>Writes a result that is kept already.</summary>
    private protected void Write(SmimeImportResult result)
    {
        WriteObject(result);
        Progress.Count(result.Status == SmimeImportStatus.Failed, result.Path ?? result.UserPrincipalName ?? string.Empty);
    }

    /// <summary>Sums up.</summary>
    private protected void WriteSummary()
    {
        var summary = Summarize();
        if (summary.Outdated > 0)
        {
            WriteWarning($"{summary.Outdated} certificates have a record under another key name, padding scheme or purpose, "
                + "which was left as it is (Status Outdated; Difference says how it differs). "
                + "Use -Force to replace such records.");
        }

        WriteInformation(summary, ["SmimeCertTools"]);
        if (PassThru)
        {
            WriteObject(summary);
        }
    }

    /// <summary>Ends the command because of bad rows.</summary>
    private protected void StopForInvalid()
    {
        Progress.Complete();
        WriteSummary();
        ThrowTerminatingError(UserPfxErrors.RowsInvalid(Tally.Invalid, Tally.Rows));
    }

    /// <summary>Ends the command when the session has ended, after what is under way.</summary>
    private protected async Task EndIfSessionEndedAsync()
    {
        if (SessionError is not { } error)
        {
            return;
        }

        await DrainAsync();
        Progress.Complete();
        var summary = Summarize();
        WriteSummary();
        var record = error.ToErrorRecord();
        var action = record.ErrorDetails?.RecommendedAction;
        var rest = summary.NotAttempted > 0
            ? $"{summary.NotAttempted} of the certificates read by then were"
            : "What comes after was";
        record.ErrorDetails = new ErrorDetails(
            $"{error.Message} {Progress.Done - summary.NotAttempted} certificates were handled, {Progress.Failed} of them "
            + $"failed. {rest} not attempted: run the command again for those; what is done is not sent twice.")
        {
            RecommendedAction = action,
        };
        ThrowTerminatingError(record);
    }

    private SmimeImportSummary Summarize()
    {
        var summary = Tally.Summarize();
        summary.Requests = Traffic?.Requests ?? 0;
        summary.ThrottledRequests = Traffic?.Throttled ?? 0;
        return summary;
    }

    private void Report(RowCheck check, bool isManifest, ItemProgress progress)
    {
        var item = NewItem(check.Row, isManifest);
        progress.Count(!check.IsGood, item.Target);
        if (check.Error is not null)
        {
            Fail(item, check.Error.ToErrorRecord(item.Target));
        }

        foreach (var failure in check.Failures)
        {
            Fail(item, failure.Error.ToErrorRecord(item.Target), failure.Certificate);
        }
    }
}
