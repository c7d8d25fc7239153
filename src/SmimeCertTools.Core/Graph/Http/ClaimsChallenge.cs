using System;
using System.Linq;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>
/// The claims that a service wants in a token, in the header WWW-Authenticate of a 401
/// (https://learn.microsoft.com/entra/identity-platform/claims-challenge).
/// </summary>
internal static class ClaimsChallenge
{
    /// <summary>Far above what a challenge is; more is not passed on.</summary>
    private const int LongestClaims = 8192;

    /// <summary>The claims as JSON; null where there are none that can be read.</summary>
    public static string? Read(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("WWW-Authenticate", out var values))
        {
            return null;
        }

        foreach (var value in values.Where(value => value.Length <= LongestClaims))
        {
            // Quoted, in base64 of either alphabet, with or without padding.
            var found = Regex.Match(value, "(?:^|[\\s,])claims\\s*=\\s*\"([A-Za-z0-9+/_=-]+)\"",
                RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
            if (found.Success && Decode(found.Groups[1].Value) is { } claims)
            {
                return claims;
            }
        }

        return null;
    }

    private static string? Decode(string base64)
    {
        var text = base64.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        if (JsonMembers.Bytes(text.PadRight((text.Length + 3) / 4 * 4, '=')) is not { } bytes)
        {
            return null;
        }

        var json = Encoding.UTF8.GetString(bytes);
        return JsonMembers.TryParse(json) is null ? null : json;
    }
}
