using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>
/// Finds groups, assignment filters and scope tags by name or id. Each is looked up once in the life of an object. Not for
/// concurrent use.
/// </summary>
public sealed class IntuneDirectory
{
    private readonly GraphTransport _transport;
    private readonly NamedLookup _groups;
    private readonly NamedLookup _filters;
    private readonly NamedLookup _tags;

    internal IntuneDirectory(GraphTransport transport)
    {
        _transport = transport;
        _groups = new NamedLookup(
            transport, IntunePaths.Groups, "group", IntuneErrorKind.GroupNotFound, IntuneErrorKind.GroupAmbiguous);
        _filters = new NamedLookup(transport, IntunePaths.Filters, "assignment filter", IntuneErrorKind.FilterNotFound,
            IntuneErrorKind.FilterAmbiguous);
        _tags = new NamedLookup(transport, IntunePaths.ScopeTags, "scope tag", IntuneErrorKind.ScopeTagNotFound,
            IntuneErrorKind.ScopeTagAmbiguous);
    }

    /// <summary>Looks up all groups and filters of a request.</summary>
    /// <exception cref="IntuneException">A name or id leads nowhere, or a name to several; or filters have nothing to narrow.
    /// </exception>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<ResolvedAssignments> ResolveAsync(AssignmentRequest request, CancellationToken cancellationToken)
    {
        Guard.NotNull(request);
        if (request.Filters.Count > 0 && !request.HasInclusion)
        {
            throw new IntuneException(IntuneErrorKind.AssignmentInvalid,
                "A filter narrows an assignment, and none is given that includes anybody. Add a group, all devices or all users.",
                request.Filters[0]);
        }

        List<ProfileAssignment> targets = [];
        foreach (var name in request.GroupNames)
        {
            var group = await _groups.GetByNameAsync(name, cancellationToken).ConfigureAwait(false);
            targets.Add(Of(SmimeAssignmentTarget.Group, group));
        }

        foreach (var id in request.GroupIds)
        {
            targets.Add(await ByIdAsync(
                SmimeAssignmentTarget.Group, id, request.TakesGoneGroups, cancellationToken).ConfigureAwait(false));
        }

        foreach (var nameOrId in request.ExcludedGroups)
        {
            targets.Add(Guid.TryParse(nameOrId, out _)
                ? await ByIdAsync(SmimeAssignmentTarget.ExcludedGroup, nameOrId, request.TakesGoneGroups, cancellationToken)
                    .ConfigureAwait(false)
                : Of(SmimeAssignmentTarget.ExcludedGroup,
                    await _groups.GetByNameAsync(nameOrId, cancellationToken).ConfigureAwait(false)));
        }

        if (request.AllDevices)
        {
            targets.Add(new ProfileAssignment { Target = SmimeAssignmentTarget.AllDevices });
        }

        if (request.AllUsers)
        {
            targets.Add(new ProfileAssignment { Target = SmimeAssignmentTarget.AllUsers });
        }

        List<AssignmentFilter> filters = [];
        foreach (var nameOrId in request.Filters)
        {
            var filter = await _filters.GetAsync(nameOrId, cancellationToken).ConfigureAwait(false);
            filters.Add(new AssignmentFilter(filter.Id, filter.Name, filter.Json.Text("platform") ?? string.Empty));
        }

        return new ResolvedAssignments([.. targets.Distinct()], filters, request.FilterMode);
    }

    /// <summary>The users in a group and in the groups that are in it: their user principal names, sorted.</summary>
    /// <param name="nameOrId">The group's name or object id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="IntuneException">The name or id leads nowhere, or the name to several.</exception>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<IReadOnlyList<string>> UsersOfAsync(string nameOrId, CancellationToken cancellationToken)
    {
        var group = await _groups.GetAsync(nameOrId, cancellationToken).ConfigureAwait(false);
        var users = await _transport.ListAsync(
            IntuneSubjects.Read($"{IntunePaths.Groups}/{IntunePaths.Members}"),
            $"{IntunePaths.Groups}/{Uri.EscapeDataString(group.Id)}/{IntunePaths.Members}?$top=999",
            json => json.Text("userPrincipalName"), cancellationToken).ConfigureAwait(false);

        // Devices and groups have none.
        return
        [
            .. users.OfType<string>().Where(user => user.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)
                .OrderBy(user => user, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>The ids of scope tags.</summary>
    /// <param name="namesOrIds">Names, or ids such as 0 for the tag Default.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="IntuneException">A name or id leads nowhere, or a name to several.</exception>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<IReadOnlyList<string>> ResolveScopeTagsAsync(
        IReadOnlyList<string> namesOrIds, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        foreach (var nameOrId in Guard.NotNull(namesOrIds))
        {
            ids.Add((await _tags.GetAsync(nameOrId, cancellationToken).ConfigureAwait(false)).Id);
        }

        return [.. ids.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The names of scope tags by id; an id stands for itself where there is no such tag.</summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<IReadOnlyList<string>> ScopeTagNamesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        List<string> names = [];
        foreach (var id in Guard.NotNull(ids))
        {
            names.Add(await _tags.NameOfAsync(id, cancellationToken).ConfigureAwait(false) ?? id);
        }

        return names;
    }

    /// <summary>The assignments with the names of groups and filters, as far as they still exist.</summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<IReadOnlyList<ProfileAssignment>> WithNamesAsync(
        IReadOnlyList<ProfileAssignment> assignments, CancellationToken cancellationToken)
    {
        List<ProfileAssignment> named = [];
        foreach (var assignment in Guard.NotNull(assignments))
        {
            var group = assignment.GroupId is { } groupId && assignment.GroupName is null
                ? await _groups.NameOfAsync(groupId, cancellationToken).ConfigureAwait(false)
                : null;
            var filter = assignment.FilterId is { } filterId && assignment.FilterName is null
                ? await _filters.NameOfAsync(filterId, cancellationToken).ConfigureAwait(false)
                : null;
            named.Add(assignment with
            {
                GroupName = group ?? assignment.GroupName,
                FilterName = filter ?? assignment.FilterName,
            });
        }

        return named;
    }

    private async Task<ProfileAssignment> ByIdAsync(
        SmimeAssignmentTarget kind, string id, bool mayBeGone, CancellationToken cancellationToken)
    {
        try
        {
            return Of(kind, await _groups.GetByIdAsync(id, cancellationToken).ConfigureAwait(false));
        }
        catch (IntuneException error) when (mayBeGone && error.Kind == IntuneErrorKind.GroupNotFound
            && Guid.TryParse(id, out _))
        {
            return new ProfileAssignment { Target = kind, GroupId = Guid.Parse(id).ToString() };
        }
    }

    private static ProfileAssignment Of(SmimeAssignmentTarget kind, NamedObject group) =>
        new() { Target = kind, GroupId = group.Id, GroupName = group.Name };
}
