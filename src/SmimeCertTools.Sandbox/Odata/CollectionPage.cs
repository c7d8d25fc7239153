using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>Makes collection answers: pages with an absolute @odata.nextLink, $select, $count.</summary>
internal static class CollectionPage
{
    /// <param name="request">The request.</param>
    /// <param name="query">Its options.</param>
    /// <param name="items">All items that match, in order.</param>
    /// <param name="key">What they are ordered by (ordinal, ignoring case).</param>
    /// <param name="pageSize">The most a page holds.</param>
    /// <param name="context">The path in @odata.context.</param>
    /// <param name="toJson">What the answer shows of an item.</param>
    public static SandboxResponse Create<T>(
        SandboxRequest request, QueryOptions query, IReadOnlyList<T> items, Func<T, string> key,
        int pageSize, string context, Func<T, JsonObject> toJson)
    {
        // The token is the last key, not a position: a client that deletes while it lists misses nothing.
        var size = Math.Min(query.Top ?? pageSize, pageSize);
        var rest = query.After is null
            ? items : [.. items.Where(item => string.Compare(key(item), query.After, StringComparison.OrdinalIgnoreCase) > 0)];
        var page = rest.Take(size).Select(item => (JsonNode)Select(toJson(item), query.Select));
        var body = new JsonObject { ["@odata.context"] = ContextUrl(request, context) };
        if (query.Count)
        {
            body["@odata.count"] = items.Count;
        }

        if (rest.Count > size)
        {
            body["@odata.nextLink"] = NextLink(request, key(rest[size - 1]));
        }

        body["value"] = new JsonArray([.. page]);
        return SandboxResponse.Ok(body);
    }

    public static SandboxResponse Single(SandboxRequest request, QueryOptions query, string context, JsonObject item,
        int status = 200)
    {
        var body = new JsonObject { ["@odata.context"] = ContextUrl(request, context) + "/$entity" };
        foreach (var (name, value) in Select(item, query.Select))
        {
            body[name] = value?.DeepClone();
        }

        return new SandboxResponse { Status = status, Json = body };
    }

    public static string ContextUrl(SandboxRequest request, string context) =>
        $"{request.BaseUri}{request.Segments[0]}/$metadata#{context}";

    private static JsonObject Select(JsonObject item, IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return item;
        }

        var selected = new JsonObject();
        foreach (var name in names)
        {
            var member = item.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            selected[member.Key ?? throw RequestRefusedException.BadQuery($"Could not find a property named '{name}'.")] =
                member.Value?.DeepClone();
        }

        return selected;
    }

    private static string NextLink(SandboxRequest request, string after)
    {
        var pairs = request.Query.Where(pair => !pair.Key.Equals("$skiptoken", StringComparison.OrdinalIgnoreCase))
            .Append(KeyValuePair.Create("$skiptoken", Base64Url.EncodeToString(Encoding.UTF8.GetBytes(after))))
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}");
        return $"{request.BaseUri}{request.Path.TrimStart('/')}?{string.Join('&', pairs)}";
    }
}
