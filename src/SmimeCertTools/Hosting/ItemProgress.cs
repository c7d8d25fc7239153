using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using SmimeCertTools.Core;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Counts items and shows a progress bar for work that takes longer than a second. For the pipeline thread alone.
/// </summary>
/// <param name="write">Writes the bar.</param>
/// <param name="activity">Its title.</param>
internal sealed class ItemProgress(Action<ProgressRecord> write, string activity)
{
    private const int ActivityId = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shown = TimeSpan.MinValue;

    /// <summary>How many items there are in all; null while more may come.</summary>
    public int? Total { get; set; }

    /// <summary>Says how the service holds the work back at the moment, in words; null when that cannot be.</summary>
    public Func<string?>? Pace { get; set; }

    /// <summary>How many items have ended.</summary>
    public int Done { get; private set; }

    /// <summary>How many of them failed.</summary>
    public int Failed { get; private set; }

    /// <summary>Counts an item that has ended.</summary>
    public void Count(bool failed, string item)
    {
        Done++;
        Failed += failed ? 1 : 0;
        var elapsed = _clock.Elapsed;
        if (elapsed < Patience || (_shown != TimeSpan.MinValue && elapsed - _shown < Interval))
        {
            return;
        }

        _shown = elapsed;
        write(new ProgressRecord(ActivityId, activity, Status(elapsed))
        {
            CurrentOperation = item.Visible(),
            SecondsRemaining = Total is { } total && total >= Done ? (int)((total - Done) * elapsed.TotalSeconds / Done) : -1,
            PercentComplete = Total is > 0 ? Math.Min(100, Done * 100 / Total.Value) : -1,
        });
    }

    /// <summary>Takes the bar away, if it was shown.</summary>
    public void Complete()
    {
        if (_shown != TimeSpan.MinValue)
        {
            var status = Status(_clock.Elapsed);
            write(new ProgressRecord(ActivityId, activity, status) { RecordType = ProgressRecordType.Completed });
        }
    }

    private string Status(TimeSpan elapsed)
    {
        var count = Total is { } total ? $"{Done} of {total}" : $"{Done} done";
        var failures = Failed > 0 ? $", {Failed} failed" : string.Empty;
        var rate = Done / elapsed.TotalSeconds;
        var held = Pace?.Invoke() is { } pace ? ", " + pace : string.Empty;
        return string.Format(CultureInfo.CurrentCulture, "{0}{1}, {2:0.0} per second{3}", count, failures, rate, held);
    }
}
