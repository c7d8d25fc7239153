using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>Authorization codes (RFC 6749, section 4.1) with their code challenge (RFC 7636). Each is good once.</summary>
internal sealed class AuthorizationCodeStore(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    public string Create(Guid clientId, string userPrincipalName, string redirectUri, string codeChallenge)
    {
        var code = "1." + RandomNumberGenerator.GetHexString(80);
        lock (_lock)
        {
            _grants[code] = new Grant(clientId, userPrincipalName, redirectUri, codeChallenge, clock.GetUtcNow() + Lifetime);
        }

        return code;
    }

    /// <summary>The user who signed in for a code, which is spent then, whether it is redeemed or refused.</summary>
    /// <exception cref="OAuthException">The code is unknown, spent, too old, another app's, or the verifier does not fit.</exception>
    public string Redeem(string code, Guid clientId, string redirectUri, string codeVerifier)
    {
        Grant? grant;
        lock (_lock)
        {
            _grants.Remove(code, out grant);
        }

        if (grant is null || grant.ClientId != clientId)
        {
            throw Invalid(70000, "The provided value for the 'code' parameter is not valid, or it has been redeemed.");
        }

        if (clock.GetUtcNow() >= grant.Expires)
        {
            throw Invalid(70008, "The provided authorization code or refresh token has expired due to inactivity.");
        }

        if (redirectUri != grant.RedirectUri)
        {
            throw Invalid(500112, "The reply address does not match the reply address provided when requesting the code.");
        }

        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(codeVerifier)));
        return challenge == grant.CodeChallenge
            ? grant.UserPrincipalName
            : throw Invalid(50148, "The code_verifier does not match the code_challenge supplied in the authorization request.");
    }

    private static OAuthException Invalid(int number, string message) => new("invalid_grant", number, message);

    private sealed record Grant(
        Guid ClientId, string UserPrincipalName, string RedirectUri, string CodeChallenge, DateTimeOffset Expires);
}
