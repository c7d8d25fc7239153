using System.Management.Automation;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>Puts what an import tells into a cmdlet's streams, and sums up. For the pipeline thread alone.</summary>
internal sealed class ImportReport(AsyncCmdlet cmdlet, ImportJob job, BulkRun run)
{
    private readonly ItemProgress _checking = new(cmdlet.WriteProgress, "Checking S/MIME certificates");

    /// <summary>The count of certificates, for the progress bar of the upload.</summary>
    public ItemProgress Progress { get; } =
        new(cmdlet.WriteProgress, "Importing S/MIME certificates") { Pace = () => run.Traffic?.Describe() };

    /// <summary>Tells of an event.</summary>
    public void Tell(JobEvent told)
    {
        switch (told)
        {
            case JobMessage { IsWarning: true } message:
                cmdlet.WriteWarning(message.Text);
                break;
            case RowChecked check:
                _checking.Count(!check.Row.IsGood, check.Row.Target);
                break;
            case CheckEnded check:
                _checking.Complete();
                Progress.Total = Progress.Done + check.Records;
                cmdlet.WriteVerbose($"{check.Rows} rows were checked: {check.Invalid} of them are bad; {check.Records} "
                    + "certificates can be delivered.");
                break;
            case RecordPassed passed:
                Progress.Count(failed: false, passed.Row.Target);
                break;
            case ImportResult result:
                Tell(result);
                break;
        }
    }

    /// <summary>Sums up; returns the error that ends the command, if any.</summary>
    public ErrorRecord? Finish(bool isSummaryWritten)
    {
        Progress.Complete();
        var summary = new SmimeImportSummary(run)
        {
            Rows = job.Rows,
            Valid = job.Rows - job.Invalid,
            Invalid = job.Invalid,
        };
        if (summary.Outdated > 0)
        {
            cmdlet.WriteWarning($"{summary.Outdated} certificates have a record under another key, padding scheme or purpose, "
                + "which was left as it is (Status Outdated; Difference says how it differs). "
                + "Use -Force to replace such records.");
        }

        cmdlet.WriteInformation(summary, ["SmimeCertTools"]);
        if (isSummaryWritten)
        {
            cmdlet.WriteObject(summary);
        }

        return job.SessionError is not null ? SessionEnded(summary)
            : job.IsStopped ? UserPfxErrors.RowsInvalid(job.Invalid, job.Rows)
            : null;
    }

    private void Tell(ImportResult result)
    {
        var entry = result.Entry;
        if (result.Error is { } error)
        {
            var record = error.ToErrorRecord(result.Row.Target);
            if (result.Row.Line is { } line && error is not ManifestException)
            {
                record.WithText($"Line {line} of the manifest: {record.Text()}");
            }

            cmdlet.WriteError(record);
        }
        else if (entry.RecordId is not null)
        {
            var difference = entry.Message is null ? "." : $"; {entry.Message}.";
            cmdlet.WriteVerbose(
                $"{entry.UserPrincipalName}: {entry.Thumbprint} {entry.Status}, record {entry.RecordId}{difference}");
        }

        cmdlet.WriteObject(new SmimeImportResult(result));
        Progress.Count(entry.Status is SmimeImportStatus.Failed, result.Row.Target);
    }

    private ErrorRecord SessionEnded(SmimeImportSummary summary)
    {
        var error = job.SessionError!;
        var rest = summary.NotAttempted > 0
            ? $"{summary.NotAttempted} of the certificates read by then were"
            : "What comes after was";
        return error.ToErrorRecord().WithText(
            $"{error.Message} {Progress.Done - summary.NotAttempted} certificates were handled, {Progress.Failed} of them "
            + $"failed. {rest} not attempted: run the command again for those; what is done is not sent twice.");
    }
}
