using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>What all of our HTTP clients have in common.</summary>
internal static class GraphHttp
{
    /// <summary>More than anyone's ThrottleLimit should be, so that the pool is not what slows an import.</summary>
    private const int ConnectionsPerServer = 64;

    /// <summary>The name and version of this library, for the service's logs.</summary>
    public static string UserAgent { get; } = "SmimeCertTools/"
        + (typeof(GraphHttp).Assembly.GetName().Version?.ToString(3) ?? "0.0.0");

    /// <summary>
    /// Has a body sent at once. .NET Framework asks first, by "Expect: 100-continue", which costs a round trip, and a wait of 350
    /// ms where nobody on the way answers it; .NET asks only when told to.
    /// </summary>
    public static void SendBodyAtOnce(HttpRequestHeaders headers) => headers.ExpectContinue = false;

    /// <summary>
    /// A handler with its own connection pool. It follows no redirect (the token must not travel), keeps no cookies, and sends
    /// nothing for this machine through a proxy.
    /// </summary>
    public static HttpMessageHandler NewInnerHandler()
    {
#if NET
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            MaxConnectionsPerServer = ConnectionsPerServer,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
            Proxy = ProxySettings.Read(),
        };
#else
        return new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            MaxConnectionsPerServer = ConnectionsPerServer,
            UseCookies = false,
            Proxy = ProxySettings.Read(),
        };
#endif
    }
}
