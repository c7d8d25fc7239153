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
    /// cref="GraphFailureException"/>. The innermost handler stays the caller's.
    /// </summary>
    public static HttpClient Create(
        Uri graphUri, TokenSource tokens, RetryPolicy policy, PacerLine line, HttpMessageHandler inner)
    {
        var handler = new RequestHandler(policy, tokens, GraphHttp.UserAgent)
        {
            InnerHandler = new PacingHandler(line, policy)
            {
                InnerHandler = new TokenHandler(tokens, graphUri)
                {
                    InnerHandler = new TryHandler(policy) { InnerHandler = inner },
                },
            },
        };
        return new HttpClient(handler, disposeHandler: false) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }
}
