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
using SmimeCertTools.Core.Tests.Graph;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>What becomes of a DELETE.</summary>
public enum DeleteAnswer
{
    Done,
    YesWithoutEffect,
    ResetBefore,
    ResetAfter,
    UnavailableBefore,
    UnavailableAfter,
    GoneAlready,
    NotFoundWithoutEffect,
    GarbledAfter,
    BadRequest,
    Unauthorized,
    Forbidden,
    ThrottledOnce,
}

/// <summary>Just enough of the service to list and delete records, and to fail as told.</summary>
internal sealed class RemovalService : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly List<(JsonObject Record, int Left)> _ghosts = [];
    private ScriptedGraph? _graph;
    private GraphConnection? _connection;
    private bool _hasDeleted;

    public List<JsonObject> Records { get; } = [];

    /// <summary>What the next DELETEs are answered; after them each is done.</summary>
    public ConcurrentQueue<DeleteAnswer> Answers { get; } = new();

    /// <summary>The statuses of the next listings after the first DELETE, 200 for a good one; after them all are good.</summary>
    public ConcurrentQueue<int> Looks { get; } = new();

    /// <summary>The statuses of all next listings.</summary>
    public ConcurrentQueue<int> Listings { get; } = new();

    /// <summary>How many listings still show what was deleted.</summary>
    public int Lag { get; set; }

    /// <summary>Object ids of the directory's users by name.</summary>
    public Dictionary<string, Guid> People { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>User principal names of those who are known by a mail address as well.</summary>
    public Dictionary<string, string> MailAddresses { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What questions about users are answered; 200 for what the directory knows.</summary>
    public int PeopleStatus { get; set; } = 200;

    public Func<Task>? BeforeDelete { get; set; }

    public Func<Task>? BeforeLook { get; set; }

    public InstantClock Clock { get; } = new();

    public IReadOnlyList<string> Requests => [.. _requests];

    public int Deletes => _requests.Count(method => method == "DELETE");

    public UserPfxClient Client { get; private set; } = null!;

    public static async Task<RemovalService> StartAsync()
    {
        var service = new RemovalService();
        service._graph = await ScriptedGraph.StartAsync(service.AnswerAsync);
        service._connection = await GraphTestData.ConnectAsync(service._graph.Uri, service.Clock);
        service.Client = new UserPfxClient(service._connection);
        return service;
    }

    /// <summary>Adds a record; its id is told.</summary>
    public string Add(string user = GraphTestData.User, string thumbprint = GraphTestData.Print, string owner = "00")
    {
        var record = GraphTestData.Stored(user, thumbprint);
        record["id"] = $"{owner}-{user}-{thumbprint}";
        record["expirationDateTime"] = "9000-01-02T03:04:05Z";
        lock (Records)
        {
            Records.Add(record);
        }

        return (string)record["id"]!;
    }

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        await _graph!.DisposeAsync();
    }

    private async Task AnswerAsync(SeenRequest request, HttpContext context)
    {
        _requests.Enqueue(request.Method);
        switch (request.Method)
        {
            case "GET" when request.Url.StartsWith("/beta/users/", StringComparison.Ordinal):
                await UserAsync(Uri.UnescapeDataString(request.Url.Split('/', '?')[3]), context);
                break;
            case "GET":
                await ListAsync(Uri.UnescapeDataString(request.Url), context);
                break;
            case "DELETE":
                await DeleteAsync(Uri.UnescapeDataString(request.Url.Split('/')[^1]), context);
                break;
            default:
                await Json(404, Error("NotFound", "No batches here."))(context);
                break;
        }
    }

    private Task UserAsync(string name, HttpContext context) => (PeopleStatus != 200
        ? Json(PeopleStatus, Error("Failed", "As told."))
        : People.TryGetValue(name, out var id)
            ? Json(200, new JsonObject
            {
                ["id"] = id.ToString(),
                ["userPrincipalName"] = MailAddresses.TryGetValue(name, out var principal) ? principal : name,
                ["mail"] = name,
            }.ToJsonString())
            : Json(404, Error("Request_ResourceNotFound", "Nobody.")))(context);

    private async Task ListAsync(string filter, HttpContext context)
    {
        if (_hasDeleted && BeforeLook is { } before)
        {
            await before();
        }

        if ((Listings.TryDequeue(out var status) || (_hasDeleted && Looks.TryDequeue(out status))) && status != 200)
        {
            await Json(status, Error("Failed", "As told."))(context);
            return;
        }

        JsonObject[] found;
        lock (Records)
        {
            found = [.. Records.Concat(_ghosts.Where(ghost => ghost.Left > 0).Select(ghost => ghost.Record)).Where(r =>
                !filter.Contains("filter", StringComparison.Ordinal)
                || (filter.Contains($"'{r["userPrincipalName"]}'", StringComparison.OrdinalIgnoreCase)
                && (!filter.Contains("thumbprint", StringComparison.Ordinal)
                    || filter.Contains($"'{r["thumbprint"]}'", StringComparison.OrdinalIgnoreCase))))];
            for (var i = 0; i < _ghosts.Count; i++)
            {
                _ghosts[i] = (_ghosts[i].Record, _ghosts[i].Left - 1);
            }
        }

        await Json(200, Page(null, found))(context);
    }

    private async Task DeleteAsync(string id, HttpContext context)
    {
        if (BeforeDelete is { } before)
        {
            await before();
        }

        _hasDeleted = true;
        var answer = Answers.TryDequeue(out var told) ? told : DeleteAnswer.Done;
        if (answer is DeleteAnswer.Done or DeleteAnswer.ResetAfter or DeleteAnswer.UnavailableAfter or DeleteAnswer.GoneAlready
            or DeleteAnswer.GarbledAfter)
        {
            Remove(id);
        }

        var status = answer switch
        {
            DeleteAnswer.Done or DeleteAnswer.YesWithoutEffect => 204,
            DeleteAnswer.UnavailableBefore or DeleteAnswer.UnavailableAfter => 503,
            DeleteAnswer.GoneAlready or DeleteAnswer.NotFoundWithoutEffect => 404,
            DeleteAnswer.BadRequest => 400,
            DeleteAnswer.Unauthorized => 401,
            DeleteAnswer.Forbidden => 403,
            DeleteAnswer.ThrottledOnce => 429,
            DeleteAnswer.GarbledAfter => 200,
            _ => 0,
        };
        if (status == 0)
        {
            context.Abort();
        }
        else if (status == 204)
        {
            context.Response.StatusCode = 204;
        }
        else
        {
            await Json(status, status == 200 ? "{ no JSON" : Error("Failed", "As told."))(context);
        }
    }

    private void Remove(string id)
    {
        lock (Records)
        {
            foreach (var record in Records.Where(record => (string)record["id"]! == id).ToList())
            {
                Records.Remove(record);
                _ghosts.Add((record, Lag));
            }
        }
    }
}
