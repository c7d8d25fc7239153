using System;
using System.Linq;
using SmimeCertTools.Core.Graph.Http.Pacing;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.Pacing;

/// <summary>What a lane makes of a service's budget, over minutes of simulated time.</summary>
public sealed class PacingLaneTests
{
    private const double Window = 20;

    [Theory]
    [InlineData(100, 16, 5)]
    [InlineData(100, 16, 200)]
    [InlineData(100, 4, 200)]
    [InlineData(100, 32, 20)]
    [InlineData(100, 16, 900)]
    [InlineData(250, 32, 50)]
    [InlineData(37, 8, 100)]
    public void Nearly_all_that_the_service_grants_is_used(int limit, int workers, int latency)
    {
        var import = new PacedImport(new PacingLane(100), workers, TimeSpan.FromMilliseconds(latency), _ => limit)
            .Run(TimeSpan.FromMinutes(3));

        Assert.InRange(import.Granted, (int)(limit * 180 / Window * 0.95), int.MaxValue);

        // Those that were under way with the first one, and the tries for more.
        Assert.InRange(import.Refused.Count, 1, workers + 3);
        Assert.InRange(import.Refused.Count(time => time > PacedImport.Start.AddSeconds(60)), 0, 3);
    }

    [Fact]
    public void The_documented_limit_is_met_with_two_refusals_in_a_hundred()
    {
        var import = new PacedImport(new PacingLane(100), 16, TimeSpan.FromMilliseconds(50), _ => 100)
            .Run(TimeSpan.FromMinutes(3));

        Assert.InRange((double)import.Refused.Count / (import.Granted + import.Refused.Count), 0, 0.02);
    }

    [Fact]
    public void Nothing_is_paced_before_the_first_refusal()
    {
        var lane = new PacingLane(100);

        var import = new PacedImport(lane, 16, TimeSpan.FromMilliseconds(100), _ => int.MaxValue).Run(TimeSpan.FromMinutes(1));

        Assert.Null(lane.Limit);
        Assert.Equal(16 * 60 * 10, import.Granted, 200.0);
    }

    [Fact]
    public void A_budget_that_shrinks_is_followed_down_and_up_again()
    {
        var import = new PacedImport(
            new PacingLane(100),
            16,
            TimeSpan.FromMilliseconds(100),
            now => (now - PacedImport.Start).TotalMinutes is > 5 and < 10 ? 50 : 100).Run(TimeSpan.FromMinutes(60));

        var possible = (100 * 3 * 55) + (50 * 3 * 5);
        Assert.InRange(import.Granted, (int)(possible * 0.9), possible + 100);
        Assert.InRange(import.Refused.Count, 1, import.Granted / 50);
    }

    [Fact]
    public void Refusals_for_other_reasons_do_not_bring_an_import_to_a_halt()
    {
        var random = new Random(7);
        var lane = new PacingLane(100);

        var import = new PacedImport(lane, 16, TimeSpan.FromMilliseconds(20), _ => int.MaxValue)
        {
            RefusesAnyway = _ => random.NextDouble() < 0.1,
        }.Run(TimeSpan.FromMinutes(5));

        Assert.InRange(import.Granted, 250, int.MaxValue);
    }

    [Fact]
    public void A_batch_larger_than_the_budget_goes_alone()
    {
        var lane = new PacingLane(100);
        var now = PacedImport.Start;
        for (var i = 0; i < 30; i++)
        {
            lane.Enter(now, 1);
            lane.Grant(now, now, 1);
        }

        lane.Enter(now, 1);
        lane.Refuse(now, now, 1);
        lane.Measure();
        Assert.Equal(29, lane.Limit);

        Assert.True(lane.Opening(now, 40) > now);
        var later = now + PacingLane.Window + TimeSpan.FromSeconds(1);
        Assert.True(lane.Opening(later, 40) <= later);
    }
}
