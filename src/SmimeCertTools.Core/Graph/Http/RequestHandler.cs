using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>
/// Sends a request until it is answered, and turns every failure into a <see cref="GraphFailureException"/>. All tries of a
/// request carry one client-request-id, so that support finds them together; the service's request-id tells them apart.
/// </summary>
/// <remarks>
/// 429 is tried again for every method: a throttled request did not take effect. 502, 503, 504 and failed connections are tried
/// again for reads only (batches of look-ups are); a write may have taken effect, so its caller looks first. After a 401 a token
/// that can be renewed is, once a request: what was not let in took no effect.
/// </remarks>
internal sealed class RequestHandler(RetryPolicy policy, TokenSource tokens, string userAgent) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        request.Headers.TryAddWithoutValidation("client-request-id", id);
        request.Headers.UserAgent.Clear();
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);

        var isRead = RequestEffect.IsRead(request);
        var retries = new Retries(policy);
        var isRenewed = false;
        var body = request.Content is null ? null
            : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            GraphFailureException failure;
            TimeSpan? delay;
            try
            {
                tokens.ThrowIfEnded();
                var message = Copy(request, body);
                var response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
                policy.NoteAnswer();
                if (IsUsable(response))
                {
                    return response;
                }

                using (response)
                {
                    failure = await FailedAnswer.ReadAsync(response, id, attempt, policy.Clock.GetLocalNow(),
                            request.RequestUri?.Authority ?? "the service", message.Token?.Text)
                        .ConfigureAwait(false);
                }

                if (failure is { StatusCode: FailedAnswer.Unauthorized, IsForeign: false } && !isRenewed
                    && message.Token is { } refused
                    && await tokens.RenewAsync(refused, failure.Claims, cancellationToken).ConfigureAwait(false))
                {
                    isRenewed = true;
                    continue;
                }

                delay = FailedAnswer.MayRetry(failure.StatusCode, isRead)
                    ? retries.DelayBefore(attempt, failure.RetryAfter)
                    : null;
            }
            catch (HttpRequestException e)
            {
                failure = ConnectionFailures.Explain(e, request.RequestUri).Of(id, attempt);
                delay = isRead && failure.Advice is null ? retries.DelayBeforeReconnect(attempt) : null;
            }
            catch (TimeoutException e)
            {
                var reason = $"no answer in time (at most {policy.RequestTimeout.TotalSeconds:0.###} s)";
                failure = new GraphFailureException(GraphErrorKind.TimedOut, reason, e) { ClientRequestId = id, Tries = attempt };
                delay = isRead ? retries.DelayBeforeReconnect(attempt) : null;
            }
            catch (ObjectDisposedException e) when (tokens.IsEnded)
            {
                throw TokenSource.Ended(e).Of(id, attempt);
            }
            catch (GraphFailureException e) when (e.ClientRequestId is null)
            {
                throw e.Of(id, e.Tries == 0 ? 0 : attempt);
            }

            if (delay is not { } wait)
            {
                throw failure;
            }

            await policy.WaitAsync(failure.StatusCode ?? 0, attempt, wait, failure.RetryAfter is not null, cancellationToken)
                .ConfigureAwait(false);
        }
    }

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

    /// <summary>A message can be sent once only, on some platforms.</summary>
    private static TryMessage Copy(HttpRequestMessage request, byte[]? body)
    {
        var copy = new TryMessage(request.Method, request.RequestUri) { Version = request.Version };
        foreach (var header in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        GraphHttp.SendBodyAtOnce(copy.Headers);
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
}
