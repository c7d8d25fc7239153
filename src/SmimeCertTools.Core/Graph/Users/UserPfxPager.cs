using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Beta;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>Reads a listing page by page. Not for concurrent use.</summary>
public sealed class UserPfxPager
{
    private readonly UserPfxClient _client;
    private readonly GraphRequestSubject _subject;
    private readonly string? _filter;
    private readonly Func<UserPfxRecord, bool> _isWanted;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string? _nextLink;
    private bool _started;

    internal UserPfxPager(UserPfxClient client, GraphRequestSubject subject, string? filter, Func<UserPfxRecord, bool> isWanted)
    {
        _client = client;
        _subject = subject;
        _filter = filter;
        _isWanted = isWanted;
    }

    /// <summary>
    /// The next page (possibly empty), or null after the last one. After a failure the same call may be repeated: it asks for the
    /// same page.
    /// </summary>
    /// <exception cref="GraphRequestException">
    /// The request failed; or the service's link to the next page leads to another host or back to a page already read
    /// (<see cref="GraphErrorKind.UnexpectedResponse"/>).
    /// </exception>
    public async Task<IReadOnlyList<UserPfxRecord>?> NextAsync(CancellationToken cancellationToken)
    {
        if (_started && _nextLink is null)
        {
            return null;
        }

        return Accept(await _client.GetPageAsync(_subject, _filter, _nextLink, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes a page that was read otherwise, in a batch, and goes on from there.</summary>
    /// <exception cref="GraphRequestException">It is none, or its link to the next page may not be followed.</exception>
    internal IReadOnlyList<UserPfxRecord> Accept(UserPfxCertificateCollection? page)
    {
        if (page?.Value is not { } value)
        {
            throw GraphErrors.Unexpected(_subject, "the answer is not a list");
        }

        var next = string.IsNullOrEmpty(page.NextLink) ? null : Check(page.NextLink!);
        _started = true;
        _nextLink = next;
        return value.Select(UserPfxMapping.FromWire).Where(_isWanted).ToArray();
    }

    private string Check(string nextLink)
    {
        if (!Uri.TryCreate(nextLink, UriKind.Absolute, out var uri) || !GraphEndpoint.IsSameOrigin(uri, _client.GraphUri))
        {
            throw GraphErrors.Unexpected(
                _subject, $"the link to the next page leads away from {_client.GraphUri.Authority}; it is not followed");
        }

        // A listing cut off here would look complete.
        return _seen.Add(nextLink)
            ? nextLink
            : throw GraphErrors.Unexpected(_subject, "the links to the next page go round in a circle");
    }
}
