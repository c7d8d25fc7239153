using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>Graph, sign-in and the sandbox's own pages, by the first segment.</summary>
internal sealed class ServiceRouter(GraphApi graph, OAuthEndpoints signIn, SandboxPages pages) : IServiceRouter
{
    public bool IsGraph(SandboxRequest request) => request.Segments is ["beta" or "v1.0", ..];

    public Task<SandboxResponse> RouteAsync(SandboxRequest request, Pipeline pipeline, CancellationToken cancellationToken)
    {
        if (IsGraph(request))
        {
            return graph.AnswerAsync(request, pipeline, cancellationToken);
        }

        return Task.FromResult(request.Segments is ["sandbox", ..] ? pages.Answer(request) : signIn.Answer(request));
    }
}
