using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>What a test's server was asked.</summary>
internal sealed record SeenRequest(
    string Method, string Url, string Body, string? Authorization, string? ClientRequestId, string? UserAgent);

/// <summary>A server on loopback that answers what the test tells it to.</summary>
internal sealed class ScriptedGraph : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SeenRequest> _seen = new();

    private ScriptedGraph(WebApplication app) => _app = app;

    public Uri Uri { get; private set; } = new("http://127.0.0.1/");

    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    public static async Task<ScriptedGraph> StartAsync(Func<SeenRequest, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ScriptedGraph(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers;
            var seen = new SeenRequest(
                context.Request.Method,
                context.Features.Get<IHttpRequestFeature>()!.RawTarget,
                await reader.ReadToEndAsync(),
                headers.Authorization,
                headers["client-request-id"],
                headers.UserAgent);
            server._seen.Enqueue(seen);
            await answer(seen, context);
        });
        await app.StartAsync();
        server.Uri = new Uri(app.Urls.Single());
        return server;
    }

    /// <summary>Answers the requests in turn, the last answer for ever.</summary>
    public static Task<ScriptedGraph> StartAsync(params Func<HttpContext, Task>[] answers)
    {
        var next = -1;
        return StartAsync(
            (_, context) => answers[Math.Min(System.Threading.Interlocked.Increment(ref next), answers.Length - 1)](context));
    }

    public static Func<HttpContext, Task> Json(int status, string body, params (string Name, string Value)[] headers) =>
        context => WriteAsync(context, status, body, "application/json; charset=utf-8", headers);

    public static Func<HttpContext, Task> Empty(int status, params (string Name, string Value)[] headers) =>
        context => WriteAsync(context, status, "", null, headers);

    public static async Task WriteAsync(
        HttpContext context, int status, string body, string? type, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        if (type is not null)
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
        }
    }

    public static string Error(string code, string message) =>
        new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }.ToJsonString();

    public static string Page(string? nextLink, params JsonObject[] records)
    {
        var page = new JsonObject { ["value"] = new JsonArray([.. records.Select(JsonNode? (r) => r.DeepClone())]) };
        if (nextLink is not null)
        {
            page["@odata.nextLink"] = nextLink;
        }

        return page.ToJsonString(new JsonSerializerOptions());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
