using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>
/// Finds the objects of a collection by name or id; nothing is asked for twice. A small collection is read once, as a whole:
/// which filters it takes is not documented. Of groups there may be very many: those of a name, or one by its id, are asked for.
/// </summary>
internal sealed class NamedLookup(
    GraphTransport transport, string collection, string noun, IntuneErrorKind notFound, IntuneErrorKind ambiguous)
{
    private const int MostListed = 10;
    private const int SimilarPrefix = 3;

    private readonly Dictionary<string, IReadOnlyList<NamedObject>> _lists = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, NamedObject?> _byId = new(StringComparer.OrdinalIgnoreCase);

    private bool IsLarge => collection == IntunePaths.Groups;

    /// <exception cref="IntuneException">There is none of that name or id, or several of the name.</exception>
    public async Task<NamedObject> GetAsync(string nameOrId, CancellationToken cancellationToken)
    {
        var text = Guard.NotBlank(nameOrId).Trim();
        return await FindByNameAsync(text, cancellationToken).ConfigureAwait(false)
            ?? await FindByIdAsync(text, cancellationToken).ConfigureAwait(false)
            ?? throw await NotFoundAsync(text, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="IntuneException">There is none of that name, or several.</exception>
    public async Task<NamedObject> GetByNameAsync(string name, CancellationToken cancellationToken)
    {
        var text = Guard.NotBlank(name).Trim();
        return await FindByNameAsync(text, cancellationToken).ConfigureAwait(false)
            ?? throw await NotFoundAsync(text, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="IntuneException">It is no object id, or there is no such object.</exception>
    public async Task<NamedObject> GetByIdAsync(string id, CancellationToken cancellationToken) =>
        !Guid.TryParse(Guard.NotBlank(id).Trim(), out var guid)
            ? throw new IntuneException(notFound,
                $"'{id}' is no object id of a {noun}. Give one such as {Guid.Empty}, or use the {noun}'s name.", id)
            : await FindByIdAsync(guid.ToString(), cancellationToken).ConfigureAwait(false)
                ?? throw new IntuneException(notFound, $"No {noun} has the object id {guid}. Check the id and the tenant.", id);

    /// <summary>The name of an id; null when there is none.</summary>
    public async Task<string?> NameOfAsync(string id, CancellationToken cancellationToken) =>
        (await FindByIdAsync(id, cancellationToken).ConfigureAwait(false))?.Name;

    private async Task<NamedObject?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        // Matched here as well: a service that ignores the filter must not lend another object the name.
        var filter = IsLarge ? $"displayName eq {FilterText.Literal(name)}" : null;
        var found = (await ListAsync(filter, name, cancellationToken).ConfigureAwait(false))
            .Where(item => Same(item.Name, name)).ToList();
        if (found.Count > 1)
        {
            throw new IntuneException(ambiguous,
                $"{found.Count} objects of the kind {noun} are called '{name}': {Shown(found.Select(item => item.Id))}. Give the "
                    + "id of the one that is meant.",
                name);
        }

        return found.Count == 0 ? null : _byId[found[0].Id] = found[0];
    }

    private async Task<NamedObject?> FindByIdAsync(string id, CancellationToken cancellationToken)
    {
        if (!_byId.TryGetValue(id, out var known))
        {
            if (IsLarge)
            {
                var json = await transport.FindAsync(
                    Subject(id), $"{collection}/{Uri.EscapeDataString(id)}?$select=id,displayName", cancellationToken)
                    .ConfigureAwait(false);
                known = json is null ? null : NamedObject.Read(json);
            }
            else
            {
                known = (await ListAsync(null, id, cancellationToken).ConfigureAwait(false))
                    .FirstOrDefault(item => Same(item.Id, id));
            }

            _byId[id] = known;
        }

        return known;
    }

    private async Task<IntuneException> NotFoundAsync(string name, CancellationToken cancellationToken)
    {
        var prefix = name.Substring(0, Math.Min(SimilarPrefix, name.Length));
        var others = await ListAsync(
            IsLarge ? $"startswith(displayName,{FilterText.Literal(prefix)})" : null, name, cancellationToken)
            .ConfigureAwait(false);
        var names = others.Select(other => other.Name).Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(other => CommonPrefix(name, other)).ThenBy(other => other, StringComparer.OrdinalIgnoreCase);
        return new IntuneException(notFound,
            $"There is no {noun} '{name}'. " + (others.Count > 0
                ? $"{(IsLarge ? "Similar names" : "There are")}: {Shown(names.Select(other => $"'{other}'"))}."
                : IsLarge ? "Check the name and the tenant."
                : "The tenant has none, or none that this account may see."),
            name);
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static int CommonPrefix(string left, string right) => left.Zip(right, (one, other) =>
        char.ToUpperInvariant(one) == char.ToUpperInvariant(other)).TakeWhile(same => same).Count();

    private static string Shown(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        return string.Join(", ", all.Take(MostListed)) + (all.Count > MostListed ? " …" : string.Empty);
    }

    private async Task<IReadOnlyList<NamedObject>> ListAsync(string? filter, string target, CancellationToken cancellationToken)
    {
        if (!_lists.TryGetValue(filter ?? string.Empty, out var list))
        {
            list = await transport.ListAsync(
                Subject(target), filter is null ? collection : $"{collection}?$filter={filter}&$select=id,displayName",
                NamedObject.Read, cancellationToken).ConfigureAwait(false);
            _lists[filter ?? string.Empty] = list;
        }

        return list;
    }

    private GraphRequestSubject Subject(string target) =>
        IsLarge ? IntuneSubjects.Groups(target) : IntuneSubjects.Read(collection);
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
