using System;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>
/// Signs in by Azure.Identity. It sends through a handler of ours, so that proxy and loopback are the same for tokens as for
/// Graph.
/// </summary>
internal sealed class AzureSignIn : IDisposable
{
    private readonly TokenCredential _credential;
    private readonly Uri? _authority;
    private readonly string _scope;
    private readonly TimeProvider _clock;
    private readonly HttpClientTransport _transport;
    private bool _isSignedIn;

    /// <exception cref="ArgumentException">Tenant id or client id cannot be used.</exception>
    /// <exception cref="GraphFailureException">The certificate has no private key.</exception>
    public AzureSignIn(
        GraphCredential credential, SignInTarget target, string scope, HttpMessageHandler? inner, TimeProvider clock)
    {
        _authority = target.Authority;
        (_scope, _clock) = (scope, clock);
        var http = new HttpClient(inner ?? GraphHttp.NewInnerHandler(), disposeHandler: inner is null)
        {
            // The pipeline has time limits of its own.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        GraphHttp.SendBodyAtOnce(http.DefaultRequestHeaders);
        _transport = new HttpClientTransport(http);
        TokenCredential? created = null;
        try
        {
            created = Create(credential, target);
            _credential = created;
        }
        finally
        {
            if (created is null)
            {
                _transport.Dispose();
            }
        }
    }

    /// <summary>Gets a token. A person is asked the first time only, never in the middle of a later command.</summary>
    /// <exception cref="GraphFailureException">No token could be had.</exception>
    public async Task<AccessToken> SignInAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        var context = new TokenRequestContext([_scope], claims: request.ClaimsAt(_clock.GetUtcNow()));
        try
        {
            if (!_isSignedIn)
            {
                switch (_credential)
                {
                    case InteractiveBrowserCredential browser:
                        await browser.AuthenticateAsync(context, cancellationToken).ConfigureAwait(false);
                        break;
                    case DeviceCodeCredential device:
                        await device.AuthenticateAsync(context, cancellationToken).ConfigureAwait(false);
                        break;
                }
            }

            var token = await _credential.GetTokenAsync(context, cancellationToken).ConfigureAwait(false);
            _isSignedIn = true;
            return token;
        }
        catch (AuthenticationFailedException e)
        {
            // CredentialUnavailableException derives from it.
            throw SignInFailures.Explain(e, _authority);
        }
        catch (CryptographicException e)
        {
            throw SignInFailures.Of("the certificate's private key cannot be used: " + TokenSources.FirstLine(e.Message), e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw SignInFailures.Of("the sign-in was not completed in time", e);
        }
    }

    public void Dispose()
    {
        (_credential as IDisposable)?.Dispose();
        _transport.Dispose();
    }

    private TokenCredential Create(GraphCredential credential, SignInTarget target) => credential switch
    {
        InteractiveGraphCredential person => new InteractiveBrowserCredential(Set(target, new InteractiveBrowserCredentialOptions
        {
            ClientId = person.ClientId,
            TenantId = person.TenantId,
            DisableInstanceDiscovery = target.DisableInstanceDiscovery,
            DisableAutomaticAuthentication = true,
        })),
        DeviceCodeGraphCredential person => new DeviceCodeCredential(Set(target, new DeviceCodeCredentialOptions
        {
            ClientId = person.ClientId,
            TenantId = person.TenantId,
            DisableInstanceDiscovery = target.DisableInstanceDiscovery,
            DisableAutomaticAuthentication = true,
            DeviceCodeCallback = (code, _) =>
            {
                person.ShowMessage(code.Message);
                return Task.CompletedTask;
            },
        })),
        ClientSecretGraphCredential app => new ClientSecretCredential(app.TenantId, app.ClientId, app.Secret.Span.ToString(),
            Set(target, new ClientSecretCredentialOptions { DisableInstanceDiscovery = target.DisableInstanceDiscovery })),
        CertificateGraphCredential app when !app.Certificate.HasPrivateKey =>
            throw SignInFailures.Of($"the certificate {app.Certificate.Thumbprint} has no private key"),
        CertificateGraphCredential app => new ClientCertificateCredential(app.TenantId, app.ClientId, app.Certificate,
            Set(target, new ClientCertificateCredentialOptions
            {
                DisableInstanceDiscovery = target.DisableInstanceDiscovery,

                // Registrations that trust subject name and issuer instead of one certificate need the chain.
                SendCertificateChain = true,
            })),
        ManagedIdentityGraphCredential identity => new ManagedIdentityCredential(Set(target,
            new ManagedIdentityCredentialOptions(identity.ClientId is { } id
                ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned))),
        _ => throw new ArgumentException($"There is no way to sign in with {credential.AuthType}.", nameof(credential)),
    };

    private T Set<T>(SignInTarget target, T options)
        where T : TokenCredentialOptions
    {
        // A managed identity asks no sign-in service, but the library would check the variable.
        options.AuthorityHost = target.Authority ?? AzureAuthorityHosts.AzurePublicCloud;
        options.Transport = _transport;
        return options;
    }
}
