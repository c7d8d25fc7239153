using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>Puts the token on each try, and on nothing that goes to another host.</summary>
internal sealed class TokenHandler(TokenSource tokens, Uri graphUri) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } uri || !GraphEndpoint.IsSameOrigin(uri, graphUri))
        {
            throw new GraphFailureException(GraphErrorKind.UnexpectedResponse,
                $"The token for {graphUri.Authority} is not sent to {request.RequestUri?.Authority}.");
        }

        // Set per try: a token that was renewed during a long wait goes out fresh, and the string is gone with the request.
        var token = await tokens.GetTokenAsync(cancellationToken).ConfigureAwait(false);
        if (request is TryMessage message)
        {
            message.Token = token;
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        request.Headers.Authorization = null;
        return response;
    }
}
