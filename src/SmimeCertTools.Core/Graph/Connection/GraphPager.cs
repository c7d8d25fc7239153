using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Connection;

/// <summary>Reads a listing page by page. Not for concurrent use.</summary>
/// <typeparam name="T">What its objects are read as.</typeparam>
public sealed class GraphPager<T>
    where T : class
{
    /// <summary>Filtered listings may have empty pages; a service that sends many in a row has come to no end.</summary>
    private const int MostIdlePages = 100;

    private readonly GraphTransport _transport;
    private readonly GraphRequestSubject _subject;
    private readonly Func<JsonObject, T?> _read;
    private readonly HashSet<string> _links = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string? _next;
    private int _idlePages;

    /// <param name="transport">Where to ask.</param>
    /// <param name="subject">What for.</param>
    /// <param name="address">The address of the first page.</param>
    /// <param name="read">Reads an object; null leaves it out.</param>
    internal GraphPager(GraphTransport transport, GraphRequestSubject subject, string address, Func<JsonObject, T?> read) =>
        (_transport, _subject, _next, _read) = (transport, subject, address, read);

    /// <summary>
    /// The next page (possibly empty), or null after the last one. What an earlier page had is left out: a listing that changes
    /// while it is read may bring an object twice. After a failure the same call may be repeated: it asks for the same page.
    /// </summary>
    /// <exception cref="GraphRequestException">
    /// The request failed; or the service's link to the next page leads to another host or back to a page already read, or page
    /// after page brings nothing new (<see cref="GraphErrorKind.UnexpectedResponse"/>).
    /// </exception>
    public async Task<IReadOnlyList<T>?> NextAsync(CancellationToken cancellationToken) => _next is null
        ? null
        : Accept(await _transport.GetAsync(_subject, _next, cancellationToken).ConfigureAwait(false));

    /// <summary>Takes a page that was read otherwise, in a batch, and goes on from there.</summary>
    /// <exception cref="GraphRequestException">It is none, or its link to the next page may not be followed.</exception>
    internal IReadOnlyList<T> Accept(JsonObject? page)
    {
        if (page?["value"] is not JsonArray items || items.Any(item => item is not JsonObject))
        {
            throw Unusable("the answer is not a list");
        }

        var objects = items.Cast<JsonObject>()
            .Select(item => (Item: item, Key: item.Scalar("id") ?? item.ToJsonString())).ToList();
        objects.RemoveAll(found => _seen.Contains(found.Key));
        var next = page.Text("@odata.nextLink") is { Length: > 0 } link ? Check(link, objects.Count > 0) : null;
        _seen.UnionWith(objects.Select(found => found.Key));
        _next = next;
        return [.. objects.Select(found => _read(found.Item)).OfType<T>()];
    }

    /// <summary>What is left, all pages.</summary>
    /// <exception cref="GraphRequestException">A request failed, or a page is none.</exception>
    internal async Task<IReadOnlyList<T>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var all = new List<T>();
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            all.AddRange(page);
        }

        return all;
    }

    // A listing cut off where a link is not followed would look complete, so each of these is an error.
    private string Check(string link, bool isNew)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out var uri) || !GraphEndpoint.IsSameOrigin(uri, _transport.GraphUri))
        {
            throw Unusable($"the link to the next page leads away from {_transport.GraphUri.Authority}; it is not followed");
        }

        if (!_links.Add(link))
        {
            throw Unusable("the links to the next page go round in a circle");
        }

        _idlePages = isNew ? 0 : _idlePages + 1;
        return _idlePages < MostIdlePages
            ? link
            : throw Unusable($"{MostIdlePages} pages in a row brought nothing new, and there is a link to another one");
    }

    private GraphRequestException Unusable(string finding) => GraphErrors.Unexpected(_subject, finding);
}
