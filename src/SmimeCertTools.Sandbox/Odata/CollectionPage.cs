using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>Makes collection answers: pages with an absolute @odata.nextLink, $select, $count.</summary>
internal static class CollectionPage
{
    public static SandboxResponse Create<T>(
        SandboxRequest request, QueryOptions query, IReadOnlyList<T> items, int pageSize, string context, Func<T, JsonObject> toJson)
    {
        var size = Math.Min(query.Top ?? pageSize, pageSize);
        var page = items.Skip(query.Skip).Take(size).Select(item => (JsonNode)Select(toJson(item), query.Select));
        var body = new JsonObject { ["@odata.context"] = ContextUrl(request, context) };
        if (query.Count)
        {
            body["@odata.count"] = items.Count;
        }

        var next = query.Skip + size;
        if (next < items.Count)
        {
            body["@odata.nextLink"] = NextLink(request, next);
        }

        body["value"] = new JsonArray([.. page]);
        return SandboxResponse.Ok(body);
    }

    public static SandboxResponse Single(SandboxRequest request, QueryOptions query, string context, JsonObject item, int status = 200)
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
            if (member.Key is null)
            {
                throw RequestRefusedException.BadQuery($"Could not find a property named '{name}'.");
            }

            selected[member.Key] = member.Value?.DeepClone();
        }

        return selected;
    }

    private static string NextLink(SandboxRequest request, int skip)
    {
        var pairs = request.Query.Where(pair => !pair.Key.Equals("$skiptoken", StringComparison.OrdinalIgnoreCase))
            .Append(KeyValuePair.Create("$skiptoken", skip.ToString(CultureInfo.InvariantCulture)))
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}");
        return $"{request.BaseUri}{request.Path.TrimStart('/')}?{string.Join('&', pairs)}";
    }
}
