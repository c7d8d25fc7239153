using System;
using SmimeCertTools.Core.Graph.Http.Pacing;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.Pacing;

/// <summary>What a lane makes of each single event, at moments that are given in seconds.</summary>
public sealed class PacingLaneStepTests
{
    private const double Window = 20;
    private const double Margin = 0.05;
    private const double SlowProbe = 300;

    private readonly PacingLane _lane = new(100);

    [Theory]
    [InlineData(24, null)]
    [InlineData(25, 24)]
    [InlineData(94, 93)]
    [InlineData(130, 129)]
    public void The_first_refusal_measures_what_was_granted(int granted, int? limit)
    {
        Measured(granted);

        Assert.Equal(limit, _lane.Limit);
    }

    [Fact]
    public void Granted_counts_what_was_sent_in_the_window_before_the_refusal_until_its_answer()
    {
        Grant(30, sent: 100);
        Grant(1, sent: 80);
        Grant(1, sent: 80.001);
        Grant(1, sent: 101);
        Grant(1, sent: 101.001);
        Refuse(sent: 100, answered: 101);
        _lane.Measure();
        _lane.Measure();

        Assert.Equal(31, _lane.Limit);
    }

    [Theory]
    [InlineData(81, 56, 55)]
    [InlineData(81, 55, 76)]
    [InlineData(81, 90, 79)]
    [InlineData(31, 21, 25)]
    [InlineData(31, 29, 28)]
    [InlineData(25, 24, 24)]
    public void A_later_refusal_takes_away_what_it_says_and_never_goes_below_a_quarter(int first, int second, int limit)
    {
        Measured(first);
        _lane.Opening(At(100), 1);
        Answer(second, sent: 100, at: 100);
        Refuse(sent: 100, answered: 101);
        _lane.Measure();

        Assert.Equal(limit, _lane.Limit);
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(1.001, 29)]
    public void Those_under_way_with_the_first_refused_say_the_same_as_it(double sent, int limit)
    {
        Grant(31, sent: 0);
        Refuse(sent: 0, answered: 1);
        Refuse(sent: sent, answered: 2);
        _lane.Measure();

        Assert.Equal(limit, _lane.Limit);
    }

    [Fact]
    public void What_was_granted_is_kept_until_the_refusal_is_measured()
    {
        Grant(31, sent: 0);
        Refuse(sent: 0, answered: 10);

        Assert.Equal(At(60), _lane.Opening(At(60), 1));
        _lane.Measure();

        Assert.Equal(30, _lane.Limit);
    }

    [Fact]
    public void Before_a_refusal_everything_may_go_at_once()
    {
        Enter(5000, at: 0);

        Assert.Equal(At(0), _lane.Opening(At(0), 5000));
        Assert.Equal(At(-5), _lane.Opening(At(-5), 1));
    }

    [Fact]
    public void Then_requests_are_spread_over_the_window_and_what_was_overslept_is_made_up_for()
    {
        Measured(41, answered: 1);

        // Everything granted is out of the window again, and the wait that was asked for is over.
        Assert.Equal(At(1), _lane.Opening(At(60), 1));
        Enter(1, at: 60);
        Assert.Equal(At(59.5), _lane.Opening(At(60), 1));
        Enter(2, at: 60);
        Assert.Equal(At(60.5), _lane.Opening(At(60), 1));
        Enter(1, at: 60.5);
        Assert.Equal(At(61), _lane.Opening(At(60.5), 1));
    }

    [Fact]
    public void A_place_is_held_from_sending_until_a_window_after_the_answer()
    {
        Measured(31);
        _lane.Opening(At(60), 1);
        Enter(28, at: 60);

        // Two of thirty are left.
        Assert.NotNull(_lane.Opening(At(60), 2));
        Assert.Null(_lane.Opening(At(60), 3));
        Answer(1, sent: 60, at: 70);
        Answer(1, sent: 60, at: 71);
        Answer(1, sent: 60, at: 72);
        Assert.Equal(At(70 + Window + Margin), _lane.Opening(At(72), 3));
        Assert.Equal(At(72 + Window + Margin), _lane.Opening(At(72), 5));
        Assert.Null(_lane.Opening(At(72), 6));

        // At the very moment the place is free.
        Assert.Equal(At(71 + Window + Margin), _lane.Opening(At(70 + Window + Margin), 4));
        Assert.True(_lane.Opening(At(70 + Window + Margin), 3) <= At(90));
    }

    [Fact]
    public void A_refused_request_holds_no_place()
    {
        Measured(31);
        _lane.Opening(At(20.5), 1);
        Enter(30, at: 20.5);
        Assert.Null(_lane.Opening(At(20.5), 1));

        _lane.Refuse(At(20.5), At(21.5), 30);

        Assert.NotNull(_lane.Opening(At(21.5), 30));
    }

