using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph.Users;

/// <summary>Records that are looked for by their ids, together.</summary>
public sealed class RecordsByIdTests
{
    private static readonly string[] Ids = ["11-AA", "22-BB"];

    [Fact]
    public async Task Ids_that_are_asked_for_together_are_one_request()
    {
        await using var graph = await StartAsync((request, context) => Json(200, Batch(request.Body, 404, "NotFound"))(context));

        var found = await LookUpAsync(graph);

        Assert.Equal(["11-AA", null], found.Select(answer => answer.Result.Record?.Id));
        Assert.Single(graph.Seen);
    }

    [Fact]
    public async Task A_404_without_Graphs_own_code_does_not_say_that_there_is_no_record()
    {
        await using var graph = await StartAsync((request, context) => Json(200, Batch(request.Body, 404, code: null))(context));

        var found = await LookUpAsync(graph);

        Assert.Equal("11-AA", (await found[0]).Record!.Id);
        await Assert.ThrowsAsync<GraphRequestException>(() => found[1]);
    }

    [Fact]
    public async Task Where_batches_are_refused_each_id_is_a_request()
    {
        await using var graph = await StartAsync((request, context) =>
            (request.Url.EndsWith("$batch", StringComparison.Ordinal) ? Json(403, Error("Forbidden", "no batches"))
                : request.Url.EndsWith(Ids[0], StringComparison.Ordinal) ? Json(200, Record(Ids[0]).ToJsonString())
                : Json(404, Error("NotFound", "none")))(context));

        var found = await LookUpAsync(graph);

        Assert.Equal(["11-AA", null], found.Select(answer => answer.Result.Record?.Id));
        Assert.Equal(3, graph.Seen.Count);
    }

    private static async Task<Task<FoundRecord>[]> LookUpAsync(ScriptedGraph graph)
    {
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);
        var records = new RecordsById(new UserPfxClient(connection));
        var lookups = Ids.Select(id => records.GetAsync(id, CancellationToken.None)).ToArray();
        await Task.WhenAny(Task.WhenAll(lookups));
        return lookups;
    }

    private static JsonObject Record(string id) => new() { ["id"] = id };

    // The first is there; the second is answered otherwise.
    private static string Batch(string body, int status, string? code) => new JsonObject
    {
        ["responses"] = new JsonArray([.. JsonNode.Parse(body)!["requests"]!.AsArray().Select(JsonNode? (part, place) =>
            new JsonObject
            {
                ["id"] = (string)part!["id"]!,
                ["status"] = place == 0 ? 200 : status,
                ["body"] = place == 0 ? Record(Ids[0]) : code is null ? null : JsonNode.Parse(Error(code, "none")),
            })]),
    }.ToJsonString();
}
