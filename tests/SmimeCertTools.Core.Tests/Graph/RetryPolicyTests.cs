using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>How often and how long to wait, at the edges of each bound.</summary>
public sealed class RetryPolicyTests
{
    private readonly ManualClock _clock = new();
    private readonly List<GraphRetry> _told = [];

    [Theory]
    [InlineData(1, null, 2.0)]
    [InlineData(3, null, 8.0)]
    [InlineData(4, null, null)]
    [InlineData(1, 300.0, 300.0)]
    [InlineData(1, 300.001, null)]
    [InlineData(3, 300.0, 300.0)]
    [InlineData(1, 0.5, 0.5)]
    [InlineData(1, 0.0, 2.0)]
    [InlineData(1, -5.0, 2.0)]
    [InlineData(2, 3.9, 4.0)]
    [InlineData(2, 4.1, 4.1)]
    public void The_wait_is_what_the_service_names_within_bounds_and_else_doubles(int attempt, double? named, double? expected) =>
        Assert.Equal(expected, Policy().DelayBefore(attempt, Span(named))?.TotalSeconds);

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.5, 2)]
    [InlineData(1.0, 3)]
    public void It_is_spread_by_half_to_both_sides(double jitter, double expected) =>
        Assert.Equal(expected, Policy(jitter: jitter).DelayBefore(1, null)?.TotalSeconds);

    [Fact]
    public void It_never_gets_longer_than_is_accepted()
    {
        var policy = Policy(maxRetries: 200);

        Assert.Equal(256, policy.DelayBefore(8, null)?.TotalSeconds);
        Assert.Equal(300, policy.DelayBefore(9, null)?.TotalSeconds);
        Assert.Equal(300, policy.DelayBefore(200, null)?.TotalSeconds);
    }

    [Theory]
    [InlineData(false, 5, 2.0, 1, 1.0)]
    [InlineData(false, 5, 0.25, 1, 0.25)]
    [InlineData(false, 5, 2.0, 2, null)]
    [InlineData(false, 0, 2.0, 1, null)]
    [InlineData(true, 5, 2.0, 1, 2.0)]
    [InlineData(true, 5, 2.0, 2, 4.0)]
    [InlineData(true, 1, 2.0, 2, null)]
    public void Without_an_answer_it_depends_on_whether_there_ever_was_one(
        bool hasAnswered, int maxRetries, double first, int attempt, double? expected)
    {
        var policy = Policy(maxRetries, first);
        if (hasAnswered)
        {
            policy.For(new GraphCommandOptions()).NoteAnswer();
        }

        Assert.Equal(expected, policy.DelayBeforeReconnect(attempt)?.TotalSeconds);
    }

    [Fact]
    public void A_commands_policy_is_the_connections_with_bounds_of_its_own()
    {
        var policy = Policy();

        var command = policy.For(new GraphCommandOptions { RequestTimeout = TimeSpan.FromSeconds(3) });

        Assert.Equal((3, 100), (command.RequestTimeout.TotalSeconds, policy.RequestTimeout.TotalSeconds));
        Assert.Same(_clock, command.Clock);
    }

    [Fact]
    public async Task A_wait_is_told_with_its_end_and_waited_for_by_the_clock()
    {
        var waiting = Policy().WaitAsync(503, 2, TimeSpan.FromSeconds(7), isServerDelay: true, CancellationToken.None);
        _clock.Advance(6.9);
        Assert.False(waiting.IsCompleted);
        _clock.Advance(0.1);
        await waiting;

        Assert.Equal(
            [new GraphRetry(503, TimeSpan.FromSeconds(7), 2, true) { Until = ManualClock.Start.AddSeconds(7) }], _told);
    }

    [Theory]
    [InlineData(2.0, 2.0)]
    [InlineData(400.0, 300.0)]
    public async Task Between_look_ups_the_first_wait_is_waited_for_without_a_word(double first, double expected)
    {
        var waiting = Policy(first: first).PauseBetweenLookupsAsync(CancellationToken.None);
        _clock.Advance(expected - 0.001);
        Assert.False(waiting.IsCompleted);
        _clock.Advance(0.001);
        await waiting;

        Assert.Empty(_told);
    }

    [Fact]
    public void The_time_of_all_retries_is_counted_from_the_first_failure()
    {
        var retries = new Retries(Policy(maxRetries: 200));
        _clock.Advance(100);
        Assert.Equal(7, retries.DelayBefore(1, Span(7))?.TotalSeconds);
        _clock.Advance(590);

        Assert.Equal(10, retries.DelayBefore(1, Span(10))?.TotalSeconds);
        Assert.Null(retries.DelayBefore(1, Span(10.001)));
        _clock.Advance(9.001);
        Assert.Null(retries.DelayBeforeReconnect(1));
        Assert.NotNull(new Retries(Policy()).DelayBeforeReconnect(1));
        Assert.Null(retries.DelayBefore(201, null));
    }

    [Theory]
    [InlineData("GET", "https://graph.contoso.com/beta/users", true)]
    [InlineData("GET", null, true)]
    [InlineData("POST", "https://graph.contoso.com/beta/users", false)]
    [InlineData("POST", "https://graph.contoso.com/beta/$batch", true)]
    [InlineData("POST", "https://graph.contoso.com/beta/$batch?x=1", true)]
    [InlineData("POST", "https://graph.contoso.com/beta/a$batch", false)]
    [InlineData("POST", null, false)]
    [InlineData("DELETE", "https://graph.contoso.com/beta/users/1", false)]
    public void A_read_is_a_get_or_a_batch(string method, string? uri, bool isRead)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), uri);

        Assert.Equal(isRead, RequestEffect.IsRead(request));
    }

    private static TimeSpan? Span(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;

    private RetryPolicy Policy(int maxRetries = 3, double first = 2, double jitter = 0.5) => new(
        new GraphConnectionOptions
        {
            MaxRetries = maxRetries,
            RetryBaseDelay = TimeSpan.FromSeconds(first),
            OnRetry = _told.Add,
        },
        _clock,
        () => jitter);
}
