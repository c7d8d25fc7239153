using System;
using System.Globalization;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>How an import ended, for a person.</summary>
/// <param name="reporting">The call and its failures.</param>
/// <param name="noun">What rows are numbered by: a line of a list, or a row of the pipeline.</param>
internal sealed class ImportSummaryText(RunReporting reporting, string noun)
{
    /// <summary>Whether what Intune holds was looked up.</summary>
    public bool IsConnected { get; set; }

    /// <summary>Whether the session with Graph ended before the rows did.</summary>
    public bool IsSessionLost { get; set; }

    /// <summary>Whether nothing was uploaded because of a bad row.</summary>
    public bool IsHeldBack { get; set; }

    /// <summary>Whether somebody stopped the command.</summary>
    public bool IsStopped { get; set; }

    /// <summary>How many certificates there were still to send when it was stopped.</summary>
    public int Left { get; set; }

    /// <summary>Writes it down.</summary>
    public void Describe(RunReport report, SmimeImportSummary summary)
    {
        var rate = !reporting.IsWhatIf && summary.PerSecond > 0
            ? string.Format(CultureInfo.CurrentCulture, ", {0:0.0} a second", summary.PerSecond) : string.Empty;
        var what = IsStopped ? "Import, stopped" : reporting.IsWhatIf ? "What if" : "Import";
        report.Add($"{what}: {RunReport.Number(summary.Rows)} {(summary.Rows == 1 ? "row" : "rows")} in "
            + $"{RunReport.Time(summary.Duration)}{rate}");
        Count(report, summary);
        report.AddThrottled(summary.ThrottledTime);
        if (reporting.IsWhatIf && !IsConnected)
        {
            report.Add("Without Connect-SmimeGraph nobody knows which users there are and what Intune has already.");
        }

        if (summary.ResultPath is not null)
        {
            report.Add($"Results: {summary.ResultPath}");
        }

        Next(report, summary);
    }

    private void Count(RunReport report, SmimeImportSummary summary)
    {
        (int Count, string Text, ConsoleColor? Color)[] counts =
        [
            (summary.Imported, "imported", ConsoleColor.Green),
            (summary.Updated, "replaced", ConsoleColor.Green),
            (summary.AlreadyPresent, "already present", null),
            (summary.WouldImport, reporting.IsWhatIf ? "would be imported" : "not wanted", null),
            (summary.WouldUpdate, "would be replaced", null),
            (summary.Outdated, "outdated, left as they are", ConsoleColor.Yellow),
            (Left, "not sent yet", ConsoleColor.Yellow),
            (summary.NotAttempted, "not attempted", ConsoleColor.Yellow),
            (summary.Failed, "failed", ConsoleColor.Red),
        ];
        report.AddCounts(counts, IsStopped ? "Nothing had been sent yet." : "There was nothing to import.");
        FailureGroups.Describe(summary.Failures, report, noun);
    }

    private void Next(RunReport report, SmimeImportSummary summary)
    {
        if (summary is { Failed: > 0, ResultPath: { } path })
        {
            report.AddCommand(
                "What is wrong with each:", RunReporting.ShowFailures(reporting.Called(path), summary.RunId, "Line"));
        }

        var command = reporting.Command;
        if (IsStopped)
        {
            report.AddCommand("To go on (what is done is not sent twice):", command.With());
        }
        else if (IsSessionLost)
        {
            report.AddCommand(
                "Sign in again with Connect-SmimeGraph; then, to go on (what is done is not sent twice):", command.With());
        }
        else if (reporting.IsWhatIf && summary.WouldImport + summary.WouldUpdate > 0)
        {
            report.AddCommand("To do it:", command.With(removed: "WhatIf"));
        }
        else if (IsHeldBack)
        {
            report.AddCommand("Nothing was uploaded because of them. When they are corrected:", command.With());
        }
        else if (summary.Failed + summary.NotAttempted > 0)
        {
            report.AddCommand("When that is corrected (what is done is not sent twice):", command.With());
        }
        else if (summary.Outdated > 0)
        {
            report.AddCommand("To replace what is outdated:", command.With(added: "Force"));
        }
    }
}
