using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.DirectoryRequests;

/// <summary>GET /users and /users/{id or userPrincipalName}.</summary>
internal sealed class UserResource(UserDirectory users, int pageSize) : IGraphResource
{
    /// <summary>How many values Graph takes in an <c>in</c>.</summary>
    private const int MaxValues = 15;

    public SandboxResponse? Answer(SandboxRequest request)
    {
        var isOne = request.Matches(1, "users", "*");
        if (!isOne && !request.Matches(1, "users"))
        {
            return null;
        }

        if (request.Method != "GET")
        {
            throw RequestRefusedException.MethodNotAllowed(request.Method);
        }

        Authorization.Require(request, Permission.UserRead, "User.ReadWrite.All", "Directory.Read.All");
        var query = QueryOptions.Parse(request);
        return isOne ? One(request, query) : List(request, query);
    }

    public static JsonObject ToJson(SandboxUser user) => new()
    {
        ["id"] = user.Id.ToString(),
        ["userPrincipalName"] = user.UserPrincipalName,
        ["displayName"] = user.DisplayName,
        ["mail"] = user.Mail,
        ["proxyAddresses"] = new JsonArray([.. user.ProxyAddresses.Select(address => (JsonNode)address)]),
    };

    /// <summary>Users with the key that pages go by.</summary>
    public static IReadOnlyList<KeyValuePair<string, SandboxUser>> Keyed(IEnumerable<SandboxUser> users) =>
        [.. users.Select(user => KeyValuePair.Create(user.UserPrincipalName, user))];

    private SandboxResponse One(SandboxRequest request, QueryOptions query)
    {
        var key = request.Segments[2];
        var user = users.Find(key) ?? throw RequestRefusedException.NotFound(
            $"Resource '{key}' does not exist or one of its queried reference-property objects are not present.");
        return CollectionPage.Single(request, query, "users", ToJson(user));
    }

    private SandboxResponse List(SandboxRequest request, QueryOptions query)
    {
        foreach (var clause in query.Filter)
        {
            if (clause is not
                { Function: null, Operator: "eq" or "in", Member: "userPrincipalName" or "mail" or "displayName" or "id" })
            {
                throw RequestRefusedException.BadQuery($"Unsupported filter on '{clause.Member}' of users.");
            }
        }

        if (query.Filter.Any(clause => clause.Values.Count > MaxValues))
        {
            throw RequestRefusedException.BadQuery(
                $"Too many child clauses specified in search filter expression: more than {MaxValues}.");
        }

        // Names are an index in the directory as well.
        var named = query.Filter.FirstOrDefault(clause => clause.Member == "userPrincipalName");
        var candidates = named is null ? users.All : named.Values.Select(users.Find).OfType<SandboxUser>().Distinct();
        var found = candidates.Where(user =>
            query.Filter.All(clause => clause.Accepts(ToJson(user)[clause.Member]?.GetValue<string>())));
        return CollectionPage.Create(request, query, Keyed(found), pageSize, "users", ToJson);
    }
}
