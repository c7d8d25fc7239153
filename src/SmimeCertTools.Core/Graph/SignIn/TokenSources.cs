using System;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;
using Azure.Identity;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>Makes the token source of each way to sign in.</summary>
internal static class TokenSources
{
    /// <exception cref="GraphFailureException">The credential cannot be used.</exception>
    /// <exception cref="ArgumentException">AuthorityHost is not acceptable.</exception>
    public static TokenSource Create(GraphCredential credential, GraphConnectionOptions options, Uri graphUri, TimeProvider clock)
    {
        if (credential is AccessTokenGraphCredential given)
        {
            return new GivenTokenSource(given.Token, clock);
        }

        var scope = graphUri.AbsoluteUri.TrimEnd('/') + "/.default";
        var authority = Authority(credential, options, graphUri);
        if (authority.Scheme == Uri.UriSchemeHttp)
        {
            var secret = credential as ClientSecretGraphCredential ?? throw new ArgumentException(
                "AuthorityHost must be https. Plain http on loopback is for sign-in with a client secret only.",
                nameof(GraphConnectionOptions.AuthorityHost));
            var loopback = new LoopbackSignIn(secret, authority, scope, options, clock);
            return new RenewedTokenSource(loopback.SignInAsync, clock, loopback);
        }

        TokenCredential azure;
        try
        {
            azure = Azure(credential, authority, options.DisableInstanceDiscovery);
        }
        catch (ArgumentException e)
        {
            // Azure.Identity checks the form of tenant and client id; its messages say which.
            throw new GraphFailureException(GraphErrorKind.SignInFailed, FirstLine(e.Message), e);
        }

        return new RenewedTokenSource(
            cancellationToken => SignInAsync(azure, scope, cancellationToken), clock, azure as IDisposable);
    }

    /// <summary>The first line: what follows are trace ids and the library's own troubleshooting address.</summary>
    internal static string FirstLine(string message)
    {
        var end = message.IndexOfAny(['\r', '\n']);
        return (end < 0 ? message : message.Substring(0, end)).Trim();
    }

    private static Uri Authority(GraphCredential credential, GraphConnectionOptions options, Uri graphUri)
    {
        if (options.AuthorityHost is { } chosen)
        {
            return GraphEndpoint.Check(chosen, nameof(GraphConnectionOptions.AuthorityHost));
        }

        return credential is ClientSecretGraphCredential && graphUri.Scheme == Uri.UriSchemeHttp
            ? graphUri
            : GraphEndpoint.AuthorityOf(options.Environment);
    }

    private static TokenCredential Azure(GraphCredential credential, Uri authority, bool disableInstanceDiscovery)
    {
        switch (credential)
        {
            case InteractiveGraphCredential person:
                return new InteractiveBrowserCredential(new InteractiveBrowserCredentialOptions
                {
                    AuthorityHost = authority,
                    ClientId = person.ClientId,
                    TenantId = person.TenantId,
                    DisableInstanceDiscovery = disableInstanceDiscovery,
                });
            case DeviceCodeGraphCredential person:
                return new DeviceCodeCredential(new DeviceCodeCredentialOptions
                {
                    AuthorityHost = authority,
                    ClientId = person.ClientId,
                    TenantId = person.TenantId,
                    DisableInstanceDiscovery = disableInstanceDiscovery,
                    DeviceCodeCallback = (code, _) =>
                    {
                        person.ShowMessage(code.Message);
                        return Task.CompletedTask;
                    },
                });
            case ClientSecretGraphCredential application:
                return new ClientSecretCredential(
                    application.TenantId,
                    application.ClientId,
                    application.Secret.Span.ToString(),
                    new ClientSecretCredentialOptions
                    {
                        AuthorityHost = authority,
                        DisableInstanceDiscovery = disableInstanceDiscovery,
                    });
            case CertificateGraphCredential application when !application.Certificate.HasPrivateKey:
                throw new GraphFailureException(
                    GraphErrorKind.SignInFailed, $"the certificate {application.Certificate.Thumbprint} has no private key");
            case CertificateGraphCredential application:
                return new ClientCertificateCredential(
                    application.TenantId,
                    application.ClientId,
                    application.Certificate,
                    new ClientCertificateCredentialOptions
                    {
                        AuthorityHost = authority,
                        DisableInstanceDiscovery = disableInstanceDiscovery,

                        // Registrations that trust subject name and issuer instead of one certificate need the chain.
                        SendCertificateChain = true,
                    });
            case ManagedIdentityGraphCredential identity:
                return new ManagedIdentityCredential(
                    identity.ClientId is { } id
                        ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned);
            default:
                throw new ArgumentException($"There is no way to sign in with {credential.AuthType}.", nameof(credential));
        }
    }

    private static async Task<AccessToken> SignInAsync(
        TokenCredential credential, string scope, CancellationToken cancellationToken)
    {
        try
        {
            return await credential.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationFailedException e)
        {
            // CredentialUnavailableException derives from it.
            throw new GraphFailureException(GraphErrorKind.SignInFailed, FirstLine(e.Message), e);
        }
        catch (System.Security.Cryptography.CryptographicException e)
        {
            throw new GraphFailureException(
                GraphErrorKind.SignInFailed, "the certificate's private key cannot be used: " + FirstLine(e.Message), e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GraphFailureException(GraphErrorKind.SignInFailed, "the sign-in was not completed in time", e);
        }
    }
}
