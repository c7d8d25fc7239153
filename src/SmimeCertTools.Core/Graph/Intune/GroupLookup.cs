using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Finds groups of the directory; each name and id is asked for once.</summary>
internal sealed class GroupLookup(GraphTransport transport)
{
    private const int MostListed = 5;
    private const int SimilarPrefix = 3;

    private readonly Dictionary<string, NamedObject> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, NamedObject?> _byId = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="IntuneException">There is none of that name, or several.</exception>
    public async Task<NamedObject> ByNameAsync(string name, CancellationToken cancellationToken)
    {
        var trimmed = Guard.NotBlank(name).Trim();
        if (_byName.TryGetValue(trimmed, out var known))
        {
            return known;
        }

        // Matched here as well: a service that ignores the filter must not lend another group the name.
        var found = (await ListAsync(trimmed, $"displayName eq {IntunePaths.Literal(trimmed)}", cancellationToken)
            .ConfigureAwait(false))
            .Where(group => string.Equals(group.Name, trimmed, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count != 1)
        {
            throw found.Count > 1
                ? Ambiguous(trimmed, found)
                : NotFound(trimmed, await SimilarAsync(trimmed, cancellationToken).ConfigureAwait(false));
        }

        _byName.Add(trimmed, found[0]);
        _byId[found[0].Id] = found[0];
        return found[0];
    }

    /// <exception cref="IntuneException">It is no object id, or there is no such group.</exception>
    public async Task<NamedObject> ByIdAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(Guard.NotBlank(id).Trim(), out var guid))
        {
            throw new IntuneException(IntuneErrorKind.GroupNotFound,
                $"'{id}' is no object id of a group. Give one such as {Guid.Empty}, or use the group's name.", id);
        }

        return await FindAsync(guid.ToString(), cancellationToken).ConfigureAwait(false)
            ?? throw new IntuneException(IntuneErrorKind.GroupNotFound,
                $"No group has the object id {guid}. Check the id and the tenant.", id);
    }

    /// <summary>A group's name; null when there is no such group.</summary>
    public async Task<string?> NameOfAsync(string id, CancellationToken cancellationToken) =>
        (await FindAsync(id, cancellationToken).ConfigureAwait(false))?.Name;

    private static IntuneException Ambiguous(string name, IReadOnlyList<NamedObject> found) => new(
        IntuneErrorKind.GroupAmbiguous,
        $"{found.Count} groups are called '{name}': {string.Join(", ", found.Select(group => group.Id).Take(MostListed))}"
            + $"{(found.Count > MostListed ? " …" : string.Empty)}. Give the id of the one that is meant.",
        name);

    private static IntuneException NotFound(string name, IReadOnlyList<string> similar) => new(
        IntuneErrorKind.GroupNotFound,
        $"No group is called '{name}'. " + (similar.Count == 0
            ? "Check the name and the tenant."
            : $"Similar names: {string.Join(", ", similar.Select(item => $"'{item}'"))}."),
        name);

    private async Task<NamedObject?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_byId.TryGetValue(id, out var known))
        {
            return known;
        }

        var json = await transport.FindAsync(
            IntuneSubjects.Groups(id), $"groups/{Uri.EscapeDataString(id)}?$select=id,displayName", cancellationToken)
            .ConfigureAwait(false);
        var group = json is null ? null : NamedObject.Read(json);
        _byId[id] = group;
        return group;
    }

    private async Task<IReadOnlyList<string>> SimilarAsync(string name, CancellationToken cancellationToken)
    {
        var prefix = name.Substring(0, Math.Min(SimilarPrefix, name.Length));
        var found = await ListAsync(name, $"startswith(displayName,{IntunePaths.Literal(prefix)})", cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. found.Select(group => group.Name).Distinct(StringComparer.OrdinalIgnoreCase)
                .OrderByDescending(other => CommonPrefix(name, other)).ThenBy(other => other, StringComparer.OrdinalIgnoreCase)
                .Take(MostListed),
        ];
    }

    private static int CommonPrefix(string left, string right)
    {
        var length = 0;
        while (length < Math.Min(left.Length, right.Length)
            && char.ToUpperInvariant(left[length]) == char.ToUpperInvariant(right[length]))
        {
            length++;
        }

        return length;
    }

    private async Task<IReadOnlyList<NamedObject>> ListAsync(string target, string filter, CancellationToken cancellationToken)
    {
        var items = await transport.ListAsync(
            IntuneSubjects.Groups(target), $"groups?$filter={filter}&$select=id,displayName", cancellationToken)
            .ConfigureAwait(false);
        return [.. items.Select(NamedObject.Read)];
    }
}

/// <summary>Something with an id and a name.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The display name.</param>
/// <param name="Json">What a GET returned.</param>
internal sealed record NamedObject(string Id, string Name, JsonObject Json)
{
    public static NamedObject Read(JsonObject json) =>
        new(json.Scalar("id") ?? string.Empty, json.Text("displayName") ?? string.Empty, json);
}
