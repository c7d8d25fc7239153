using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Http.Pacing;

/// <summary>Sends each try of a request when the pacer lets it, and tells the pacer what the service made of it.</summary>
internal sealed class PacingHandler(PacerLine line, RetryPolicy policy) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var ticket = await line.EnterAsync(!RequestEffect.IsRead(request), count: 1, cancellationToken)
            .ConfigureAwait(false);
        line.CountRequest();
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if ((int)response.StatusCode == FailedAnswer.TooManyRequests)
        {
            ticket.Refuse(RetryAfter.Read(response.Headers, policy.Clock.GetUtcNow()));
        }

        return response;
    }
}
