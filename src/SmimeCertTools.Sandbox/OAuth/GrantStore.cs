using System;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>
/// What people who sign in are given to be redeemed: authorization codes (RFC 6749, section 4.1) with their code challenge
/// (RFC 7636), device codes (RFC 8628) and refresh tokens. A code is good once.
/// </summary>
internal sealed class GrantStore(TimeProvider clock, TimeSpan deviceCodeLifetime)
{
    private static readonly TimeSpan AuthorizationCodeLifetime = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DeviceCode> _deviceCodes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Guid ClientId, string User)> _refreshTokens = new(StringComparer.Ordinal);

    /// <summary>How long a person has to answer a device code.</summary>
    public TimeSpan DeviceCodeLifetime => deviceCodeLifetime;

    public string CreateCode(Guid clientId, string userPrincipalName, string redirectUri, string codeChallenge)
    {
        var code = "1." + RandomNumberGenerator.GetHexString(80);
        _codes[code] = new AuthorizationCode(
            clientId, userPrincipalName, redirectUri, codeChallenge, clock.GetUtcNow() + AuthorizationCodeLifetime);
        return code;
    }

    /// <summary>The user who signed in for a code, which is spent then, whether it is redeemed or refused.</summary>
    /// <exception cref="OAuthException">
    /// The code is unknown, spent, too old, another app's, or the verifier does not fit.
    /// </exception>
    public string RedeemCode(string code, Guid clientId, string redirectUri, string codeVerifier)
    {
        if (!_codes.TryRemove(code, out var grant) || grant.ClientId != clientId)
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

        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(codeVerifier))) == grant.CodeChallenge
            ? grant.User
            : throw Invalid(50148, "The code_verifier does not match the code_challenge supplied in the authorization request.");
    }

    public (string DeviceCode, string UserCode) StartDeviceCode(Guid clientId)
    {
        var deviceCode = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var userCode = RandomNumberGenerator.GetString("BCDFGHJKLMNPQRSTVWXYZ23456789", 9);
        _deviceCodes[deviceCode] = new DeviceCode(clientId, userCode, clock.GetUtcNow() + deviceCodeLifetime);
        return (deviceCode, userCode);
    }

    /// <summary>Signs a user in for a device code, or declines; false where nobody waits for the code.</summary>
    public bool AnswerDeviceCode(string userCode, string? userPrincipalName)
    {
        var (key, waiting) = _deviceCodes.FirstOrDefault(pair =>
            pair.Value.UserCode.Equals(userCode, StringComparison.OrdinalIgnoreCase) && !pair.Value.IsAnswered);
        return waiting is not null
            && _deviceCodes.TryUpdate(key, waiting with { IsAnswered = true, User = userPrincipalName }, waiting);
    }

    /// <summary>The user who signed in for a device code, which is spent then.</summary>
    /// <exception cref="OAuthException">Nobody has yet, the user declined, or the code is unknown or too old.</exception>
    public string RedeemDeviceCode(string deviceCode, Guid clientId)
    {
        if (!_deviceCodes.TryGetValue(deviceCode, out var grant) || grant.ClientId != clientId)
        {
            throw new OAuthException("bad_verification_code", 70019, "The verification code is not known.");
        }

        if (clock.GetUtcNow() >= grant.Expires)
        {
            throw new OAuthException("expired_token", 70020,
                "The provided value for the input parameter 'device_code' is expired.");
        }

        return !grant.IsAnswered || !_deviceCodes.TryRemove(KeyValuePair.Create(deviceCode, grant))
            ? throw new OAuthException("authorization_pending", 70016,
                "OAuth 2.0 device flow error. Authorization is pending. Continue polling.")
            : grant.User ?? throw new OAuthException("authorization_declined", 70018, "The user declined the sign-in.");
    }

    public string CreateRefreshToken(Guid clientId, string userPrincipalName)
    {
        var token = "0." + RandomNumberGenerator.GetHexString(80);
        _refreshTokens[token] = (clientId, userPrincipalName);
        return token;
    }

    /// <exception cref="OAuthException">The refresh token is unknown.</exception>
    public string Refresh(string refreshToken, Guid clientId) =>
        _refreshTokens.TryGetValue(refreshToken, out var grant) && grant.ClientId == clientId
            ? grant.User : throw Invalid(9002313, "The refresh token is not valid.");

    private static OAuthException Invalid(int number, string message) => new("invalid_grant", number, message);

    private sealed record AuthorizationCode(
        Guid ClientId, string User, string RedirectUri, string CodeChallenge, DateTimeOffset Expires);

    private sealed record DeviceCode(Guid ClientId, string UserCode, DateTimeOffset Expires)
    {
        public bool IsAnswered { get; init; }

        public string? User { get; init; }
    }
}
