using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Batch;
using SmimeCertTools.Core.Graph.Http;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph.Batch;

public sealed class BatchSenderTests
{
    private static readonly string[] Paths = [.. Enumerable.Range(0, 5).Select(i => $"things/{i}?$select=a%20b")];

    [Fact]
    public async Task Answers_come_in_the_order_of_the_questions_whatever_order_the_service_has()
    {
        await using var graph = await ScriptedGraph.StartAsync((seen, context) =>
            Json(200, Answer([.. Enumerable.Reverse(Parts(seen)).Select(part => Good(part))]))(context));
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);

        var answers = await connection.UserPfx.Batch.GetAsync(Paths, CancellationToken.None);

        Assert.Equal(Paths.Select(path => "/" + path), answers.Select(answer => answer.Body!.Text("echo")));
        var request = Assert.Single(graph.Seen);
        Assert.Equal(("POST", "/beta/$batch"), (request.Method, request.Url));
        Assert.All(Parts(request), part => Assert.Equal("GET", part.Method));
        Assert.Equal(5, Parts(request).Select(part => part.Id).Distinct().Count());
        Assert.Equal(1, connection.Traffic.Requests);
    }

    [Fact]
    public async Task Refused_parts_are_sent_again_alone_after_the_longest_wait_asked_for()
    {
        var clock = new InstantClock();
        await using var graph = await ScriptedGraph.StartAsync((seen, context) => Json(200, Answer([.. Parts(seen).Select(part =>
            Parts(seen).Count == 1 ? Good(part)
            : part.Url.Contains("/1", StringComparison.Ordinal) ? Bad(part, 429, "7")
            : part.Url.Contains("/3", StringComparison.Ordinal) && Parts(seen).Count == 5 ? Bad(part, 503, "2")
            : part.Url.Contains("/3", StringComparison.Ordinal) ? Good(part)
            : Good(part))]))(context));
        using var connection = await GraphTestData.ConnectAsync(graph.Uri, clock);

        var answers = await connection.UserPfx.Batch.GetAsync(Paths, CancellationToken.None);

        Assert.All(answers, answer => Assert.Null(answer.Failure));
        Assert.Equal([5, 2, 1], graph.Seen.Select(seen => Parts(seen).Count));
        Assert.Equal(["2", "4"], Parts(graph.Seen[1]).Select(part => part.Id));
        Assert.Contains(TimeSpan.FromSeconds(7), clock.Waits);
        Assert.Equal(2, connection.Traffic.Throttled);
    }

    [Fact]
    public async Task A_part_that_stays_refused_or_unanswered_fails_and_the_others_do_not()
    {
        await using var graph = await ScriptedGraph.StartAsync((seen, context) => Json(200, Answer([.. Parts(seen)
            .Where(part => !part.Url.Contains("/4", StringComparison.Ordinal))
            .Select(part => part.Url.Contains("/2", StringComparison.Ordinal) ? Bad(part, 429, "1")
                : part.Url.Contains("/0", StringComparison.Ordinal) ? Bad(part, 404, null)
                : Good(part))]))(context));
        using var connection = await GraphTestData.ConnectAsync(
            graph.Uri, options: new GraphConnectionOptions { GraphUri = graph.Uri, MaxRetries = 2 });

        var answers = await connection.UserPfx.Batch.GetAsync(Paths, CancellationToken.None);

        Assert.Equal(
            [GraphErrorKind.NotFound, null, GraphErrorKind.Throttled, null, GraphErrorKind.UnexpectedResponse],
            answers.Select(answer => answer.Failure?.Kind));
        Assert.Equal("Gone", answers[0].Failure!.Body.Code);
        Assert.Equal(TimeSpan.FromSeconds(1), answers[2].Failure!.RetryAfter);
        Assert.Equal(3, answers[2].Failure!.Tries);
        Assert.Equal([5, 2, 2], graph.Seen.Select(seen => Parts(seen).Count));
    }

    [Fact]
    public async Task A_batch_that_fails_as_a_whole_is_a_read_and_sent_again()
    {
        var count = 0;
        await using var graph = await ScriptedGraph.StartAsync((seen, context) => (Interlocked.Increment(ref count) switch
        {
            1 => Json(503, Error("ServiceUnavailable", "busy")),
            2 => Json(429, Error("TooManyRequests", "slow"), ("Retry-After", "3")),
            _ => Json(200, Answer([.. Parts(seen).Select(part => Good(part))])),
        })(context));
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);

        Assert.All(await connection.UserPfx.Batch.GetAsync(Paths, CancellationToken.None), answer => Assert.Null(answer.Failure));
        Assert.Equal(3, count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"responses\":{}}")]
    [InlineData("[]")]
    [InlineData("{\"responses\":[")]
    public async Task What_is_no_answer_to_a_batch_is_an_error_of_its_own(string body)
    {
        await using var graph = await ScriptedGraph.StartAsync(Json(200, body));
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphFailureException>(
            () => connection.UserPfx.Batch.GetAsync(Paths, CancellationToken.None));
        Assert.Equal(GraphErrorKind.UnexpectedResponse, error.Kind);
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("[{\"id\":\"1\"}]")]
    [InlineData("[{\"id\":1,\"status\":200}]")]
    [InlineData("[{\"id\":\"1\",\"status\":\"200\"}]")]
    [InlineData("[{\"id\":\"99\",\"status\":200}]")]
    public async Task Malformed_parts_are_no_answers(string responses)
    {
        await using var graph = await ScriptedGraph.StartAsync(Json(200, $"{{\"responses\":{responses}}}"));
        using var connection = await GraphTestData.ConnectAsync(
            graph.Uri, options: new GraphConnectionOptions { GraphUri = graph.Uri, MaxRetries = 0 });

        var answers = await connection.UserPfx.Batch.GetAsync(Paths, CancellationToken.None);

        Assert.All(answers, answer => Assert.Equal(GraphErrorKind.UnexpectedResponse, answer.Failure?.Kind));
    }

    [Fact]
    public async Task More_than_twenty_parts_are_refused_before_anything_is_sent()
    {
        await using var graph = await ScriptedGraph.StartAsync(Json(200, "{}"));
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => connection.UserPfx.Batch.GetAsync(
            [.. Enumerable.Repeat("me", BatchSender.MaxParts + 1)], CancellationToken.None));
        Assert.Empty(graph.Seen);
    }

    private static List<(string Id, string Method, string Url)> Parts(SeenRequest seen) =>
        [.. JsonNode.Parse(seen.Body)!["requests"]!.AsArray().Select(part =>
            (part!["id"]!.GetValue<string>(), part["method"]!.GetValue<string>(), part["url"]!.GetValue<string>()))];

    private static string Answer(params JsonObject[] parts) =>
        new JsonObject { ["responses"] = new JsonArray([.. parts]) }.ToJsonString();

    private static JsonObject Good((string Id, string Method, string Url) part) => new()
    {
        ["id"] = part.Id,
        ["status"] = 200,
        ["body"] = new JsonObject { ["echo"] = part.Url },
    };

    private static JsonObject Bad((string Id, string Method, string Url) part, int status, string? retryAfter) => new()
    {
        ["id"] = part.Id,
        ["status"] = status,
        ["headers"] = retryAfter is null ? null : new JsonObject { ["Retry-After"] = retryAfter },
        ["body"] = JsonNode.Parse(Error("Gone", "no")),
    };
}
