using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>A clock that stands still until a test moves it; timers fire while it moves, each at its own time.</summary>
internal sealed class ManualClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly object _lock = new();
    private readonly List<Timer> _timers = [];
    private TimeSpan _passed;

    /// <summary>How many timers are waiting, those included that never fire.</summary>
    public int Timers
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>How many timers there were so far.</summary>
    public int Started { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Start + _passed;

    public override long GetTimestamp() => _passed.Ticks;

    public void Advance(double seconds)
    {
        var end = _passed + TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
        while (Next(end) is { } timer)
        {
            timer.Fire();
        }

        _passed = end;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            var timer = new Timer(this, () => callback(state), dueTime < TimeSpan.Zero ? null : _passed + dueTime);
            _timers.Add(timer);
            Started++;
            return timer;
        }
    }

    private Timer? Next(TimeSpan end)
    {
        lock (_lock)
        {
            var timer = _timers.Where(timer => timer.Due <= end).OrderBy(timer => timer.Due).FirstOrDefault();
            if (timer is not null)
            {
                _timers.Remove(timer);
                _passed = timer.Due > _passed ? timer.Due.Value : _passed;
            }

            return timer;
        }
    }

    private void Remove(Timer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class Timer(ManualClock clock, Action callback, TimeSpan? due) : ITimer
    {
        public TimeSpan? Due => due;

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => clock.Remove(this);

        public System.Threading.Tasks.ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
