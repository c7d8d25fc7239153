using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>
/// What the body of a failed answer says, whatever wrote it: Graph, Intune behind it, or a proxy in front of it.
/// </summary>
internal sealed class GraphErrorBody
{
    private const int LongestMessage = 1000;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    public static GraphErrorBody Empty { get; } = new();

    /// <summary>Whether it has the shape of Graph's errors.</summary>
    public bool IsGraphError { get; private init; }

    public string? Code { get; private init; }

    public string? Message { get; private init; }

    public string? RequestId { get; private init; }

    public string? ClientRequestId { get; private init; }

    /// <summary>Intune's own id of what it did, which its support asks for.</summary>
    public string? ActivityId { get; private init; }

    /// <summary>Reads <paramref name="body"/>; whatever it is, this does not fail.</summary>
    public static GraphErrorBody Read(string? body)
    {
        if (JsonMembers.TryParse(body ?? string.Empty) is not { } json || Member(json, "error") is not JsonObject error)
        {
            return Empty;
        }

        // The documentation writes innererror, the live service innerError.
        var inner = Member(error, "innerError") as JsonObject ?? [];
        var message = Unwrap(Text(error, "message"), out var activityId);
        return new GraphErrorBody
        {
            IsGraphError = true,
            Code = Text(error, "code"),
            Message = message is { Length: > LongestMessage } ? message.Substring(0, LongestMessage) + "…" : message,
            ActivityId = activityId,
            RequestId = Text(inner, "request-id"),
            ClientRequestId = Text(inner, "client-request-id"),
        };
    }

    /// <summary>
    /// Intune puts a JSON document, as a string, into the message; its Message member ends in ids and an address.
    /// </summary>
    private static string? Unwrap(string? message, out string? activityId)
    {
        activityId = null;
        if (message is null)
        {
            return null;
        }

        var text = JsonMembers.TryParse(message) is { } document ? Text(document, "Message") ?? message : message;
        try
        {
            var activity = Regex.Match(
                text, @"Activity ID:\s*([0-9a-fA-F-]{32,36})", RegexOptions.CultureInvariant, MatchTimeout);
            activityId = activity.Success ? activity.Groups[1].Value : null;
            text = Regex.Replace(text,
                @"\s+-\s+(Operation ID \(for customer support\)|Activity ID|Url):\s*\S+", "", RegexOptions.CultureInvariant,
                MatchTimeout);
            return NullIfBlank(Regex.Replace(text, @"\s+", " ", RegexOptions.CultureInvariant, MatchTimeout).Trim());
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    private static JsonNode? Member(JsonObject json, string name) =>
        json.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Text(JsonObject json, string name) => NullIfBlank(Member(json, name).Text());

    private static string? NullIfBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
}
