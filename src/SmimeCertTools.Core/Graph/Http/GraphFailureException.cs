using System;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>
/// A request that failed, before it is known which user or record it was about. Whoever asked puts it into words.
/// </summary>
internal sealed class GraphFailureException(GraphErrorKind kind, string reason, Exception? innerException = null)
    : Exception(reason, innerException)
{
    public GraphErrorKind Kind => kind;

    public int? StatusCode { get; init; }

    /// <summary>What to do, where it is known better here than by the kind.</summary>
    public string? Advice { get; init; }

    /// <summary>A code of our own for a sign-in service that could not be asked.</summary>
    public string? Code { get; init; }

    /// <summary>Whether the answer is not Graph's but of something in between.</summary>
    public bool IsForeign { get; init; }

    public GraphErrorBody Body { get; init; } = GraphErrorBody.Empty;

    /// <summary>Whether the service said yes in an answer that cannot be read: a write may have taken effect.</summary>
    public bool IsUnreadableSuccess { get; init; }

    public string? RequestId { get; init; }

    public string? ClientRequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When that wait is over, by the clock here.</summary>
    public DateTimeOffset? RetryUntil { get; init; }

    /// <summary>The claims that the service wants in a token, of a 401 that says so.</summary>
    public string? Claims { get; init; }

    /// <summary>How often the request was sent; 0 when it never was.</summary>
    public int Tries { get; init; } = 1;

    /// <summary>
    /// Whether Graph says that there is no such thing. Without its own code a 404 may come from anything on the way, and proves
    /// nothing.
    /// </summary>
    public bool IsMissing => Kind == GraphErrorKind.NotFound && Body.Code is not null;

    /// <summary>The same failure for another request that meets it.</summary>
    public GraphFailureException Again() => With(Message, ClientRequestId, Tries);

    /// <summary>The same failure, with what led to it said first.</summary>
    public GraphFailureException Because(string reason) => With(reason + Message, ClientRequestId, Tries);

    /// <summary>The failure of a request, which is known by its own id.</summary>
    public GraphFailureException Of(string clientRequestId, int tries) => With(Message, clientRequestId, tries);

    private GraphFailureException With(string reason, string? clientRequestId, int tries) => new(Kind, reason, InnerException)
    {
        StatusCode = StatusCode,
        Advice = Advice,
        Code = Code,
        IsForeign = IsForeign,
        Body = Body,
        RequestId = RequestId,
        ClientRequestId = clientRequestId,
        RetryAfter = RetryAfter,
        RetryUntil = RetryUntil,
        Claims = Claims,
        IsUnreadableSuccess = IsUnreadableSuccess,
        Tries = tries,
    };
}
