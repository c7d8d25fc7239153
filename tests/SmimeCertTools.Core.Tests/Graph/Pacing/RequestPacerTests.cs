using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Graph.Http.Pacing;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.Pacing;

/// <summary>How waiting requests are let through.</summary>
public sealed class RequestPacerTests
{
    private readonly InstantClock _clock = new();
    private readonly List<GraphRetry> _told = [];
    private readonly RetryPolicy _policy;
    private readonly RequestPacer _pacer;
    private readonly PacerLine _line;

    public RequestPacerTests()
    {
        var options = new GraphConnectionOptions
        {
            RetryBaseDelay = TimeSpan.FromSeconds(2),
            MaxRetryDelay = TimeSpan.FromMinutes(5),
            OnRetry = _told.Add,
        };
        _policy = new RetryPolicy(options, _clock, () => 0.5);
        _pacer = new RequestPacer(_policy);
        _line = new PacerLine(_pacer, _policy);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_refusal_stops_all_for_as_long_as_the_service_says(bool nextIsWrite)
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(7));
        Assert.NotNull(_line.State.WaitsFor);

        (await EnterAsync(nextIsWrite)).Dispose();

        Assert.Equal(7, Assert.Single(_clock.Waits).TotalSeconds, 0.1);
        Assert.Null(_line.State.WaitsFor);
        Assert.Equal(1, _line.State.Refusals);
    }

    [Fact]
    public async Task A_refusal_without_a_time_is_waited_for_longer_each_time()
    {
        for (var i = 0; i < 3; i++)
        {
            (await EnterAsync(isWrite: true)).Refuse(null);
        }

        (await EnterAsync(isWrite: true)).Dispose();

        Assert.Equal([2, 4, 8], _clock.Waits.Select(wait => Math.Round(wait.TotalSeconds)));
    }

    [Fact]
    public async Task A_refusal_that_names_no_more_than_before_is_waited_for_longer_each_time()
    {
        for (var i = 0; i < 4; i++)
        {
            (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(1));
        }

        (await EnterAsync(isWrite: true)).Dispose();

        Assert.Equal([1, 4, 8, 16], _clock.Waits.Select(wait => Math.Round(wait.TotalSeconds)));
    }

    [Fact]
    public async Task Whoever_waits_for_a_refusal_of_others_is_told_once_for_how_long()
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(240));
        var other = new PacerLine(_pacer, _policy);

        (await other.EnterAsync(isWrite: false, 1, CancellationToken.None)).Dispose();

        var told = Assert.Single(_told);
        Assert.Equal((429, 0, true), (told.StatusCode, told.Attempt, told.IsServerDelay));
        Assert.Equal(240, told.Delay.TotalSeconds, 1.0);
    }

    [Fact]
    public async Task A_longer_wait_than_is_accepted_fails_at_once_and_says_until_when()
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(600));

        var failure = await Assert.ThrowsAsync<GraphFailureException>(() => EnterAsync(isWrite: false));

        Assert.Equal((GraphErrorKind.Throttled, 0), (failure.Kind, failure.Tries));
        Assert.Equal(600, failure.RetryAfter!.Value.TotalSeconds, 1.0);
        Assert.Equal(0, (failure.RetryUntil!.Value - _clock.GetUtcNow() - failure.RetryAfter.Value).TotalSeconds, 1.0);
        Assert.Empty(_clock.Waits);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_command_that_accepts_longer_waits_waits_where_others_fail()
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(600));
        var patient = new PacerLine(_pacer, _policy.For(new GraphCommandOptions { LongestWait = TimeSpan.FromHours(1) }));

        (await patient.EnterAsync(isWrite: true, 1, CancellationToken.None)).Dispose();

        Assert.Equal(600, Assert.Single(_clock.Waits).TotalSeconds, 1.0);
        Assert.Equal(600, Assert.Single(_told).Delay.TotalSeconds, 1.0);
    }

    [Fact]
    public async Task An_absurd_wait_is_not_remembered_for_ever()
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.MaxValue);

        Assert.Equal(TimeSpan.FromHours(2).TotalSeconds, _line.State.WaitsFor!.Value.TotalSeconds, 1.0);
        await Assert.ThrowsAsync<GraphFailureException>(() => EnterAsync(isWrite: true));
    }

    [Fact]
    public async Task A_ceiling_spaces_the_requests_of_its_own_line_alone()
    {
        var slow = new PacerLine(_pacer, _policy, new RequestCeiling(10));
        var before = _clock.GetUtcNow();
        for (var i = 0; i < 30; i++)
        {
            (await slow.EnterAsync(isWrite: i % 2 == 0, 1, CancellationToken.None)).Dispose();
        }

        // A busy machine takes a part of the time, and the waits are then shorter.
        Assert.True((_clock.GetUtcNow() - before).TotalSeconds >= 2.4);
        Assert.InRange(_clock.Waits.Sum(wait => wait.TotalSeconds), 0, 3.0);
        Assert.Empty(_told);

        var waits = _clock.Waits.Count;
        (await EnterAsync(isWrite: true)).Dispose();
        (await EnterAsync(isWrite: true)).Dispose();
        Assert.Equal(waits, _clock.Waits.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestCeiling(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestCeiling(double.NaN));
    }

    [Fact]
    public async Task A_line_that_waits_for_its_ceiling_does_not_keep_another_one()
    {
        var real = new RetryPolicy(new GraphConnectionOptions(), TimeProvider.System, () => 0.5);
        var pacer = new RequestPacer(real);
        var slow = new PacerLine(pacer, real, new RequestCeiling(0.001));
        using var end = new CancellationTokenSource();
        (await slow.EnterAsync(isWrite: true, 1, CancellationToken.None)).Dispose();
        var waiting = slow.EnterAsync(isWrite: true, 1, end.Token);

        (await new PacerLine(pacer, real).EnterAsync(isWrite: true, 1, CancellationToken.None)).Dispose();

        Assert.False(waiting.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Places_are_given_back_when_answers_come()
    {
        var tickets = await Task.WhenAll(Enumerable.Range(0, 101).Select(_ => EnterAsync(isWrite: true)));
        foreach (var ticket in tickets.Take(100))
        {
            ticket.Dispose();
        }

        tickets[100].Refuse(TimeSpan.FromSeconds(19));
        (await EnterAsync(isWrite: true)).Dispose();
        Assert.Equal(99, _line.State.WritesPerWindow);

        // The next 120 take more than a window's worth, so a window has to pass.
        var before = _clock.GetUtcNow();
        for (var i = 0; i < 120; i++)
        {
            (await EnterAsync(isWrite: true)).Dispose();
        }

        Assert.InRange((_clock.GetUtcNow() - before).TotalSeconds, 19, 45);
    }

    private Task<PacerTicket> EnterAsync(bool isWrite) => _line.EnterAsync(isWrite, 1, CancellationToken.None);
}
