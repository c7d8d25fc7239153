using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>Device codes that wait for their user (RFC 8628), and refresh tokens of users who signed in.</summary>
internal sealed class DeviceCodeStore(TimeProvider clock, TimeSpan lifetime)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RefreshGrant> _refreshTokens = new(StringComparer.Ordinal);

    /// <summary>How long a person has to answer a code.</summary>
    public TimeSpan Lifetime => lifetime;

    public (string DeviceCode, string UserCode) Start(Guid clientId)
    {
        var deviceCode = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var userCode = RandomNumberGenerator.GetString("BCDFGHJKLMNPQRSTVWXYZ23456789", 9);
        lock (_lock)
        {
            _pending[deviceCode] = new Pending(clientId, userCode, clock.GetUtcNow() + Lifetime);
        }

        return (deviceCode, userCode);
    }

    public bool Answer(string userCode, string? userPrincipalName)
    {
        lock (_lock)
        {
            var pending = _pending.Values.FirstOrDefault(item =>
                item.UserCode.Equals(userCode, StringComparison.OrdinalIgnoreCase) && !item.IsAnswered);
            if (pending is null)
            {
                return false;
            }

            pending.IsAnswered = true;
            pending.UserPrincipalName = userPrincipalName;
            return true;
        }
    }

    /// <summary>The user who signed in for a device code, which is spent then.</summary>
    /// <exception cref="OAuthException">Nobody has yet, the user declined, or the code is unknown or too old.</exception>
    public string Redeem(string deviceCode, Guid clientId)
    {
        lock (_lock)
        {
            if (!_pending.TryGetValue(deviceCode, out var pending) || pending.ClientId != clientId)
            {
                throw new OAuthException("bad_verification_code", 70019, "The verification code is not known.");
            }

            if (clock.GetUtcNow() >= pending.Expires)
            {
                throw new OAuthException("expired_token", 70020,
                    "The provided value for the input parameter 'device_code' is expired.");
            }

            if (!pending.IsAnswered)
            {
                throw new OAuthException("authorization_pending", 70016,
                    "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");
            }

            _pending.Remove(deviceCode);
            return pending.UserPrincipalName
                ?? throw new OAuthException("authorization_declined", 70018, "The user declined the sign-in.");
        }
    }

    public string CreateRefreshToken(Guid clientId, string userPrincipalName)
    {
        var token = "0." + RandomNumberGenerator.GetHexString(80);
        lock (_lock)
        {
            _refreshTokens[token] = new RefreshGrant(clientId, userPrincipalName);
        }

        return token;
    }

    /// <exception cref="OAuthException">The refresh token is unknown.</exception>
    public string Refresh(string refreshToken, Guid clientId)
    {
        lock (_lock)
        {
            return _refreshTokens.TryGetValue(refreshToken, out var grant) && grant.ClientId == clientId
                ? grant.UserPrincipalName
                : throw new OAuthException("invalid_grant", 9002313, "The refresh token is not valid.");
        }
    }

    private sealed class Pending(Guid clientId, string userCode, DateTimeOffset expires)
    {
        public Guid ClientId { get; } = clientId;

        public string UserCode { get; } = userCode;

        public DateTimeOffset Expires { get; } = expires;

        public bool IsAnswered { get; set; }

        public string? UserPrincipalName { get; set; }
    }

    private sealed record RefreshGrant(Guid ClientId, string UserPrincipalName);
}