    [Fact]
    public void A_batch_larger_than_the_budget_goes_when_nothing_else_does_and_delays_what_follows()
    {
        Measured(31);
        Assert.True(_lane.Opening(At(60), 45) <= At(60));
        Enter(1, at: 60);
        Assert.Null(_lane.Opening(At(60), 45));
        Answer(1, sent: 60, at: 60);
        Assert.Equal(At(60 + Window + Margin), _lane.Opening(At(60), 45));
        Assert.True(_lane.Opening(At(100), 45) <= At(100));

        // 45 take one and a half windows of 30.
        Enter(45, at: 100);
        Answer(45, sent: 100, at: 101);
        Assert.Equal(At(129), Round(_lane.Opening(At(101), 1)));
    }

    [Theory]
    [InlineData(96, 95)]
    [InlineData(95, 94)]
    public void About_what_is_documented_one_more_is_tried_after_minutes(int granted, int limit)
    {
        Measured(granted);
        UseUp(at: 1 + SlowProbe - 0.001);
        Assert.Equal(limit, _lane.Limit);

        UseUp(at: 1 + SlowProbe + 30);
        Assert.Equal(limit + 1, _lane.Limit);

        // What goes well is tried again soon, in larger steps.
        UseUp(at: 1 + SlowProbe + 30 + Window + 1);
        Assert.Equal(limit + 3, _lane.Limit);
        UseUp(at: 1 + SlowProbe + 30 + (2 * Window) + 2);
        Assert.Equal(limit + 7, _lane.Limit);
    }

    [Fact]
    public void Less_than_documented_is_doubted_at_once()
    {
        Measured(51);
        UseUp(at: 1 + Window - 0.5);
        Assert.Equal(50, _lane.Limit);

        UseUp(at: 60);
        Assert.Equal(75, _lane.Limit);
        UseUp(at: 60 + Window - 0.1);
        Assert.Equal(75, _lane.Limit);

        // No step is larger than half of what is known.
        UseUp(at: 120);
        Assert.Equal(100, _lane.Limit);
        UseUp(at: 180);
        Assert.Equal(137, _lane.Limit);
    }

    [Fact]
    public void A_budget_of_one_still_grows()
    {
        var lane = new PacingLane(4);
        lane.Enter(At(0), 3);
        lane.Grant(At(0), At(0), 2);
        lane.Refuse(At(0), At(1), 1);
        lane.Measure();
        Assert.Equal(1, lane.Limit);

        foreach (var (at, limit) in new[] { (60, 2), (120, 3) })
        {
            lane.Opening(At(at), 1);
            lane.Enter(At(at), lane.Limit!.Value);
            lane.Grant(At(at), At(at), lane.Limit!.Value > 2 ? 2 : 1);
            Assert.Equal(limit, lane.Limit);
        }
    }

    [Fact]
    public void A_budget_that_is_not_used_up_says_nothing_about_a_larger_one_and_at_the_very_moment_it_is_tried()
    {
        Measured(101);
        _lane.Opening(At(1 + SlowProbe), 1);
        Enter(99, at: 1 + SlowProbe);
        Assert.Equal(100, _lane.Limit);

        Enter(1, at: 1 + SlowProbe);
        Assert.Equal(101, _lane.Limit);
    }

    [Fact]
    public void A_refusal_ends_a_row_of_probes()
    {
        Measured(51);
        UseUp(at: 60);
        Assert.Equal(75, _lane.Limit);
        Refuse(sent: 60, answered: 61);
        _lane.Measure();
        Assert.Equal(71, _lane.Limit);

        // Slowly again, by one.
        UseUp(at: 61 + SlowProbe - 1);
        Assert.Equal(71, _lane.Limit);
        UseUp(at: 61 + SlowProbe + 60);
        Assert.Equal(72, _lane.Limit);
    }

    private static DateTimeOffset At(double seconds) => PacedImport.Start + TimeSpan.FromTicks((long)Math.Round(seconds * 1e7));

    private static DateTimeOffset? Round(DateTimeOffset? time) =>
        time is { } known ? At(Math.Round((known - PacedImport.Start).TotalSeconds, 3)) : null;

    private void Enter(int count, double at) => _lane.Enter(At(at), count);

    private void Answer(int count, double sent, double at) => _lane.Grant(At(sent), At(at), count);

    private void Grant(int count, double sent)
    {
        for (var i = 0; i < count; i++)
        {
            Enter(1, sent);
            Answer(1, sent, sent);
        }
    }

    private void Refuse(double sent, double answered)
    {
        Enter(1, sent);
        _lane.Refuse(At(sent), At(answered), 1);
    }

    // The requests at the moment 0 that the service granted before it refused one.
    private void Measured(int granted, double answered = 1)
    {
        Grant(granted, sent: 0);
        Refuse(sent: 0, answered: answered);
        _lane.Measure();
    }

    // As many at once as are allowed, all of them answered at once.
    private void UseUp(double at)
    {
        _lane.Opening(At(at), 1);
        Grant(_lane.Limit!.Value, sent: at);
    }
}
