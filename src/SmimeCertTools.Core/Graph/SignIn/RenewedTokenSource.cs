using System;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>Keeps a token and gets a new one before the old one ends; at most one sign-in runs at a time.</summary>
internal sealed class RenewedTokenSource : TokenSource
{
    /// <summary>Longer than a request takes and than clocks usually differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly Func<CancellationToken, Task<AccessToken>> _signIn;
    private readonly TimeProvider _clock;
    private readonly IDisposable? _owned;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Kept? _kept;

    /// <param name="signIn">Gets a token; fails as GraphFailureException.</param>
    /// <param name="clock">Tells when a token is about to end.</param>
    /// <param name="owned">Disposed of with this object.</param>
    public RenewedTokenSource(Func<CancellationToken, Task<AccessToken>> signIn, TimeProvider clock, IDisposable? owned = null)
    {
        _signIn = signIn;
        _clock = clock;
        _owned = owned;
    }

    public override async Task<string> GetTokenAsync(CancellationToken cancellationToken)
    {
        if (_kept is { } kept && _clock.GetUtcNow() < kept.RenewOn)
        {
            return kept.Token;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_kept is { } meanwhile && _clock.GetUtcNow() < meanwhile.RenewOn)
            {
                return meanwhile.Token;
            }

            var token = await _signIn(cancellationToken).ConfigureAwait(false);
            var now = _clock.GetUtcNow();

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
        _owned?.Dispose();
    }

    private sealed class Kept
    {
        public Kept(string token, DateTimeOffset renewOn)
        {
            Token = token;
            RenewOn = renewOn;
        }

        public string Token { get; }

        public DateTimeOffset RenewOn { get; }
    }
}
