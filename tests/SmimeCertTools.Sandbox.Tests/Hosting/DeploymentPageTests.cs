using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Pki;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Hosting;

/// <summary>The page that puts a whole deployment into the tenant, and what its devices report.</summary>
public sealed class DeploymentPageTests
{
    private const string Page = "sandbox/deployment";
    private const string Profiles = "beta/deviceManagement/deviceConfigurations";

    private static readonly Lazy<ConnectorKeyPair> Key = new(() => ConnectorKeyPair.Create(2048));

    [Fact]
    public async Task A_sound_deployment_shows_in_graph_with_the_files_that_go_with_it()
    {
        await using var session = await DeployedAsync();

        var sample = await session.SendAsync("POST", Page);

        Assert.Equal(201, sample.Status);
        Assert.Equal(6, Items(sample.Json, "archive").Count);
        Assert.Equal(6, (await ListAsync(session, Records)).Count);
        Assert.Equal(13, (await ListAsync(session, Profiles)).Count);
        Assert.Equal(2, (await ListAsync(session, "beta/deviceManagement/ndesConnectors")).Count);
        Assert.Equal(
            ["Anna's iPhone", "Bert's PC", "Carla's phone"],
            Items((await session.SendAsync("GET", "sandbox/devices")).Json, "devices").Select(item => (string?)item["name"]));
        Assert.Equal(
            ["Contoso Root CA.cer", "Contoso Issuing CA.cer", "Contoso Signing CA.cer"],
            Items(sample.Json, "certificates").Select(item => (string?)item["name"]));
        foreach (var file in Items(sample.Json, "archive").Concat(Items(sample.Json, "further")))
        {
            using var certificate = X509CertificateLoader.LoadPkcs12(
                Convert.FromBase64String((string)file["content"]!), (string)sample.Json["password"]!);
            Assert.True(certificate.HasPrivateKey);
            Assert.Equal((string?)file["thumbprint"], certificate.Thumbprint);
        }

        Assert.Equal(
            (await ListAsync(session, Records)).Select(record => ((string)record["thumbprint"]!).ToUpperInvariant()).Order(),
            Items(sample.Json, "archive").Select(file => (string)file["thumbprint"]!).Order());
    }

    [Fact]
    public async Task Devices_report_the_certificates_of_the_profiles_that_reach_them()
    {
        await using var session = await DeployedAsync();
        await session.SendAsync("POST", Page);
        var records = (await ListAsync(session, Records)).ToLookup(
            record => (string)record["userPrincipalName"]!, record => (string)record["thumbprint"]!);

        var imported = await ReportsAsync(session, "Encryption iOS");
        var issued = await ReportsAsync(session, "Signing Windows");
        var root = await FindAsync(session, "Root iOS");

        Assert.Equal(records["anna@contoso.com"].Order(), imported.Select(state => (string)state["certificateThumbprint"]!).Order(),
            StringComparer.OrdinalIgnoreCase);
        Assert.All(imported, state =>
        {
            Assert.Equal("Anna's iPhone", (string?)state["deviceDisplayName"]);
            Assert.Equal("iOS", (string?)state["devicePlatform"]);
            Assert.Equal("Encryption iOS", (string?)state["certificateProfileDisplayName"]);
            Assert.Equal("installed", (string?)state["certificateIssuanceState"]);
            Assert.Equal(0, (int)state["certificateErrorCode"]!);
            Assert.Contains("CN=Contoso Issuing CA", (string?)state["certificateIssuer"], StringComparison.Ordinal);
            Assert.Equal(2048, (int)state["certificateKeyLength"]!);
        });
        var own = Assert.Single(issued);
        Assert.Equal("Bert's PC", (string?)own["deviceDisplayName"]);
        Assert.DoesNotContain((string)own["certificateThumbprint"]!, records.SelectMany(group => group));

        // A trusted certificate has no such navigation.
        Assert.NotEqual(200, (await session.SendAsync("GET", States(root))).Status);
    }

