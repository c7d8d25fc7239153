using System;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>Puts what an import tells into a cmdlet's streams, and sums up. For the pipeline thread alone.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="job">The import.</param>
/// <param name="run">Its run.</param>
/// <param name="reporting">How errors and the end are told.</param>
/// <param name="isDetailed">Whether certificates that Intune has already are written as well.</param>
internal sealed class ImportReport(AsyncCmdlet cmdlet, ImportJob job, BulkRun run, RunReporting reporting, bool isDetailed)
{
    private readonly ItemProgress _checking = new(cmdlet.WriteProgress, "Checking S/MIME certificates");
    private static readonly SmimeImportStatus[] Statuses = (SmimeImportStatus[])Enum.GetValues(typeof(SmimeImportStatus));

    private bool _isChecking;
    private bool _isFinished;

    /// <summary>The count of certificates, for the progress bar of the upload.</summary>
    public ItemProgress Progress { get; } =
        new(cmdlet.WriteProgress, "Importing S/MIME certificates") { Pace = () => run.Traffic?.Describe() };

    /// <summary>How many rows there are to check; null while nobody knows.</summary>
    public int? Rows
    {
        set => (_checking.Total, _isChecking) = (value, true);
    }

    /// <summary>Whether there is a list, whose lines are named.</summary>
    public bool HasList { get; set; }

    /// <summary>Shows how far it is, also while nothing ends.</summary>
    public void Refresh()
    {
        if (_isFinished)
        {
            return;
        }

        if (_isChecking)
        {
            _checking.Refresh();
        }
        else if (Progress.Total is not null || Progress.Done > 0)
        {
            Progress.Refresh();
        }
    }

    /// <summary>Tells of an event.</summary>
    public void Tell(JobEvent told)
    {
        switch (told)
        {
            case JobMessage { IsWarning: true } message:
                cmdlet.WriteWarning(message.Text);
                break;
            case RowChecked check:
                _isChecking = true;
                _checking.Count(!check.Row.IsGood, check.Row.Target);
                break;
            case CheckEnded check:
                _isChecking = false;
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
    public ErrorRecord? Finish()
    {
        _isFinished = true;
        _checking.Complete();
        Progress.Complete();
        var summary = Summarize();
        if (summary.Outdated > 0)
        {
            cmdlet.WriteWarning($"{summary.Outdated} certificates have a record under another key, padding scheme or purpose, "
                + "which was left as it is (Status Outdated; Difference says how it differs). "
                + "Use -Force to replace such records.");
        }

        End(summary, isStopped: false);
        return job.SessionError is not null ? SessionEnded(summary)
            : job.IsStopped ? UserPfxErrors.RowsInvalid(job.Invalid, job.Rows)
            : null;
    }

    /// <summary>Sums up what was done until an error ended the command.</summary>
    public void FinishEarly()
    {
        if (!_isFinished && job.Rows > 0)
        {
            Progress.Complete();
            End(Summarize(), isStopped: true);
        }
    }

    /// <summary>Sums up what was done until somebody stopped the command.</summary>
    public void FinishStopped()
    {
        if (!_isFinished && job.Rows > 0)
        {
            End(Summarize(), isStopped: true, hasStreams: false);
        }
    }

    private void End(SmimeImportSummary summary, bool isStopped, bool hasStreams = true)
    {
        _isFinished = true;
        summary.EndedEarly = isStopped || job.SessionError is not null;
        var report = new RunReport(cmdlet);
        Text(isStopped).Describe(report, summary);
        reporting.Finish(summary, report, hasStreams);
    }

    private SmimeImportSummary Summarize() => new(run)
    {
        Rows = job.Rows,
        Valid = job.Rows - job.Invalid,
        Invalid = job.Invalid,
        Failures = FailureGroups.Of(run.Job, HasList || cmdlet.MyInvocation.ExpectingInput),
    };

    private ImportSummaryText Text(bool isStopped) => new(reporting, HasList ? "line" : "row")
    {
        IsConnected = run.Traffic is not null,
        IsSessionLost = job.SessionError is not null,
        IsHeldBack = job.IsStopped,
        IsStopped = isStopped,
        Left = isStopped ? Math.Max(0, (Progress.Total ?? 0) - Statuses.Sum(status => run.Job.Of(status))) : 0,
    };

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

            reporting.Write(record, run.Job);
        }
        else if (entry.RecordId is not null)
        {
            var difference = entry.Message is null ? "." : $"; {entry.Message}.";
            cmdlet.WriteVerbose(
                $"{entry.UserPrincipalName}: {entry.Thumbprint} {entry.Status}, record {entry.RecordId}{difference}");
        }

        // Counted or listed, it is known to completion.
        var shown = new SmimeImportResult(result);
        AsyncCmdlet.Remember(shown);
        if (isDetailed || entry.Status is not SmimeImportStatus.AlreadyPresent)
        {
            cmdlet.WriteObject(shown);
        }

        Progress.Count(entry.Status is SmimeImportStatus.Failed, result.Row.Target, isShown: !_isChecking);
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
