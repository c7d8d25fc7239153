using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Http.Pacing;

/// <summary>Sends each try of a request when the pacer lets it, and tells the pacer what the service made of it.</summary>
internal sealed class PacingHandler(RequestPacer pacer, RetryPolicy policy) : DelegatingHandler
{
    private const int TooManyRequests = 429;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isWrite = request.Method != HttpMethod.Get && !IsBatch(request);
        using var ticket = await pacer.EnterAsync(isWrite, count: 1, cancellationToken).ConfigureAwait(false);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if ((int)response.StatusCode == TooManyRequests)
        {
            ticket.Refuse(RetryAfter.Read(response.Headers, policy.Clock.GetUtcNow()));
        }

        return response;
    }

    // A batch of look-ups changes nothing; its sender accounts for the parts.
    private static bool IsBatch(HttpRequestMessage request) =>
        request.RequestUri?.AbsolutePath.EndsWith("/$batch", System.StringComparison.Ordinal) == true;
}
