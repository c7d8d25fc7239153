using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>
/// JSON requests to the beta endpoint. Every failure is a <see cref="GraphRequestException"/> with its target. Safe for
/// concurrent use.
/// </summary>
internal sealed class IntuneTransport
{
    private static readonly HttpMethod Patch = new("PATCH");

    private readonly HttpClient _http;
    private readonly string _beta;

    public IntuneTransport(GraphConnection connection)
    {
        _http = connection.Http;
        GraphUri = connection.GraphUri;
        Policy = connection.Policy;
        _beta = GraphUri.AbsoluteUri.TrimEnd('/') + "/beta/";
    }

    public Uri GraphUri { get; }

    public RetryPolicy Policy { get; }

    /// <summary>The address of a profile that navigations are bound to, at this connection's own endpoint.</summary>
    public string BindingOf(Guid profileId) => $"{_beta}deviceManagement/deviceConfigurations('{profileId}')";

    /// <summary>Reads one object; null for an answer without content.</summary>
    public Task<JsonObject?> GetAsync(GraphRequestSubject subject, string path, CancellationToken cancellationToken) =>
        SendAsync(subject, HttpMethod.Get, _beta + path, null, cancellationToken);

    /// <summary>Reads one object; null when there is none.</summary>
    public async Task<JsonObject?> FindAsync(GraphRequestSubject subject, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(subject, path, cancellationToken).ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (e.Kind == GraphErrorKind.NotFound && e.Code is not null)
        {
            // Without Graph's own code the 404 may come from anything on the way, and proves nothing.
            return null;
        }
    }

    public Task<JsonObject?> PostAsync(
        GraphRequestSubject subject, string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(subject, HttpMethod.Post, _beta + path, body, cancellationToken);

    public Task<JsonObject?> PatchAsync(
        GraphRequestSubject subject, string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(subject, Patch, _beta + path, body, cancellationToken);

    public Task<JsonObject?> PutAsync(
        GraphRequestSubject subject, string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(subject, HttpMethod.Put, _beta + path, body, cancellationToken);

    public Task<JsonObject?> DeleteAsync(GraphRequestSubject subject, string path, CancellationToken cancellationToken) =>
        SendAsync(subject, HttpMethod.Delete, _beta + path, null, cancellationToken);

    /// <summary>All objects of a collection, all pages.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(
        GraphRequestSubject subject, string path, CancellationToken cancellationToken)
    {
        var all = new List<JsonObject>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var url = _beta + path; url is not null;)
        {
            var page = await SendAsync(subject, HttpMethod.Get, url, null, cancellationToken).ConfigureAwait(false);
            if (page?["value"] is not JsonArray items || items.Any(item => item is not JsonObject))
            {
                throw GraphErrors.Unexpected(subject, "the answer is not a list");
            }

            all.AddRange(items.OfType<JsonObject>());
            url = page.Text("@odata.nextLink") is { Length: > 0 } next ? Check(subject, next, seen) : null;
        }

        return all;
    }

    private string Check(GraphRequestSubject subject, string nextLink, HashSet<string> seen)
    {
        if (!Uri.TryCreate(nextLink, UriKind.Absolute, out var uri) || !GraphEndpoint.IsSameOrigin(uri, GraphUri))
        {
            throw GraphErrors.Unexpected(
                subject, $"the link to the next page leads away from {GraphUri.Authority}; it is not followed");
        }

        // A listing cut off here would look complete.
        return seen.Add(nextLink)
            ? nextLink
            : throw GraphErrors.Unexpected(subject, "the links to the next page go round in a circle");
    }

    private Task<JsonObject?> SendAsync(
        GraphRequestSubject subject, HttpMethod method, string url, JsonObject? body, CancellationToken cancellationToken) =>
        GraphErrors.SendAsync(subject, async () =>
        {
            using var request = new HttpRequestMessage(method, url);
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            if (body is not null)
            {
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            }

            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        });

    private static async Task<JsonObject?> ReadAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return null;
        }

#if NET
        var text = await content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
#else
        cancellationToken.ThrowIfCancellationRequested();
        var text = await content.ReadAsStringAsync().ConfigureAwait(false);
#endif
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return JsonNode.Parse(text) as JsonObject ?? throw new JsonException("The answer is no JSON object.");
    }
}
