using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>Issues and checks access tokens: JWT in form, signed with a random key of this run.</summary>
internal sealed class TokenService(Guid tenantId, TimeProvider clock)
{
    public const string GraphAudience = "https://graph.microsoft.com";
    /// <summary>What is wrong with a token that was revoked.</summary>
    public const string RevokedProblem = "the token has been revoked";

    private const string NumberClaim = "sandbox_number";
    private const string AnswersChallengeClaim = "sandbox_answers_challenge";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private long _issued;
    private long _revoked;
    private volatile string? _challenge;

    /// <summary>The claims that a token has to be asked for with since the last revocation; null for none.</summary>
    public string? Challenge => _challenge;

    /// <summary>Refuses all tokens that were issued so far.</summary>
    /// <param name="asksForClaims">Whether a new one has to be asked for with the claims of a challenge.</param>
    public void Revoke(bool asksForClaims)
    {
        _challenge = asksForClaims
            ? JsonBody.Create(new { access_token = new { nbf = new { essential = true, value = Now() } } }).ToJsonString()
            : null;
        Interlocked.Exchange(ref _revoked, Interlocked.Read(ref _issued));
    }

    public string Issue(TokenRequest request)
    {
        var now = clock.GetUtcNow();
        var payload = new JsonObject
        {
            ["aud"] = GraphAudience,
            ["iss"] = $"https://sts.windows.net/{tenantId}/",
            ["tid"] = tenantId.ToString(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = Math.Min(now.ToUnixTimeSeconds(), (now + request.Lifetime).ToUnixTimeSeconds() - 1),
            ["exp"] = (now + request.Lifetime).ToUnixTimeSeconds(),
            ["appid"] = request.ClientId.ToString(),
            ["app_displayname"] = "SmimeCertTools sandbox",
            ["ver"] = "1.0",
            [NumberClaim] = Interlocked.Increment(ref _issued),
            [AnswersChallengeClaim] = request.HasClaims,
            ["uti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)),
        };
        if (request.UserPrincipalName is null)
        {
            payload["idtyp"] = "app";
            payload["oid"] = request.ClientId.ToString();
            payload["roles"] = new JsonArray([.. request.Permissions.Select(item => (JsonNode)item)]);
        }
        else
        {
            payload["idtyp"] = "user";
            payload["oid"] = (request.UserId ?? Guid.NewGuid()).ToString();
            payload["upn"] = request.UserPrincipalName;
            payload["scp"] = string.Join(' ', request.Permissions);
        }

        return Seal(payload);
    }

    /// <summary>An id token, which sign-in libraries read for the account's name and do not verify.</summary>
    public string IssueIdToken(Guid clientId, Guid userId, string userPrincipalName, string displayName)
    {
        var now = clock.GetUtcNow();
        return Seal(new JsonObject
        {
            ["aud"] = clientId.ToString(),
            ["iss"] = $"https://sts.windows.net/{tenantId}/v2.0",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["oid"] = userId.ToString(),
            ["sub"] = userId.ToString("N"),
            ["tid"] = tenantId.ToString(),
            ["preferred_username"] = userPrincipalName,
            ["name"] = displayName,
            ["ver"] = "2.0",
        });
    }

    /// <summary>The claims of a token; null when it is not one of ours, unharmed and in time.</summary>
    public TokenClaims? Read(string token, out string problem)
    {
        problem = "the token is not one of this sandbox";
        if (token.Split('.') is not [var head, var body, var signature] || !Base64Url.IsValid(signature)
            || !CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(signature), Sign($"{head}.{body}")))
        {
            return null;
        }

        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(body));
        var claims = payload.RootElement;
        if (!claims.TryGetProperty("appid", out var clientId))
        {
            return null;
        }

        if (clock.GetUtcNow().ToUnixTimeSeconds() >= claims.GetProperty("exp").GetInt64())
        {
            problem = "the token has expired";
            return null;
        }

        if (claims.GetProperty(NumberClaim).GetInt64() <= Interlocked.Read(ref _revoked)
            || (_challenge is not null && !claims.GetProperty(AnswersChallengeClaim).GetBoolean()))
        {
            problem = RevokedProblem;
            return null;
        }

        problem = "";
        var permissions = claims.TryGetProperty("roles", out var roles)
            ? roles.EnumerateArray().Select(role => role.GetString()!)
            : claims.GetProperty("scp").GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new TokenClaims(clientId.GetString()!,
            claims.TryGetProperty("upn", out var upn) ? upn.GetString() : null,
            permissions.ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    private string Now() => clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private string Seal(JsonObject payload)
    {
        var head = $"{Encode("""{"typ":"JWT","alg":"HS256"}""")}.{Encode(payload.ToJsonString())}";
        return $"{head}.{Base64Url.EncodeToString(Sign(head))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private byte[] Sign(string text) => HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(text));
}

/// <summary>What a token shall say.</summary>
internal sealed record TokenRequest(Guid ClientId, IReadOnlyList<string> Permissions, TimeSpan Lifetime)
{
    public string? UserPrincipalName { get; init; }

    public Guid? UserId { get; init; }

    /// <summary>Whether claims were asked for.</summary>
    public bool HasClaims { get; init; }
}
