using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>What an answer that is no success, or a part of a batch that is none, means.</summary>
internal static class FailedAnswer
{
    /// <summary>Too Many Requests (RFC 6585 section 4).</summary>
    public const int TooManyRequests = 429;

    /// <summary>Longer waits have no end that is worth naming.</summary>
    private static readonly TimeSpan LongestNamed = TimeSpan.FromDays(366);

    /// <summary>Unauthorized (RFC 9110 section 15.5.2): nothing took effect.</summary>
    public const int Unauthorized = 401;

    /// <summary>Whether a request that was answered so may be sent again without looking first.</summary>
    public static bool MayRetry(int? status, bool isRead) => status == TooManyRequests || (isRead && status is 502 or 503 or 504);

    /// <summary>Reads it; its content is in memory.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="clientRequestId">The id the request was sent with; null when it had none of its own.</param>
    /// <param name="tries">How often it was sent.</param>
    /// <param name="now">The time here, for a Retry-After that is a date, and to say until when.</param>
    /// <param name="host">The service that was asked; null for a part of a batch, which is Graph's for certain.</param>
    /// <param name="token">What was sent and must not come back in a message.</param>
    public static async Task<GraphFailureException> ReadAsync(HttpResponseMessage response, string? clientRequestId, int tries,
        DateTimeOffset now, string? host = null, string? token = null)
    {
        var bytes = response.Content is null ? [] : await response.Content.ReadAsByteArrayAsync(default).ConfigureAwait(false);
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        text = string.IsNullOrEmpty(token) ? text : text.Replace(token!, "…");
        var body = GraphErrorBody.Read(text);
        var status = (int)response.StatusCode;
        var isForeign = host is not null && ForeignAnswer.Is(response, body, text);
        var retryAfter = RetryAfter.Read(response.Headers, now);
        return new GraphFailureException(
            isForeign ? ForeignAnswer.KindOf(status) : KindOf(status),
            isForeign ? ForeignAnswer.Describe(response, text, host!) : Reason(response, body))
        {
            IsForeign = isForeign,
            StatusCode = (int)response.StatusCode,
            IsUnreadableSuccess = response.IsSuccessStatusCode,
            Body = body,
            RequestId = Header(response, "request-id") ?? body.RequestId,
            ClientRequestId = Header(response, "client-request-id") ?? body.ClientRequestId ?? clientRequestId,
            RetryAfter = retryAfter,
            RetryUntil = now + (retryAfter < LongestNamed ? retryAfter : null),
            Claims = status == Unauthorized ? ClaimsChallenge.Read(response.Headers) : null,
            Tries = tries,
        };
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault(value => value.Length != 0) : null;

    private static string Reason(HttpResponseMessage response, GraphErrorBody body)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            var target = response.Headers.Location is { IsAbsoluteUri: true } location ? " to " + location.Authority : "";
            return $"HTTP {status}, a redirect{target}, which is not followed because the token must not go elsewhere";
        }

        var name = body.Code
            ?? (Enum.IsDefined(typeof(HttpStatusCode), response.StatusCode) ? response.StatusCode.ToString() : null);
        return name is null ? $"HTTP {status}" : $"HTTP {status} {name}";
    }

    private static GraphErrorKind KindOf(int status) => status switch
    {
        400 => GraphErrorKind.BadRequest,
        Unauthorized => GraphErrorKind.Unauthorized,
        403 => GraphErrorKind.Forbidden,
        404 => GraphErrorKind.NotFound,
        408 => GraphErrorKind.TimedOut,
        409 or 412 => GraphErrorKind.Conflict,
        TooManyRequests => GraphErrorKind.Throttled,
        >= 500 => GraphErrorKind.ServiceUnavailable,
        _ => GraphErrorKind.UnexpectedResponse,
    };
}
