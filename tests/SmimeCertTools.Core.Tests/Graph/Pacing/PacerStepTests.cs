using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Graph.Http.Pacing;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.Pacing;

/// <summary>What the pacer makes of each single answer, by a clock that the test moves.</summary>
public sealed class PacerStepTests
{
    private readonly ManualClock _clock = new();
    private readonly RequestPacer _pacer;
    private readonly PacerLine _line;

    public PacerStepTests()
    {
        var options = new GraphConnectionOptions { RetryBaseDelay = TimeSpan.FromSeconds(2) };
        var policy = new RetryPolicy(options, _clock, () => 0.5);
        _pacer = new RequestPacer(policy);
        _line = new PacerLine(_pacer, policy);
    }

    [Fact]
    public void A_wait_is_over_at_its_very_end()
    {
        Refuse(Enter(), 7);
        Assert.Equal(7, _pacer.WaitsFor?.TotalSeconds);
        _clock.Advance(6.999);
        Assert.Equal((PacerReason.Asked, 0.001), Held(isWrite: false));

        _clock.Advance(0.001);

        Assert.Null(_pacer.WaitsFor);
        Assert.NotNull(TryEnter(isWrite: false));
    }

    [Fact]
    public void Refusals_one_after_the_other_wait_longer_each_time()
    {
        foreach (var seconds in new[] { 2, 4, 8 })
        {
            Refuse(Enter(), null);
            Assert.Equal(seconds, _pacer.WaitsFor?.TotalSeconds);
            _clock.Advance(seconds);
        }

        // One success, and it begins anew.
        Enter().Dispose();
        Refuse(Enter(), null);
        Assert.Equal(2, _pacer.WaitsFor?.TotalSeconds);
    }

    [Fact]
    public void Refusals_of_what_was_under_way_together_count_once()
    {
        var (one, two, three) = (Enter(), Enter(), Enter());
        Refuse(one, null);
        Refuse(two, null);
        Assert.Equal(2, _pacer.WaitsFor?.TotalSeconds);

        // Sent before the wait, so that its success says nothing about after it.
        three.Dispose();
        _clock.Advance(2);
        Refuse(Enter(), null);
        Assert.Equal(4, _pacer.WaitsFor?.TotalSeconds);
    }

    [Fact]
    public void A_late_refusal_after_a_success_is_a_first_one()
    {
        var (one, late) = (Enter(), Enter());
        Refuse(one, 5);
        _clock.Advance(5);
        Enter().Dispose();

        Refuse(late, null);

        Assert.Equal(2, _pacer.WaitsFor?.TotalSeconds);
    }

    [Theory]
    [InlineData(10, 3, 10)]
    [InlineData(3, 10, 10)]
    [InlineData(3, 3, 3)]
    [InlineData(3, 7200, 7200)]
    [InlineData(3, 7201, 7200)]
    public void The_longest_wait_that_was_asked_for_counts_up_to_what_is_remembered(int first, int second, int expected)
    {
        var (one, two) = (Enter(), Enter());
        Refuse(one, first);
        Refuse(two, second);

        Assert.Equal(expected, _pacer.WaitsFor?.TotalSeconds);
    }

    [Fact]
    public void A_refused_write_bounds_writes_and_no_reads()
    {
        Grant(96, isWrite: true);
        Refuse(Enter(), 1);
        _clock.Advance(21.1);

        var all = Enter(isWrite: true, count: 95);
        Assert.Equal(95, _pacer.WritesPerWindow);
        Assert.Equal((PacerReason.Paced, null), Held(isWrite: true));
        Assert.NotNull(TryEnter(isWrite: false, count: 500));
        all.Dispose();
        Assert.Equal((PacerReason.Paced, 20.05), Held(isWrite: true));
    }

    [Fact]
    public void A_refused_read_bounds_all_together()
    {
        Grant(1001, isWrite: false);
        Refuse(Enter(isWrite: false), 1);
        _clock.Advance(21.1);

        var writes = Enter(isWrite: true, count: 40);
        var reads = Enter(isWrite: false, count: 960);
        Assert.Null(_pacer.WritesPerWindow);
        Assert.Equal((PacerReason.Paced, null), Held(isWrite: false));
        Assert.Equal((PacerReason.Paced, null), Held(isWrite: true));

        // What a write gives back counts for reads as well.
        writes.Dispose();
        Assert.Equal((PacerReason.Paced, 20.05), Held(isWrite: false));
        Assert.Equal((PacerReason.Paced, 20.05), Held(isWrite: true));
        reads.Dispose();
        _clock.Advance(20.05);
        Assert.NotNull(TryEnter(isWrite: true, count: 1000));
    }

