using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Intune;

namespace SmimeCertTools.Core.Deployment;

/// <summary>Reads the groups and filters that profiles are assigned by. For one use.</summary>
internal sealed class GroupReading(GraphTransport transport, BatchedReader batches)
{
    /// <summary>The groups, each with the users in it and in the groups in it, by object id.</summary>
    public async Task<IReadOnlyDictionary<string, Collected<DeployedGroup>>> GroupsAsync(
        IEnumerable<ProfileAssignment> assignments, CancellationToken cancellationToken)
    {
        List<string> ids =
        [
            .. assignments.Select(assignment => assignment.GroupId).OfType<string>()
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        var names = batches.FindAsync(
            [.. ids.Select(id => (Address(id) + "?$select=id,displayName", IntuneSubjects.Groups(id)))], cancellationToken);
        var members = batches.ListAsync(
            [.. ids.Select(id => ($"{Address(id)}/{IntunePaths.Members}?$top=999", IntuneSubjects.Groups(id)))],
            json => new Member(json.Text("userPrincipalName"), json.Text("@odata.type")), cancellationToken);
        await Task.WhenAll(names, members).ConfigureAwait(false);
        var found = new Dictionary<string, Collected<DeployedGroup>>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < ids.Count; i++)
        {
            found[ids[i]] = Group(ids[i], (await names.ConfigureAwait(false))[i], (await members.ConfigureAwait(false))[i]);
        }

        return found;
    }

    /// <summary>The names of filters by id; empty where no assignment has one.</summary>
    public async Task<Collected<IReadOnlyDictionary<string, string>>> FiltersAsync(
        IEnumerable<ProfileAssignment> assignments, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            if (assignments.Any(assignment => assignment.FilterId is not null))
            {
                foreach (var filter in await transport.ListAsync(IntuneSubjects.Read(IntunePaths.Filters), IntunePaths.Filters,
                    NamedObject.Read, cancellationToken).ConfigureAwait(false))
                {
                    names[filter.Id] = filter.Name;
                }
            }

            return Collected<IReadOnlyDictionary<string, string>>.Of(names);
        }
        catch (GraphRequestException e) when (!e.IsSessionError)
        {
            return Collected<IReadOnlyDictionary<string, string>>.Failed(e);
        }
    }

    private static string Address(string id) => $"{IntunePaths.Groups}/{Uri.EscapeDataString(id)}";

    private static Collected<DeployedGroup> Group(string id, Collected<System.Text.Json.Nodes.JsonObject> name,
        Collected<IReadOnlyList<Member>> members)
    {
        if (name is { IsRead: true, Value: var json } && json.Text("id") is null)
        {
            return Collected<DeployedGroup>.Of(new DeployedGroup { Id = id, Users = [] });
        }

        return (name.Error ?? members.Error) is { } error
            ? Collected<DeployedGroup>.Failed(error)
            : Collected<DeployedGroup>.Of(new DeployedGroup
            {
                Id = id,
                Name = name.Value.Text("displayName") ?? id,
                Users = new HashSet<string>(
                    members.Value.Select(member => member.User).OfType<string>(), StringComparer.OrdinalIgnoreCase),
                HasDevices = members.Value.Any(member => member.Type == "#microsoft.graph.device"),
            });
    }

    private sealed record Member(string? User, string? Type);
}
