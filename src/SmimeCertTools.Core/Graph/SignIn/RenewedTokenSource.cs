using System;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>Keeps a token and gets a new one before the old one ends; at most one sign-in runs at a time.</summary>
/// <param name="signIn">Gets a token; fails as GraphFailureException.</param>
/// <param name="clock">Tells when a token is about to end.</param>
/// <param name="owned">Disposed of with this object.</param>
internal sealed class RenewedTokenSource(
    Func<CancellationToken, Task<AccessToken>> signIn, TimeProvider clock, IDisposable? owned = null) : TokenSource
{
    /// <summary>Longer than a request takes and than clocks usually differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Kept? _kept;

    public override async Task<string> GetTokenAsync(CancellationToken cancellationToken)
    {
        if (_kept is { } kept && clock.GetUtcNow() < kept.RenewOn)
        {
            return kept.Token;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_kept is { } meanwhile && clock.GetUtcNow() < meanwhile.RenewOn)
            {
                return meanwhile.Token;
            }

            var token = await signIn(cancellationToken).ConfigureAwait(false);
            var now = clock.GetUtcNow();

            // Short-lived tokens (tests, strict policies) are renewed at half their life instead of at once and forever.
            var half = TimeSpan.FromTicks(Math.Max(0, (token.ExpiresOn - now).Ticks / 2));
            Claims = TokenClaims.Read(token.Token);
            ExpiresOn = token.ExpiresOn;
            _kept = new Kept(token.Token, token.ExpiresOn - (half < Margin ? half : Margin));
            return token.Token;
        }
        finally
        {
            _gate.Release();
        }
    }

    public override void Dispose()
    {
        _kept = null;
        owned?.Dispose();
    }

    // No record: that would show the token when it is printed.
    private sealed class Kept(string token, DateTimeOffset renewOn)
    {
        public string Token => token;

        public DateTimeOffset RenewOn => renewOn;
    }
}
