using System;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>Sign-in.</summary>
internal sealed class OAuthEndpoints
{
    public static bool IsTokenRequest(SandboxRequest request) => request.Path.Contains("/oauth2/", StringComparison.OrdinalIgnoreCase);
}
