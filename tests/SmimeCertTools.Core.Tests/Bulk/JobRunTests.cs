using System;
using SmimeCertTools.Core.Bulk;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

public sealed class JobRunTests
{
    [Fact]
    public void Waits_at_the_same_time_count_once_and_only_as_far_as_they_are_over()
    {
        var clock = new StepClock();
        var run = new JobRun(clock);

        run.Hold(TimeSpan.FromSeconds(10));
        clock.Step(4);
        run.Hold(TimeSpan.FromSeconds(10));
        run.Hold(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(4), run.Held);
        clock.Step(20);
        Assert.Equal(TimeSpan.FromSeconds(14), run.Held);
        clock.Step(6);
        run.Hold(TimeSpan.FromSeconds(2));
        clock.Step(2);
        Assert.Equal(TimeSpan.FromSeconds(16), run.Held);
        Assert.Equal(TimeSpan.FromSeconds(32), run.Elapsed);
    }

    private sealed class StepClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public void Step(int seconds) => _seconds += seconds;

        public override long GetTimestamp() => _seconds;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(_seconds);
    }
}
