using System;
using System.Collections.Generic;
using System.Net;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>
/// The proxy that requests go through: that of the variables https_proxy, http_proxy and all_proxy without the hosts of no_proxy,
/// in either case, as Azure's tools read them; where none of these is set, the system's. .NET Framework reads no variables, and
/// .NET reads them once a process. Requests to this machine and to the metadata service of virtual machines go through none.
/// </summary>
internal sealed class ProxySettings(Uri? http, Uri? https, string[] direct, IWebProxy? system) : IWebProxy
{
    /// <summary>
    /// https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service: not to be used behind a proxy.
    /// </summary>
    private const string MetadataService = "169.254.169.254";

    /// <summary>The user names in the proxies' addresses, or what the system's proxy has.</summary>
    public ICredentials? Credentials { get; set; } = system is null ? new ProxyCredentials([http, https]) : system.Credentials;

    /// <summary>Reads the variables of this process as they are now.</summary>
    public static ProxySettings Read() => Read(Environment.GetEnvironmentVariable, WebRequest.DefaultWebProxy);

    /// <summary>The same with other variables and another proxy of the system.</summary>
    internal static ProxySettings Read(Func<string, string?> variable, IWebProxy? system)
    {
        Uri? Address(string name, bool isUpperCaseSafe = true) =>
            Parse(variable(name)) ?? (isUpperCaseSafe ? Parse(variable(name.ToUpperInvariant())) : null);

        // A web server hands a client's header "Proxy" to its scripts as HTTP_PROXY (CVE-2016-5385).
        var all = Address("all_proxy");
        var http = Address("http_proxy", isUpperCaseSafe: variable("GATEWAY_INTERFACE") is null) ?? all;
        var https = Address("https_proxy") ?? all;
        return http is null && https is null
            ? new ProxySettings(null, null, [], system)
            : new ProxySettings(http, https, Hosts(variable("no_proxy") ?? variable("NO_PROXY")), null);
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) =>
        IsLocal(destination) ? null : system is null ? Of(destination) : system.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => IsLocal(host) || (system is not null
        ? system.IsBypassed(host)
        : Of(host) is null || Array.Exists(direct, entry => Covers(entry, host)));

    private static bool IsLocal(Uri uri) => GraphEndpoint.IsLoopback(uri) || uri.Host == MetadataService;

    private Uri? Of(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? https : http;

    private static Uri? Parse(string? value)
    {
        var text = value?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return Uri.TryCreate(
            text!.IndexOf("://", StringComparison.Ordinal) < 0 ? "http://" + text : text, UriKind.Absolute, out var uri)
            && uri.Host.Length > 0 ? uri : null;
    }

    private static string[] Hosts(string? value) => value?.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>
    /// An entry covers its host and all beneath it, whether it begins with a dot or not; with a port, that port only.
    /// </summary>
    private static bool Covers(string entry, Uri uri)
    {
        if (entry == "*")
        {
            return true;
        }

        var name = entry.TrimStart('*').TrimStart('.');
        var colon = name.LastIndexOf(':');
        if (colon > 0 && name.IndexOf(':') == colon)
        {
            if (name.Substring(colon + 1) != uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                return false;
            }

            name = name.Substring(0, colon);
        }

        var host = uri.DnsSafeHost;
        return name.Length > 0 && (host.Equals(name, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>User name and password from a proxy's own address, for that proxy and no other.</summary>
    private sealed class ProxyCredentials(IReadOnlyList<Uri?> proxies) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            foreach (var proxy in proxies)
            {
                if (proxy is not null && proxy.UserInfo.Length > 0 && proxy.Port == uri.Port
                    && proxy.Host.Equals(uri.Host, StringComparison.OrdinalIgnoreCase))
                {
                    var colon = proxy.UserInfo.IndexOf(':');
                    var name = colon < 0 ? proxy.UserInfo : proxy.UserInfo.Substring(0, colon);
                    var password = colon < 0 ? "" : proxy.UserInfo.Substring(colon + 1);
                    return new NetworkCredential(Uri.UnescapeDataString(name), Uri.UnescapeDataString(password));
                }
            }

            return null;
        }
    }
}
