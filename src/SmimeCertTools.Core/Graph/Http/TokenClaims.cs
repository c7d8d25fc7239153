using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>
/// What a token says of itself (RFC 7519 payload). It is read to inform, never to trust: the signature is the service's business.
/// A token that is no JWT says nothing, and that is no error.
/// </summary>
internal sealed class TokenClaims
{
    public static TokenClaims None { get; } = new();

    public string? Account { get; private init; }

    public string? ClientId { get; private init; }

    public string? TenantId { get; private init; }

    public IReadOnlyList<string> Scopes { get; private init; } = [];

    public DateTimeOffset? ExpiresOn { get; private init; }

    /// <summary>Reads <paramref name="token"/>, whatever it is.</summary>
    public static TokenClaims Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return None;
        }

        try
        {
            var payload = parts[1].Replace('-', '+').Replace('_', '/');
            payload = payload.PadRight((payload.Length + 3) / 4 * 4, '=');
            return JsonMembers.TryParse(Encoding.UTF8.GetString(Convert.FromBase64String(payload))) is { } claims
                ? Read(claims)
                : None;
        }
        catch (FormatException)
        {
            return None;
        }
    }

    private static TokenClaims Read(JsonObject claims) => new()
    {
        Account = Text(claims, "upn") ?? Text(claims, "preferred_username") ?? Text(claims, "unique_name"),
        ClientId = Text(claims, "appid") ?? Text(claims, "azp"),
        TenantId = Text(claims, "tid"),

        // Delegated scopes are one string with spaces, app roles an array of strings.
        Scopes = [.. new[] { "scp", "roles" }.SelectMany(name =>
            claims.Text(name)?.Split([' '], StringSplitOptions.RemoveEmptyEntries) ?? claims.Texts(name))],
        ExpiresOn = claims["exp"] is JsonValue time && time.GetValueKind() == JsonValueKind.Number
            && time.TryGetValue<double>(out var seconds) && seconds >= 0 && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
                : null,
    };

    private static string? Text(JsonObject claims, string name) => claims.Text(name) is { Length: > 0 } text ? text : null;
}
