using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;
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
internal sealed class LoopbackSignIn(
    ClientSecretGraphCredential credential, Uri authority, string scope, GraphConnectionOptions options, TimeProvider clock)
    : IDisposable
{
    private readonly Uri _endpoint = new(authority, $"{Uri.EscapeDataString(credential.TenantId)}/oauth2/v2.0/token");
    private readonly string _clientId = credential.ClientId;
    private readonly SecretText _secret = credential.Secret.Clone();
    private readonly HttpClient _http = NewClient(options);

    /// <exception cref="GraphFailureException">No token could be had.</exception>
    public async Task<AccessToken> SignInAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = _clientId,
            ["client_secret"] = _secret.Span.ToString(),
            ["scope"] = scope,
        };
        if (request.Claims is { } claims)
        {
            fields["claims"] = claims;
        }

        using var form = new FormUrlEncodedContent(fields);
        try
        {
            using var response = await _http.PostAsync(_endpoint, form, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return Read(body, (int)response.StatusCode);
        }
        catch (HttpRequestException e)
        {
            throw SignInFailures.Unreachable($"the sign-in service {_endpoint.Authority} cannot be reached: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw SignInFailures.Unreachable($"the sign-in service {_endpoint.Authority} did not answer in time", e);
        }
    }

    public void Dispose()
    {
        _secret.Dispose();
        _http.Dispose();
    }

    private static HttpClient NewClient(GraphConnectionOptions options)
    {
        var http = new HttpClient(
            options.InnerHandler ?? GraphHttp.NewInnerHandler(), disposeHandler: options.InnerHandler is null)
        {
            Timeout = options.RequestTimeout,
        };
        GraphHttp.SendBodyAtOnce(http.DefaultRequestHeaders);
        return http;
    }

    /// <summary>RFC 6749 sections 5.1 and 5.2.</summary>
    private AccessToken Read(string body, int status)
    {
        var root = JsonMembers.TryParse(body);
        if (status == 200 && root?.Text("access_token") is { Length: > 0 } token)
        {
            return new AccessToken(token, clock.GetUtcNow().AddSeconds(Seconds(root)));
        }

        var reason = root?.Text("error") is not { Length: > 0 } error
            ? $"{_endpoint.GetLeftPart(UriPartial.Path)} answered {status} without a token"
            : root.Text("error_description") is { Length: > 0 } text ? $"{error}: {text}" : error;
        throw new GraphFailureException(GraphErrorKind.SignInFailed, reason) { StatusCode = status };
    }

    private static double Seconds(JsonObject root) => root["expires_in"] is JsonValue value
        && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var seconds) && seconds is > 0 and < 1e9
            ? seconds
            : 3600;
}
