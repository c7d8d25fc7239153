using System;
using System.Text.Json;
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
        var text = body?.Trim();
        if (string.IsNullOrEmpty(text) || text![0] != '{')
        {
            return Empty;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return Member(document.RootElement, "error") is { ValueKind: JsonValueKind.Object } error ? Read(error) : Empty;
        }
        catch (JsonException)
        {
            return Empty;
        }
    }

    private static GraphErrorBody Read(JsonElement error)
    {
        // The documentation writes innererror, the live service innerError.
        var inner = Member(error, "innerError");
        var message = Unwrap(Text(error, "message"), out var activityId);
        return new GraphErrorBody
        {
            IsGraphError = true,
            Code = NullIfBlank(Text(error, "code")),
            Message = message is { Length: > LongestMessage } ? message.Substring(0, LongestMessage) + "…" : message,
            ActivityId = activityId,
            RequestId = inner is { } i ? NullIfBlank(Text(i, "request-id")) : null,
            ClientRequestId = inner is { } j ? NullIfBlank(Text(j, "client-request-id")) : null,
        };
    }

    /// <summary>
    /// Intune puts a JSON document, as a string, into the message; its Message member ends in ids and an address.
    /// </summary>
    private static string? Unwrap(string? message, out string? activityId)
    {
        activityId = null;
        var text = NullIfBlank(message);
        if (text is null)
        {
            return null;
        }

        if (text[0] == '{')
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                text = NullIfBlank(Text(document.RootElement, "Message")) ?? text;
            }
            catch (JsonException)
            {
                // Not a document after all: the text speaks for itself.
            }
        }

        try
        {
            var activity = Regex.Match(
                text, @"Activity ID:\s*([0-9a-fA-F-]{32,36})", RegexOptions.CultureInvariant, MatchTimeout);
            activityId = activity.Success ? activity.Groups[1].Value : null;
            text = Regex.Replace(
                text,
                @"\s+-\s+(Operation ID \(for customer support\)|Activity ID|Url):\s*\S+",
                "",
                RegexOptions.CultureInvariant,
                MatchTimeout);
            return NullIfBlank(Regex.Replace(text, @"\s+", " ", RegexOptions.CultureInvariant, MatchTimeout).Trim());
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    private static JsonElement? Member(JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return member.Value;
                }
            }
        }

        return null;
    }

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static string? NullIfBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
}
