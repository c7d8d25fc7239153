using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace SmimeCertTools.Sandbox.Requests;

/// <summary>A request as the sandbox sees it: from a socket or as a part of a batch.</summary>
internal sealed class SandboxRequest(string method, string target, IReadOnlyDictionary<string, string> headers, byte[] body)
{
    private string? _bodyText;

    public string Method { get; } = method.ToUpperInvariant();

    /// <summary>Path and query as sent.</summary>
    public string Target { get; } = target;

    /// <summary>The path as sent, still encoded.</summary>
    public string Path { get; } = target.Split('?', 2)[0];

    /// <summary>The decoded segments; a key in parentheses is a segment of its own.</summary>
    public IReadOnlyList<string> Segments { get; } = SplitPath(target.Split('?', 2)[0]);

    /// <summary>The decoded query in the order of the URL.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; } =
        ParsePairs(target.Split('?', 2) is [_, var query] ? query : "");

    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    public byte[] Body { get; } = body;

    /// <summary>The id of this request inside its batch; null for a request of its own.</summary>
    public string? BatchPartId { get; init; }

    /// <summary>Scheme, host and port the client used.</summary>
    public required Uri BaseUri { get; init; }

    public Guid RequestId { get; } = Guid.NewGuid();

    public string ClientRequestId => Header("client-request-id") ?? RequestId.ToString();

    public TokenClaims? Caller { get; set; }

    public bool IsWrite => Method is not ("GET" or "HEAD");

    /// <summary>A read of the same address.</summary>
    public SandboxRequest AsRead() => new("GET", Target, Headers, []) { BatchPartId = BatchPartId, BaseUri = BaseUri };

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;

    public string? QueryValue(string name) =>
        Query.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <exception cref="RequestRefusedException">The method is another one.</exception>
    public void RequireMethod(string method)
    {
        if (Method != method)
        {
            throw RequestRefusedException.MethodNotAllowed(Method);
        }
    }

    public string BodyText() => _bodyText ??= Encoding.UTF8.GetString(Body);

    /// <summary>Whether the segments from <paramref name="start"/> on are these; "*" stands for any.</summary>
    public bool Matches(int start, params ReadOnlySpan<string> pattern)
    {
        var matches = Segments.Count - start == pattern.Length;
        for (var i = 0; matches && i < pattern.Length; i++)
        {
            matches = pattern[i] == "*" || pattern[i].Equals(Segments[start + i], StringComparison.OrdinalIgnoreCase);
        }

        return matches;
    }

    /// <summary>The segments below a collection of the beta version; null for the address of something else.</summary>
    public List<string>? Below(string root, string collection) =>
        Segments is ["beta", var first, var second, ..] && first.Equals(root, StringComparison.OrdinalIgnoreCase)
        && second.Equals(collection, StringComparison.OrdinalIgnoreCase) ? [.. Segments.Skip(3)] : null;

    /// <summary>The decoded segments of a path; a key in parentheses is a segment of its own.</summary>
    public static IReadOnlyList<string> SplitPath(string path) =>
        [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).SelectMany(SplitKey)];

    /// <summary>The pairs of a query or a form (application/x-www-form-urlencoded).</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ParsePairs(string encoded) =>
        [.. encoded.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            return KeyValuePair.Create(Decode(name), Decode(value));
        })];

    private static string Decode(string value) => Uri.UnescapeDataString(value.Replace('+', ' '));

    // OData key-in-parentheses: name('key') and, as the old scripts write it, name(key).
    private static IEnumerable<string> SplitKey(string segment)
    {
        var text = Uri.UnescapeDataString(segment);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0 || !text.EndsWith(')'))
        {
            return [text];
        }

        var key = text[(open + 1)..^1];
        if (key.Length >= 2 && key.StartsWith('\'') && key.EndsWith('\''))
        {
            key = key[1..^1].Replace("''", "'", StringComparison.Ordinal);
        }

        return key.Length == 0 ? [text[..open]] : [text[..open], key];
    }
}
