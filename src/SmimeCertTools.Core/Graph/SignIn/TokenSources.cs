using System;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>Makes the token source of each way to sign in.</summary>
internal static class TokenSources
{
    /// <exception cref="GraphFailureException">The credential cannot be used.</exception>
    /// <exception cref="ArgumentException">The sign-in service is plain http, which this credential cannot use.</exception>
    public static TokenSource Create(
        GraphCredential credential, GraphConnectionOptions options, SignInTarget target, TimeProvider clock)
    {
        if (credential is AccessTokenGraphCredential given)
        {
            return new GivenTokenSource(given.Token, clock);
        }

        var scope = target.GraphUri.AbsoluteUri.TrimEnd('/') + "/.default";
        if (target.Authority is { } authority && authority.Scheme == Uri.UriSchemeHttp)
        {
            var secret = credential as ClientSecretGraphCredential ?? throw new ArgumentException(
                "The sign-in service must be https. Plain http on loopback is for sign-in with a client secret only.",
                options.AuthorityHost is null ? SignInTarget.AuthorityVariable : nameof(GraphConnectionOptions.AuthorityHost));
            var loopback = new LoopbackSignIn(secret, authority, scope, options, clock);
            return new RenewedTokenSource(loopback.SignInAsync, clock, loopback);
        }

        try
        {
            var azure = new AzureSignIn(credential, target, scope, options.InnerHandler, clock);
            return new RenewedTokenSource(azure.SignInAsync, clock, azure);
        }
        catch (ArgumentException e)
        {
            // Azure.Identity checks the form of tenant and client id; its messages say which.
            throw SignInFailures.Of(FirstLine(e.Message), e);
        }
    }

    /// <summary>The first line: what follows are trace ids and the library's own troubleshooting address.</summary>
    internal static string FirstLine(string message)
    {
        var end = message.IndexOfAny(['\r', '\n']);
        return (end < 0 ? message : message.Substring(0, end)).Trim();
    }
}
