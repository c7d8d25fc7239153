using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.OAuth;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>The services of one sandbox, put together.</summary>
internal sealed record SandboxParts(
    SandboxState State, FaultPlan Faults, TokenService Tokens, DeviceCodeStore DeviceCodes, DeviceSimulator Devices,
        Pipeline Pipeline)
{
    public static SandboxParts Create(SandboxOptions options)
    {
        var state = new SandboxState(options.RequestLogCapacity);
        var faults = new FaultPlan();
        var tokens = new TokenService(options.TenantId, options.Clock);
        var devices = new DeviceSimulator(state, options.ConnectorKeys);
        var deviceCodes = new DeviceCodeStore(options.Clock);
        var signIn = new OAuthEndpoints(options, state, tokens, deviceCodes);
        var router = new ServiceRouter(new GraphApi(options, state, tokens), signIn,
            new SandboxPages(devices, state, deviceCodes));
        return new SandboxParts(state, faults, tokens, deviceCodes, devices, new Pipeline(options, state, faults, router));
    }
}
