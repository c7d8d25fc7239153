using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>
/// Where a managed identity's tokens come from: the metadata service of virtual machines, and the endpoint that App Service,
/// Functions and Automation name in IDENTITY_ENDPOINT.
/// </summary>
internal sealed class ManagedIdentityEndpoints(ISignInOptions options, ApplicationDirectory directory, TokenService tokens)
{
    // https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
    public SandboxResponse VirtualMachine(SandboxRequest request)
    {
        if (request.Header("Metadata") != "true")
        {
            throw new OAuthException("bad_request_102", 0, "Required metadata header not specified");
        }

        if (request.Header("X-Forwarded-For") is not null)
        {
            throw new OAuthException("bad_request", 0, "The metadata service takes no request that came through a proxy.");
        }

        CheckQuery(request);
        var identity = Find(request);
        return SandboxResponse.Ok(Token(request, identity));
    }

    // https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
    public SandboxResponse AppService(SandboxRequest request)
    {
        var header = request.Header("X-IDENTITY-HEADER") ?? "";
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(options.IdentityHeader)))
        {
            throw new OAuthException("unauthorized", 0, "The X-IDENTITY-HEADER is missing or is not the one of this app.", 401);
        }

        CheckQuery(request);
        if (request.QueryValue("api-version") is not "2019-08-01")
        {
            throw new OAuthException("invalid_request", 0, "The api-version is not supported; it must be 2019-08-01.");
        }

        return SandboxResponse.Ok(Token(request, Find(request)));
    }

    private void CheckQuery(SandboxRequest request)
    {
        if (request.QueryValue("resource") is not { } resource || request.QueryValue("api-version") is null)
        {
            throw new OAuthException("invalid_request", 0, "The query must name api-version and resource.");
        }

        GraphResource.Check(resource, request, options);
    }

    private SandboxClient Find(SandboxRequest request) => request.QueryValue("client_id") is { } clientId
        ? options.UserAssignedIdentities.FirstOrDefault(identity =>
            Guid.TryParse(clientId, out var id) && identity.ClientId == id)
            ?? throw new OAuthException("invalid_request", 0, "Identity not found")
        : options.SystemAssignedIdentity ?? throw new OAuthException("invalid_request", 0, "Identity not found");

    private JsonObject Token(SandboxRequest request, SandboxClient identity) => new()
    {
        ["access_token"] = tokens.Issue(new TokenRequest(
            identity.ClientId, [.. identity.Permissions.Union(directory.GrantedTo(identity.ClientId))], identity.TokenLifetime)),
        ["client_id"] = identity.ClientId.ToString(),
        ["expires_in"] = identity.TokenLifetime.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ["expires_on"] = (options.Clock.GetUtcNow() + identity.TokenLifetime).ToUnixTimeSeconds()
            .ToString(CultureInfo.InvariantCulture),
        ["resource"] = request.QueryValue("resource"),
        ["token_type"] = "Bearer",
    };
}
