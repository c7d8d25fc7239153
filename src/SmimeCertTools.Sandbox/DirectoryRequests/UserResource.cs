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
    // What works without advanced query parameters (https://learn.microsoft.com/graph/aad-advanced-queries); fifteen values in
    // an "in", and as many comparisons.
    private static readonly FilterRules Rules = new()
    {
        Fields = ["userPrincipalName", "mail", "displayName", "id"],
        Operators = ["eq", "in"],
        KnowsOr = true,
        Collections = ["proxyAddresses"],
        MaxValues = 15,
        Refusal = name => RequestRefusedException.BadQuery($"Unsupported filter on '{name}' of users."),
    };

    public SandboxResponse? Answer(SandboxRequest request)
    {
        var isOne = request.Matches(1, "users", "*");
        if (!isOne && !request.Matches(1, "users"))
        {
            return null;
        }

        request.RequireMethod("GET");

        Authorization.Require(request, Permission.UserRead, "User.ReadWrite.All", "Directory.Read.All");
        return isOne ? One(request, QueryOptions.Parse(request)) : List(request, QueryOptions.Parse(request, Rules));
    }

    public static JsonObject ToJson(SandboxUser user) =>
        JsonBody.Create(new { user.Id, user.UserPrincipalName, user.DisplayName, user.Mail, user.ProxyAddresses });

    private SandboxResponse One(SandboxRequest request, QueryOptions query)
    {
        var user = users.Find(request.Segments[2]) ?? throw RequestRefusedException.NotFound(request.Segments[2]);
        return CollectionPage.Single(request, query, "users", ToJson(user));
    }

    private SandboxResponse List(SandboxRequest request, QueryOptions query)
    {
        // Names are an index in the directory as well.
        var named = query.Filter?.Clauses is [{ Field: "userPrincipalName" } only] ? only : null;
        var candidates = named is null ? users.All
            : named.Values.Select(name => users.Find(name!)).OfType<SandboxUser>().Distinct();
        var found = candidates.Where(user => query.Filter?.Accepts(ToJson(user)) ?? true);
        return CollectionPage.Create(request, query, [.. found], user => user.UserPrincipalName, pageSize, "users", ToJson);
    }
}