    [Fact]
    public void A_refused_write_holds_a_place_among_all_requests()
    {
        Grant(1001, isWrite: false);
        Refuse(Enter(isWrite: false), 1);
        _clock.Advance(21.1);
        Refuse(Enter(isWrite: true, count: 1000), 5);
        _clock.Advance(5);

        Assert.Equal((PacerReason.Paced, 15.05), Held(isWrite: false));
        _clock.Advance(15.05);
        Assert.NotNull(TryEnter(isWrite: false, count: 1000));
    }

    [Fact]
    public void A_write_waits_for_the_later_of_two_openings_and_a_read_for_its_own()
    {
        // Both budgets are known: 95 writes, 1,026 requests.
        Grant(930, isWrite: false);
        Grant(96, isWrite: true);
        var (write, read) = (Enter(isWrite: true), Enter(isWrite: false));
        Refuse(write, 1);
        Refuse(read, 1);
        _clock.Advance(21.1);
        Enter(isWrite: true, count: 9).Dispose();
        Assert.Equal((PacerReason.Paced, 0.895), Held(isWrite: true));

        Enter(isWrite: false, count: 500).Dispose();
        _clock.Advance(1);

        var (_, seconds) = Held(isWrite: true);
        Assert.Equal((PacerReason.Paced, seconds), Held(isWrite: false));
        Assert.InRange(seconds!.Value, 7, 9);
    }

    [Fact]
    public void Who_is_held_looks_again_after_every_answer()
    {
        Grant(30, isWrite: true);
        var other = Enter(isWrite: false);
        var another = Enter(isWrite: false);
        Refuse(Enter(isWrite: true), 7);
        _pacer.TryEnter(_line, null, true, 1, out var hold);
        Assert.False(hold.Changed.IsCompleted);

        other.Dispose();
        Assert.True(hold.Changed.IsCompleted);
        _pacer.TryEnter(_line, null, true, 1, out hold);
        Assert.False(hold.Changed.IsCompleted);
        Refuse(another, 1);
        Assert.True(hold.Changed.IsCompleted);
    }

    [Fact]
    public void A_verdict_is_given_once()
    {
        var tickets = Enumerable.Range(0, 24).Select(_ => Enter()).ToList();
        tickets.ForEach(ticket => ticket.Dispose());
        tickets.ForEach(ticket => ticket.Dispose());
        tickets.ForEach(ticket => ticket.Refuse(TimeSpan.FromSeconds(30)));
        var refused = Enter();
        Refuse(refused, 1);
        refused.Dispose();
        Refuse(refused, 600);
        _clock.Advance(1);

        // 24 granted are too few to be a measure.
        Assert.NotNull(TryEnter(isWrite: true));
        Assert.Null(_pacer.WritesPerWindow);
        Assert.Equal(1, _line.State.Refusals);
    }

    [Fact]
    public void A_ceiling_spaces_by_counts_and_makes_up_for_a_quarter_of_a_second()
    {
        var ceiling = new RequestCeiling(10);
        var now = ManualClock.Start;
        List<double> next = [];
        foreach (var (at, count) in new[] { (0.0, 1), (0.0, 2), (0.05, 1), (10.0, 5) })
        {
            ceiling.Enter(now.AddSeconds(at), count);
            next.Add(Math.Round((ceiling.Next - now).TotalSeconds, 3));
        }

        Assert.Equal([-0.15, 0.05, 0.15, 10.25], next);
    }

    [Fact]
    public void Who_is_under_a_ceiling_waits_for_it_and_others_do_not()
    {
        var ceiling = new RequestCeiling(2);
        Assert.NotNull(_pacer.TryEnter(_line, ceiling, true, 1, out _));

        Assert.Null(_pacer.TryEnter(_line, ceiling, false, 1, out var hold));
        Assert.Equal((PacerReason.Ceiling, 0.25), (hold.Reason, hold.Delay?.TotalSeconds));
        Assert.NotNull(TryEnter(isWrite: false));
        _clock.Advance(0.25);
        Assert.NotNull(_pacer.TryEnter(_line, ceiling, false, 1, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_ceiling_is_positive(double requests) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestCeiling(requests));

    private static void Refuse(PacerTicket ticket, double? seconds) =>
        ticket.Refuse(seconds is { } known ? TimeSpan.FromSeconds(known) : null);

    private PacerTicket? TryEnter(bool isWrite, int count = 1) => _pacer.TryEnter(_line, null, isWrite, count, out _);

    private PacerTicket Enter(bool isWrite = true, int count = 1)
    {
        var ticket = TryEnter(isWrite, count);
        Assert.NotNull(ticket);
        return ticket;
    }

    private void Grant(int count, bool isWrite)
    {
        for (var i = 0; i < count; i++)
        {
            Enter(isWrite).Dispose();
        }
    }

    private (PacerReason Reason, double? Seconds) Held(bool isWrite, int count = 1)
    {
        Assert.Null(_pacer.TryEnter(_line, null, isWrite, count, out var hold));
        return (hold.Reason, hold.Delay is { } delay ? Math.Round(delay.TotalSeconds, 3) : null);
    }
}
