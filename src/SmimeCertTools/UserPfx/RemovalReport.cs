using System;
using SmimeCertTools.Connection;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>Puts what a removal tells into a cmdlet's streams, and sums up. For the pipeline thread alone.</summary>
internal sealed class RemovalReport(
    AsyncCmdlet cmdlet, RemovalJob job, BulkRun run, RevocationList? revocations, RunReporting reporting, bool isPassedThrough)
{
    private readonly ItemProgress _progress =
        new(cmdlet.WriteProgress, "Removing S/MIME certificates") { Pace = () => run.Traffic?.Describe() };

    private bool _isFinished;
    private bool _isComplete;
    private int _expected;
    private int _unknown;

    /// <summary>Expects what comes of a row: one certificate, or as many as the user turns out to have.</summary>
    public void Expect(RemovalRow row)
    {
        _expected++;
        _unknown += row.Thumbprint is null ? 1 : 0;
    }

    /// <summary>No more rows come.</summary>
    public void ExpectNoMore()
    {
        _isComplete = true;
        Total();
    }

    /// <summary>Takes note of how many certificates a row came to.</summary>
    public void Tell(RecordsFound found)
    {
        _expected += Math.Max(1, found.Count) - 1;
        _unknown -= found.Row.Thumbprint is null ? 1 : 0;
        Total();
    }

    /// <summary>Tells what became of a certificate.</summary>
    public void Tell(RemovalResult result)
    {
        var entry = result.Entry;
        if (entry.Status is SmimeRemoveStatus.Removed)
        {
            cmdlet.WriteVerbose($"{entry.UserPrincipalName}: record {entry.RecordId} is gone.");
        }

        if (entry.Status is SmimeRemoveStatus.Removed or SmimeRemoveStatus.Unconfirmed && revocations is null
            && result.Revocation is { } revocation)
        {
            cmdlet.WriteWarning(NotRevoked(revocation));
        }

        if (result.Error is { } error)
        {
            var target = error is not GraphRequestException ? null
                : entry.Thumbprint is null ? entry.UserPrincipalName : $"{entry.UserPrincipalName}: {entry.Thumbprint}";
            reporting.Write(error.ToErrorRecord(target), run.Job);
        }

        _progress.Count(
            entry.Status is SmimeRemoveStatus.Failed or SmimeRemoveStatus.Unconfirmed, entry.UserPrincipalName ?? string.Empty);
        var shown = new SmimeRemoveResult(result);
        AsyncCmdlet.Remember(shown);
        if (isPassedThrough)
        {
            cmdlet.WriteObject(shown);
        }
    }

    /// <summary>Sums up.</summary>
    public void Finish()
    {
        _progress.Complete();
        if (revocations is not null)
        {
            var (known, unknown, expired) = (revocations.Known, revocations.Unknown, revocations.Expired);
            if (known + unknown > 0)
            {
                cmdlet.WriteWarning($"{known + unknown} certificates were removed from Intune, but they are not revoked. "
                    + $"'{revocations.Path}' lists them for the CA; the serial numbers of {unknown} are not known.");
            }

            if (expired > 0)
            {
                cmdlet.WriteVerbose($"{expired} certificates have expired; '{revocations.Path}' lists them without a command.");
            }
        }

        End(isStopped: false);
    }

    /// <summary>Shows how far it is, also while nothing ends.</summary>
    public void Refresh()
    {
        if (!_isFinished && _progress.Done > 0)
        {
            _progress.Refresh();
        }
    }

    /// <summary>Sums up what was done until an error ended the command.</summary>
    public void FinishEarly()
    {
        _progress.Complete();
        End(isStopped: true);
    }

    /// <summary>Sums up what was done until somebody stopped the command.</summary>
    public void FinishStopped() => End(isStopped: true, hasStreams: false);

    private void End(bool isStopped, bool hasStreams = true)
    {
        if (_isFinished)
        {
            return;
        }

        _isFinished = true;
        var summary = new SmimeRemoveSummary(run)
        {
            EndedEarly = isStopped || job.SessionError is not null,
            RevocationListPath = revocations?.Path,
            Failures = FailureGroups.Of(run.Job, isNumbered: false),
        };
        var report = new RunReport(cmdlet);
        new RemovalSummaryText(reporting)
        {
            IsStopped = isStopped,
            IsSessionLost = job.SessionError is not null,
        }.Describe(report, summary);
        reporting.Finish(summary, report, hasStreams);
    }

    // A total that still grows would send the bar back.
    private void Total() => _progress.Total = _isComplete && _unknown == 0 && _progress.Done <= _expected ? _expected : null;

    // A removed certificate is not revoked.
    private static string NotRevoked(RevocationEntry entry)
    {
        var serial = string.IsNullOrEmpty(entry.SerialNumber) ? string.Empty : $", serial number {entry.SerialNumber}";
        var issuer = string.IsNullOrEmpty(entry.Issuer) ? string.Empty : $", issued by {entry.Issuer}";
        return $"{entry.UserPrincipalName}: certificate {entry.Thumbprint}{serial}{issuer} was removed from Intune, but it is "
            + "not revoked. Where its key must no longer be trusted, revoke it at the CA.";
    }
}
