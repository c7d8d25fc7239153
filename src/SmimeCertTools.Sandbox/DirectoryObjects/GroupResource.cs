using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.DirectoryObjects;

/// <summary>GET /groups, /groups/{id} and /groups/{id}/members.</summary>
internal sealed class GroupResource(GroupDirectory groups, UserDirectory users, int pageSize) : IGraphResource
{
    public SandboxResponse? Answer(SandboxRequest request)
    {
        var isMembers = request.Matches(1, "groups", "*", "members");
        var isOne = request.Matches(1, "groups", "*");
        if (!isMembers && !isOne && !request.Matches(1, "groups"))
        {
            return null;
        }

        if (request.Method != "GET")
        {
            throw RequestRefusedException.MethodNotAllowed(request.Method);
        }

        Authorization.Require(request, Permission.GroupRead, "GroupMember.Read.All", "Directory.Read.All");
        var query = QueryOptions.Parse(request);
        if (isMembers)
        {
            return Members(request, query, Find(request.Segments[2]));
        }

        return isOne ? CollectionPage.Single(request, query, "groups", ToJson(Find(request.Segments[2]))) : List(request, query);
    }

    public static JsonObject ToJson(SandboxGroup group) => new()
    {
        ["id"] = group.Id.ToString(),
        ["displayName"] = group.DisplayName,
        ["securityEnabled"] = true,
        ["mailEnabled"] = false,
    };

    private SandboxGroup Find(string id) => groups.Find(id) ?? throw RequestRefusedException.NotFound(
        $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");

    private SandboxResponse List(SandboxRequest request, QueryOptions query)
    {
        foreach (var clause in query.Filter)
        {
            if (clause is not { Function: null, Operator: "eq", Member: "displayName" })
            {
                throw RequestRefusedException.BadQuery($"Unsupported filter on '{clause.Member}' of groups.");
            }
        }

        var found = groups.All.Where(group => query.Filter.All(clause => clause.Accepts(group.DisplayName)));
        var keyed = found.Select(group => KeyValuePair.Create(group.SortKey, group));
        return CollectionPage.Create(request, query, [.. keyed], pageSize, "groups", ToJson);
    }

    private SandboxResponse Members(SandboxRequest request, QueryOptions query, SandboxGroup group)
    {
        var members = users.All.Where(user => group.MemberIds.Contains(user.Id));
        return CollectionPage.Create(request, query, UserResource.Keyed(members), pageSize, "directoryObjects", user =>
        {
            var json = UserResource.ToJson(user);
            json.Insert(0, "@odata.type", "#microsoft.graph.user");
            return json;
        });
    }
}
