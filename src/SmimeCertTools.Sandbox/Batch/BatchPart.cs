using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Batch;

/// <summary>One request of a batch.</summary>
internal sealed record BatchPart(string Id, SandboxRequest Request, IReadOnlyList<string> DependsOn)
{
    /// <exception cref="RequestRefusedException">The part is malformed: the whole batch is refused.</exception>
    public static BatchPart Read(JsonElement part, SandboxRequest batch)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            throw Malformed("a request is no JSON object");
        }

        var id = Text(part, "id");
        var method = Text(part, "method").ToUpperInvariant();
        var url = Text(part, "url");
        if (method is not ("GET" or "POST" or "PUT" or "PATCH" or "DELETE"))
        {
            throw Malformed($"the method {method} of request {id}");
        }

        var path = url.TrimStart('/');
        if (url.Contains("://", StringComparison.Ordinal) || path.StartsWith("beta/", StringComparison.OrdinalIgnoreCase)
            || path.StartsWith("v1.0/", StringComparison.OrdinalIgnoreCase)
            || path.StartsWith("$batch", StringComparison.OrdinalIgnoreCase))
        {
            throw Malformed($"the url of request {id} is not relative to the version: {url}");
        }

        var headers = Headers(part, id);
        var body = Body(part, id, headers);
        Inherit(headers, batch, "Authorization");
        Inherit(headers, batch, "client-request-id");
        var request = new SandboxRequest(method, $"/{batch.Segments[0]}/{path}", headers, body)
        {
            BaseUri = batch.BaseUri,
            BatchPartId = id,
        };
        return new BatchPart(id, request, DependsOnIds(part, id));
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

    private static string Text(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
            ? text : throw Malformed($"a request has no {name}");

    private static Dictionary<string, string> Headers(JsonElement part, string id)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (Optional(part, "headers") is not { } given)
        {
            return headers;
        }

        if (given.ValueKind != JsonValueKind.Object
            || given.EnumerateObject().Any(header => header.Value.ValueKind != JsonValueKind.String))
        {
            throw Malformed($"the headers of request {id} are no object of strings");
        }

        foreach (var header in given.EnumerateObject())
        {
            headers[header.Name] = header.Value.GetString()!;
        }

        return headers;
    }

    private static byte[] Body(JsonElement part, string id, Dictionary<string, string> headers)
    {
        if (Optional(part, "body") is not { } body)
        {
            return [];
        }

        return headers.ContainsKey("Content-Type")
            ? JsonSerializer.SerializeToUtf8Bytes(body, SandboxResponse.Relaxed)
            : throw Malformed($"request {id} has a body and no Content-Type");
    }

    private static JsonElement? Optional(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static IReadOnlyList<string> DependsOnIds(JsonElement part, string id)
    {
        if (Optional(part, "dependsOn") is not { } given)
        {
            return [];
        }

        return given.ValueKind == JsonValueKind.Array
            && given.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. given.EnumerateArray().Select(item => item.GetString()!)]
            : throw Malformed($"dependsOn of request {id} is no array of ids");
    }
}
