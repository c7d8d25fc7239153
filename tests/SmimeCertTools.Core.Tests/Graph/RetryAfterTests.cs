using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>What services write where they should say how long to wait.</summary>
public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    /// <summary>None of these names a wait.</summary>
    public static TheoryData<string> NoWaits => new(
        "0", "0.0", "-0", "-1", "-7.5", "-99999999999999999999", "Sun, 01 Nov 2026 10:00:00 GMT", "Mon, 23 Nov 2026 10:00:00 GMT",
        "soon", "5 s", "1,5", "1e3", "12:00", "0x10", "٣", "Nov 25", "Mon, 23 Nov 2027 10:00:00 GMT", "", " ");

    [Theory]
    [InlineData("7", 7)]
    [InlineData("1.5", 1.5)]
    [InlineData("+3", 3)]
    [InlineData("Mon, 23 Nov 2026 10:00:42 GMT", 42)]
    [InlineData("Mon, 23 Nov 2026 10:01:00 GMT", 60)]
    [InlineData("Monday, 23-Nov-26 10:00:42 GMT", 42)]
    [InlineData("Mon Nov 23 10:00:42 2026", 42)]
    [InlineData("2026-11-23T10:00:42Z", 42)]
    [InlineData("2026-11-23T11:00:42.5+01:00", 42.5)]
    public void A_wait_is_read_in_every_form(string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(("Retry-After", value)));

    [Theory]
    [MemberData(nameof(NoWaits))]
    public void What_names_no_wait_is_none(string value)
    {
        Assert.Null(Read(("Retry-After", value)));
        Assert.Equal(TimeSpan.FromMilliseconds(250), Read(("Retry-After", value), ("x-ms-retry-after-ms", "250")));
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("922337203685477580799")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public void An_absurd_wait_is_one_and_overflows_nothing(string value) =>
        Assert.True(Read(("Retry-After", value)) > TimeSpan.FromDays(1000));

    [Fact]
    public void Milliseconds_are_read_where_nothing_else_names_a_wait()
    {
        Assert.Equal(TimeSpan.FromSeconds(7), Read(("Retry-After", "7"), ("x-ms-retry-after-ms", "250")));
        Assert.Equal(TimeSpan.FromMilliseconds(250), Read(("x-ms-retry-after-ms", "250")));
        Assert.Null(Read(("x-ms-retry-after-ms", "0")));
        Assert.Null(Read());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_request_that_is_told_no_wait_takes_the_jittered_one_and_ends(int status)
    {
        foreach (var value in new[] { "0", "-5", "Sun, 01 Nov 2020 10:00:00 GMT", "soon" })
        {
            var clock = new InstantClock();
            await using var graph = await StartAsync(Json(status, Error("Busy", "slow"), ("Retry-After", value)));
            using var connection = await ConnectAsync(graph.Uri, clock);

            await Assert.ThrowsAsync<GraphRequestException>(
                () => connection.UserPfx.ListUserAsync(User, CancellationToken.None));

            Assert.Equal(6, graph.Seen.Count);
            Assert.Equal([2, 4, 8, 16, 32], Waited(clock));
        }
    }

    [Fact]
    public async Task A_service_that_names_too_little_again_and_again_is_not_believed()
    {
        var clock = new InstantClock();
        await using var graph = await StartAsync(Json(429, Error("Busy", "slow"), ("Retry-After", "0.001")));
        using var connection = await ConnectAsync(graph.Uri, clock);

        await Assert.ThrowsAsync<GraphRequestException>(() => connection.UserPfx.CreateAsync(Record(), CancellationToken.None));

        Assert.Equal(6, graph.Seen.Count);
        Assert.Equal([0, 4, 8, 16, 32], Waited(clock));
    }

    [Theory]
    [InlineData("99999999999999999999", "longer than anybody does")]
    [InlineData("7200", "7200 s, until ")]
    public async Task An_absurd_wait_is_not_waited_for(string value, string told)
    {
        var clock = new InstantClock();
        await using var graph = await StartAsync(Json(429, Error("Busy", "slow"), ("Retry-After", value)));
        using var connection = await ConnectAsync(graph.Uri, clock);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.ListUserAsync(User, CancellationToken.None));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Single(graph.Seen);
        Assert.Empty(clock.Waits);
    }

    [Theory]
    [InlineData("\"0\"")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("\"Sun, 01 Nov 2020 10:00:00 GMT\"")]
    [InlineData("\"soon\"")]
    [InlineData("null")]
    public async Task The_parts_of_a_batch_are_waited_for_alike(string value)
    {
        var clock = new InstantClock();
        await using var graph = await StartAsync(Json(200, Part(429, value)));
        using var connection = await ConnectAsync(graph.Uri, clock);

        var answer = Assert.Single(await connection.UserPfx.Batch.GetAsync(["things/1"], CancellationToken.None));

        Assert.Equal(GraphErrorKind.Throttled, answer.Failure!.Kind);
        Assert.Equal(6, graph.Seen.Count);
        Assert.Equal([2, 4, 8, 16, 32], Waited(clock));
    }

    [Fact]
    public async Task A_number_in_the_headers_of_a_part_is_a_wait()
    {
        var clock = new InstantClock();
        await using var graph = await StartAsync(Json(200, Part(503, "9")), Json(200, Part(200, "null")));
        using var connection = await ConnectAsync(graph.Uri, clock);

        var answer = Assert.Single(await connection.UserPfx.Batch.GetAsync(["things/1"], CancellationToken.None));

        Assert.Null(answer.Failure);
        Assert.Equal([9], Waited(clock));
    }

    [Fact]
    public async Task A_connection_that_breaks_again_and_again_is_waited_for_longer_each_time()
    {
        var clock = new InstantClock();
        var count = 0;
        await using var graph = await StartAsync((_, context) =>
        {
            if (Interlocked.Increment(ref count) == 1)
            {
                return Json(200, Page(null))(context);
            }

            context.Abort();
            return Task.CompletedTask;
        });
        using var connection = await ConnectAsync(graph.Uri, clock);
        await connection.UserPfx.ListUserAsync(User, CancellationToken.None);

        await Assert.ThrowsAsync<GraphRequestException>(() => connection.UserPfx.ListUserAsync(User, CancellationToken.None));

        Assert.Equal(7, count);
        Assert.Equal([2, 4, 8, 16, 32], Waited(clock));
    }

    private static string Part(int status, string retryAfter) => new JsonObject
    {
        ["responses"] = new JsonArray(new JsonObject
        {
            ["id"] = "1",
            ["status"] = status,
            ["headers"] = new JsonObject { ["Retry-After"] = JsonNode.Parse(retryAfter) },
            ["body"] = new JsonObject(),
        }),
    }.ToJsonString();

    private static IEnumerable<double> Waited(InstantClock clock) =>
        clock.Waits.Where(wait => wait > TimeSpan.Zero).Select(wait => Math.Round(wait.TotalSeconds));

    private static TimeSpan? Read(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, value));
        }

        return RetryAfter.Read(response.Headers, Now);
    }
}
