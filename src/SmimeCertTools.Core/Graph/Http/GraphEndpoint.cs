using System;
using System.Net;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>The addresses of each cloud, and which other addresses are accepted.</summary>
internal static class GraphEndpoint
{
    /// <summary>Graph's address in <paramref name="environment"/> (https://learn.microsoft.com/graph/deployments).</summary>
    public static Uri Of(SmimeGraphEnvironment environment) => environment switch
    {
        SmimeGraphEnvironment.Global => new Uri("https://graph.microsoft.com/"),
        SmimeGraphEnvironment.USGov => new Uri("https://graph.microsoft.us/"),
        SmimeGraphEnvironment.USGovDoD => new Uri("https://dod-graph.microsoft.us/"),
        SmimeGraphEnvironment.China => new Uri("https://microsoftgraph.chinacloudapi.cn/"),
        _ => throw new ArgumentOutOfRangeException(nameof(environment), environment, "There is no such cloud."),
    };

    /// <summary>The sign-in service of <paramref name="environment"/>.</summary>
    public static Uri AuthorityOf(SmimeGraphEnvironment environment) => environment switch
    {
        SmimeGraphEnvironment.USGov or SmimeGraphEnvironment.USGovDoD => Azure.Identity.AzureAuthorityHosts.AzureGovernment,
        SmimeGraphEnvironment.China => Azure.Identity.AzureAuthorityHosts.AzureChina,
        _ => Azure.Identity.AzureAuthorityHosts.AzurePublicCloud,
    };

    /// <summary>
    /// The cloud of a sign-in service; null for one that is none of Microsoft's known ones. That of the US Government serves two
    /// clouds, and L4 is what Azure's tools take it for.
    /// </summary>
    public static SmimeGraphEnvironment? CloudOf(Uri authority) => authority.Host.ToLowerInvariant() switch
    {
        "login.microsoftonline.com" or "login.windows.net" or "login.microsoft.com" or "sts.windows.net" =>
            SmimeGraphEnvironment.Global,
        "login.microsoftonline.us" or "login.usgovcloudapi.net" => SmimeGraphEnvironment.USGov,
        "login.chinacloudapi.cn" or "login.partner.microsoftonline.cn" => SmimeGraphEnvironment.China,
        _ => null,
    };

    /// <summary>Accepts https anywhere and http on loopback, without user info, query, fragment and version segment.</summary>
    /// <exception cref="ArgumentException">The address is none of these.</exception>
    public static Uri Check(Uri uri, string name)
    {
        if (!uri.IsAbsoluteUri || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.Host.Length == 0)
        {
            throw new ArgumentException($"{name} must be an absolute address that starts with https://.", name);
        }

        // The address itself is not repeated where it might carry a password.
        if (uri.UserInfo.Length != 0 || uri.Query.Length != 0 || uri.Fragment.Length != 0)
        {
            throw new ArgumentException(
                $"{name} must not have a user name, a query or a fragment. Give host, port and path only.", name);
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !IsLoopback(uri))
        {
            throw new ArgumentException(
                $"{name} {uri.GetLeftPart(UriPartial.Authority)} would send the token unprotected to another machine. "
                + "Use https; plain http is for loopback addresses only.", name);
        }

        var address = uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var lastSegment = uri.AbsolutePath.TrimEnd('/');
        if (lastSegment.EndsWith("/beta", StringComparison.OrdinalIgnoreCase)
            || lastSegment.EndsWith("/v1.0", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"{name} must be without the version segment. Leave out what follows the last slash.", name);
        }

        return new Uri(address + "/");
    }

    /// <summary>Whether <paramref name="uri"/> stays on this machine whatever the name service says.</summary>
    public static bool IsLoopback(Uri uri) =>
        string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Whether both addresses lead to the same service: scheme, host and port.</summary>
    public static bool IsSameOrigin(Uri left, Uri right) =>
        left.Scheme == right.Scheme
        && left.Port == right.Port
        && string.Equals(left.Host, right.Host, StringComparison.OrdinalIgnoreCase);
}
