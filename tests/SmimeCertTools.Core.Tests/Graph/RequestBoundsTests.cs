using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph;

public sealed class RequestBoundsTests
{
    [Fact]
    public async Task Retries_end_when_their_time_is_over_whatever_their_number()
    {
        var clock = new InstantClock();
        await using var graph = await ScriptedGraph.StartAsync(
            Json(429, Error("TooManyRequests", "slow"), ("Retry-After", "250")));
        using var connection = await GraphTestData.ConnectAsync(
            graph.Uri, clock, options: new GraphConnectionOptions { GraphUri = graph.Uri, MaxRetries = 100 });

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.GetUserAsync(GraphTestData.User, CancellationToken.None));

        Assert.Equal(GraphErrorKind.Throttled, error.Kind);
        Assert.Contains("after 3 times", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, graph.Seen.Count);
        Assert.Equal(3, connection.Traffic.Throttled);
    }

    [Fact]
    public async Task A_timeout_holds_for_the_command_that_asked_for_it_alone()
    {
        var clock = new InstantClock();
        using var asked = new CountdownEvent(2);
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var graph = await ScriptedGraph.StartAsync(async (_, context) =>
        {
            if (!asked.IsSet && asked.Signal())
            {
                clock.End(TimeSpan.FromMilliseconds(50));
            }

            await mayAnswer.Task;
            await Json(200, "{\"id\":\"1\",\"userPrincipalName\":\"alice@contoso.com\"}")(context);
        });
        using var connection = await GraphTestData.ConnectAsync(
            graph.Uri, clock, options: new GraphConnectionOptions { GraphUri = graph.Uri, MaxRetries = 0 });

        using var hasty = connection.ForCommand(new() { RequestTimeout = TimeSpan.FromMilliseconds(50) });
        using var other = connection.ForCommand(new());
        var patient = other.UserPfx.GetUserAsync(GraphTestData.User, CancellationToken.None);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => hasty.UserPfx.GetUserAsync(GraphTestData.User, CancellationToken.None));
        mayAnswer.SetResult();

        Assert.Equal(GraphErrorKind.TimedOut, error.Kind);
        Assert.Contains("at most 0.05 s", error.Message, StringComparison.Ordinal);
        Assert.Equal("1", (await patient).Id);
        Assert.Equal("1", (await connection.UserPfx.GetUserAsync(GraphTestData.User, CancellationToken.None)).Id);
    }

    [Fact]
    public async Task A_ceiling_spreads_requests_by_the_clock()
    {
        var clock = new InstantClock();
        await using var graph = await ScriptedGraph.StartAsync(
            Json(200, "{\"id\":\"1\",\"userPrincipalName\":\"alice@contoso.com\"}"));
        using var connection = await GraphTestData.ConnectAsync(graph.Uri, clock);
        using var slow = connection.ForCommand(new() { MaxRequestsPerSecond = 2 });
        using var free = connection.ForCommand(new());
        foreach (var _ in Enumerable.Range(0, 10))
        {
            await slow.UserPfx.GetUserAsync(GraphTestData.User, CancellationToken.None);
            await free.UserPfx.GetUserAsync(GraphTestData.User, CancellationToken.None);
            await free.UserPfx.GetUserAsync(GraphTestData.User, CancellationToken.None);
        }

        // Ten requests at two a second take four and a half seconds, less what may be made up for; the other command's take none.
        Assert.InRange(clock.Waits.Sum(wait => wait.TotalSeconds), 3, 5);
        Assert.InRange(clock.Waits.Count, 8, 10);
        Assert.Equal((10, 20), (slow.Traffic.Requests, free.Traffic.Requests));
        Assert.Null(connection.Traffic.WritesPerWindow);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 6)]
    public async Task A_service_that_has_answered_before_is_given_time_to_come_back(bool hasAnswered, int tries)
    {
        var clock = new InstantClock();
        var seen = 0;
        await using var graph = await ScriptedGraph.StartAsync((_, context) =>
        {
            if (Interlocked.Increment(ref seen) == 1 && hasAnswered)
            {
                return Json(200, "{\"id\":\"1\",\"userPrincipalName\":\"alice@contoso.com\"}")(context);
            }

            context.Abort();
            return Task.CompletedTask;
        });
        using var connection = await GraphTestData.ConnectAsync(graph.Uri, clock);
        if (hasAnswered)
        {
            await connection.UserPfx.GetUserAsync(GraphTestData.User, CancellationToken.None);
        }

        var before = seen;
        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.GetUserAsync(GraphTestData.User, CancellationToken.None));

        Assert.Equal(GraphErrorKind.ConnectionFailed, error.Kind);
        Assert.Equal(tries, seen - before);
    }

    [Fact]
    public async Task Bounds_that_are_none_are_refused()
    {
        using var connection = await GraphTestData.ConnectAsync(new Uri("http://127.0.0.1:9/"));

        foreach (var bounds in new GraphCommandOptions[]
        {
            new() { MaxRequestsPerSecond = 0 },
            new() { MaxRequestsPerSecond = -1 },
            new() { MaxRequestsPerSecond = double.NaN },
            new() { RequestTimeout = TimeSpan.Zero },
            new() { RequestTimeout = TimeSpan.FromDays(2) },
            new() { LongestWait = TimeSpan.FromSeconds(-1) },
            new() { LongestWait = TimeSpan.FromDays(2) },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => connection.ForCommand(bounds));
        }
    }
}
