using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.OAuth;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>Graph, sign-in, managed identity and the sandbox's own pages, by the first segment.</summary>
internal sealed class ServiceRouter(SandboxOptions options, SandboxState state, TokenService tokens, DeviceSimulator devices) : IServiceRouter
{
    private readonly GraphApi _graph = new(options, state, tokens);
    private readonly DevicePages _devices = new(devices, state);

    public bool IsGraph(SandboxRequest request) => request.Segments is ["beta" or "v1.0", ..];

    public Task<SandboxResponse> RouteAsync(SandboxRequest request, Pipeline pipeline, CancellationToken cancellationToken)
    {
        if (IsGraph(request))
        {
            return _graph.AnswerAsync(request, pipeline, cancellationToken);
        }

        return request.Segments switch
        {
            ["sandbox", ..] => Task.FromResult(_devices.Answer(request)),
            _ => throw RequestRefusedException.UnknownSegment(request.Segments.Count == 0 ? "" : request.Segments[0]),
        };
    }
}
