using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>
/// Sign-in: metadata, the pages for browsers, device codes, the token endpoint, and the endpoints of managed identities.
/// </summary>
internal sealed class OAuthEndpoints(
    ISignInOptions options, UserDirectory users, ApplicationDirectory directory, TokenService tokens, GrantStore grants)
{
    private readonly TokenEndpoint _tokenEndpoint = new(options, users, directory, tokens, grants);
    private readonly AuthorizePage _authorizePage = new(options, users, grants);
    private readonly ConsentPage _consentPage = new(options, directory);
    private readonly ManagedIdentityEndpoints _managedIdentity = new(options, directory, tokens);

    public static bool IsTokenRequest(SandboxRequest request) =>
        request.Path.Contains("/oauth2/", StringComparison.OrdinalIgnoreCase);

    public SandboxResponse Answer(SandboxRequest request)
    {
        try
        {
            return (request.Method, request.Segments) switch
            {
                ("GET", ["common", "discovery", "instance"]) => Instance(request),
                ("GET", [var tenant, "v2.0", ".well-known", "openid-configuration"]) =>
                    Configuration(request, CheckTenant(tenant)),
                ("GET", [var tenant, "oauth2", "v2.0", "authorize"]) => Authorize(request, CheckTenant(tenant)),
                ("GET", [var tenant, "v2.0", "adminconsent"]) =>
                    _consentPage.Answer(request, CheckTenant(tenant), isNewer: true),
                ("GET", [var tenant, "adminconsent"]) => _consentPage.Answer(request, CheckTenant(tenant), isNewer: false),
                ("POST", [var tenant, "oauth2", "v2.0", "devicecode"]) => DeviceCode(request, CheckTenant(tenant)),
                ("POST", [var tenant, "oauth2", "v2.0", "token"]) => _tokenEndpoint.Answer(request, CheckTenant(tenant)),
                ("GET", ["metadata", "identity", "oauth2", "token"]) => _managedIdentity.VirtualMachine(request),
                ("GET", ["msi", "token"] or ["MSI", "token"]) => _managedIdentity.AppService(request),
                _ => throw new RequestRefusedException(404, "NotFound",
                    "The sandbox answers under /beta, /v1.0, /{tenant}/oauth2/v2.0, "
                    + "/metadata/identity, /msi/token and /sandbox."),
            };
        }
        catch (OAuthException refusal)
        {
            return Error(request, refusal);
        }
    }

    private string CheckTenant(string tenant) =>
        tenant is "common" or "organizations" || tenant.Equals(options.TenantId.ToString(), StringComparison.OrdinalIgnoreCase)
            || IsDomain(tenant)
            ? tenant
            : throw new OAuthException("invalid_request", 90002,
                $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the "
                + "correct cloud.");

    // The tenant's domains are those of its users, and the ones that examples are written with.
    private bool IsDomain(string tenant) =>
        tenant.Equals("contoso.com", StringComparison.OrdinalIgnoreCase)
        || tenant.Equals("contoso.onmicrosoft.com", StringComparison.OrdinalIgnoreCase)
        || users.All.Any(user => user.UserPrincipalName.EndsWith("@" + tenant, StringComparison.OrdinalIgnoreCase));

    private SandboxResponse Authorize(SandboxRequest request, string tenant)
    {
        var clientId = request.QueryValue("client_id") ?? throw OAuthException.Missing("client_id");
        return _authorizePage.Answer(request, _tokenEndpoint.FindClient(clientId, tenant));
    }

    private static SandboxResponse Instance(SandboxRequest request)
    {
        var host = request.BaseUri.Authority;
        return SandboxResponse.Ok(new JsonObject
        {
            ["tenant_discovery_endpoint"] = $"{request.BaseUri}common/v2.0/.well-known/openid-configuration",
            ["api-version"] = "1.1",
            ["metadata"] = new JsonArray(new JsonObject
            {
                ["preferred_network"] = host,
                ["preferred_cache"] = host,
                ["aliases"] = new JsonArray(host),
            }),
        });
    }

    private SandboxResponse Configuration(SandboxRequest request, string tenant)
    {
        var root = $"{request.BaseUri}{tenant}/oauth2/v2.0/";
        return SandboxResponse.Ok(new JsonObject
        {
            ["issuer"] = $"{request.BaseUri}{options.TenantId}/v2.0",
            ["token_endpoint"] = root + "token",
            ["device_authorization_endpoint"] = root + "devicecode",
            ["authorization_endpoint"] = root + "authorize",
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt"),
            ["response_types_supported"] = new JsonArray("code"),
            ["response_modes_supported"] = new JsonArray("query", "form_post"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
        });
    }

    private SandboxResponse DeviceCode(SandboxRequest request, string tenant)
    {
        var form = new Form(request);
        var client = _tokenEndpoint.FindClient(form.Require("client_id"), tenant);
        GraphResource.CheckScope(form.Find("scope") ?? "", request, options);
        TokenEndpoint.RequirePublicClient(client);
        var (deviceCode, userCode) = grants.StartDeviceCode(client.ClientId);
        var page = $"{request.BaseUri}sandbox/devicecodes/{userCode}";
        return SandboxResponse.Ok(new JsonObject
        {
            ["user_code"] = userCode,
            ["device_code"] = deviceCode,
            ["verification_uri"] = page,
            ["expires_in"] = (int)grants.DeviceCodeLifetime.TotalSeconds,
            ["interval"] = 1,
            ["message"] = $"To sign in, POST to {page}?upn=… with a user principal name of the sandbox (code {userCode}).",
        });
    }

    private SandboxResponse Error(SandboxRequest request, OAuthException refusal)
    {
        var now = options.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var text = refusal.Number == 0
            ? refusal.Text
            : $"{refusal.Text} Trace ID: {request.RequestId} Correlation ID: {request.ClientRequestId} Timestamp: {now}";
        return new SandboxResponse
        {
            Status = refusal.Status,
            Diagnostic = refusal.Message,
            Json = new JsonObject
            {
                ["error"] = refusal.Error,
                ["error_description"] = text,
                ["error_codes"] = refusal.Number == 0 ? new JsonArray() : new JsonArray(refusal.Number),
                ["timestamp"] = now,
                ["trace_id"] = request.RequestId.ToString(),
                ["correlation_id"] = request.ClientRequestId,
            },
        };
    }
}

/// <summary>The fields of a form.</summary>
internal sealed class Form(SandboxRequest request)
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _pairs = SandboxRequest.ParsePairs(request.BodyText());

    public string? Find(string name) => _pairs.FirstOrDefault(pair => pair.Key == name).Value;

    /// <exception cref="OAuthException">The field is missing.</exception>
    public string Require(string name) => Find(name) ?? throw OAuthException.Missing(name);
}
