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

/// <summary>
/// A service that answers writes and look-ups of one record as the test says, each kind in turn and the last answer for ever.
/// Waits take no time.
/// </summary>
internal sealed class CannedRecords : IAsyncDisposable
{
    private readonly Dictionary<string, Queue<Func<HttpContext, Task>>> _answers = [];
    private readonly ConcurrentQueue<string> _steps = new();
    private readonly InstantClock _clock = new();
    private ScriptedGraph? _graph;
    private GraphConnection? _connection;

    /// <summary>When the record was changed that a replacement leaves.</summary>
    public const string Later = "2026-05-02T00:00:00Z";

    /// <summary>The user whose record it is.</summary>
    public static GraphUser Alice { get; } = new()
    {
        Id = "00112233-4455-6677-8899-aabbccddeeff",
        UserPrincipalName = GraphTestData.User,
    };

    /// <summary>What was asked: POST, PATCH, DELETE, LIST (by name and certificate) or ID.</summary>
    public IReadOnlyList<string> Steps => [.. _steps];

    public IReadOnlyList<SeenRequest> Seen => _graph!.Seen;

    public IReadOnlyList<TimeSpan> Waits => _clock.Waits;

    public UserPfxClient Client => new(_connection!);

    /// <summary>The record, as it is there before a replacement.</summary>
    public static UserPfxRecord Existing() => UserPfxJson.Read(GraphTestData.Stored());

    public static async Task<CannedRecords> StartAsync(int maxRetries = 5)
    {
        var service = new CannedRecords();
        service._graph = await ScriptedGraph.StartAsync(service.AnswerAsync);
        service._connection = await GraphTestData.ConnectAsync(service._graph.Uri, service._clock, options:
            new GraphConnectionOptions { GraphUri = service._graph.Uri, MaxRetries = maxRetries });
        return service;
    }

    public CannedRecords On(string step, params Func<HttpContext, Task>[] answers)
    {
        _answers[step] = new Queue<Func<HttpContext, Task>>(answers);
        return this;
    }

    /// <summary>A listing of these records.</summary>
    public static Func<HttpContext, Task> List(params JsonObject[] records) => Json(200, Page(null, records));

    /// <summary>A record with other members; null leaves one out.</summary>
    public static JsonObject With(JsonObject record, params (string Name, string? Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            if (value is null)
            {
                record.Remove(name);
            }
            else
            {
                record[name] = value;
            }
        }

        return record;
    }

    public int Count(string step) => _steps.Count(other => other == step);

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        await _graph!.DisposeAsync();
    }

    private async Task AnswerAsync(SeenRequest request, HttpContext context)
    {
        var step = request.Method != "GET" ? request.Method
            : request.Url.Contains("$filter", StringComparison.Ordinal) ? "LIST" : "ID";
        _steps.Enqueue(step);
        Func<HttpContext, Task> answer;
        lock (_answers)
        {
            answer = !_answers.TryGetValue(step, out var left) ? Json(404, Error("ResourceNotFound", "none"))
                : left.Count > 1 ? left.Dequeue() : left.Peek();
        }

        await answer(context);
    }
}
