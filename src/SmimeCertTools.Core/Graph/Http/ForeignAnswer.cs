using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>
/// An answer that is not Graph's: of a proxy, a firewall, a gateway or a network's sign-in page on the way. Whatever status it
/// has, it says nothing about permissions, users or records.
/// </summary>
internal static class ForeignAnswer
{
    private const int LongestQuote = 120;
    private const int MostRead = 16384;

    /// <summary>Tokens, and what a page quotes of them, are longer than words.</summary>
    private const int LongestWord = 48;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Headers that Graph puts on each of its answers, and nobody else does.</summary>
    private static readonly string[] GraphHeaders = ["request-id", "x-ms-ags-diagnostic"];

    /// <summary>
    /// Whether an answer that is no JSON success is none of Graph's: it has neither the shape of Graph's errors nor, without any
    /// content, Graph's own headers. A 401 is about the token unless it is plainly a page: asking for another one does no harm.
    /// </summary>
    public static bool Is(HttpResponseMessage response, GraphErrorBody body, string text) =>
        (int)response.StatusCode is not (>= 300 and < 400) && !body.IsGraphError
        && !(string.IsNullOrWhiteSpace(text) && Array.Exists(GraphHeaders, response.Headers.Contains))
        && !((int)response.StatusCode == FailedAnswer.Unauthorized && IsAboutToken(response, text));

    /// <summary>What such an answer is a sign of.</summary>
    public static GraphErrorKind KindOf(int status) => status switch
    {
        (int)HttpStatusCode.ProxyAuthenticationRequired => GraphErrorKind.ConnectionFailed,
        (int)HttpStatusCode.RequestTimeout => GraphErrorKind.TimedOut,
        FailedAnswer.TooManyRequests => GraphErrorKind.Throttled,
        >= 500 => GraphErrorKind.ServiceUnavailable,
        _ => GraphErrorKind.UnexpectedResponse,
    };

    /// <summary>Says where it came from and what it said, in few words and without what must not be shown.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="text">Its content.</param>
    /// <param name="host">The service that was asked.</param>
    public static string Describe(HttpResponseMessage response, string text, string host)
    {
        var status = (int)response.StatusCode;
        var name = Enum.IsDefined(typeof(HttpStatusCode), response.StatusCode) ? " " + response.StatusCode : string.Empty;
        var media = response.Content?.Headers.ContentType?.MediaType;
        var type = response.IsSuccessStatusCode ? $" and {media ?? "no stated type"}" : string.Empty;
        var by = First(response, "Server") ?? First(response, "Via");
        var quote = Quote(text);
        return $"HTTP {status}{name}{type} in the place of an answer of {host}, from something in between"
            + (by is null ? "" : $" ({by})") + (quote.Length == 0 ? "" : $", which says \"{quote}\"");
    }

    private static bool IsAboutToken(HttpResponseMessage response, string text) => string.IsNullOrWhiteSpace(text)
        || JsonMembers.TryParse(text) is not null
        || response.Headers.WwwAuthenticate.Any(
            challenge => challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase));

    private static string? First(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && Clean(values.First()) is { Length: > 0 } value ? value : null;

    /// <summary>The title of a page, else the beginning of its text.</summary>
    private static string Quote(string text)
    {
        var page = text.Length > MostRead ? text.Substring(0, MostRead) : text;
        try
        {
            const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant;
            var title = Regex.Match(page, "<title[^>]*>(.*?)</title", Options, MatchTimeout);
            if (title.Success && Clean(WebUtility.HtmlDecode(title.Groups[1].Value)) is { Length: > 0 } words)
            {
                return words;
            }

            page = Regex.Replace(page, "<(script|style)\\b.*?(</\\1|$)|<!--.*?(-->|$)", " ", Options, MatchTimeout);
            return Clean(WebUtility.HtmlDecode(Regex.Replace(page, "<[^>]*(>|$)", " ", Options, MatchTimeout)));
        }
        catch (RegexMatchTimeoutException)
        {
            return string.Empty;
        }
    }

    private static string Clean(string text)
    {
        var words = text.Visible().Replace('"', '\'').Split([' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Length > LongestWord ? "…" : word);
        var line = string.Join(" ", words);
        return line.Length <= LongestQuote ? line : line.Substring(0, LongestQuote).TrimEnd() + "…";
    }
}
