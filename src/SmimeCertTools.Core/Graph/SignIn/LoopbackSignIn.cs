using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>
/// The client credentials grant (RFC 6749 section 4.4) against a token endpoint on this machine, to rehearse without a tenant.
/// Azure.Identity insists on https, so it cannot do that; everything that is not plain http on loopback goes through
/// Azure.Identity.
/// </summary>
internal sealed class LoopbackSignIn : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _endpoint;
    private readonly string _clientId;
    private readonly SecretText _secret;
    private readonly string _scope;
    private readonly TimeProvider _clock;

    public LoopbackSignIn(
        ClientSecretGraphCredential credential, Uri authority, string scope, GraphConnectionOptions options, TimeProvider clock)
    {
        _endpoint = new Uri(authority, $"{Uri.EscapeDataString(credential.TenantId)}/oauth2/v2.0/token");
        _clientId = credential.ClientId;
        _secret = credential.Secret.Clone();
        _scope = scope;
        _clock = clock;
        _http = new HttpClient(
            options.InnerHandler ?? GraphHttp.NewInnerHandler(), disposeHandler: options.InnerHandler is null)
        {
            Timeout = options.RequestTimeout,
        };
    }

    /// <exception cref="GraphFailureException">No token could be had.</exception>
    public async Task<AccessToken> SignInAsync(CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = _clientId,
            ["client_secret"] = _secret.Span.ToString(),
            ["scope"] = _scope,
        });
        try
        {
            using var response = await _http.PostAsync(_endpoint, form, cancellationToken).ConfigureAwait(false);
#if NET
            var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
#else
            var body = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
#endif
            return Read(body, (int)response.StatusCode);
        }
        catch (HttpRequestException e)
        {
            throw new GraphFailureException(
                GraphErrorKind.SignInFailed, $"{_endpoint.Authority} cannot be reached: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GraphFailureException(GraphErrorKind.SignInFailed, $"{_endpoint.Authority} did not answer in time", e);
        }
    }

    public void Dispose()
    {
        _secret.Dispose();
        _http.Dispose();
    }

    /// <summary>RFC 6749 sections 5.1 and 5.2.</summary>
    private AccessToken Read(string body, int status)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                if (status == 200 && Text(root, "access_token") is { Length: > 0 } token)
                {
                    return new AccessToken(token, _clock.GetUtcNow().AddSeconds(Seconds(root)));
                }

                if (Text(root, "error") is { Length: > 0 } error)
                {
                    throw new GraphFailureException(
                        GraphErrorKind.SignInFailed, Text(root, "error_description") is { Length: > 0 } text
                            ? $"{error}: {text}" : error)
                    {
                        StatusCode = status,
                    };
                }
            }
        }
        catch (JsonException)
        {
            // Falls through: not a token endpoint's answer.
        }

        throw new GraphFailureException(
            GraphErrorKind.SignInFailed, $"{_endpoint.GetLeftPart(UriPartial.Path)} answered {status} without a token")
        {
            StatusCode = status,
        };
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double Seconds(JsonElement root) =>
        root.TryGetProperty("expires_in", out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds) && seconds is > 0 and < 1e9
            ? seconds
            : 3600;
}
