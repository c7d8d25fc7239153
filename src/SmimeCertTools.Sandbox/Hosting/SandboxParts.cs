using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.OAuth;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>The services of one sandbox, put together.</summary>
internal sealed record SandboxParts(
    SandboxState State, FaultPlan Faults, TokenService Tokens, GrantStore Grants, DeviceSimulator Devices,
        PkcsIssuer Issuer, Pipeline Pipeline)
{
    public static SandboxParts Create(SandboxOptions options)
    {
        var state = new SandboxState(options.RequestLogCapacity, options.Clock);
        AddIdentities(options, state);
        var faults = new FaultPlan();
        var tokens = new TokenService(options.TenantId, options.Clock);
        var issuer = new PkcsIssuer(options.CertificateAuthority, options.Clock);
        var devices = new DeviceSimulator(state, options.ConnectorKeys, issuer);
        var grants = new GrantStore(options.Clock, options.DeviceCodeLifetime);
        var signIn = new OAuthEndpoints(options, state.Users, state.Applications, tokens, grants);
        var router = new ServiceRouter(new GraphApi(options, state, tokens, devices), signIn,
            new SandboxPages(devices, state, grants, tokens, options.ConnectorKeys));
        var pipeline = new Pipeline(options, state, faults, router);
        return new SandboxParts(state, faults, tokens, grants, devices, issuer, pipeline);
    }

    // Identities that tokens are issued for are in the directory too, and what they are granted there counts.
    private static void AddIdentities(SandboxOptions options, SandboxState state)
    {
        if (options.SystemAssignedIdentity is { } own)
        {
            state.Applications.AddManagedIdentity(own.DisplayName ?? "sandbox-automation", own.ClientId);
        }

        foreach (var identity in options.UserAssignedIdentities)
        {
            state.Applications.AddManagedIdentity(identity.DisplayName ?? $"identity-{identity.ClientId:N}", identity.ClientId);
        }
    }
}
