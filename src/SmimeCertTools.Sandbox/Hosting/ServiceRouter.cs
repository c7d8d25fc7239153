using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>Graph, sign-in and the sandbox's own pages, by the first segment.</summary>
internal sealed class ServiceRouter(GraphApi graph, OAuthEndpoints signIn, SandboxPages pages)
{
    /// <summary>Whether Microsoft Graph is meant, rather than sign-in or the sandbox's own pages.</summary>
    public static bool IsGraph(SandboxRequest request) => request.Segments is ["beta" or "v1.0", ..];

    /// <exception cref="RequestRefusedException">The answer is an error.</exception>
    public Task<SandboxResponse> RouteAsync(SandboxRequest request, Pipeline pipeline, CancellationToken cancellationToken) =>
        IsGraph(request)
            ? graph.AnswerAsync(request, pipeline, cancellationToken)
            : Task.FromResult(request.Segments is ["sandbox", ..] ? pages.Answer(request) : signIn.Answer(request));
}
