using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>
/// A clock by which every wait is over at once; it remembers how long each was to be. A time that something may take at most is
/// no wait: it is over when the test says so.
/// </summary>
internal sealed class InstantClock : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private readonly ConcurrentDictionary<Bound, TimeSpan> _bounds = new();
    private long _skipped;

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    /// <summary>How long each of the times is that now run.</summary>
    public IEnumerable<TimeSpan> Bounds => _bounds.Values.Where(time => time != Timeout.InfiniteTimeSpan);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _skipped));

    public override long GetTimestamp() =>
        System.GetElapsedTime(0, System.GetTimestamp()).Ticks + Interlocked.Read(ref _skipped);

    /// <summary>Ends the times that are of this length.</summary>
    public void End(TimeSpan time)
    {
        foreach (var bound in _bounds.Where(bound => bound.Value == time).Select(bound => bound.Key).ToList())
        {
            bound.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (state is CancellationTokenSource)
        {
            var bound = new Bound(_bounds, () => callback(state));
            bound.Change(dueTime, period);
            return bound;
        }

        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        _waits.Enqueue(dueTime);
        Interlocked.Add(ref _skipped, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    private sealed class Bound(ConcurrentDictionary<Bound, TimeSpan> all, Action callback) : ITimer
    {
        public void Fire()
        {
            Dispose();
            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            all[this] = dueTime;
            return true;
        }

        public void Dispose() => all.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
