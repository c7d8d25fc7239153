using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Batch;

/// <summary>One request of a batch as it is sent.</summary>
internal sealed record SentPart(string? Id, string? Method, string? Url, IReadOnlyDictionary<string, string?>? Headers,
    JsonElement? Body, IReadOnlyList<string?>? DependsOn);

/// <summary>One request of a batch.</summary>
internal sealed record BatchPart(string Id, SandboxRequest Request, IReadOnlyList<string> DependsOn)
{
    /// <summary>How batches are read.</summary>
    public static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly string[] NotRelative = ["beta/", "v1.0/", "$batch"];

    /// <exception cref="RequestRefusedException">The part is malformed: the whole batch is refused.</exception>
    public static BatchPart Read(SentPart? sent, SandboxRequest batch)
    {
        if (sent is not { Id: { Length: > 0 } id, Method: { Length: > 0 } verb, Url: { Length: > 0 } url })
        {
            throw Malformed("a request is null or lacks id, method or url");
        }

        var method = verb.ToUpperInvariant();
        if (method is not ("GET" or "POST" or "PUT" or "PATCH" or "DELETE"))
        {
            throw Malformed($"the method {method} of request {id}");
        }

        var path = url.TrimStart('/');
        if (url.Contains("://", StringComparison.Ordinal)
            || NotRelative.Any(start => path.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
        {
            throw Malformed($"the url of request {id} is not relative to the version: {url}");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in sent.Headers ?? new Dictionary<string, string?>())
        {
            headers[name] = value ?? throw Malformed($"the header {name} of request {id} is null");
        }

        if (sent.Body is not null && !headers.ContainsKey("Content-Type"))
        {
            throw Malformed($"request {id} has a body and no Content-Type");
        }

        Inherit(headers, batch, "Authorization");
        Inherit(headers, batch, "client-request-id");
        var body = sent.Body is { } json ? JsonSerializer.SerializeToUtf8Bytes(json, SandboxResponse.Relaxed) : [];
        var request = new SandboxRequest(method, $"/{batch.Segments[0]}/{path}", headers, body)
        {
            BaseUri = batch.BaseUri,
            BatchPartId = id,
        };
        return new BatchPart(id, request,
            [.. (sent.DependsOn ?? []).Select(other => other ?? throw Malformed($"dependsOn of request {id} has a null"))]);
    }

    public static RequestRefusedException Malformed(string diagnostic) =>
        new(400, "BadRequest", "Invalid batch payload format.", diagnostic);

    private static void Inherit(Dictionary<string, string> headers, SandboxRequest batch, string name)
    {
        if (batch.Header(name) is { } value)
        {
            headers.TryAdd(name, value);
        }
    }
}
