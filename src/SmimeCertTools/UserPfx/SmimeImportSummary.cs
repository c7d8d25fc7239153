using System;
using System.Globalization;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// What a run of Import-SmimeUserPfx did as a whole. Rows are what came in: lines of a manifest, files, or records; the other
/// counts are certificates, of which a file may hold several.
/// </summary>
public sealed class SmimeImportSummary
{
    internal SmimeImportSummary()
    {
    }

    /// <summary>The run's id, which its entries in the file of results carry.</summary>
    public string RunId { get; internal set; } = string.Empty;

    /// <summary>Rows that came in.</summary>
    public int Rows { get; internal set; }

    /// <summary>Rows of which everything can be delivered.</summary>
    public int Valid { get; internal set; }

    /// <summary>Rows of which something cannot be delivered.</summary>
    public int Invalid { get; internal set; }

    /// <summary>Certificates uploaded.</summary>
    public int Imported { get; internal set; }

    /// <summary>Certificates whose record was replaced.</summary>
    public int Updated { get; internal set; }

    /// <summary>Certificates whose record was there already.</summary>
    public int AlreadyPresent { get; internal set; }

    /// <summary>Certificates with a record under another key name, padding or purpose, which was left as it is.</summary>
    public int Outdated { get; internal set; }

    /// <summary>Rows and certificates that failed, bad rows among them.</summary>
    public int Failed { get; internal set; }

    /// <summary>Rows and certificates that were not tried.</summary>
    public int NotAttempted { get; internal set; }

    /// <summary>When the run started, local time.</summary>
    public DateTime Started { get; internal set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>How much of that time requests waited because the service throttled.</summary>
    public TimeSpan ThrottledTime { get; internal set; }

    /// <summary>Requests sent to Graph, those tried again counted each time; a batch of look-ups is one.</summary>
    public long Requests { get; internal set; }

    /// <summary>Requests that Graph answered with 429 (Too Many Requests).</summary>
    public long ThrottledRequests { get; internal set; }

    /// <summary>Certificates a second, from the start of the run to its end.</summary>
    public double PerSecond { get; internal set; }

    /// <summary>The file of results; null when there is none.</summary>
    public string? ResultPath { get; internal set; }

    /// <summary>Whether nothing failed and nothing was left.</summary>
    public bool IsComplete => Failed + NotAttempted + Invalid + Outdated == 0;

    /// <summary>The summary as a sentence.</summary>
    public override string ToString() => string.Format(
        CultureInfo.CurrentCulture,
        "{0} rows ({1} invalid): {2} imported, {3} updated, {4} already present, {5} outdated, {6} failed, {7} not attempted, in "
        + "{8:hh\\:mm\\:ss} ({9:0.0} per second, throttled for {10:hh\\:mm\\:ss}).",
        Rows, Invalid, Imported, Updated, AlreadyPresent, Outdated, Failed, NotAttempted, Duration, PerSecond, ThrottledTime);
}
