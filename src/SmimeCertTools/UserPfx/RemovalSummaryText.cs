using System;
using System.Linq;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>How a removal ended, for a person.</summary>
/// <param name="reporting">The call.</param>
internal sealed class RemovalSummaryText(RunReporting reporting)
{
    /// <summary>Whether the session with Graph ended before the rows did.</summary>
    public bool IsSessionLost { get; set; }

    /// <summary>Whether somebody stopped the command, or an error did.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Writes it down.</summary>
    public void Describe(RunReport report, SmimeRemoveSummary summary)
    {
        var what = IsStopped ? "Removal, stopped" : reporting.IsWhatIf ? "What if" : "Removal";
        (int Count, string Text, ConsoleColor? Color)[] counts =
        [
            (summary.Removed, "removed", ConsoleColor.Green),
            (summary.AlreadyRemoved, "removed before", null),
            (summary.WouldRemove, reporting.IsWhatIf ? "would be removed" : "not wanted", null),
            (summary.NotAttempted, "not attempted", ConsoleColor.Yellow),
            (summary.Unconfirmed, "sent, and nobody knows yet what became of it", ConsoleColor.Yellow),
            (summary.Failed, "failed", ConsoleColor.Red),
        ];
        var count = counts.Sum(one => one.Count);
        report.Add($"{what}: {RunReport.Number(count)} {(count == 1 ? "certificate" : "certificates")} in "
            + RunReport.Time(summary.Duration));
        report.AddCounts(counts, IsStopped ? "Nothing had been removed yet." : "There was nothing to remove.");
        FailureGroups.Describe(summary.Failures, report, "row");
        report.AddThrottled(summary.ThrottledTime);
        if (summary.ResultPath is not null)
        {
            report.Add($"Results: {summary.ResultPath}");
        }

        if (summary.RevocationListPath is not null)
        {
            report.Add($"For the CA: {summary.RevocationListPath}");
        }

        Next(report, summary);
    }

    private void Next(RunReport report, SmimeRemoveSummary summary)
    {
        var command = reporting.Command;
        if (summary is { Failed: > 0, ResultPath: { } path })
        {
            report.AddCommand(
                "What is wrong with each:", RunReporting.ShowFailures(reporting.Called(path), summary.RunId, "Thumbprint"));
        }

        if (IsSessionLost)
        {
            report.AddCommand("Sign in again with Connect-SmimeGraph; then, to go on:", command.With());
        }
        else if (IsStopped)
        {
            report.AddCommand("To go on (what is gone is not asked for twice):", command.With());
        }
        else if (reporting.IsWhatIf && summary.WouldRemove > 0)
        {
            report.AddCommand("To do it:", command.With(removed: "WhatIf"));
        }
        else if (summary.Unconfirmed > 0)
        {
            report.AddCommand("To find out what became of it:", command.With());
        }
        else if (summary.Failed + summary.NotAttempted > 0)
        {
            report.AddCommand("When that is corrected:", command.With());
        }
    }
}
