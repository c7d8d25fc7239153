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

    public GraphErrorBody Body { get; init; } = GraphErrorBody.Empty;

    /// <summary>Whether the service said yes in an answer that cannot be read: a write may have taken effect.</summary>
    public bool IsUnreadableSuccess { get; init; }

    public string? RequestId { get; init; }

    public string? ClientRequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How often the request was sent.</summary>
    public int Tries { get; init; } = 1;
}
