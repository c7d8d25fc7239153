using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Serialization.Json;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Graph.Http.Pacing;

namespace SmimeCertTools.Core.Graph.Connection;

/// <summary>
/// The one way to Graph (beta): requests and answers are JSON objects, and what has a subject fails as a <see
/// cref="GraphRequestException"/> with its target. Addresses are relative to the service's version, without a leading slash, or
/// absolute as the service gave them. Safe for concurrent use.
/// </summary>
internal sealed class GraphTransport(GraphConnection connection)
{
    /// <summary>Not among .NET Standard's.</summary>
    public static readonly HttpMethod Patch = new("PATCH");

    private readonly Uri _beta = new(connection.GraphUri, "beta/");

    public Uri GraphUri => connection.GraphUri;

    public RetryPolicy Policy => connection.Policy;

    public PacerLine Line => connection.Line;

    public TokenSource Tokens => connection.Tokens;

    public GraphReads Reads => connection.Reads;

    /// <summary>The address of a profile that navigations are bound to, at this connection's own endpoint.</summary>
    public string BindingOf(Guid profileId) => $"{_beta.AbsoluteUri}deviceManagement/deviceConfigurations('{profileId}')";

    /// <summary>
    /// An address of version 1.0, for what the SDK models: its models are of that version, and where both have a type, members
    /// may be called otherwise.
    /// </summary>
    public string Released(string address) => new Uri(connection.GraphUri, "v1.0/" + address).AbsoluteUri;

    /// <summary>Sends a request; null for an answer without content.</summary>
    public Task<JsonObject?> SendAsync(GraphRequestSubject subject, HttpMethod method, string address, JsonObject? body,
        CancellationToken cancellationToken) =>
        GraphErrors.SendAsync(subject, () => SendAsync(method, address, body, cancellationToken));

    /// <summary>Reads one object; null for an answer without content.</summary>
    public Task<JsonObject?> GetAsync(GraphRequestSubject subject, string address, CancellationToken cancellationToken) =>
        SendAsync(subject, HttpMethod.Get, address, null, cancellationToken);

    /// <summary>Reads one object as the SDK models it; null for an answer without content.</summary>
    public Task<T?> GetAsync<T>(
        GraphRequestSubject subject, string address, ParsableFactory<T> model, CancellationToken cancellationToken)
        where T : class, IParsable =>
        GraphErrors.SendAsync(subject, async () =>
            await SendAsync(HttpMethod.Get, address, null, cancellationToken).ConfigureAwait(false) is { } json
                ? Read(json, model)
                : null);

    /// <summary>An object as the SDK models it.</summary>
    /// <exception cref="GraphFailureException">It is none: the SDK insists on the types that its model says.</exception>
    public static T? Read<T>(JsonObject json, ParsableFactory<T> model)
        where T : class, IParsable
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        try
        {
            return new JsonParseNode(document.RootElement).GetObjectValue(model);
        }
        catch (InvalidOperationException e)
        {
            throw Unusable("has another shape than Graph's", e);
        }
        catch (FormatException e)
        {
            throw Unusable("holds a malformed value", e);
        }
    }

    /// <summary>What an object of the SDK's is on the wire: the members that were set.</summary>
    public static JsonObject Write(IParsable model)
    {
        using var writer = new JsonSerializationWriter();
        writer.WriteObjectValue(null, model);
        using var content = writer.GetSerializedContent();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return JsonMembers.Parse(bytes.ToArray())!;
    }

    /// <summary>Reads one object; null when there is none.</summary>
    public Task<JsonObject?> FindAsync(GraphRequestSubject subject, string address, CancellationToken cancellationToken) =>
        FindAsync(GetAsync(subject, address, cancellationToken));

    /// <summary>Reads one object as the SDK models it; null when there is none.</summary>
    public Task<T?> FindAsync<T>(
        GraphRequestSubject subject, string address, ParsableFactory<T> model, CancellationToken cancellationToken)
        where T : class, IParsable =>
        FindAsync(GetAsync(subject, address, model, cancellationToken));

    private static async Task<T?> FindAsync<T>(Task<T?> request)
        where T : class
    {
        try
        {
            return await request.ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (e.Kind == GraphErrorKind.NotFound && e.Code is not null)
        {
            // Without Graph's own code the 404 may come from anything on the way, and proves nothing.
            return null;
        }
    }

    /// <summary>All objects of a collection, all pages.</summary>
    public Task<IReadOnlyList<JsonObject>> ListAsync(
        GraphRequestSubject subject, string address, CancellationToken cancellationToken) =>
        ListAsync(subject, address, json => json, cancellationToken);

    /// <summary>The same, of those that can be read as something.</summary>
    public Task<IReadOnlyList<T>> ListAsync<T>(GraphRequestSubject subject, string address, Func<JsonObject, T?> read,
        CancellationToken cancellationToken)
        where T : class =>
        new GraphPager<T>(this, subject, address, read).ReadAllAsync(cancellationToken);

    /// <summary>Sends a request whose subject the caller knows.</summary>
    /// <exception cref="GraphFailureException">It failed, or the answer is no JSON object.</exception>
    public async Task<JsonObject?> SendAsync(
        HttpMethod method, string address, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_beta, address));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        var started = Policy.Clock.GetUtcNow();
        using var response = await connection.Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Content is not { } content)
        {
            return null;
        }

        var bytes = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var answer = bytes.Length == 0 ? null : JsonMembers.Parse(bytes) ?? throw Unusable("is no JSON object", null);
            if (method == HttpMethod.Get)
            {
                Reads.Note(address, answer, started, Policy.Clock.GetUtcNow());
            }

            return answer;
        }
        catch (JsonException e)
        {
            throw Unusable("is not valid JSON", e);
        }
    }

    private static GraphFailureException Unusable(string finding, Exception? inner) =>
        new(GraphErrorKind.UnexpectedResponse, "the answer " + finding, inner) { IsUnreadableSuccess = true };
}
