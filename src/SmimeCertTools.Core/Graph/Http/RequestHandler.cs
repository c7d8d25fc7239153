using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>
/// Sends a request until it is answered, and turns every failure into a <see cref="GraphFailureException"/>. All tries of a
/// request carry one client-request-id, so that support finds them together; the service's request-id tells them apart.
/// </summary>
/// <remarks>
/// 429 is tried again for every method: a throttled request did not take effect. 502, 503, 504 and failed connections are tried
/// again for reads only; a write may have taken effect, so its caller looks first.
/// </remarks>
internal sealed class RequestHandler : DelegatingHandler
{
    private const int TooManyRequests = 429;

    private readonly RetryPolicy _policy;
    private readonly string _userAgent;

    public RequestHandler(RetryPolicy policy, string userAgent)
    {
        _policy = policy;
        _userAgent = userAgent;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        request.Headers.TryAddWithoutValidation("client-request-id", id);
        request.Headers.UserAgent.Clear();
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);

        var isRead = request.Method == HttpMethod.Get;
        var body = await ReadBodyAsync(request.Content, cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            GraphFailureException failure;
            TimeSpan? delay;
            try
            {
                var response = await base.SendAsync(Copy(request, body), cancellationToken).ConfigureAwait(false);
                if (IsUsable(response))
                {
                    return response;
                }

                using (response)
                {
                    failure = await FailureAsync(response, id, attempt).ConfigureAwait(false);
                }

                delay = MayRetry(failure.StatusCode, isRead) ? _policy.DelayBefore(attempt, failure.RetryAfter) : null;
            }
            catch (HttpRequestException e)
            {
                failure = Failure(GraphErrorKind.ConnectionFailed, Innermost(e).Message, e, id, attempt);
                delay = isRead && Innermost(e) is not AuthenticationException ? _policy.DelayBeforeReconnect(attempt) : null;
            }
            catch (TimeoutException e)
            {
                var reason = $"no answer in time (at most {_policy.RequestTimeout.TotalSeconds:0.###} s)";
                failure = Failure(GraphErrorKind.TimedOut, reason, e, id, attempt);
                delay = isRead ? _policy.DelayBeforeReconnect(attempt) : null;
            }
            catch (GraphFailureException e) when (e.ClientRequestId is null)
            {
                throw new GraphFailureException(e.Kind, e.Message, e.InnerException) { ClientRequestId = id, Tries = attempt };
            }

            if (delay is not { } wait)
            {
                throw failure;
            }

            await _policy.WaitAsync(failure.StatusCode ?? 0, attempt, wait, failure.RetryAfter is not null, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static bool MayRetry(int? status, bool isRead) =>
        status == TooManyRequests || (isRead && status is 502 or 503 or 504);

    /// <summary>A success whose body, if it has one, is JSON: a proxy's sign-in page with status 200 is not an answer.</summary>
    private static bool IsUsable(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            return false;
        }

        var type = response.Content?.Headers.ContentType?.MediaType;
        return response.Content?.Headers.ContentLength is null or 0
            || type?.IndexOf("json", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    private static GraphFailureException Failure(GraphErrorKind kind, string reason, Exception inner, string id, int tries) =>
        new(kind, reason, inner) { ClientRequestId = id, Tries = tries };

    private static Exception Innermost(Exception exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception;

    private static async Task<byte[]?> ReadBodyAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return null;
        }

#if NET
        return await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
#else
        cancellationToken.ThrowIfCancellationRequested();
        return await content.ReadAsByteArrayAsync().ConfigureAwait(false);
#endif
    }

    /// <summary>A message can be sent once only, on some platforms.</summary>
    private static HttpRequestMessage Copy(HttpRequestMessage request, byte[]? body)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Version = request.Version };
        foreach (var header in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (body is not null)
        {
            copy.Content = new ByteArrayContent(body);
            foreach (var header in request.Content!.Headers.Where(header => header.Key != "Content-Length"))
            {
                copy.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        return copy;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault(value => value.Length != 0) : null;

    private static string Reason(HttpResponseMessage response, GraphErrorBody body)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return $"the answer is {response.Content.Headers.ContentType?.MediaType ?? "of no stated type"}, not JSON";
        }

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
        401 => GraphErrorKind.Unauthorized,
        403 => GraphErrorKind.Forbidden,
        404 => GraphErrorKind.NotFound,
        408 => GraphErrorKind.TimedOut,
        409 or 412 => GraphErrorKind.Conflict,
        TooManyRequests => GraphErrorKind.Throttled,
        >= 500 => GraphErrorKind.ServiceUnavailable,
        _ => GraphErrorKind.UnexpectedResponse,
    };

    private async Task<GraphFailureException> FailureAsync(HttpResponseMessage response, string id, int tries)
    {
        // Buffered already: nothing is awaited here but memory.
        var bytes = response.Content is null
            ? []
#if NET
            : await response.Content.ReadAsByteArrayAsync(CancellationToken.None).ConfigureAwait(false);
#else
            : await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
#endif
        var body = GraphErrorBody.Read(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'));
        return new GraphFailureException(KindOf((int)response.StatusCode), Reason(response, body))
        {
            StatusCode = (int)response.StatusCode,
            Body = body,
            RequestId = Header(response, "request-id") ?? body.RequestId,
            ClientRequestId = Header(response, "client-request-id") ?? body.ClientRequestId ?? id,
            RetryAfter = RetryAfter.Read(response.Headers, _policy.Clock.GetUtcNow()),
            Tries = tries,
        };
    }
}
