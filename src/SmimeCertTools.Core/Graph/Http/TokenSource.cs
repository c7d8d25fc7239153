using System;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>Where the token of each request comes from. Safe for concurrent use.</summary>
internal abstract class TokenSource : IDisposable
{
    private volatile bool _isEnded;

    /// <summary>What the token at hand says of itself.</summary>
    public TokenClaims Claims { get; protected set; } = TokenClaims.None;

    /// <summary>When the token at hand expires; null when nobody said.</summary>
    public DateTimeOffset? ExpiresOn { get; protected set; }

    /// <summary>Whether the connection was ended: nothing is sent any more.</summary>
    public bool IsEnded => _isEnded;

    /// <summary>A token that is valid now.</summary>
    /// <exception cref="GraphFailureException">There is none.</exception>
    public abstract Task<IssuedToken> GetTokenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Gets another token in the place of one that the service does not accept any more although its time is not over: revoked,
    /// or to be renewed under conditions (continuous access evaluation).
    /// </summary>
    /// <param name="refused">The token that was refused; when another one is there already, that is taken.</param>
    /// <param name="claims">What is to be in the new one (OpenID Connect claims request); null for nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether there is another token; false where none can be had without whoever gave this one.</returns>
    /// <exception cref="GraphFailureException">The sign-in failed.</exception>
    public virtual Task<bool> RenewAsync(IssuedToken refused, string? claims, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    /// <exception cref="GraphFailureException">The connection was ended.</exception>
    public void ThrowIfEnded()
    {
        if (_isEnded)
        {
            throw Ended();
        }
    }

    /// <summary>The failure of a request whose connection was ended under it.</summary>
    public static GraphFailureException Ended(Exception? cause = null) =>
        new(GraphErrorKind.NotConnected, "the connection was ended while this was under way", cause);

    /// <inheritdoc/>
    public void Dispose()
    {
        _isEnded = true;
        Drop();
    }

    /// <summary>Drops the token and what it came by.</summary>
    protected abstract void Drop();
}
