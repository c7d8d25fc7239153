using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Applications;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.Applications.DirectoryTenant;

namespace SmimeCertTools.Core.Tests.Graph.Applications;

public sealed class ApplicationClientTests
{
    private const string GraphAppId = "00000003-0000-0000-c000-000000000000";

    [Fact]
    public async Task A_public_client_is_made_with_delegated_permissions_and_its_redirect_addresses()
    {
        await using var tenant = await StartAsync();

        var made = await tenant.RegisterAsync(Request());

        var application = Assert.Single(tenant.Directory.Applications);
        Assert.Equal("SmimeCertTools", application.DisplayName);
        Assert.Equal(application.AppId.ToString(), made.ClientId);
        Assert.Equal("AzureADMyOrg", (string?)application.Values["signInAudience"]);
        Assert.True((bool?)application.Values["isFallbackPublicClient"]);
        Assert.Equal(
            ["http://localhost", "https://login.microsoftonline.com/common/oauth2/nativeclient"], Redirects(application));
        Assert.Equal(
            [
                $"{GraphAppId} Scope {tenant.Offer(GraphPermission.ConfigurationReadWrite).ScopeId}",
                $"{GraphAppId} Scope {tenant.Offer(GraphPermission.UserRead).ScopeId}",
            ],
            Access(application));
        var principal = tenant.Directory.ServicePrincipals.Single(candidate => candidate.AppId == application.AppId);
        Assert.Equal(principal.Id.ToString(), made.ServicePrincipalId);
        Assert.Empty(made.Differences);
        Assert.Equal(["DeviceManagementConfiguration.ReadWrite.All", "User.Read.All"], made.PendingConsent!);
        Assert.Equal(["POST /v1.0/applications", "POST /v1.0/servicePrincipals"], tenant.Writes());
    }

    [Fact]
    public async Task The_consent_address_asks_for_all_that_the_application_asks_for()
    {
        await using var tenant = await StartAsync();

        var person = await tenant.RegisterAsync(Request("People"));
        using var certificate = Certificate();
        var daemon = await tenant.RegisterAsync(Request("Daemon", certificate: certificate));

        Assert.Equal("login.microsoftonline.com", person.ConsentUri!.Host);
        Assert.Equal($"/{tenant.Host.Options.TenantId}/v2.0/adminconsent", person.ConsentUri.AbsolutePath);
        Assert.Contains($"client_id={person.ClientId}", person.ConsentUri.Query, StringComparison.Ordinal);
        Assert.Contains("scope=" + Uri.EscapeDataString(tenant.Host.GraphUri.AbsoluteUri + ".default"), person.ConsentUri.Query,
            StringComparison.Ordinal);
        Assert.Contains(
            "redirect_uri=" + Uri.EscapeDataString("https://login.microsoftonline.com/common/oauth2/nativeclient"),
            person.ConsentUri.Query, StringComparison.Ordinal);
        Assert.Equal(
            $"https://login.microsoftonline.com/{tenant.Host.Options.TenantId}/adminconsent?client_id={daemon.ClientId}",
            daemon.ConsentUri!.AbsoluteUri);
    }

    [Fact]
    public async Task A_certificate_brings_application_permissions_and_its_public_half_alone()
    {
        await using var tenant = await StartAsync();
        using var certificate = Certificate();

        var made = await tenant.RegisterAsync(Request(certificate: certificate));

        var application = Assert.Single(tenant.Directory.Applications);
        var key = Assert.Single(application.Values["keyCredentials"]!.AsArray())!;
        Assert.Equal(Convert.ToBase64String(certificate.RawData), (string?)key["key"]);
        Assert.Equal("AsymmetricX509Cert", (string?)key["type"]);
        Assert.Equal("Verify", (string?)key["usage"]);
        Assert.Equal("CN=Rehearsal", (string?)key["displayName"]);
        Assert.All(Access(application), access => Assert.Contains(" Role ", access, StringComparison.Ordinal));
        Assert.Empty(Redirects(application));
        Assert.Null((bool?)application.Values["isFallbackPublicClient"]);
        Assert.Equal(["DeviceManagementConfiguration.ReadWrite.All", "User.Read.All"], made.PendingConsent!);
    }

    [Fact]
    public async Task What_was_consented_to_is_pending_no_longer()
    {
        await using var tenant = await StartAsync();
        using var certificate = Certificate();
        var made = await tenant.RegisterAsync(Request(certificate: certificate));
        tenant.Directory.Grant(Guid.Parse(made.ServicePrincipalId!), tenant.Offer(GraphPermission.UserRead).RoleId);

        var again = await tenant.PlanAsync(Request(certificate: certificate));

        Assert.Equal(["DeviceManagementConfiguration.ReadWrite.All"], again.PendingConsent!);
    }

