using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Core.Graph.Connection;

/// <summary>A collection that was read.</summary>
/// <param name="Collection">
/// Its address relative to the service's version, with <c>{id}</c> for what names one object, such as
/// <c>groups/{id}/transitiveMembers</c>.
/// </param>
/// <param name="Started">When it was first asked for, UTC.</param>
/// <param name="Ended">When the last answer had come, UTC.</param>
/// <param name="Requests">How often it was asked for; a part of a batch counts as one.</param>
/// <param name="Items">The objects that the answers held.</param>
public sealed record GraphRead(string Collection, DateTimeOffset Started, DateTimeOffset Ended, long Requests, long Items);

/// <summary>
/// Keeps account of what a connection has read: of each collection, and not of each object. Safe for concurrent use.
/// </summary>
public sealed class GraphReads
{
    // Ids and names stand after these; what else is a GUID, or begins with one, is an id as well.
    private static readonly string[] Sets =
    [
        "users", "groups", "deviceConfigurations", "userPfxCertificates", "mobileAppConfigurations",
        "targetedManagedAppConfigurations", "mobileApps", "assignmentFilters", "roleScopeTags", "directoryObjects",
    ];

    private static readonly Regex Version = new(@"^https?://[^/]+/(.*/)?(beta|v1\.0)/",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));

    private readonly object _gate = new();
    private readonly Dictionary<string, GraphRead> _reads = new(StringComparer.Ordinal);

    /// <summary>The collections by the time they were first asked for.</summary>
    public IReadOnlyList<GraphRead> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _reads.Values.OrderBy(read => read.Started).ThenBy(read => read.Collection, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Notes an answer.</summary>
    internal void Note(string address, JsonObject? answer, DateTimeOffset started, DateTimeOffset ended)
    {
        var collection = Collection(address);
        var items = answer is null ? 0 : answer["value"] is JsonArray list ? list.Count : 1;
        lock (_gate)
        {
            _reads[collection] = _reads.TryGetValue(collection, out var read)
                ? read with { Ended = ended, Requests = read.Requests + 1, Items = read.Items + items }
                : new GraphRead(collection, started, ended, 1, items);
        }
    }

    private static string Collection(string address)
    {
        var query = address.IndexOf('?');
        var path = Version.Replace(query < 0 ? address : address.Substring(0, query), string.Empty).TrimStart('/');
        var segments = path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            if (Array.IndexOf(Sets, segments[i - 1]) >= 0 || Guid.TryParse(segments[i], out _))
            {
                segments[i] = "{id}";
            }
        }

        return string.Join("/", segments);
    }
}
