using System;
using System.Net.Http;
using System.Security.Authentication;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>What a connection that could not be made means.</summary>
internal static class ConnectionFailures
{
    /// <summary>What helps where something on the way answers TLS in the service's place.</summary>
    public const string TrustAdvice = "Check its address. If it, or a proxy that reads TLS, has a certificate of an own CA, this "
        + "machine must trust that CA.";

    /// <summary>What helps where a proxy wants to know who asks.</summary>
    public const string ProxyAdvice = "The proxy wants a user name and a password. Give them in HTTPS_PROXY "
        + "(http://name:password@proxy:port), or have this machine let through.";

    /// <summary>The failure; with advice where trying again is no use.</summary>
    public static GraphFailureException Explain(HttpRequestException error, Uri? address)
    {
        var host = address?.Authority ?? "the service";
        if (Find<AuthenticationException>(error) is { } untrusted)
        {
            var reason = $"{host} cannot be trusted: {untrusted.Message}";
            return new GraphFailureException(GraphErrorKind.ConnectionFailed, reason, error) { Advice = TrustAdvice };
        }

        // A tunnel that the proxy refused; the platforms tell it in words alone.
        var cause = Innermost(error);
        return error.Message.Contains("407") || cause.Message.Contains("407")
            ? new GraphFailureException(GraphErrorKind.ConnectionFailed, $"the proxy did not connect to {host} (407)", error)
            {
                Advice = ProxyAdvice,
            }
            : new GraphFailureException(GraphErrorKind.ConnectionFailed, cause.Message, error);
    }

    private static T? Find<T>(Exception? error)
        where T : Exception => error is null ? null : error as T ?? Find<T>(error.InnerException);

    private static Exception Innermost(Exception exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception;
}
