using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph;

public sealed class RetryTests
{
    [Theory]
    [InlineData("Retry-After", "1.5", 1500)]
    [InlineData("Retry-After", "7", 7000)]
    [InlineData("x-ms-retry-after-ms", "250", 250)]
    public async Task A_throttled_read_waits_as_long_as_it_is_told(string header, string value, int milliseconds)
    {
        await using var graph = await StartAsync(
            Json(429, Error("TooManyRequests", "slow"), (header, value)), Json(200, Page(null)));
        var clock = new InstantClock();
        var told = new List<GraphRetry>();
        using var connection = await ConnectAsync(
            graph.Uri, clock, options: new GraphConnectionOptions { GraphUri = graph.Uri, OnRetry = told.Add });

        Assert.Empty(await connection.UserPfx.ListUserAsync(User, CancellationToken.None));

        var retry = Assert.Single(told);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), retry.Delay);
        Assert.Equal(429, retry.StatusCode);
        Assert.Equal(1, retry.Attempt);
        Assert.True(retry.IsServerDelay);
        Assert.Equal([TimeSpan.FromMilliseconds(milliseconds)], clock.Waits);
        Assert.Equal(2, graph.Seen.Count);
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_measured_by_the_services_clock()
    {
        await using var graph = await StartAsync(
            Json(503, "", ("Date", "Mon, 23 Nov 2026 10:00:00 GMT"), ("Retry-After", "Mon, 23 Nov 2026 10:00:42 GMT")),
            Json(200, Page(null)));
        var clock = new InstantClock();
        using var connection = await ConnectAsync(graph.Uri, clock);

        await connection.UserPfx.ListUserAsync(User, CancellationToken.None);

        Assert.Equal([TimeSpan.FromSeconds(42)], clock.Waits);
    }

    [Fact]
    public async Task Without_Retry_After_the_waits_double_and_the_tries_end()
    {
        await using var graph = await StartAsync(Json(429, Error("TooManyRequests", "slow")));
        var clock = new InstantClock();
        using var connection = await ConnectAsync(
            graph.Uri, clock, options: new GraphConnectionOptions { GraphUri = graph.Uri, MaxRetries = 3 });

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.CreateAsync(Record(), CancellationToken.None));

        Assert.Equal(GraphErrorKind.Throttled, error.Kind);
        Assert.False(error.IsOutcomeUnknown);
        Assert.Equal(new[] { 2, 4, 8 }.Select(s => TimeSpan.FromSeconds(s)), clock.Waits);
        Assert.Equal(4, graph.Seen.Count);
        Assert.Single(graph.Seen.Select(r => r.Body).Distinct());
        Assert.NotEqual("", graph.Seen[0].Body);
        Assert.Single(graph.Seen.Select(r => r.ClientRequestId).Distinct());
        Assert.Contains("4 times", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_longer_than_accepted_ends_the_request()
    {
        await using var graph = await StartAsync(Json(429, Error("TooManyRequests", "slow"), ("Retry-After", "301")));
        var clock = new InstantClock();
        using var connection = await ConnectAsync(graph.Uri, clock);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.GetUserAsync(User, CancellationToken.None));

        Assert.Equal(GraphErrorKind.Throttled, error.Kind);
        Assert.Equal(TimeSpan.FromSeconds(301), error.RetryAfter);
        Assert.Empty(clock.Waits);
        Assert.Single(graph.Seen);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_is_sent_again_after_a_server_error_and_a_write_is_not(int status)
    {
        await using var graph = await StartAsync(Empty(status), Json(200, Page(null)), Empty(status));
        using var connection = await ConnectAsync(graph.Uri);

        await connection.UserPfx.ListUserAsync(User, CancellationToken.None);
        Assert.Equal(2, graph.Seen.Count);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.CreateAsync(Record(), CancellationToken.None));
        Assert.Equal(GraphErrorKind.ServiceUnavailable, error.Kind);
        Assert.True(error.IsOutcomeUnknown);
        Assert.Equal(3, graph.Seen.Count);
    }

    [Fact]
    public async Task A_broken_connection_of_a_read_is_tried_once_more()
    {
        await using var graph = await StartAsync(
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            });
        using var connection = await ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.GetUserAsync(User, CancellationToken.None));

        Assert.Equal(GraphErrorKind.ConnectionFailed, error.Kind);
        Assert.Equal(2, graph.Seen.Count);
    }

    [Fact]
    public async Task A_refused_connection_is_reported_within_a_second()
    {
        Uri uri;
        await using (var graph = await StartAsync(Empty(204)))
        {
            uri = graph.Uri;
        }

        var clock = new InstantClock();
        using var connection = await ConnectAsync(uri, clock);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.GetUserAsync(User, CancellationToken.None));

        Assert.Equal("GraphConnectionFailed", error.ErrorId);
        Assert.Equal(User, error.Target);
        Assert.True(clock.Waits.Sum(wait => wait.TotalSeconds) <= 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_answer_in_time_is_a_timeout_even_in_the_middle_of_a_body(bool startsToAnswer)
    {
        var clock = new InstantClock();
        var timeout = TimeSpan.FromSeconds(3);
        await using var graph = await StartAsync(async context =>
        {
            if (startsToAnswer)
            {
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync("{\"value\":["u8.ToArray());
                await context.Response.Body.FlushAsync();
            }

            clock.End(timeout);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var connection = await ConnectAsync(
            graph.Uri,
            clock,
            options: new GraphConnectionOptions { GraphUri = graph.Uri, RequestTimeout = timeout, MaxRetries = 0 });

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.ListUserAsync(User, CancellationToken.None));

        Assert.Equal(GraphErrorKind.TimedOut, error.Kind);
        Assert.Single(graph.Seen);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_the_request()
    {
        using var cancellation = new CancellationTokenSource();
        await using var graph = await StartAsync(Json(429, "", ("Retry-After", "60")));
        using var connection = await ConnectAsync(
            graph.Uri,
            TimeProvider.System,
            options: new GraphConnectionOptions { GraphUri = graph.Uri, OnRetry = _ => cancellation.Cancel() });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.UserPfx.GetUserAsync(User, cancellation.Token));
    }
}
