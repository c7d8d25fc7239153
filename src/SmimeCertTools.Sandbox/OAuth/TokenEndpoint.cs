using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>POST /{tenant}/oauth2/v2.0/token: client credentials, authorization code, device code, refresh token.</summary>
internal sealed class TokenEndpoint(
    ISignInOptions options, UserDirectory users, ApplicationDirectory directory, TokenService tokens, GrantStore grants)
{
    private const string DeviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code";

    public SandboxResponse Answer(SandboxRequest request, string tenant)
    {
        var form = new Form(request);
        var grant = form.Require("grant_type");
        var client = FindClient(form.Require("client_id"), tenant);
        return grant switch
        {
            "client_credentials" => ClientCredentials(request, form, client),
            "authorization_code" => Delegated(form, client, Redeem(request, form, client)),
            DeviceCodeGrant or "device_code" =>
                Delegated(form, client, grants.RedeemDeviceCode(form.Require("device_code"), client.ClientId)),
            "refresh_token" => Delegated(form, client, grants.Refresh(form.Require("refresh_token"), client.ClientId)),
            _ => throw new OAuthException("unsupported_grant_type", 70003,
                $"The app requested an unsupported grant type '{grant}'."),
        };
    }

    /// <exception cref="OAuthException">There is no such app.</exception>
    public SandboxClient FindClient(string clientId, string tenant) =>
        options.Clients.FirstOrDefault(client => Guid.TryParse(clientId, out var id) && client.ClientId == id)
        ?? RegisteredClient.Find(directory, clientId)
        ?? throw new OAuthException("unauthorized_client", 700016,
            $"Application with identifier '{clientId}' was not found in the directory '{tenant}'.");

    /// <exception cref="OAuthException">The app may not sign people in without a secret.</exception>
    public static void RequirePublicClient(SandboxClient client)
    {
        if (!client.AllowPublicClient)
        {
            throw OAuthException.NoCredential();
        }
    }

    private string Redeem(SandboxRequest request, Form form, SandboxClient client)
    {
        if (form.Find("client_secret") is null && form.Find("client_assertion") is null)
        {
            RequirePublicClient(client);
        }
        else
        {
            Authenticate(request, form, client);
        }

        return grants.RedeemCode(
            form.Require("code"), client.ClientId, form.Require("redirect_uri"), form.Require("code_verifier"));
    }

    private SandboxResponse ClientCredentials(SandboxRequest request, Form form, SandboxClient client)
    {
        Authenticate(request, form, client);
        GraphResource.CheckDefault(form.Require("scope"), request, options);
        return Response(client, tokens.Issue(new TokenRequest(client.ClientId, client.Permissions, client.TokenLifetime)
        {
            HasClaims = form.Find("claims") is not null,
        }));
    }

    private void Authenticate(SandboxRequest request, Form form, SandboxClient client)
    {
        if (form.Find("client_assertion") is { } assertion)
        {
            if (form.Require("client_assertion_type") != ClientAssertion.Type)
            {
                throw new OAuthException("invalid_request", 50027, "The client_assertion_type is not supported.");
            }

            ClientAssertion.Verify(assertion, client, request.Path, options.Clock.GetUtcNow());
            return;
        }

        var secret = form.Find("client_secret") ?? throw OAuthException.NoCredential();
        if (client.Secret is null
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(client.Secret)))
        {
            throw new OAuthException("invalid_client", 7000215,
                "Invalid client secret provided. Ensure the secret being sent in the "
                + $"request is the client secret value, not the client secret ID, for a secret added to app '{client.ClientId}'.",
                401);
        }
    }

    private SandboxResponse Delegated(Form form, SandboxClient client, string userPrincipalName)
    {
        var user = users.Find(userPrincipalName) ?? throw new OAuthException("invalid_grant", 50034,
            $"The user account {userPrincipalName} does not exist in the directory.");
        if (client.Scopes is { Count: 0 })
        {
            throw new OAuthException("invalid_grant", 65001,
                $"The user or administrator has not consented to use the application with ID '{client.ClientId}' named "
                + $"'{client.DisplayName}'. Send an interactive authorization request for this user and resource.");
        }

        var permissions = client.Scopes ?? client.Permissions;
        var response = Response(client, tokens.Issue(new TokenRequest(client.ClientId, permissions, client.TokenLifetime)
        {
            UserPrincipalName = user.UserPrincipalName,
            UserId = user.Id,
            HasClaims = form.Find("claims") is not null,
        }));
        var scopes = (form.Find("scope") ?? "").Split(' ');
        var json = response.Json!.AsObject();
        json["scope"] = string.Join(' ', Granted(permissions, scopes));
        if (scopes.Contains("offline_access"))
        {
            json["refresh_token"] = grants.CreateRefreshToken(client.ClientId, user.UserPrincipalName);
        }

        if (scopes.Contains("openid") || scopes.Contains("profile"))
        {
            json["id_token"] = tokens.IssueIdToken(client.ClientId, user.Id, user.UserPrincipalName, user.DisplayName);
        }

        json["client_info"] = Encode(new JsonObject { ["uid"] = user.Id.ToString(), ["utid"] = options.TenantId.ToString() });
        return response;
    }

    // The scopes are written with the address of the resource that was asked for; /.default comes back as it was sent.
    private static IEnumerable<string> Granted(IReadOnlyList<string> all, string[] asked)
    {
        var resource = asked.FirstOrDefault(scope => scope.EndsWith("/.default", StringComparison.Ordinal));
        var address = resource is null ? TokenService.GraphAudience : resource[..^"/.default".Length];
        var permissions = all.Select(permission => $"{address}/{permission}");
        return resource is null ? permissions : permissions.Append(resource);
    }

    private static SandboxResponse Response(SandboxClient client, string accessToken)
    {
        var seconds = (int)client.TokenLifetime.TotalSeconds;
        return SandboxResponse.Ok(JsonBody.Create(
            new { token_type = "Bearer", expires_in = seconds, ext_expires_in = seconds, access_token = accessToken }));
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
