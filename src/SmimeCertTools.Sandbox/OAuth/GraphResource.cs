using System;
using System.Linq;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>The one resource that tokens are issued for: Microsoft Graph, at its own addresses and at the sandbox's.</summary>
internal static class GraphResource
{
    private const string Suffix = "/.default";

    /// <summary>Scopes that say what comes with the token, and ask for no resource.</summary>
    private static readonly string[] OpenIdScopes = ["openid", "profile", "email", "offline_access"];

    private static readonly string[] Addresses =
    [
        "https://graph.microsoft.com", "https://graph.microsoft.us", "https://dod-graph.microsoft.us",
        "https://microsoftgraph.chinacloudapi.cn", "00000003-0000-0000-c000-000000000000",
    ];

    /// <exception cref="OAuthException">A scope is not for Graph.</exception>
    public static void CheckScope(string scope, SandboxRequest request, ISignInOptions options)
    {
        foreach (var part in scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var slash = part.LastIndexOf('/');
            if (slash >= 0)
            {
                Check(part[..slash], request, options);
            }
            else if (!OpenIdScopes.Contains(part) && !Permission.IsKnown(part))
            {
                throw new OAuthException("invalid_scope", 70011,
                    $"The provided value for the input parameter 'scope' is not valid. The scope {part} does not exist.");
            }
        }
    }

    /// <exception cref="OAuthException">The scope of an app's token must be the resource's /.default.</exception>
    public static void CheckDefault(string scope, SandboxRequest request, ISignInOptions options)
    {
        if (!scope.EndsWith(Suffix, StringComparison.Ordinal))
        {
            throw new OAuthException("invalid_scope", 1002012,
                $"The provided value for scope {scope} is not valid. "
                + "Client credential flows must have a scope value with /.default suffixed to the resource identifier "
                + "(application ID URI).");
        }

        Check(scope[..^Suffix.Length], request, options);
    }

    /// <exception cref="OAuthException">The tenant does not know the resource.</exception>
    public static void Check(string resource, SandboxRequest request, ISignInOptions options)
    {
        var address = resource.TrimEnd('/');
        if (!Addresses.Contains(address, StringComparer.OrdinalIgnoreCase) && !IsOurs(address, request))
        {
            throw new OAuthException("invalid_resource", 500011,
                $"The resource principal named {address} was not found in the tenant named {options.TenantId}. This can happen "
                + "if the application has not been installed by the administrator of the tenant or consented to by any user in "
                + "the tenant.");
        }
    }

    // The sandbox has a port for http and one for https, so the port is not compared.
    private static bool IsOurs(string address, SandboxRequest request) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.IsLoopback || uri.Host.Equals(request.BaseUri.Host, StringComparison.OrdinalIgnoreCase));
}
