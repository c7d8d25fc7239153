using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Graph.Http.Pacing;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.Pacing;

/// <summary>How those who are held wait, and what they are told, by a clock that the test moves.</summary>
public sealed class PacerLineTests
{
    // A test that waits in vain ends then; none waits so long for its success.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ManualClock _clock = new();
    private readonly List<GraphRetry> _told = [];
    private readonly RetryPolicy _policy;
    private readonly RequestPacer _pacer;
    private readonly PacerLine _line;

    public PacerLineTests()
    {
        var options = new GraphConnectionOptions { OnRetry = _told.Add, MaxRetryDelay = TimeSpan.FromSeconds(300) };
        _policy = new RetryPolicy(options, _clock, () => 0.5);
        _pacer = new RequestPacer(_policy);
        _line = new PacerLine(_pacer, _policy);
    }

    [Fact]
    public async Task Who_is_held_goes_on_when_the_wait_is_over_and_leaves_no_timer()
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(7));
        var waiting = EnterAsync(isWrite: true);
        await StartedAsync(timers: 1);
        _clock.Advance(6.9);
        Assert.False(waiting.IsCompleted);

        _clock.Advance(0.1);

        (await waiting.WaitAsync(Patience)).Dispose();
        Assert.Equal(0, _clock.Timers);
        Assert.Empty(_told.Skip(1));
    }

    [Fact]
    public async Task Who_is_held_goes_on_when_an_answer_makes_room()
    {
        await KnownAsync(writes: 95);
        _clock.Advance(60);
        var all = await _line.EnterAsync(isWrite: true, 95, CancellationToken.None).WaitAsync(Patience);

        // Nothing but an answer can make room, so there is no time to wait for.
        var waiting = EnterAsync(isWrite: true);
        await StartedAsync(timers: 0);
        Assert.False(waiting.IsCompleted);
        all.Refuse(TimeSpan.FromSeconds(5));
        await StartedAsync(timers: 1);
        _clock.Advance(5);

        (await waiting.WaitAsync(Patience)).Dispose();
        Assert.Equal(0, _clock.Timers);
    }

    [Fact]
    public async Task Writes_go_in_the_order_they_came_and_reads_do_not_wait_behind_them()
    {
        await KnownAsync(writes: 95);
        (await EnterAsync(isWrite: false)).Refuse(TimeSpan.FromSeconds(5));
        var (first, second) = (EnterAsync(isWrite: true), EnterAsync(isWrite: true));
        var read = EnterAsync(isWrite: false);
        await StartedAsync(timers: 2);

        _clock.Advance(5);

        (await read.WaitAsync(Patience)).Dispose();
        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task A_turn_is_left_to_the_next_after_success_and_after_a_cancellation()
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(5));
        using var end = new CancellationTokenSource();
        var cancelled = _line.EnterAsync(isWrite: true, 1, end.Token);
        var (second, third) = (EnterAsync(isWrite: true), EnterAsync(isWrite: true));
        await StartedAsync(timers: 1);

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        await StartedAsync(timers: 1);
        _clock.Advance(5);
        (await second.WaitAsync(Patience)).Dispose();
        (await third.WaitAsync(Patience)).Dispose();
    }

    [Fact]
    public async Task A_wait_for_a_turn_can_be_cancelled_too()
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(5));
        var first = EnterAsync(isWrite: true);
        using var end = new CancellationTokenSource();
        var second = _line.EnterAsync(isWrite: true, 1, end.Token);
        await StartedAsync(timers: 1);

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Patience));
        _clock.Advance(5);
        (await first.WaitAsync(Patience)).Dispose();
    }

    [Fact]
    public async Task A_longer_wait_than_is_accepted_fails_at_once_and_says_how_long()
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(301));

        var error = await Assert.ThrowsAsync<GraphFailureException>(() => EnterAsync(isWrite: false).WaitAsync(Patience));

        Assert.Equal((GraphErrorKind.Throttled, 0), (error.Kind, error.Tries));
        Assert.Equal(TimeSpan.FromSeconds(301), error.RetryAfter);
        Assert.Equal(ManualClock.Start.AddSeconds(301), error.RetryUntil);
        Assert.Empty(_told);

        // What is left by then is accepted; the turn is free.
        _clock.Advance(1);
        var waiting = EnterAsync(isWrite: false);
        await StartedAsync(timers: 1);
        _clock.Advance(300);
        (await waiting.WaitAsync(Patience)).Dispose();
    }

    [Theory]
    [InlineData(0.999, false)]
    [InlineData(1, true)]
    public async Task A_wait_that_the_service_asks_for_is_told_from_a_second_on(double seconds, bool isTold)
    {
        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(seconds));
        _ = EnterAsync(isWrite: true);
        await StartedAsync(timers: 1);

        Assert.Equal(
            isTold ? [new GraphRetry(429, TimeSpan.FromSeconds(seconds), 0, true)] : [],
            _told.Select(told => told with { Until = default }));
    }

    [Fact]
    public async Task A_wait_is_told_once_and_again_when_it_gets_a_second_longer()
    {
        var (one, two, three) = (await EnterAsync(true), await EnterAsync(true), await EnterAsync(true));
        one.Refuse(TimeSpan.FromSeconds(10));
        var (write, read) = (EnterAsync(isWrite: true), EnterAsync(isWrite: false));
        await StartedAsync(timers: 2, all: 2);
        Assert.Single(_told);

        // Each answer has both look again, and wait anew.
        two.Refuse(TimeSpan.FromSeconds(10.999));
        await StartedAsync(timers: 2, all: 4);
        Assert.Single(_told);
        three.Refuse(TimeSpan.FromSeconds(11));
        await StartedAsync(timers: 2, all: 6);

        Assert.Equal([10, 11], _told.Select(told => told.Delay.TotalSeconds));
        Assert.False(write.IsCompleted || read.IsCompleted);
    }

    [Theory]
    [InlineData(95, true)]
    [InlineData(20, false)]
    public async Task A_pace_is_told_where_it_is_more_than_one(int count, bool isTold)
    {
        // 95 of 95 take a window, 20 of them a fifth of it.
        await KnownAsync(writes: 95);
        _clock.Advance(60);
        (await _line.EnterAsync(isWrite: true, count, CancellationToken.None).WaitAsync(Patience)).Dispose();

        _ = EnterAsync(isWrite: true);
        await StartedAsync(timers: 1);

        Assert.Equal(isTold ? [false] : [], _told.Select(told => told.IsServerDelay));
    }

    [Fact]
    public async Task A_ceiling_is_the_persons_own_wish_and_not_told()
    {
        var line = new PacerLine(_pacer, _policy, new RequestCeiling(0.01));
        (await line.EnterAsync(isWrite: true, 1, CancellationToken.None)).Dispose();

        var waiting = line.EnterAsync(isWrite: true, 1, CancellationToken.None);
        await StartedAsync(timers: 1);

        Assert.Empty(_told);
        _clock.Advance(100);
        (await waiting.WaitAsync(Patience)).Dispose();
    }

    [Theory]
    [InlineData("GET", "users", 429, 1, null)]
    [InlineData("POST", "users", 429, 1, 24)]
    [InlineData("POST", "$batch", 429, 1, null)]
    [InlineData("POST", "users", 503, 0, null)]
    [InlineData("DELETE", "users/1", 429, 1, 24)]
    public async Task Each_try_passes_and_its_answer_is_a_verdict(
        string method, string path, int status, int refusals, int? writesPerWindow)
    {
        for (var i = 0; i < 25; i++)
        {
            (await EnterAsync(isWrite: true)).Dispose();
        }

        using var answering = new Answering((HttpStatusCode)status);
        using var handler = new PacingHandler(_line, _policy) { InnerHandler = answering };
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://graph.contoso.com/beta/" + path);

        using var response = await invoker.SendAsync(request, CancellationToken.None);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        var wait = refusals > 0 ? TimeSpan.FromSeconds(7) : (TimeSpan?)null;
        Assert.Equal((1, refusals, wait), (_line.State.Requests, _line.State.Refusals, _line.State.WaitsFor));
        _clock.Advance(7);
        _pacer.TryEnter(_line, null, isWrite: true, 1, out _);
        Assert.Equal(writesPerWindow, _line.State.WritesPerWindow);
    }

    private Task<PacerTicket> EnterAsync(bool isWrite) => _line.EnterAsync(isWrite, 1, CancellationToken.None);

    // Who waits has set a timer, which happens on another thread where it looks again: seen within a moment, and none is long.
    private async Task StartedAsync(int timers, int all = 0)
    {
        for (var i = 0; i < 2000 && (_clock.Timers != timers || _clock.Started < all); i++)
        {
            await Task.Delay(1);
        }

        Assert.Equal(timers, _clock.Timers);
        Assert.True(_clock.Started >= all);
    }

    // A budget of writes that is known and used up.
    private async Task KnownAsync(int writes)
    {
        for (var i = 0; i <= writes; i++)
        {
            (await EnterAsync(isWrite: true)).Dispose();
        }

        (await EnterAsync(isWrite: true)).Refuse(TimeSpan.FromSeconds(0.001));
        _clock.Advance(0.001);
    }

    private sealed class Answering(HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(status);
            response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7));
            return Task.FromResult(response);
        }
    }
}
