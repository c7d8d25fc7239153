using System;
using System.Buffers.Text;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.OAuth;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.OAuth;

public sealed class ConsentPageTests
{
    private const string Redirect = "https://login.microsoftonline.com/common/oauth2/nativeclient";

    [Fact]
    public async Task Consent_grants_what_the_application_asks_for_and_nothing_else()
    {
        await using var session = await StartAsync();
        var directory = session.Host.State.Applications;
        var application = Register(directory, Permission.ConfigurationRead);

        var answer = await FollowAsync(session, Newer(application) + "&state=s-1");
        await FollowAsync(session, Newer(application));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.StartsWith(Redirect + "?admin_consent=True&tenant=" + session.Host.Options.TenantId, answer.Location,
            StringComparison.Ordinal);
        Assert.EndsWith("&state=s-1", answer.Location, StringComparison.Ordinal);
        var principal = Assert.Single(directory.ServicePrincipals, one => one.AppId == application.AppId);
        Assert.Equal([Permission.ConfigurationRead], Assert.Single(directory.Consents).Scopes);
        Assert.Equal(principal.Id, directory.Consents[0].ClientId);
        Assert.Equal(directory.Graph.Permissions.Single(one => one.Value == Permission.UserRead).RoleId,
            Assert.Single(directory.Grants).RoleId);
    }

    [Fact]
    public async Task A_browser_is_shown_what_is_asked_for_and_may_decline()
    {
        await using var session = await StartAsync();
        var application = Register(session.Host.State.Applications, Permission.ConfigurationRead);

        var page = await FollowAsync(session, Newer(application), "text/html");
        var declined = await FollowAsync(session, Newer(application) + "&sandbox_cancel=true", "text/html");
        Assert.Contains(Permission.ConfigurationRead, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Permission.GroupRead, page.Text, StringComparison.Ordinal);
        Assert.Contains("error=access_denied", declined.Location, StringComparison.Ordinal);
        Assert.Empty(session.Host.State.Applications.Consents);

        var accepted = await FollowAsync(session, Newer(application) + "&sandbox_accept=true", "text/html");
        Assert.Contains("admin_consent=True", accepted.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_and_consents_to_nothing()
    {
        await using var session = await StartAsync();
        var directory = session.Host.State.Applications;
        var application = Register(directory, Permission.ConfigurationRead);
        var bare = directory.AddApplication("No address");

        Assert.Equal(700016, await NumberAsync(session, $"organizations/adminconsent?client_id={Guid.NewGuid()}"));
        Assert.Equal(900144, await NumberAsync(session, "organizations/v2.0/adminconsent?scope=x"));
        foreach (var tenant in new[] { "common", "elsewhere" })
        {
            Assert.Equal(90002, await NumberAsync(
                session, Newer(application).Replace("organizations", tenant, StringComparison.Ordinal)));
        }

        Assert.Equal(50011, await NumberAsync(session, Newer(application, redirect: "https://elsewhere.contoso.com/")));
        Assert.Equal(500113, await NumberAsync(session, $"organizations/v2.0/adminconsent?client_id={bare.AppId}&scope=openid"));
        Assert.Contains("AADSTS900144", Uri.UnescapeDataString((await FollowAsync(
            session, $"organizations/v2.0/adminconsent?client_id={application.AppId}")).Location), StringComparison.Ordinal);
        Assert.Contains("AADSTS500011", Uri.UnescapeDataString((await FollowAsync(
            session, Newer(application, scope: "https://elsewhere.contoso.com/.default"))).Location), StringComparison.Ordinal);
        Assert.Empty(directory.Consents);
        Assert.Empty(directory.Grants);
    }

    [Fact]
    public async Task The_older_page_needs_no_address_and_no_scope()
    {
        await using var session = await StartAsync();
        var directory = session.Host.State.Applications;
        var application = directory.AddApplication("Unattended", Access(directory, [], [Permission.ConfigurationRead]));

        var answer = await FollowAsync(session, $"contoso.com/adminconsent?client_id={application.AppId}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("admin_consent: True", answer.Text, StringComparison.Ordinal);
        Assert.Single(directory.Grants);
        Assert.Empty(directory.Consents);
    }

    [Fact]
    public async Task Consents_are_listed_for_those_who_may_read_the_directory_and_can_be_withdrawn()
    {
        await using var session = await StartAsync();
        var directory = session.Host.State.Applications;
        directory.Consent(Register(directory, Permission.ConfigurationRead, Permission.UserRead));
        var consent = Assert.Single(directory.Consents);

        foreach (var address in new[]
        {
            $"v1.0/servicePrincipals/{consent.ClientId}/oauth2PermissionGrants", "v1.0/oauth2PermissionGrants",
            $"beta/oauth2PermissionGrants?$filter=clientId eq '{consent.ClientId}'",
        })
        {
            var listed = Assert.Single((await session.SendAsync("GET", address)).Json["value"]!.AsArray())!;
            Assert.Equal("AllPrincipals", (string?)listed["consentType"]);
            Assert.Equal(consent.ResourceId.ToString(), (string?)listed["resourceId"]);
            Assert.Equal(
                $"{Permission.ConfigurationRead} {Permission.UserRead}", (string?)listed["scope"]);
        }

        Assert.Empty((await session.SendAsync("GET", $"v1.0/oauth2PermissionGrants?$filter=clientId eq '{Guid.NewGuid()}'"))
            .Json["value"]!.AsArray());
        Assert.Equal(403, (await session.SendAsync("POST", "v1.0/oauth2PermissionGrants", new JsonObject())).Status);
        Assert.Equal(403, (await session.SendAsync("DELETE", $"v1.0/oauth2PermissionGrants/{consent.Id}")).Status);
    }

    [Fact]
    public async Task An_application_signs_people_in_with_what_was_consented_to_and_not_before()
    {
        await using var session = await StartAsync();
        var directory = session.Host.State.Applications;
        var application = Register(directory, Permission.ConfigurationRead);
        directory.Update(application.Id, values => values["isFallbackPublicClient"] = true);

        var before = await SignInAsync(session, application);
        await FollowAsync(session, Newer(application));
        var after = await SignInAsync(session, application);

        Assert.Equal(65001, (int)before.Json["error_codes"]![0]!);
        Assert.True(after.Status == 200, after.Text);
        using var client = session.CreateClient((string)after.Json["access_token"]!);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Records)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("v1.0/applications")).StatusCode);
    }

