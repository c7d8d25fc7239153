using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.DirectoryRequests;

/// <summary>GET /groups, /groups/{id}, /groups/{id}/members and /groups/{id}/transitiveMembers.</summary>
internal sealed class GroupResource(IDeviceTenant state, int pageSize) : IGraphResource
{
    private static readonly StructuredType Type = SchemaModel.Graph["group"];
    private static readonly FilterRules Rules = FilterRules.Of(Type);

    public SandboxResponse? Answer(SandboxRequest request)
    {
        var isTransitive = request.Matches(1, "groups", "*", "transitiveMembers");
        var isMembers = isTransitive || request.Matches(1, "groups", "*", "members");
        var isOne = request.Matches(1, "groups", "*");
        if (!isMembers && !isOne && !request.Matches(1, "groups"))
        {
            return null;
        }

        request.RequireMethod("GET");

        Authorization.Require(request, Permission.GroupRead, "GroupMember.Read.All", "Directory.Read.All");
        if (isMembers)
        {
            return Members(request, QueryOptions.Parse(request), Find(request.Segments[2]), isTransitive);
        }

        return isOne
            ? CollectionPage.Single(request, QueryOptions.Parse(request), "groups", ToJson(Find(request.Segments[2])))
            : List(request);
    }

    public static JsonObject ToJson(SandboxGroup group) =>
        JsonBody.Create(new { group.Id, group.DisplayName, securityEnabled = true, mailEnabled = false });

    private SandboxGroup Find(string id) => state.Groups.Find(id) ?? throw RequestRefusedException.NotFound(id);

    private SandboxResponse List(SandboxRequest request)
    {
        var query = QueryOptions.Parse(request, Rules);
        var found = state.Groups.All.Where(group => query.Filter?.Accepts(ToJson(group), Type) ?? true);
        return CollectionPage.Create(request, query, [.. found], group => group.SortKey, pageSize, "groups", ToJson);
    }

    private SandboxResponse Members(SandboxRequest request, QueryOptions query, SandboxGroup group, bool isTransitive)
    {
        var ids = isTransitive ? Below(group) : [.. group.MemberIds];
        var members = state.Users.All.Where(user => ids.Contains(user.Id))
            .Select(user => (Key: user.UserPrincipalName, Json: new Func<JsonObject>(
                () => Member("user", UserResource.ToJson(user)))))
            .Concat(state.Devices.All.Where(device => ids.Contains(device.Id))
                .Select(device => (Key: $"{device.Name} {device.Id}", Json: new Func<JsonObject>(
                    () => Member("device", JsonBody.Create(new { device.Id, displayName = device.Name }))))))
            .Concat(state.Groups.All.Where(inner => ids.Contains(inner.Id))
                .Select(inner => (Key: inner.SortKey, Json: new Func<JsonObject>(() => Member("group", ToJson(inner))))))
            .OrderBy(member => member.Key, StringComparer.OrdinalIgnoreCase);
        return CollectionPage.Create(
            request, query, [.. members], member => member.Key, pageSize, "directoryObjects", member => member.Json());
    }

    // The members, those of the groups among them, and so on.
    private HashSet<Guid> Below(SandboxGroup group)
    {
        HashSet<Guid> ids = [];
        var open = new Stack<SandboxGroup>([group]);
        while (open.TryPop(out var next))
        {
            foreach (var id in next.MemberIds.Where(ids.Add))
            {
                if (state.Groups.Find(id.ToString()) is { } inner)
                {
                    open.Push(inner);
                }
            }
        }

        return ids;
    }

    private static JsonObject Member(string type, JsonObject json)
    {
        json.Insert(0, "@odata.type", $"#microsoft.graph.{type}");
        return json;
    }
}
