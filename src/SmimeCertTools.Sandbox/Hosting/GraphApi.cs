using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Batch;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.DirectoryRequests;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>Microsoft Graph under /beta and /v1.0: authorization, throttling, then the resource.</summary>
internal sealed class GraphApi(SandboxOptions options, SandboxState state, TokenService tokens, DeviceSimulator devices)
{
    private readonly Authorization _authorization = new(tokens);
    private readonly Throttle _throttle = new(options.Throttle, options.Clock);
    private readonly IReadOnlyList<IGraphResource> _resources =
    [
        new UserResource(state.Users, options.PageSize),
        new GroupResource(state, options.PageSize),
        new ApplicationResource(state.Applications, Lag(options), options.PageSize),
        new ServicePrincipalResource(state.Applications, Lag(options), options.PageSize),
        new RoleGrantResource(state.Applications, Lag(options), options.PageSize),
        new ConsentResource(state.Applications, Lag(options), options.PageSize),
        new UserPfxResource(state, options),
        .. EntitySets.Create(state).Select(set =>
            new EntitySetResource(set, state, options, new CertificateStates(state, devices, options.Clock).Of)),
    ];

    private static DirectoryLag Lag(SandboxOptions options) => new(options.DirectoryLag, options.Clock);

    public Task<SandboxResponse> AnswerAsync(SandboxRequest request, Pipeline pipeline, CancellationToken cancellationToken)
    {
        request.Caller = _authorization.Authenticate(request);
        _throttle.Admit(request);
        if (request.Matches(1, "$batch"))
        {
            return BatchHandler.AnswerAsync(request, pipeline, cancellationToken);
        }

        foreach (var resource in _resources)
        {
            if (resource.Answer(request) is { } response)
            {
                return Task.FromResult(response);
            }
        }

        throw RequestRefusedException.UnknownSegment(request.Segments switch
        {
            [_, var root, var child, ..] when root.Equals("deviceManagement", StringComparison.OrdinalIgnoreCase)
                || root.Equals("deviceAppManagement", StringComparison.OrdinalIgnoreCase) => child,
            [_, var root, ..] => root,
            _ => "",
        });
    }
}
