using System;
using System.Globalization;

namespace SmimeCertTools.UserPfx;

/// <summary>What a run of Remove-SmimeUserPfx did as a whole; counts are certificates.</summary>
public sealed class SmimeRemoveSummary
{
    internal SmimeRemoveSummary()
    {
    }

    /// <summary>The run's id, which its entries in the file of results carry.</summary>
    public string RunId { get; internal set; } = string.Empty;

    /// <summary>Certificates removed, and seen to be gone.</summary>
    public int Removed { get; internal set; }

    /// <summary>Certificates that an earlier run had removed.</summary>
    public int AlreadyRemoved { get; internal set; }

    /// <summary>Certificates and users that failed, or were not found.</summary>
    public int Failed { get; internal set; }

    /// <summary>Certificates that were not tried.</summary>
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

    /// <summary>The file of results; null when there is none.</summary>
    public string? ResultPath { get; internal set; }

    /// <summary>The list for the CA; null when there is none.</summary>
    public string? RevocationListPath { get; internal set; }

    /// <summary>Whether nothing failed and nothing was left.</summary>
    public bool IsComplete => Failed + NotAttempted == 0;

    /// <summary>The summary as a sentence.</summary>
    public override string ToString() => string.Format(
        CultureInfo.CurrentCulture,
        "{0} certificates removed, {1} removed before, {2} failed, {3} not attempted, in {4:hh\\:mm\\:ss}.",
        Removed, AlreadyRemoved, Failed, NotAttempted, Duration);
}
