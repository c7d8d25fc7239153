using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>A token that somebody else obtained, in a buffer of our own until disposal. It cannot be renewed.</summary>
internal sealed class GivenTokenSource : TokenSource
{
    private const string Prefix = "Bearer ";

    private readonly SecretText _token;
    private readonly TimeProvider _clock;

    /// <exception cref="GraphFailureException">It is empty or cannot be a token.</exception>
    public GivenTokenSource(SecretText token, TimeProvider clock)
    {
        var text = token.Span.Trim();
        if (text.StartsWith(Prefix.AsSpan(), StringComparison.OrdinalIgnoreCase))
        {
            text = text.Slice(Prefix.Length).Trim();
        }

        // RFC 6750 section 2.1: what a Bearer header can carry. Anything else would end in the platform's error, with the token
        // in it.
        foreach (var c in text)
        {
            var isAlphanumeric = c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9');
            if (!isAlphanumeric && c is not ('-' or '.' or '_' or '~' or '+' or '/' or '='))
            {
                throw SignInFailures.Of(
                    "the access token holds characters that no token has, such as spaces, quotes or line breaks");
            }
        }

        if (text.IsEmpty)
        {
            throw SignInFailures.Of("the access token is empty");
        }

        _clock = clock;
        _token = SecretText.Copy(text);
        Claims = TokenClaims.Read(text.ToString());
        ExpiresOn = Claims.ExpiresOn;
    }

    public override Task<IssuedToken> GetTokenAsync(CancellationToken cancellationToken)
    {
        ThrowIfExpired();
        return Task.FromResult(new IssuedToken(_token.Span.ToString()));
    }

    /// <exception cref="GraphFailureException">The token says that its time is over.</exception>
    public void ThrowIfExpired()
    {
        if (ExpiresOn <= _clock.GetUtcNow())
        {
            throw new GraphFailureException(GraphErrorKind.Unauthorized, string.Format(
                CultureInfo.InvariantCulture,
                "the access token expired at {0:yyyy-MM-dd HH:mm:ss} UTC; nothing was sent",
                ExpiresOn));
        }
    }

    protected override void Drop() => _token.Dispose();
}