    [Theory]
    [InlineData(PlantedFault.CertificateFailed, "installFailed", -2016345112)]
    [InlineData(PlantedFault.CertificatePending, "issuePending", 0)]
    public async Task A_device_that_is_at_fault_reports_it_of_all_its_certificates_and_the_others_do_not(
        PlantedFault fault, string expected, int code)
    {
        await using var session = await DeployedAsync();
        await session.SendAsync("POST", $"{Page}?fault={fault}");

        var wrong = await ReportsAsync(session, "Encryption iOS");
        var others = await ReportsAsync(session, "Encryption Windows");

        Assert.Equal(2, wrong.Count);
        Assert.All(wrong, state => Assert.Equal(
            (expected, code), ((string?)state["certificateIssuanceState"], (int)state["certificateErrorCode"]!)));
        Assert.All(others, state => Assert.Equal("installed", (string?)state["certificateIssuanceState"]));
        Assert.NotEmpty(others);
        var changed = wrong.Select(state => DateTimeOffset.Parse(
            (string)state["lastCertificateStateChangeDateTime"]!, System.Globalization.CultureInfo.InvariantCulture)).Max();
        Assert.Equal(fault == PlantedFault.CertificatePending, DateTimeOffset.UtcNow - changed > TimeSpan.FromDays(2));
    }

    [Fact]
    public async Task A_record_that_the_connector_cannot_open_is_reported_as_failed()
    {
        await using var session = await DeployedAsync();
        await session.SendAsync("POST", Page);
        var record = (await ListAsync(session, Records)).First(
            item => (string?)item["userPrincipalName"] == "anna@contoso.com");
        var stored = session.Host.State.UserPfxCertificates.ForUser("anna@contoso.com").Single(
            item => item.Id == (string?)record["id"]);
        session.Host.State.UserPfxCertificates.Replace(stored with { KeyName = "AnotherKey" });

        var states = await ReportsAsync(session, "Encryption iOS");

        var failed = Assert.Single(states, state => (string?)state["certificateIssuanceState"] == "installFailed");
        Assert.Equal((string?)record["thumbprint"], (string?)failed["certificateThumbprint"], ignoreCase: true);
        Assert.NotEqual(0, (int)failed["certificateErrorCode"]!);
    }

    [Fact]
    public async Task Every_fault_can_be_planted_by_name_and_each_changes_something()
    {
        await using var session = await DeployedAsync();
        await session.SendAsync("POST", Page);
        var sound = Picture(session);
        await session.SendAsync("DELETE", Page);
        await session.SendAsync("POST", Page);
        Assert.Equal(sound, Picture(session));
        foreach (var fault in Enum.GetNames<PlantedFault>())
        {
            foreach (var name in SamplePeople.Users.Append("carla.new@contoso.com").Append("dora@contoso.com"))
            {
                await session.SendAsync("DELETE", $"sandbox/users/{name}");
            }

            await session.SendAsync("DELETE", Page);
            var sample = await session.SendAsync("POST", $"{Page}?fault={fault.ToLowerInvariant()}");

            Assert.True(sample.Status == 201, $"{fault}: {sample.Text}");
            Assert.True(Items(sample.Json, "archive").Count != 6 || Picture(session) != sound, fault);
        }
    }

