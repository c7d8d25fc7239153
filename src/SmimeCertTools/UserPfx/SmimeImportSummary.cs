using System;
using System.Globalization;
using SmimeCertTools.Core.Bulk;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// What a run of Import-SmimeUserPfx did as a whole. Rows are what came in: lines of a manifest, files, or records; the other
/// counts are certificates, of which a file may hold several.
/// </summary>
public sealed class SmimeImportSummary
{
    private readonly JobRun _run;

    internal SmimeImportSummary(BulkRun run)
    {
        _run = run.Job;
        (Duration, ThrottledTime) = (_run.Elapsed, _run.Held);
        (Requests, ThrottledRequests) = (run.Traffic?.Requests ?? 0, run.Traffic?.Throttled ?? 0);
    }

    /// <summary>The run's id, which its entries in the file of results carry.</summary>
    public string RunId => _run.Id;

    /// <summary>Rows that came in.</summary>
    public int Rows { get; internal set; }

    /// <summary>Rows of which everything can be delivered.</summary>
    public int Valid { get; internal set; }

    /// <summary>Rows of which something cannot be delivered.</summary>
    public int Invalid { get; internal set; }

    /// <summary>Certificates uploaded.</summary>
    public int Imported => _run.Of(SmimeImportStatus.Imported);

    /// <summary>Certificates whose record was replaced.</summary>
    public int Updated => _run.Of(SmimeImportStatus.Updated);

    /// <summary>Certificates whose record was there already.</summary>
    public int AlreadyPresent => _run.Of(SmimeImportStatus.AlreadyPresent);

    /// <summary>Certificates with a record under another key, padding or purpose, which was left as it is.</summary>
    public int Outdated => _run.Of(SmimeImportStatus.Outdated);

    /// <summary>Rows and certificates that failed, bad rows among them.</summary>
    public int Failed => _run.Of(SmimeImportStatus.Failed);

    /// <summary>Rows and certificates that were not tried.</summary>
    public int NotAttempted => _run.Of(SmimeImportStatus.NotAttempted);

    /// <summary>Certificates that would have been uploaded: with -WhatIf, or where the question was answered with no.</summary>
    public int WouldImport => _run.Passed(SmimeImportStatus.Imported);

    /// <summary>Certificates whose record -WhatIf would have replaced.</summary>
    public int WouldUpdate => _run.Passed(SmimeImportStatus.Updated);

    /// <summary>What failed, by cause, the most frequent first.</summary>
    public SmimeFailureGroup[] Failures { get; internal set; } = [];

    /// <summary>When the run started, local time.</summary>
    public DateTime Started => _run.Started.LocalDateTime;

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>How much of that time requests waited because the service throttled.</summary>
    public TimeSpan ThrottledTime { get; }

    /// <summary>Requests sent to Graph, those tried again counted each time; a batch of look-ups is one.</summary>
    public long Requests { get; }

    /// <summary>Requests that Graph answered with 429 (Too Many Requests).</summary>
    public long ThrottledRequests { get; }

    /// <summary>Certificates a second, from the start of the run to its end.</summary>
    public double PerSecond => Duration.TotalSeconds > 0
        ? Math.Round((Imported + Updated + AlreadyPresent + Outdated + Failed) / Duration.TotalSeconds, 2) : 0;

    /// <summary>The file of results; null when there is none.</summary>
    public string? ResultPath => _run.Results?.Path;

    /// <summary>Whether the run ended before its input did: stopped, by an error, or with the session.</summary>
    internal bool EndedEarly { get; set; }

    /// <summary>Whether nothing failed and nothing was left.</summary>
    public bool IsComplete => !EndedEarly && Failed + NotAttempted + Invalid + Outdated == 0;

    /// <summary>The summary as a sentence.</summary>
    public override string ToString() => string.Format(
        CultureInfo.CurrentCulture,
        "{0} rows ({1} invalid): {2} imported, {3} updated, {4} already present, {5} outdated, {6} failed, {7} not attempted, in "
        + "{8:hh\\:mm\\:ss} ({9:0.0} per second, throttled for {10:hh\\:mm\\:ss}).",
        Rows, Invalid, Imported, Updated, AlreadyPresent, Outdated, Failed, NotAttempted, Duration, PerSecond, ThrottledTime);
}
