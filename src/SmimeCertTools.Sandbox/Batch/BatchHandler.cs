using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Batch;

/// <summary>
/// POST /$batch. Parts without dependsOn run at the same time; the answers stand in the reverse order, since clients must not
/// count on
/// any. A part whose connection is reset resets the whole batch.
/// </summary>
internal static class BatchHandler
{
    private const int MaxRequests = 20;

    private sealed record Sent(IReadOnlyList<SentPart?>? Requests);

    public static async Task<SandboxResponse> AnswerAsync(
        SandboxRequest request, IRequestProcessor pipeline, CancellationToken cancellationToken)
    {
        request.RequireMethod("POST");

        var parts = Read(request);
        var running = new Dictionary<string, Task<SandboxResponse>>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in InOrder(parts))
        {
            var dependencies = part.DependsOn.Select(id => running[id]).ToArray();
            running[part.Id] = RunAsync(part, dependencies, pipeline, cancellationToken);
        }

        await Task.WhenAll(running.Values);
        var responses = new JsonArray();
        foreach (var part in parts.Reverse())
        {
            var response = await running[part.Id];
            if (response.IsReset)
            {
                return new SandboxResponse { Status = 0, IsReset = true, Diagnostic = $"part {part.Id} was reset" };
            }

            responses.Add(ToJson(part, response));
        }

        return SandboxResponse.Ok(new JsonObject { ["responses"] = responses });
    }

    private static IReadOnlyList<BatchPart> Read(SandboxRequest request)
    {
        try
        {
            var sent = JsonSerializer.Deserialize<Sent>(request.Body, BatchPart.Format)?.Requests
                ?? throw BatchPart.Malformed("there is no array of requests");
            if (sent.Count is 0 or > MaxRequests)
            {
                throw BatchPart.Malformed($"{sent.Count} requests; 1 to {MaxRequests} are allowed");
            }

            var parts = sent.Select(part => BatchPart.Read(part, request)).ToList();
            return parts.DistinctBy(part => part.Id, StringComparer.OrdinalIgnoreCase).Count() == parts.Count
                ? parts : throw BatchPart.Malformed("an id stands twice (upper and lower case are the same)");
        }
        catch (JsonException exception)
        {
            throw BatchPart.Malformed(exception.Message);
        }
    }

    // Every part after those it depends on.
    private static IEnumerable<BatchPart> InOrder(IReadOnlyList<BatchPart> parts)
    {
        var waiting = parts.ToList();
        var started = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var ordered = new List<BatchPart>();
        while (waiting.Count > 0)
        {
            var ready = waiting.Where(part => part.DependsOn.All(started.Contains)).ToList();
            if (ready.Count == 0)
            {
                throw BatchPart.Malformed("dependsOn names an unknown id or goes round in a circle");
            }

            ordered.AddRange(ready);
            started.UnionWith(ready.Select(part => part.Id));
            waiting.RemoveAll(part => started.Contains(part.Id));
        }

        return ordered;
    }

    private static async Task<SandboxResponse> RunAsync(
        BatchPart part, Task<SandboxResponse>[] dependencies, IRequestProcessor pipeline, CancellationToken cancellationToken)
    {
        var before = await Task.WhenAll(dependencies);
        return before.All(response => response.Status is >= 200 and < 300)
            ? await pipeline.ProcessAsync(part.Request, cancellationToken)
            : pipeline.Fail(part.Request, new(424, "FailedDependency", "A request that this one depends on failed."));
    }

    private static JsonObject ToJson(BatchPart part, SandboxResponse response)
    {
        var json = new JsonObject
        {
            ["id"] = part.Id,
            ["status"] = response.Status,
            ["headers"] = new JsonObject(response.Headers.Where(header => header.Key != "Date")
                .Append(KeyValuePair.Create("Content-Type", "application/json"))
                .Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
        };
        if (response.Json is not null || response.Text is not null)
        {
            json["body"] = response.Json ?? response.Text;
        }

        return json;
    }
}