    [Fact]
    public async Task Several_faults_stand_with_commas_between_them()
    {
        await using var session = await DeployedAsync();

        await session.SendAsync("POST", $"{Page}?fault=ImportedProfileMissing,ConnectorMissing");

        Assert.DoesNotContain(await ListAsync(session, Profiles), item => (string?)item["displayName"] == "Encryption Windows");
        Assert.Empty(await ListAsync(session, "beta/deviceManagement/ndesConnectors"));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_the_reason_and_nothing_is_changed()
    {
        await using var session = await DeployedAsync();
        await using var without = await StartAsync();

        var wrong = await session.SendAsync("POST", $"{Page}?fault=Nonsense");
        var number = await session.SendAsync("POST", $"{Page}?fault=ConnectorMissing,4711");
        Assert.Empty(await ListAsync(session, Profiles));
        await session.SendAsync("POST", Page);
        var twice = await session.SendAsync("POST", Page);
        var noKey = await without.SendAsync("POST", Page);

        Assert.Equal((400, 400, 409, 409), (wrong.Status, number.Status, twice.Status, noKey.Status));
        Assert.Contains("EncryptionGap", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("--connector-key", noKey.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_taken_away_and_users_and_groups_stay()
    {
        await using var session = await DeployedAsync();
        await session.SendAsync("POST", Page);

        Assert.Equal(204, (await session.SendAsync("DELETE", Page)).Status);

        foreach (var collection in new[]
        {
            Records, Profiles, "beta/deviceManagement/ndesConnectors", "beta/deviceAppManagement/mobileAppConfigurations",
        })
        {
            Assert.Empty(await ListAsync(session, collection));
        }

        Assert.Empty(Items((await session.SendAsync("GET", "sandbox/devices")).Json, "devices"));
        Assert.Equal(200, (await session.SendAsync("GET", "v1.0/users/carla@contoso.com")).Status);
        Assert.Contains(await ListAsync(session, "beta/groups"), group => (string?)group["displayName"] == "Mail users");
        Assert.Equal(201, (await session.SendAsync("POST", Page)).Status);
    }

    private static Task<SandboxSession> DeployedAsync() => StartAsync(new SandboxOptions { ConnectorKeys = [Key.Value] });

    private static IReadOnlyList<JsonNode> Items(JsonNode json, string list) => [.. json[list]!.AsArray().Select(item => item!)];

    private static async Task<IReadOnlyList<JsonNode>> ListAsync(SandboxSession session, string path)
    {
        List<JsonNode> all = [];
        for (string? next = path; next is not null;)
        {
            var page = await session.SendAsync("GET", next);
            Assert.True(page.Status == 200, page.Text);
            all.AddRange(Items(page.Json, "value"));
            next = (string?)page.Json["@odata.nextLink"];
        }

        return all;
    }

    private static async Task<JsonNode> FindAsync(SandboxSession session, string name) =>
        (await ListAsync(session, Profiles)).Single(item => (string?)item["displayName"] == name);

    private static string States(JsonNode profile) => $"{Profiles}/{profile["id"]}/"
        + $"{((string)profile["@odata.type"]!).TrimStart('#')}/managedDeviceCertificateStates";

    private static async Task<IReadOnlyList<JsonNode>> ReportsAsync(SandboxSession session, string profile) =>
        await ListAsync(session, States(await FindAsync(session, profile)));

    // What is in the tenant, without what is another each time.
    private static string Picture(SandboxSession session)
    {
        var state = session.Host.State;
        var users = state.Users.All.ToDictionary(user => user.Id, user => user.UserPrincipalName);
        List<string> lines = [];
        foreach (var profile in state.Profiles.All.Concat(state.AppConfigurations.All))
        {
            var values = profile.Values.Where(pair => !pair.Key.EndsWith("DateTime", StringComparison.Ordinal) && pair.Key != "id")
                .Select(pair => $"{pair.Key}={pair.Value?.ToJsonString()}");
            lines.Add($"{profile.DisplayName} {profile.TypeName} {string.Join(";", values)} "
                + string.Join(",", profile.Assignments.Select(item => $"{item.Target} {item.FilterId is not null} "
                    + (state.Groups.All.FirstOrDefault(group => group.Id == item.GroupId)?.DisplayName ?? "gone")))
                + string.Join(",", profile.Bindings.Keys.Order()));
        }

        lines.AddRange(state.UserPfxCertificates.All.Select(record => string.Join(" ", record.UserPrincipalName,
            record.Thumbprint, record.KeyName, record.PaddingScheme, record.IntendedPurpose,
            Guid.TryParseExact(record.Id.Split('-')[0], "N", out var owner) && users.TryGetValue(owner, out var name) ? name : "nobody")));
        lines.AddRange(state.Connectors.Select(connector => $"{connector with { LastContact = default }} "
            + $"{DateTimeOffset.UtcNow - connector.LastContact > TimeSpan.FromHours(1)}"));
        lines.AddRange(state.Groups.All.Where(group => group.DisplayName == "Mail users").Select(group => $"{group.MemberIds.Count}"));
        foreach (var device in state.Devices.All)
        {
            lines.Add($"{device.Name} {device.Report}");
        }

        return string.Join("\n", lines.Order(StringComparer.Ordinal));
    }
}
