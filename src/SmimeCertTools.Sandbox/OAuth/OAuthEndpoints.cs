using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>
/// Sign-in: metadata, device codes, the token endpoint, and the managed identity's endpoint of a virtual machine.
/// </summary>
internal sealed class OAuthEndpoints(SandboxOptions options, SandboxState state, TokenService tokens, DeviceCodeStore deviceCodes)
{
    private readonly TokenEndpoint _tokenEndpoint = new(options, state, tokens, deviceCodes);

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
                ("POST", [var tenant, "oauth2", "v2.0", "devicecode"]) => DeviceCode(request, CheckTenant(tenant)),
                ("POST", [var tenant, "oauth2", "v2.0", "token"]) => _tokenEndpoint.Answer(request, CheckTenant(tenant)),
                ("GET", ["metadata", "identity", "oauth2", "token"]) => ManagedIdentity(request),
                _ => throw new RequestRefusedException(404, "NotFound",
                    "The sandbox answers under /beta, /v1.0, /{tenant}/oauth2/v2.0, "
                    + "/metadata/identity and /sandbox."),
            };
        }
        catch (OAuthException refusal)
        {
            return Error(request, refusal);
        }
    }

    private string CheckTenant(string tenant) =>
        tenant is "common" or "organizations" || tenant.Equals(options.TenantId.ToString(), StringComparison.OrdinalIgnoreCase)
            || tenant.Contains('.', StringComparison.Ordinal) // a domain name
            ? tenant
            : throw new OAuthException("invalid_request", 90002,
            $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID.");

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
        });
    }

    private SandboxResponse DeviceCode(SandboxRequest request, string tenant)
    {
        var client = _tokenEndpoint.FindClient(Form.Read(request).Require("client_id"), tenant);
        var (deviceCode, userCode) = deviceCodes.Start(client.ClientId);
        var page = $"{request.BaseUri}sandbox/devicecodes/{userCode}";
        return SandboxResponse.Ok(new JsonObject
        {
            ["user_code"] = userCode,
            ["device_code"] = deviceCode,
            ["verification_uri"] = page,
            ["expires_in"] = (int)DeviceCodeStore.Lifetime.TotalSeconds,
            ["interval"] = 1,
            ["message"] = $"To sign in, POST to {page}?upn=… with a user principal name of the sandbox (code {userCode}).",
        });
    }

    // https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
    private SandboxResponse ManagedIdentity(SandboxRequest request)
    {
        if (request.Header("Metadata") != "true")
        {
            throw new OAuthException("bad_request_102", 0, "Required metadata header not specified");
        }

        if (request.QueryValue("resource") is null || request.QueryValue("api-version") is null)
        {
            throw new OAuthException("invalid_request", 0, "The query must name api-version and resource.");
        }

        var lifetime = TimeSpan.FromHours(1);
        var clientId = Guid.TryParse(request.QueryValue("client_id"), out var id) ? id : options.TenantId;
        var response = SandboxResponse.Ok(new JsonObject
        {
            ["access_token"] = tokens.Issue(new TokenRequest(clientId, Permission.All, lifetime)),
            ["client_id"] = clientId.ToString(),
            ["expires_in"] = lifetime.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            ["expires_on"] = (options.Clock.GetUtcNow() + lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["resource"] = request.QueryValue("resource"),
            ["token_type"] = "Bearer",
        });
        return response;
    }

    private SandboxResponse Error(SandboxRequest request, OAuthException refusal)
    {
        var now = options.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var text = refusal.Number == 0
            ? refusal.Message
            : $"AADSTS{refusal.Number}: {refusal.Message} Trace ID: {request.RequestId} "
                + $"Correlation ID: {request.ClientRequestId} Timestamp: {now}";
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
internal sealed class Form(IReadOnlyList<KeyValuePair<string, string>> pairs)
{
    public static Form Read(SandboxRequest request) => new(SandboxRequest.ParsePairs(request.BodyText()));

    public string? Find(string name)
    {
        foreach (var (key, value) in pairs)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <exception cref="OAuthException">The field is missing.</exception>
    public string Require(string name) => Find(name)
        ?? throw new OAuthException("invalid_request", 900144,
        $"The request body must contain the following parameter: '{name}'.");
}
