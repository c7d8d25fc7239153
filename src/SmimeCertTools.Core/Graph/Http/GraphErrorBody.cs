using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>
/// What the body of a failed answer says, whatever wrote it: Graph, Intune behind it, or a proxy in front of it.
/// </summary>
/// <param name="IsGraphError">Whether it has the shape of Graph's errors.</param>
/// <param name="Code">Graph's error code.</param>
/// <param name="Message">Its message.</param>
/// <param name="RequestId">The service's id of the request.</param>
/// <param name="ClientRequestId">Our id of the request.</param>
/// <param name="ActivityId">Intune's own id of what it did, which its support asks for.</param>
internal sealed record GraphErrorBody(bool IsGraphError = false, string? Code = null, string? Message = null,
    string? RequestId = null, string? ClientRequestId = null, string? ActivityId = null)
{
    private const int LongestMessage = 1000;

    /// <summary>Documents in documents; two levels are met in the field.</summary>
    private const int MostNested = 5;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    public static GraphErrorBody Empty { get; } = new();

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
        return new GraphErrorBody(true, Text(error, "code"),
            message is { Length: > LongestMessage } ? message.Substring(0, LongestMessage) + "…" : message,
            Text(inner, "request-id"), Text(inner, "client-request-id"), activityId);
    }

    /// <summary>
    /// Intune puts a JSON document, as a string, into the message, and some of its services put one into that; the innermost
    /// Message ends in ids and an address.
    /// </summary>
    private static string? Unwrap(string? message, out string? activityId)
    {
        activityId = null;
        if (message is null)
        {
            return null;
        }

        var text = Innermost(message, MostNested);
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

    private static string Innermost(string message, int most)
    {
        var at = message.IndexOf('{');
        if (most == 0 || at < 0 || JsonMembers.TryParse(message.Substring(at)) is not { } document)
        {
            return message;
        }

        var found = Text(document, "Message") ?? (Member(document, "error") is JsonObject error ? Text(error, "message") : null);
        var inner = found is null ? null : Innermost(found, most - 1);
        var phrase = Text(document, "CustomApiErrorPhrase");
        return inner is null ? phrase ?? message
            : phrase is null || inner.IndexOf(phrase, StringComparison.OrdinalIgnoreCase) >= 0 ? inner : $"{inner} ({phrase})";
    }

    private static JsonNode? Member(JsonObject json, string name) =>
        json.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Text(JsonObject json, string name) => NullIfBlank(Member(json, name).Text());

    private static string? NullIfBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
}
