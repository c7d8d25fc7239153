using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Directory;

public sealed class ApplicationTests
{
    private const string Graph = "00000003-0000-0000-c000-000000000000";

    [Fact]
    public async Task Graph_has_other_ids_for_its_permissions_in_each_tenant()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();

        var roles = new[] { await RolesAsync(first), await RolesAsync(second) };

        Assert.Equal(roles[0].Select(role => (string?)role!["value"]), roles[1].Select(role => (string?)role!["value"]));
        Assert.NotEqual((string?)roles[0][0]!["id"], (string?)roles[1][0]!["id"]);
    }

    [Fact]
    public async Task Delegated_permissions_are_called_otherwise_in_beta()
    {
        await using var session = await StartAsync();

        var released = await session.SendAsync("GET", $"v1.0/servicePrincipals(appId='{Graph}')");
        var beta = await session.SendAsync("GET", $"beta/servicePrincipals(appId='{Graph}')");

        Assert.NotNull(released.Json["oauth2PermissionScopes"]);
        Assert.Null(beta.Json["oauth2PermissionScopes"]);
        Assert.NotNull(beta.Json["publishedPermissionScopes"]);
    }

    [Fact]
    public async Task An_application_is_made_found_and_changed_member_by_member()
    {
        await using var session = await StartAsync();

        var made = await session.SendAsync("POST", "v1.0/applications", JsonNode.Parse("""
            { "displayName": "App", "notes": "Kept.", "publicClient": { "redirectUris": [ "http://localhost" ] } }
            """));
        var id = (string?)made.Json["id"];
        var changed = await session.SendAsync("PATCH", $"v1.0/applications/{id}", JsonNode.Parse("""
            { "publicClient": { "redirectUris": [ "https://contoso.com/a" ] } }
            """));
        var read = await session.SendAsync("GET", $"v1.0/applications(appId='{made.Json["appId"]}')");
        var listed = await session.SendAsync("GET", "v1.0/applications?$filter=displayName eq 'app'&$select=id");

        Assert.Equal(201, made.Status);
        Assert.Equal(204, changed.Status);
        Assert.Equal("Kept.", (string?)read.Json["notes"]);
        Assert.Equal(["https://contoso.com/a"],
            read.Json["publicClient"]!["redirectUris"]!.AsArray().Select(item => (string?)item));
        Assert.Equal(id, (string?)Assert.Single(listed.Json["value"]!.AsArray())!["id"]);
    }

    [Theory]
    [InlineData("""{ "displayName": "" }""", "displayName is empty")]
    [InlineData("""{ "notes": "x" }""", "displayName is missing")]
    [InlineData("""{ "displayName": "A", "colour": "red" }""", "colour is no member")]
    [InlineData("""{ "displayName": "A", "signInAudience": "Everybody" }""", "signInAudience is 'Everybody'")]
    [InlineData("""{ "displayName": "A", "publicClient": { "redirectUris": [ "http://contoso.com" ] } }""", "must be absolute")]
    [InlineData("""
        { "displayName": "A", "requiredResourceAccess": [ { "resourceAppId": "00000003-0000-0000-c000-000000000000",
          "resourceAccess": [ { "id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope" } ] } ] }
        """, "does not have")]
    [InlineData("""
        { "displayName": "A", "keyCredentials": [ { "type": "AsymmetricX509Cert", "usage": "Verify", "key": "AAEC" } ] }
        """, "no certificate in DER")]
    public async Task What_does_not_fit_is_refused_with_the_reason(string body, string reason)
    {
        await using var session = await StartAsync();

        var answer = await session.SendAsync("POST", "v1.0/applications", JsonNode.Parse(body));

        Assert.Equal(400, answer.Status);
        Assert.Equal("Request_BadRequest", (string?)answer.Error["code"]);
        Assert.Contains(reason, (string?)answer.Error["message"], StringComparison.Ordinal);
        Assert.Empty(session.Host.State.Applications.Applications);
    }

    [Fact]
    public async Task The_content_of_a_certificate_is_shown_when_it_is_asked_for_of_one_application()
    {
        await using var session = await StartAsync();
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=App", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        var made = await session.SendAsync("POST", "v1.0/applications", new JsonObject
        {
            ["displayName"] = "App",
            ["keyCredentials"] = new JsonArray(new JsonObject
            {
                ["type"] = "AsymmetricX509Cert",
                ["usage"] = "Verify",
                ["key"] = Convert.ToBase64String(certificate.RawData),
            }),
        });
        var address = $"v1.0/applications/{made.Json["id"]}";

        var plain = await session.SendAsync("GET", address);
        var asked = await session.SendAsync("GET", address + "?$select=keyCredentials");
        var hidden = plain.Json["keyCredentials"]!.DeepClone();
        var lost = await session.SendAsync("PATCH", address, new JsonObject { ["keyCredentials"] = hidden });

        Assert.Null(plain.Json["keyCredentials"]![0]!["key"]);
        Assert.Equal(
            Convert.ToBase64String(certificate.RawData), (string?)asked.Json["keyCredentials"]![0]!["key"]);
        Assert.NotNull(plain.Json["keyCredentials"]![0]!["keyId"]);
        Assert.Equal(400, lost.Status);
    }

    [Fact]
    public async Task What_was_made_is_not_seen_until_the_lag_is_over()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var session = await StartAsync(
            new SandboxOptions { Clock = clock, DirectoryLag = TimeSpan.FromSeconds(5) });
        var application = session.Host.State.Applications.AddApplication("App");
        var body = new JsonObject { ["appId"] = application.AppId.ToString() };

        var early = await session.SendAsync("POST", "v1.0/servicePrincipals", body.DeepClone());
        var hidden = await session.SendAsync("GET", $"v1.0/applications/{application.Id}");
        clock.Advance(TimeSpan.FromSeconds(5));
        var late = await session.SendAsync("POST", "v1.0/servicePrincipals", body.DeepClone());
        clock.Advance(TimeSpan.FromSeconds(5));
        var again = await session.SendAsync("POST", "v1.0/servicePrincipals", body.DeepClone());

        Assert.Equal(400, early.Status);
        Assert.Contains("does not reference a valid application", (string?)early.Error["message"], StringComparison.Ordinal);
        Assert.Equal(404, hidden.Status);
        Assert.Equal(201, late.Status);
        Assert.Equal(409, again.Status);
    }

    [Fact]
    public async Task Roles_are_granted_once_listed_in_pages_and_taken_away()
    {
        await using var session = await StartAsync(new SandboxOptions { PageSize = 2 });
        var directory = session.Host.State.Applications;
        var identity = directory.AddManagedIdentity("runbook");
        var roles = directory.Graph.Permissions.Take(5).ToList();
        foreach (var role in roles)
        {
            var granted = await GrantAsync(session, identity.Id, role.RoleId);
            Assert.Equal(201, granted.Status);
        }

        var twice = await GrantAsync(session, identity.Id, roles[0].RoleId);
        var unknown = await GrantAsync(session, identity.Id, Guid.NewGuid());
        var listed = 0;
        string? grant = null;
        for (var address = $"v1.0/servicePrincipals/{identity.Id}/appRoleAssignments"; address is not null;)
        {
            var page = await session.SendAsync("GET", address);
            listed += page.Json["value"]!.AsArray().Count;
            grant = (string?)page.Json["value"]![0]!["id"];
            address = (string?)page.Json["@odata.nextLink"];
        }

        var deleted = await session.SendAsync(
            "DELETE", $"v1.0/servicePrincipals/{identity.Id}/appRoleAssignments/{Uri.EscapeDataString(grant!)}");

        Assert.Contains("already exists", (string?)twice.Error["message"], StringComparison.Ordinal);
        Assert.Equal(400, unknown.Status);
        Assert.Equal(5, listed);
        Assert.Equal(204, deleted.Status);
        Assert.Equal(4, directory.Grants.Count);
    }

    [Theory]
    [InlineData("GET", "v1.0/applications", "Application.Read.All")]
    [InlineData("POST", "v1.0/applications", "Application.ReadWrite.All")]
    [InlineData("POST", "v1.0/servicePrincipals", "Application.ReadWrite.All")]
    [InlineData("POST", "v1.0/servicePrincipals/00000000-0000-0000-0000-000000000000/appRoleAssignedTo",
        "AppRoleAssignment.ReadWrite.All")]
    public async Task Each_asks_for_its_permission(string method, string path, string permission)
    {
        await using var session = await StartAsync();
        using var client = session.CreateClient(session.Host.IssueToken(["User.Read.All", "Group.Read.All"]));
        using var request = new System.Net.Http.HttpRequestMessage(new(method), path);

        using var response = await client.SendAsync(request);
        var answer = await Answer.ReadAsync(response);

        Assert.Equal(403, answer.Status);
        Assert.Contains(permission, session.Host.State.Requests.Entries[^1].Diagnostic, StringComparison.Ordinal);
    }

    private static async Task<JsonArray> RolesAsync(SandboxSession session) =>
        (await session.SendAsync("GET", $"v1.0/servicePrincipals(appId='{Graph}')?$select=id,appRoles"))
            .Json["appRoles"]!.AsArray();

    private static Task<Answer> GrantAsync(SandboxSession session, Guid principal, Guid role)
    {
        var resource = session.Host.State.Applications.Graph.Id;
        return session.SendAsync("POST", $"v1.0/servicePrincipals/{resource}/appRoleAssignedTo", new JsonObject
        {
            ["principalId"] = principal.ToString(),
            ["resourceId"] = resource.ToString(),
            ["appRoleId"] = role.ToString(),
        });
    }
}
