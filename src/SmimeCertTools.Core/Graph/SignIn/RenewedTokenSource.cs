using System;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>
/// Keeps a token and gets a new one before the old one ends or when the service refuses it; at most one sign-in runs at a time,
/// and whoever waited for it shares its outcome.
/// </summary>
/// <param name="signIn">Gets a token; fails as GraphFailureException.</param>
/// <param name="clock">Tells when a token is about to end.</param>
/// <param name="owned">Disposed of with this object.</param>
internal sealed class RenewedTokenSource(
    Func<SignInRequest, CancellationToken, Task<AccessToken>> signIn, TimeProvider clock, IDisposable? owned = null) : TokenSource
{
    /// <summary>Longer than a request takes and than clocks usually differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Kept? _kept;
    private int _attempts;
    private GraphFailureException? _failure;

    public override async Task<IssuedToken> GetTokenAsync(CancellationToken cancellationToken) =>
        Usable(null) ?? await TakeAsync(null, null, cancellationToken).ConfigureAwait(false);

    public override async Task<bool> RenewAsync(IssuedToken refused, string? claims, CancellationToken cancellationToken)
    {
        // What is sent meanwhile waits for the new one.
        if (Volatile.Read(ref _kept) is { } kept && kept.Token == refused)
        {
            Interlocked.CompareExchange(ref _kept, Kept.Refused(refused), kept);
        }

        var token = await TakeAsync(refused, claims, cancellationToken).ConfigureAwait(false);
        return token.Text != refused.Text;
    }

    protected override void Drop()
    {
        Volatile.Write(ref _kept, null);
        owned?.Dispose();
    }

    private async Task<IssuedToken> TakeAsync(IssuedToken? refused, string? claims, CancellationToken cancellationToken)
    {
        var seen = Volatile.Read(ref _attempts);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Usable(refused) is { } meanwhile)
            {
                return meanwhile;
            }

            // It failed while this one waited: asking as often as there are requests would lock an account.
            if (_failure is { } failure && seen != _attempts)
            {
                throw failure.Again();
            }

            // An ordinary sign-in might bring the refused token again, from a cache.
            var isForced = refused is not null || Volatile.Read(ref _kept) is { IsRefused: true };
            var request = isForced ? new SignInRequest(true, claims) : SignInRequest.Ordinary;
            return Keep(await SignInAsync(request, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<AccessToken> SignInAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        try
        {
            var token = await signIn(request, cancellationToken).ConfigureAwait(false);
            _failure = null;
            return token;
        }
        catch (GraphFailureException e)
        {
            _failure = request.IsForced ? e.Because("Graph accepts the token no more, and there is no new one: ") : e;
            Volatile.Write(ref _attempts, _attempts + 1);
            throw _failure.Again();
        }
    }

    private IssuedToken Keep(AccessToken token)
    {
        var now = clock.GetUtcNow();

        // Short-lived tokens (tests, strict policies) are renewed at half their life instead of at once and forever.
        var half = TimeSpan.FromTicks(Math.Max(0, (token.ExpiresOn - now).Ticks / 2));
        Claims = TokenClaims.Read(token.Token);
        ExpiresOn = token.ExpiresOn;
        var kept = new Kept(new IssuedToken(token.Token), token.ExpiresOn - (half < Margin ? half : Margin));
        Volatile.Write(ref _kept, kept);
        return kept.Token;
    }

    private IssuedToken? Usable(IssuedToken? refused) =>
        Volatile.Read(ref _kept) is { } kept && kept.Token != refused && clock.GetUtcNow() < kept.RenewOn ? kept.Token : null;

    // No record: that would show the token when it is printed.
    private sealed class Kept(IssuedToken token, DateTimeOffset renewOn)
    {
        public IssuedToken Token => token;

        public DateTimeOffset RenewOn => renewOn;

        /// <summary>The service takes it no more, and there is no other yet.</summary>
        public bool IsRefused => renewOn == DateTimeOffset.MinValue;

        public static Kept Refused(IssuedToken token) => new(token, DateTimeOffset.MinValue);
    }
}
