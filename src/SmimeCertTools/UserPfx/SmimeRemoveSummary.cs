using System;
using System.Globalization;
using SmimeCertTools.Core.Bulk;

namespace SmimeCertTools.UserPfx;

/// <summary>What a run of Remove-SmimeUserPfx did as a whole; counts are certificates.</summary>
public sealed class SmimeRemoveSummary
{
    private readonly JobRun _run;

    internal SmimeRemoveSummary(BulkRun run)
    {
        _run = run.Job;
        (Duration, ThrottledTime) = (_run.Elapsed, _run.Held);
        (Requests, ThrottledRequests) = (run.Traffic?.Requests ?? 0, run.Traffic?.Throttled ?? 0);
    }

    /// <summary>The run's id, which its entries in the file of results carry.</summary>
    public string RunId => _run.Id;

    /// <summary>Certificates removed, and seen to be gone.</summary>
    public int Removed => _run.Of(SmimeRemoveStatus.Removed);

    /// <summary>Certificates that an earlier run had removed.</summary>
    public int AlreadyRemoved => _run.Of(SmimeRemoveStatus.AlreadyRemoved);

    /// <summary>Certificates and users that failed, or were not found.</summary>
    public int Failed => _run.Of(SmimeRemoveStatus.Failed);

    /// <summary>Certificates whose deletion was sent, and nobody could see what became of it; the next run finds out.</summary>
    public int Unconfirmed => _run.Of(SmimeRemoveStatus.Unconfirmed);

    /// <summary>Certificates that were not tried.</summary>
    public int NotAttempted => _run.Of(SmimeRemoveStatus.NotAttempted);

    /// <summary>Certificates that -WhatIf would have removed, or that were not to be when asked.</summary>
    public int WouldRemove => _run.Passed(SmimeRemoveStatus.Removed);

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

    /// <summary>The file of results; null when there is none.</summary>
    public string? ResultPath => _run.Results?.Path;

    /// <summary>The list for the CA; null when there is none.</summary>
    public string? RevocationListPath { get; internal set; }

    /// <summary>Whether the run ended before its input did: stopped, by an error, or with the session.</summary>
    internal bool EndedEarly { get; set; }

    /// <summary>Whether nothing failed and nothing was left.</summary>
    public bool IsComplete => !EndedEarly && Failed + Unconfirmed + NotAttempted == 0;

    /// <summary>The summary as a sentence.</summary>
    public override string ToString() => string.Format(
        CultureInfo.CurrentCulture,
        "{0} certificates removed, {1} removed before, {2} failed, {3} unconfirmed, {4} not attempted, in {5:hh\\:mm\\:ss}.",
        Removed, AlreadyRemoved, Failed, Unconfirmed, NotAttempted, Duration);
}
