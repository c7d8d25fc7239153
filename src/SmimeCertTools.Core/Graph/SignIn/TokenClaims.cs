using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>
/// What a token says of itself (RFC 7519 payload). It is read to inform, never to trust: the signature is the service's business.
/// A token that is no JWT says nothing, and that is no error.
/// </summary>
internal sealed class TokenClaims
{
    private const string WriteScope = "DeviceManagementConfiguration.ReadWrite.All";
    private const string UserScope = "User.Read.All";

    /// <summary>Any of these is enough to look up a user.</summary>
    private static readonly string[] UserScopes =
        [UserScope, "User.ReadWrite.All", "User.ReadBasic.All", "Directory.Read.All", "Directory.ReadWrite.All"];

    public static TokenClaims None { get; } = new();

    public string? Account { get; private init; }

    public string? ClientId { get; private init; }

    public string? TenantId { get; private init; }

    public IReadOnlyList<string> Scopes { get; private init; } = [];

    public DateTimeOffset? ExpiresOn { get; private init; }

    /// <summary>What the module needs and the token lacks; empty when the token does not say what it has.</summary>
    public IReadOnlyList<string> MissingScopes
    {
        get
        {
            if (Scopes.Count == 0)
            {
                return [];
            }

            var missing = new List<string>();
            if (!Scopes.Contains(WriteScope, StringComparer.OrdinalIgnoreCase))
            {
                missing.Add(WriteScope);
            }

            if (!Scopes.Any(scope => UserScopes.Contains(scope, StringComparer.OrdinalIgnoreCase)))
            {
                missing.Add(UserScope);
            }

            return missing;
        }
    }

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
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(payload)));
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : None;
        }
        catch (FormatException)
        {
            return None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    private static TokenClaims Read(JsonElement claims) => new()
    {
        Account = Text(claims, "upn") ?? Text(claims, "preferred_username") ?? Text(claims, "unique_name"),
        ClientId = Text(claims, "appid") ?? Text(claims, "azp"),
        TenantId = Text(claims, "tid"),
        Scopes = [.. Words(claims, "scp"), .. Words(claims, "roles")],
        ExpiresOn = Time(claims, "exp"),
    };

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Delegated scopes are one string with spaces, app roles an array of strings.</summary>
    private static IEnumerable<string> Words(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out var value))
        {
            return [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Split([' '], StringSplitOptions.RemoveEmptyEntries),
            JsonValueKind.Array =>
                [.. value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)],
            _ => [],
        };
    }

    private static DateTimeOffset? Time(JsonElement claims, string name)
    {
        if (claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var seconds)
            && seconds >= 0 && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        }

        return null;
    }
}
