using System;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>Where the token of each request comes from. Safe for concurrent use.</summary>
internal abstract class TokenSource : IDisposable
{
    /// <summary>What the token at hand says of itself.</summary>
    public TokenClaims Claims { get; protected set; } = TokenClaims.None;

    /// <summary>When the token at hand expires; null when nobody said.</summary>
    public DateTimeOffset? ExpiresOn { get; protected set; }

    /// <summary>A token that is valid now. It is a string because a header is one; nobody keeps it.</summary>
    /// <exception cref="Http.GraphFailureException">There is none.</exception>
    public abstract Task<string> GetTokenAsync(CancellationToken cancellationToken);

    public abstract void Dispose();
}
