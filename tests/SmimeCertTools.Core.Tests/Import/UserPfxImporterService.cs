using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Graph;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>What goes wrong with a write.</summary>
public enum WriteFault
{
    ResetBefore,
    ResetAfter,
    ErrorBefore,
    ErrorAfter,
    Throttled,
    Refused,
    ConflictSame,
    ConflictDifferent,
    Vanished,
}

/// <summary>Just enough of the service to keep records and to fail on request.</summary>
internal sealed class PfxService : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = new();
    private ScriptedGraph? _graph;
    private GraphConnection? _connection;
    private int _writes;

    public ConcurrentDictionary<string, JsonObject> Records { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentQueue<WriteFault> Faults { get; } = new();

    public IReadOnlyList<string> Requests => [.. _requests];

    public InstantClock Clock { get; } = new();

    public int UserStatus { get; set; } = 200;

    public string? UserName { get; set; }

    /// <summary>Whom a filter of users finds.</summary>
    public List<JsonObject> Directory { get; } = [];

    /// <summary>The mail address of every user; null for none.</summary>
    public string? Mail { get; set; }

    public Func<Task>? BeforeWrite { get; set; }

    public UserPfxClient Client => new(_connection!);

    public static async Task<PfxService> StartAsync(int maxRetries = 5)
    {
        var service = new PfxService();
        service._graph = await ScriptedGraph.StartAsync(service.AnswerAsync);
        service._connection = await GraphTestData.ConnectAsync(
            service._graph.Uri,
            service.Clock,
            options: new GraphConnectionOptions { GraphUri = service._graph.Uri, MaxRetries = maxRetries });
        return service;
    }

    public void Put(UserPfxRecord record) => Store(UserPfxJson.Write(record));

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        await _graph!.DisposeAsync();
    }

    private JsonObject Store(JsonObject record)
    {
        var id = $"id-{record["userPrincipalName"]}-{record["thumbprint"]}";
        record["id"] = id;
        record["encryptedPfxBlob"] = "AA==";
        record["encryptedPfxPassword"] = "";
        record["lastModifiedDateTime"] = new DateTime(
            2026, 5, 1, 0, 0, System.Threading.Interlocked.Increment(ref _writes), DateTimeKind.Utc);
        Records[id] = record;
        return record;
    }

    private async Task AnswerAsync(SeenRequest request, HttpContext context)
    {
        var isUser = request.Url.StartsWith("/beta/users/", StringComparison.Ordinal);
        var isDirectory = request.Url.StartsWith("/beta/users?", StringComparison.Ordinal);
        _requests.Enqueue(isUser ? "GET user" : isDirectory ? "GET users" : request.Method);
        if (isUser)
        {
            var name = UserName ?? Uri.UnescapeDataString(request.Url.Split('/', '?')[3]);
            await (UserStatus == 200
                ? Json(200, new JsonObject { ["id"] = "u", ["userPrincipalName"] = name, ["mail"] = Mail }.ToJsonString())
                : Json(UserStatus, Error("Request_ResourceNotFound", "no")))(context);
        }
        else if (isDirectory)
        {
            await Json(200, Page(null, [.. Directory]))(context);
        }
        else if (request.Method == "GET")
        {
            var filter = Uri.UnescapeDataString(request.Url);
            var found = Records.Values.Where(r =>
                filter.Contains($"'{r["userPrincipalName"]}'", StringComparison.OrdinalIgnoreCase)
                && (!filter.Contains("thumbprint", StringComparison.Ordinal)
                    || filter.Contains($"'{r["thumbprint"]}'", StringComparison.OrdinalIgnoreCase)));
            await Json(200, Page(null, [.. found]))(context);
        }
        else
        {
            await WriteAsync(request, context);
        }
    }

    private async Task WriteAsync(SeenRequest request, HttpContext context)
    {
        if (BeforeWrite is { } before)
        {
            await before();
        }

        if (request.Method == "DELETE")
        {
            Records.TryRemove(Uri.UnescapeDataString(request.Url.Split('/')[^1]), out _);
            context.Response.StatusCode = 204;
            return;
        }

        var record = JsonNode.Parse(request.Body)!.AsObject();
        if (!Faults.TryDequeue(out var fault))
        {
            await StoreAndAnswerAsync(request, context, record);
            return;
        }

        switch (fault)
        {
            case WriteFault.Throttled:
                await Json(429, Error("TooManyRequests", "slow"))(context);
                break;
            case WriteFault.Refused:
                await Json(400, Error("BadRequest", "no"))(context);
                break;
            case WriteFault.Vanished:
                Records.Clear();
                await Json(404, Error("ResourceNotFound", "gone"))(context);
                break;
            case WriteFault.ConflictSame or WriteFault.ConflictDifferent:
                record["keyName"] = fault == WriteFault.ConflictSame ? record["keyName"]!.GetValue<string>() : "OtherKey";
                Store(record);
                await Json(409, Error("Conflict", "exists"))(context);
                break;
            default:
                if (fault is WriteFault.ResetAfter or WriteFault.ErrorAfter)
                {
                    Store(record);
                }

                if (fault is WriteFault.ResetAfter or WriteFault.ResetBefore)
                {
                    context.Abort();
                }
                else
                {
                    await Json(503, "")(context);
                }

                break;
        }
    }

    private async Task StoreAndAnswerAsync(SeenRequest request, HttpContext context, JsonObject record)
    {
        var id = $"id-{record["userPrincipalName"]}-{record["thumbprint"]}";
        var exists = Records.ContainsKey(id);
        await (request.Method switch
        {
            "POST" when exists => Json(400, Error("BadRequest", "generic")),
            "PATCH" when !exists => Json(404, Error("ResourceNotFound", "gone")),
            "POST" => Json(201, Store(record).ToJsonString()),
            _ => Json(200, Store(record).ToJsonString()),
        })(context);
    }
}