    [Fact]
    public async Task Consent_to_delegated_permissions_counts_when_it_is_for_everybody_and_for_Graph()
    {
        await using var tenant = await StartAsync();
        var made = await tenant.RegisterAsync(Request());
        tenant.Directory.Consent(Guid.Parse(made.ServicePrincipalId!), ["user.read.all"]);

        var again = await tenant.PlanAsync(Request());

        Assert.Equal(["DeviceManagementConfiguration.ReadWrite.All"], again.PendingConsent!);
        Assert.Null(again.ConsentProblem);
        tenant.Directory.Consent(Assert.Single(tenant.Directory.Applications));
        Assert.Empty((await tenant.PlanAsync(Request())).PendingConsent!);
    }

    [Fact]
    public async Task An_application_that_exists_is_completed_and_keeps_what_it_has()
    {
        await using var tenant = await StartAsync();
        using var former = Certificate("CN=Former");
        using var certificate = Certificate();
        var foreign = Guid.NewGuid().ToString();
        var offer = tenant.Directory.Graph.Permissions.Single(permission => permission.Value == "Mail.Read");
        var existing = tenant.Directory.AddApplication("smimecerttools", JsonNode.Parse($$"""
            {
              "notes": "Kept.",
              "passwordCredentials": [ { "displayName": "A secret", "keyId": "{{Guid.NewGuid()}}" } ],
              "publicClient": { "redirectUris": [ "https://contoso.com/app" ] },
              "web": { "redirectUris": [ "https://contoso.com/web" ] },
              "keyCredentials": [ { "keyId": "{{foreign}}", "type": "AsymmetricX509Cert", "usage": "Verify",
                                    "displayName": "CN=Former", "key": "{{Convert.ToBase64String(former.RawData)}}" } ],
              "requiredResourceAccess": [
                { "resourceAppId": "{{foreign}}", "resourceAccess": [ { "id": "{{foreign}}", "type": "Role" } ] },
                { "resourceAppId": "{{GraphAppId}}", "resourceAccess": [ { "id": "{{offer.RoleId}}", "type": "Role" } ] } ]
            }
            """)!.AsObject());
        var principal = tenant.Directory.AddPrincipal(existing);

        var made = await tenant.RegisterAsync(Request(certificate: certificate));

        var application = Assert.Single(tenant.Directory.Applications);
        Assert.Equal(existing.AppId.ToString(), made.ClientId);
        Assert.Equal(principal.Id.ToString(), made.ServicePrincipalId);
        Assert.Equal(["CN=Former", "CN=Rehearsal"],
            application.Values["keyCredentials"]!.AsArray().Select(key => (string?)key!["displayName"]));
        Assert.Equal(foreign, (string?)application.Values["keyCredentials"]![0]!["keyId"]);
        Assert.Equal(4, Access(application).Count);
        Assert.Contains($"{foreign} Role {foreign}", Access(application));
        Assert.Contains($"{GraphAppId} Role {offer.RoleId}", Access(application));
        Assert.Equal(["https://contoso.com/app"], Redirects(application));
        Assert.Equal("https://contoso.com/web", (string?)application.Values["web"]!["redirectUris"]![0]);
        Assert.Single(application.Values["passwordCredentials"]!.AsArray());
        Assert.Equal("Kept.", (string?)application.Values["notes"]);
        Assert.Equal("smimecerttools", application.DisplayName);
        Assert.Equal([$"PATCH /v1.0/applications/{existing.Id}"], tenant.Writes());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_run_sends_nothing(bool isDaemon)
    {
        await using var tenant = await StartAsync();
        using var certificate = isDaemon ? Certificate() : null;
        await tenant.RegisterAsync(Request(certificate: certificate));
        var before = tenant.Writes().Count;

        var again = await tenant.RegisterAsync(Request(certificate: certificate));

        Assert.Empty(again.Differences);
        Assert.Equal(before, tenant.Writes().Count);
    }

    [Fact]
    public async Task A_comparison_names_each_difference_and_sends_nothing()
    {
        await using var tenant = await StartAsync();
        tenant.Directory.AddApplication("SmimeCertTools", JsonNode.Parse("""
            { "publicClient": { "redirectUris": [ "http://localhost" ] } }
            """)!.AsObject());

        var plan = await tenant.PlanAsync(Request());

        Assert.Equal(
            [
                "requiredResourceAccess: (none) -> DeviceManagementConfiguration.ReadWrite.All (delegated)",
                "requiredResourceAccess: (none) -> User.Read.All (delegated)",
                "publicClient.redirectUris: (none) -> https://login.microsoftonline.com/common/oauth2/nativeclient",
                "isFallbackPublicClient: false -> true",
                "servicePrincipal: (none) -> SmimeCertTools",
            ],
            plan.Differences.Select(difference => difference.ToString()));
        Assert.Empty(tenant.Writes());
    }

    [Fact]
    public async Task A_name_that_several_applications_have_is_an_error_that_lists_them()
    {
        await using var tenant = await StartAsync();
        var first = tenant.Directory.AddApplication("SmimeCertTools");
        var second = tenant.Directory.AddApplication("SmimeCertTools");

        var error = await Assert.ThrowsAsync<RegistrationException>(() => tenant.PlanAsync(Request()));
        var named = await tenant.PlanAsync(Request(clientId: second.AppId.ToString().ToUpperInvariant()));

        Assert.Equal("ApplicationAmbiguous", error.ErrorId);
        Assert.Contains(first.AppId.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(second.AppId.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Equal(second.Id.ToString(), named.Id);
    }

    [Theory]
    [InlineData("0a1b2c3d-0000-4000-8000-000000000000")]
    [InlineData("not an id")]
    public async Task A_client_id_that_nothing_has_is_an_error_and_makes_nothing(string clientId)
    {
        await using var tenant = await StartAsync();

        var error = await Assert.ThrowsAsync<RegistrationException>(() => tenant.RegisterAsync(Request(clientId: clientId)));

        Assert.Equal("ApplicationNotFound", error.ErrorId);
        Assert.Empty(tenant.Writes());
    }

    [Fact]
    public async Task A_quote_in_a_name_is_found_again()
    {
        await using var tenant = await StartAsync();
        const string name = "Mail's & more #1";

        await tenant.RegisterAsync(Request(name));
        await tenant.RegisterAsync(Request(name));

        Assert.Equal(name, Assert.Single(tenant.Directory.Applications).DisplayName);
    }

    [Fact]
    public async Task An_application_that_is_not_seen_everywhere_yet_is_waited_for()
    {
        await using var tenant = await StartAsync(lag: TimeSpan.FromSeconds(9));

        var made = await tenant.RegisterAsync(Request());

        Assert.Empty(made.Differences);
        Assert.Single(tenant.Directory.Applications);
        Assert.Single(tenant.Directory.ServicePrincipals, principal => principal.AppId.ToString() == made.ClientId);
        Assert.NotEmpty(tenant.Clock.Waits);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    public async Task A_service_principal_that_is_refused_for_a_new_application_is_tried_again(int status)
    {
        await using var tenant = await StartAsync();
        tenant.Host.Faults.Add("POST", "servicePrincipals", status, times: 2);

        var made = await tenant.RegisterAsync(Request());

        Assert.NotNull(made.ServicePrincipalId);
        Assert.Equal(3, tenant.Writes().Count(write => write.EndsWith("/servicePrincipals", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refusal_that_stays_ends_and_says_what_is_there()
    {
        await using var tenant = await StartAsync();
        tenant.Host.Faults.Add("POST", "servicePrincipals", 400, times: 100);

        var error = await Assert.ThrowsAsync<RegistrationException>(() => tenant.RegisterAsync(Request()));

        Assert.Equal("ApplicationIncomplete", error.ErrorId);
        Assert.Contains(
            Assert.Single(tenant.Directory.Applications).AppId.ToString(), error.Message, StringComparison.Ordinal);
        Assert.True(tenant.Writes().Count <= 8);
    }

    [Fact]
    public async Task A_creation_of_unknown_outcome_makes_one_application()
    {
        await using var tenant = await StartAsync();
        tenant.Host.Faults.Add("POST", "applications", SmimeCertTools.Sandbox.Faults.FaultMode.ResetAfterEffect);

        var made = await tenant.RegisterAsync(Request());

        Assert.Equal(Assert.Single(tenant.Directory.Applications).AppId.ToString(), made.ClientId);
    }

    [Fact]
    public async Task Without_the_permission_the_error_names_it_and_the_role()
    {
        await using var tenant = await StartAsync(permissions: ["Application.Read.All"]);

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => tenant.RegisterAsync(Request()));

        Assert.Equal(GraphErrorKind.Forbidden, error.Kind);
        Assert.Contains("Application.ReadWrite.All", error.Message, StringComparison.Ordinal);
        Assert.Contains("Application Administrator", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Intune role", error.Message, StringComparison.Ordinal);
    }
}
