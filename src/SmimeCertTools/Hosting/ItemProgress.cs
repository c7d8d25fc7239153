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
    /// <summary>What a pace begins with that is a wait.</summary>
    public const string Waiting = "Graph throttles: ";

    private const int ActivityId = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private string _item = string.Empty;
    private TimeSpan _shown = TimeSpan.MinValue;

    /// <summary>How many items there are in all; null while more may come.</summary>
    public int? Total { get; set; }

    /// <summary>Says how the service holds the work back at the moment, in words; null when that cannot be.</summary>
    public Func<string?>? Pace { get; set; }

    /// <summary>How many items have ended.</summary>
    public int Done { get; private set; }

    /// <summary>How many of them failed.</summary>
    public int Failed { get; private set; }

    /// <summary>Says that so many more items come; nobody knows how many until then.</summary>
    public void Expect(int count) => Total = (Total ?? 0) + count;

    /// <summary>Counts an item that has ended.</summary>
    /// <param name="failed">Whether it failed.</param>
    /// <param name="item">What it is.</param>
    /// <param name="isShown">Whether the bar may be shown: not while another is.</param>
    public void Count(bool failed, string item, bool isShown = true)
    {
        Done++;
        Failed += failed ? 1 : 0;
        _item = item;
        if (isShown && (_shown == TimeSpan.MinValue || _clock.Elapsed - _shown >= Interval))
        {
            Refresh();
        }
    }

    /// <summary>Says how many items have ended, where somebody else counts them.</summary>
    /// <param name="done">How many.</param>
    /// <param name="item">What they are; the words of before when left out.</param>
    public void Advance(int done, string? item = null)
    {
        (Done, _item) = (done, item ?? _item);
        if (_shown == TimeSpan.MinValue || _clock.Elapsed - _shown >= Interval)
        {
            Refresh();
        }
    }

    /// <summary>Shows the bar as it is now, also when nothing has ended since: a wait is to be seen to go by.</summary>
    public void Refresh()
    {
        var elapsed = _clock.Elapsed;
        if (elapsed < Patience)
        {
            return;
        }

        _shown = elapsed;
        var isHeld = Pace?.Invoke() is { } pace && pace.StartsWith(Waiting, StringComparison.Ordinal);
        write(new ProgressRecord(ActivityId, activity, Status(elapsed))
        {
            CurrentOperation = _item.Visible(),
            SecondsRemaining = !isHeld && Total is { } total && total >= Done && Done > 0
                ? (int)((total - Done) * elapsed.TotalSeconds / Done) : -1,
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
        var counts = string.Format(CultureInfo.CurrentCulture, "{0}{1}, {2:0.0} per second", count, failures, rate);

        // A wait comes first: consoles cut the end off.
        return Pace?.Invoke() is not { } pace ? counts
            : pace.StartsWith(Waiting, StringComparison.Ordinal) ? $"{pace}; {counts}" : $"{counts}, {pace}";
    }
}