    private static async Task<Answer> SignInAsync(SandboxSession session, SandboxApplication application)
    {
        var verifier = RandomNumberGenerator.GetHexString(64);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var page = await FollowAsync(session, $"organizations/oauth2/v2.0/authorize?client_id={application.AppId}"
            + "&response_type=code&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&redirect_uri=http%3A%2F%2Flocalhost%3A5001"
            + $"&code_challenge={challenge}&code_challenge_method=S256");
        var code = page.Location[(page.Location.IndexOf("code=", StringComparison.Ordinal) + 5)..];
        return await session.FormAsync("organizations/oauth2/v2.0/token", ("grant_type", "authorization_code"),
            ("client_id", $"{application.AppId}"), ("code", Uri.UnescapeDataString(code)),
            ("redirect_uri", "http://localhost:5001"), ("code_verifier", verifier));
    }

    private static string Newer(
        SandboxApplication application, string redirect = Redirect, string scope = "https://graph.microsoft.com/.default") =>
        $"organizations/v2.0/adminconsent?client_id={application.AppId}&scope={Uri.EscapeDataString(scope)}"
            + $"&redirect_uri={Uri.EscapeDataString(redirect)}";

    private static SandboxApplication Register(ApplicationDirectory directory, params string[] scopes)
    {
        var members = Access(directory, scopes, [Permission.UserRead]);
        members["publicClient"] = new JsonObject { ["redirectUris"] = new JsonArray("http://localhost", Redirect) };
        return directory.AddApplication("Rehearsal", members);
    }

    private static JsonObject Access(ApplicationDirectory directory, string[] scopes, string[] roles)
    {
        var offers = directory.Graph.Permissions.ToDictionary(offer => offer.Value);
        var all = scopes.Select(value => ("Scope", offers[value].ScopeId))
            .Concat(roles.Select(value => ("Role", offers[value].RoleId)));
        return new JsonObject
        {
            ["requiredResourceAccess"] = new JsonArray(new JsonObject
            {
                ["resourceAppId"] = ApplicationDirectory.GraphAppId.ToString(),
                ["resourceAccess"] = new JsonArray([.. all.Select(one => (JsonNode)new JsonObject
                {
                    ["type"] = one.Item1,
                    ["id"] = one.Item2.ToString(),
                })]),
            }),
        };
    }

    private static async Task<int> NumberAsync(SandboxSession session, string address) =>
        (int)JsonNode.Parse((await FollowAsync(session, address)).Text)!["error_codes"]![0]!;

    private static async Task<(HttpStatusCode Status, string Location, string Text)> FollowAsync(
        SandboxSession session, string address, string? accept = null)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = session.Host.GraphUri };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }

        using var response = await client.SendAsync(request);
        return (response.StatusCode, response.Headers.Location?.OriginalString ?? "", await response.Content.ReadAsStringAsync());
    }
}
