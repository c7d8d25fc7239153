using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SmimeCertTools.Core.Tests.Files;

/// <summary>A clock whose one timer fires when it is told.</summary>
internal sealed class OneTimerClock : TimeProvider
{
    private Action? _fire;

    public List<TimeSpan> Waits { get; } = [];

    public bool IsDisposed { get; private set; }

    public void Fire() => _fire?.Invoke();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal((Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), (dueTime, period));
        _fire = () => callback(state);
        return new OneTimer(this);
    }

    private sealed class OneTimer(OneTimerClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Waits.Add(dueTime);
            return true;
        }

        public void Dispose() => clock.IsDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
