using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>
/// Finds the objects of a small collection by name or id. The collection is read once, as a whole: which filters it takes is not
/// documented.
/// </summary>
internal sealed class NamedLookup(
    GraphTransport transport, string collection, string noun, IntuneErrorKind notFound, IntuneErrorKind ambiguous)
{
    private const int MostListed = 10;

    private IReadOnlyList<NamedObject>? _all;

    /// <exception cref="IntuneException">There is none of that name or id, or several.</exception>
    public async Task<NamedObject> GetAsync(string nameOrId, CancellationToken cancellationToken)
    {
        var text = Guard.NotBlank(nameOrId).Trim();
        var all = await AllAsync(cancellationToken).ConfigureAwait(false);
        var found = all.Where(item => Same(item.Name, text)).ToList();
        if (found.Count == 0)
        {
            found = [.. all.Where(item => Same(item.Id, text))];
        }

        return found.Count switch
        {
            1 => found[0],
            0 => throw new IntuneException(notFound,
                $"There is no {noun} '{text}'. " + (all.Count == 0
                    ? $"The tenant has none, or none that this account may see."
                    : $"There are: {string.Join(", ", all.Take(MostListed).Select(item => $"'{item.Name}'"))}"
                        + $"{(all.Count > MostListed ? " …" : string.Empty)}."),
                text),
            _ => throw new IntuneException(ambiguous,
                $"{found.Count} objects of the kind {noun} are called '{text}': "
                    + $"{string.Join(", ", found.Select(item => item.Id))}. Give the id of the one that is meant.",
                text),
        };
    }

    /// <summary>The name of an id; null when there is none.</summary>
    public async Task<string?> NameOfAsync(string id, CancellationToken cancellationToken) =>
        (await AllAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(item => Same(item.Id, id))?.Name;

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private async Task<IReadOnlyList<NamedObject>> AllAsync(CancellationToken cancellationToken) => _all ??=
    [
        .. (await transport.ListAsync(IntuneSubjects.Read(collection), collection, cancellationToken).ConfigureAwait(false))
            .Select(NamedObject.Read),
    ];
}
