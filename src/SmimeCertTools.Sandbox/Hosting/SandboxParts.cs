using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.OAuth;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>The services of one sandbox, put together.</summary>
internal sealed record SandboxParts(
    SandboxState State, FaultPlan Faults, TokenService Tokens, DeviceSimulator Devices, Pipeline Pipeline)
{
    public static SandboxParts Create(SandboxOptions options)
    {
        var state = new SandboxState(options.RequestLogCapacity);
        var faults = new FaultPlan();
        var tokens = new TokenService(options.TenantId, options.Clock);
        var devices = new DeviceSimulator(state, options.ConnectorKeys);
        var router = new ServiceRouter(options, state, tokens, devices);
        return new SandboxParts(state, faults, tokens, devices, new Pipeline(options, state, faults, router));
    }
}
