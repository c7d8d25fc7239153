using System;
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
    private readonly RequestPacer _pacer;

    public RequestPacerTests() => _pacer = new RequestPacer(
        new RetryPolicy(
            new GraphConnectionOptions { RetryBaseDelay = TimeSpan.FromSeconds(2), MaxRetryDelay = TimeSpan.FromMinutes(5) },
            _clock,
            () => 0.5));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_refusal_stops_all_for_as_long_as_the_service_says(bool nextIsWrite)
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(7));
        Assert.NotNull(_pacer.State.WaitsFor);

        (await EnterAsync(nextIsWrite)).Dispose();

        Assert.Equal(7, Assert.Single(_clock.Waits).TotalSeconds, 0.1);
        Assert.Null(_pacer.State.WaitsFor);
        Assert.Equal(1, _pacer.State.Refusals);
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
    public async Task No_wait_is_longer_than_the_longest_accepted_one()
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromHours(3));

        (await EnterAsync(isWrite: true)).Dispose();

        Assert.Equal(300, Assert.Single(_clock.Waits).TotalSeconds, 1.0);
    }

    [Fact]
    public async Task A_ceiling_spaces_requests_until_it_is_lifted()
    {
        using (_pacer.Limit(10))
        {
            for (var i = 0; i < 30; i++)
            {
                (await EnterAsync(isWrite: i % 2 == 0)).Dispose();
            }

            Assert.InRange(_clock.Waits.Sum(wait => wait.TotalSeconds), 2.4, 3.0);
        }

        var waits = _clock.Waits.Count;
        (await EnterAsync(isWrite: true)).Dispose();
        (await EnterAsync(isWrite: true)).Dispose();
        Assert.Equal(waits, _clock.Waits.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => _pacer.Limit(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _pacer.Limit(double.NaN));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_leaves_its_turn_to_the_next()
    {
        var pacer = new RequestPacer(new RetryPolicy(new GraphConnectionOptions(), TimeProvider.System, () => 0.5));
        (await pacer.EnterAsync(isWrite: true, 1, CancellationToken.None)).Refuse(TimeSpan.FromSeconds(1));
        using var end = new CancellationTokenSource();

        var first = pacer.EnterAsync(isWrite: true, 1, end.Token);
        var second = pacer.EnterAsync(isWrite: true, 1, CancellationToken.None);
        Assert.False(first.IsCompleted);
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        (await second).Dispose();
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
        Assert.Equal(99, _pacer.State.WritesPerWindow);

        // The next 120 take more than a window's worth, so a window has to pass.
        var before = _clock.GetUtcNow();
        for (var i = 0; i < 120; i++)
        {
            (await EnterAsync(isWrite: true)).Dispose();
        }

        Assert.InRange((_clock.GetUtcNow() - before).TotalSeconds, 19, 45);
    }

    private Task<PacerTicket> EnterAsync(bool isWrite) => _pacer.EnterAsync(isWrite, 1, CancellationToken.None);
}
