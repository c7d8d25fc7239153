using System;
using System.Net.Http;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Graph.Http.Pacing;
using SmimeCertTools.Core.Graph.SignIn;

namespace SmimeCertTools.Core.Graph.Connection;

/// <summary>Puts the parts of a connection's HTTP client together.</summary>
internal static class RequestPipeline
{
    /// <summary>
    /// A client whose requests carry the token, are tried again as the policy says, and fail as <see
    /// cref="GraphFailureException"/>.
    /// </summary>
    public static HttpClient Create(
        Uri graphUri, TokenSource tokens, RetryPolicy policy, RequestPacer pacer, HttpMessageHandler? inner)
    {
        var handler = new RequestHandler(policy, GraphHttp.UserAgent)
        {
            InnerHandler = new PacingHandler(pacer, policy)
            {
                InnerHandler = new TokenHandler(tokens, graphUri)
                {
                    InnerHandler = new TryHandler(policy) { InnerHandler = inner ?? GraphHttp.NewInnerHandler() },
                },
            },
        };
        return new HttpClient(handler, disposeHandler: inner is null) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }
}
