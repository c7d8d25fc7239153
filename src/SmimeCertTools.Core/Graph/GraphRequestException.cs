using System;

namespace SmimeCertTools.Core.Graph;

/// <summary>How a request to Graph failed.</summary>
public enum GraphErrorKind
{
    /// <summary>400: the service refuses the request's content.</summary>
    BadRequest,

    /// <summary>401: the token expired or is not accepted.</summary>
    Unauthorized,

    /// <summary>403: a permission is missing.</summary>
    Forbidden,

    /// <summary>404: no such object.</summary>
    NotFound,

    /// <summary>404 on a user: nobody has that user principal name.</summary>
    UserNotFound,

    /// <summary>409: it exists already or was changed meanwhile.</summary>
    Conflict,

    /// <summary>429: still throttled after all retries.</summary>
    Throttled,

    /// <summary>503, 504 or another 5xx, after all retries.</summary>
    ServiceUnavailable,

    /// <summary>No connection: refused, reset, name not resolved, TLS failure.</summary>
    ConnectionFailed,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The sign-in failed: no token could be had.</summary>
    SignInFailed,

    /// <summary>An answer that does not follow the protocol, or any other status.</summary>
    UnexpectedResponse,

    /// <summary>The connection was ended while the request was under way, or before it was sent.</summary>
    NotConnected,

    /// <summary>The service said yes, but a look-up does not show the result.</summary>
    NotConfirmed,
}

/// <summary>A request to Microsoft Graph that failed, with everything its support asks for.</summary>
/// <param name="kind">How it failed.</param>
/// <param name="message">What failed, why, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class GraphRequestException(GraphErrorKind kind, string message, Exception? innerException = null)
    : SmimeException(message, innerException)
{
    private readonly string? _target;

    /// <summary>How it failed.</summary>
    public GraphErrorKind Kind => kind;

    /// <summary>The HTTP status code; null when there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>
    /// Graph's error code, such as <c>BadRequest</c>; of a sign-in, Entra's (<c>AADSTS…</c>), or ours:
    /// <c>AuthorityUnreachable</c>, <c>AuthorityNotTrusted</c>, <c>AuthorityUnknown</c>.
    /// </summary>
    public string? Code { get; init; }

    /// <summary>Graph's own message, unwrapped from the JSON document inside it where there is one.</summary>
    public string? ServiceMessage { get; init; }

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>Our id of the request.</summary>
    public string? ClientRequestId { get; init; }

    /// <summary>How long the service asked to wait; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The user or object the request was about.</summary>
    public string? Target
    {
        get => _target;
        init => _target = value.Visible();
    }

    /// <summary>Whether the answer is not Graph's but of something in between, such as a proxy.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Whether the session as a whole is unusable, so that no other item can succeed.</summary>
    public bool IsSessionError =>
        Kind is GraphErrorKind.Unauthorized or GraphErrorKind.SignInFailed or GraphErrorKind.NotConnected;

    /// <summary>Whether a write may have taken effect although it failed.</summary>
    public bool IsOutcomeUnknown => IsUnreadableSuccess
        || Kind is GraphErrorKind.ServiceUnavailable or GraphErrorKind.ConnectionFailed or GraphErrorKind.TimedOut;

    /// <summary>Whether the service said yes in an answer that cannot be read.</summary>
    internal bool IsUnreadableSuccess { get; init; }

    /// <inheritdoc/>
    public override string ErrorId => Kind == GraphErrorKind.UserNotFound ? "UserNotFound" : "Graph" + Kind;

    /// <inheritdoc/>
    public override string? Item => Target;
}
