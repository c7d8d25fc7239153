using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileBodies;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileStrictnessTests;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Intune;

public sealed class ProfileChangeTests
{
    [Fact]
    public async Task A_patch_changes_what_is_sent_and_keeps_the_rest()
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session, Create("windows10ImportedPFXCertificateProfile", ("description", "before")));

        var answer = await session.SendAsync("PATCH", $"{Profiles}/{id}", new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.windows10ImportedPFXCertificateProfile",
            ["displayName"] = "after",
            ["intendedPurpose"] = "unassigned", // as it is
        });

        Assert.Equal(200, answer.Status);
        Assert.Equal("after", (string?)answer.Json["displayName"]);
        Assert.Equal("before", (string?)answer.Json["description"]);
        Assert.Equal(2, (int)answer.Json["version"]!);
    }

    [Theory]
    [InlineData("iosImportedPFXCertificateProfile", "intendedPurpose", "smimeEncryption")]
    [InlineData("androidForWorkImportedPFXCertificateProfile", "intendedPurpose", "smimeSigning")]
    [InlineData("windows10ImportedPFXCertificateProfile", "intendedPurpose", "smimeSigning")]
    [InlineData("windows10ImportedPFXCertificateProfile", "keyStorageProvider", "useSoftwareKsp")]
    [InlineData("macOSImportedPFXCertificateProfile", "deploymentChannel", "userChannel")]
    [InlineData("macOSTrustedRootCertificate", "deploymentChannel", "userChannel")]
    public async Task What_is_fixed_at_creation_cannot_be_patched(string typeName, string member, string value)
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session, Create(typeName));
        var change = new JsonObject { ["@odata.type"] = $"#microsoft.graph.{typeName}", [member] = value };

        AssertRefused(await session.SendAsync("PATCH", $"{Profiles}/{id}", change), $"{member} cannot change after creation");
    }

    [Fact]
    public async Task The_key_storage_provider_of_a_pkcs_profile_can_be_patched()
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session, Create("windows10PkcsCertificateProfile"));

        Assert.Equal(200, (await session.SendAsync("PATCH", $"{Profiles}/{id}", new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.windows10PkcsCertificateProfile",
            ["keyStorageProvider"] = "useSoftwareKsp",
        })).Status);
    }

    [Theory]
    [InlineData("""{ "displayName": "x" }""", "@odata.type is missing")]
    [InlineData("""{ "@odata.type": "#microsoft.graph.iosTrustedRootCertificate", "displayName": "x" }""", "but this is a")]
    [InlineData("""{ "@odata.type": "#microsoft.graph.iosImportedPFXCertificateProfile", "displayName": null }""",
        "displayName is null")]
    [InlineData("""{ "@odata.type": "#microsoft.graph.iosImportedPFXCertificateProfile", "colour": "red" }""",
        "colour is no member")]
    public async Task A_patch_that_does_not_fit_is_refused(string json, string reason)
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session, Create("iosImportedPFXCertificateProfile"));

        AssertRefused(await session.SendAsync("PATCH", $"{Profiles}/{id}", JsonNode.Parse(json)), reason);
        Assert.Equal("some displayName", session.Host.State.Profiles.Find(id)!.DisplayName);
    }

    [Fact]
    public async Task Profiles_are_deleted_unless_another_refers_to_them()
    {
        await using var session = await StartAsync();
        var root = await CreateAsync(session, Create("androidWorkProfileTrustedRootCertificate"));
        var pkcs = await CreateAsync(session, Create("androidWorkProfilePkcsCertificateProfile",
            ("rootCertificate@odata.bind", $"https://graph.microsoft.com/{Profiles}('{root}')")));

        AssertRefused(await session.SendAsync("DELETE", $"{Profiles}/{root}"), pkcs, "refers to it");
        Assert.Equal(204, (await session.SendAsync("DELETE", $"{Profiles}/{pkcs}")).Status);
        Assert.Equal(204, (await session.SendAsync("DELETE", $"{Profiles}('{root}')")).Status);
        Assert.Equal(404, (await session.SendAsync("DELETE", $"{Profiles}/{root}")).Status);
        Assert.Equal(404, (await session.SendAsync("GET", $"{Profiles}/{root}")).Status);
    }

    [Fact]
    public async Task Navigations_are_bound_on_creation_and_seen_only_when_asked_for()
    {
        await using var session = await StartAsync();
        var signing = await CreateAsync(session, Create("iosPkcsCertificateProfile"));
        var encryption = await CreateAsync(session, Create("iosImportedPFXCertificateProfile"));
        var email = await CreateAsync(session, Create("iosEasEmailProfileConfiguration",
            ("smimeSigningCertificate@odata.bind", $"{session.Host.GraphUri}{Profiles}('{signing}')"),
            ("smimeEncryptionCertificate@odata.bind", $"https://graph.microsoft.com/{Profiles}('{encryption}')")));
        var cast = $"{Profiles}/{email}/microsoft.graph.iosEasEmailProfileConfiguration";

        var plain = await session.SendAsync("GET", $"{Profiles}/{email}");
        var followed = await session.SendAsync("GET", $"{cast}/smimeSigningCertificate");
        var expanded = await session.SendAsync("GET", $"{cast}?$expand=smimeSigningCertificate,identityCertificate");
        var listed = await session.SendAsync("GET",
            $"{Profiles}?$expand=microsoft.graph.iosEasEmailProfileConfiguration/smimeEncryptionCertificate");
        var reference = await session.SendAsync("GET", $"{cast}/smimeEncryptionCertificate/$ref");

        Assert.DoesNotContain(plain.Json.AsObject(), member =>
            member.Key.Contains("smimeSigningCertificate@", StringComparison.Ordinal) || member.Key == "smimeSigningCertificate");
        Assert.Equal(signing, (string?)followed.Json["id"]);
        Assert.Equal("#microsoft.graph.iosPkcsCertificateProfile", (string?)followed.Json["@odata.type"]);
        Assert.Equal(signing, (string?)expanded.Json["smimeSigningCertificate"]!["id"]);
        Assert.Null(expanded.Json["identityCertificate"]);
        Assert.Equal([encryption], listed.Json["value"]!.AsArray().Select(item =>
            (string?)item!["smimeEncryptionCertificate"]?["id"]).Where(id => id is not null));
        Assert.EndsWith($"deviceConfigurations('{encryption}')", (string?)reference.Json["@odata.id"], StringComparison.Ordinal);
        Assert.Equal(204, (await session.SendAsync("GET", $"{cast}/identityCertificate")).Status);
        Assert.Equal(400, (await session.SendAsync("GET", $"{Profiles}/{email}/smimeSigningCertificate")).Status);
        Assert.Equal(400, (await session.SendAsync("GET", $"{Profiles}/{email}?$expand=smimeSigningCertificate")).Status);
        Assert.Equal(404, (await session.SendAsync("GET",
            $"{Profiles}/{signing}/microsoft.graph.iosEasEmailProfileConfiguration")).Status);
    }

    [Fact]
    public async Task Navigations_are_rebound_and_unbound()
    {
        await using var session = await StartAsync();
        var first = await CreateAsync(session, Create("iosImportedPFXCertificateProfile"));
        var second = await CreateAsync(session, Create("iosImportedPFXCertificateProfile"));
        var email = await CreateAsync(session, Create("iosEasEmailProfileConfiguration",
            ("smimeSigningCertificate@odata.bind", $"https://graph.microsoft.com/{Profiles}('{first}')")));
        var reference = $"{Profiles}/{email}/microsoft.graph.iosEasEmailProfileConfiguration/smimeSigningCertificate/$ref";

        Assert.Equal(200, (await session.SendAsync("PATCH", $"{Profiles}/{email}", new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.iosEasEmailProfileConfiguration",
            ["smimeSigningCertificate@odata.bind"] = $"https://graph.microsoft.com/{Profiles}('{second}')",
        })).Status);
        Assert.Equal(second, session.Host.State.Profiles.Find(email)!.Bindings["smimeSigningCertificate"]);
        Assert.Equal(204, (await session.SendAsync("PUT", reference,
            new JsonObject { ["@odata.id"] = $"https://graph.microsoft.com/{Profiles}('{first}')" })).Status);
        Assert.Equal(first, session.Host.State.Profiles.Find(email)!.Bindings["smimeSigningCertificate"]);
        Assert.Equal(204, (await session.SendAsync("DELETE", reference)).Status);
        Assert.Empty(session.Host.State.Profiles.Find(email)!.Bindings);
        AssertRefused(await session.SendAsync("PUT", reference, new JsonObject()), "@odata.id is missing");
    }

    [Theory]
    [InlineData("https://graph.microsoft.com/beta/deviceManagement/deviceConfigurations('{root}')",
        "is a microsoft.graph.iosTrusted")]
    [InlineData("https://graph.microsoft.com/beta/deviceManagement/deviceConfigurations('{nobody}')", "no such profile")]
    [InlineData("https://graph.microsoft.com/v1.0/deviceManagement/deviceConfigurations('{pfx}')",
        "not the address of a profile")]
    [InlineData("https://example.com/beta/deviceManagement/deviceConfigurations('{pfx}')", "not the address of a profile")]
    [InlineData("{pfx}", "not the address of a profile")]
    public async Task A_binding_must_lead_to_a_profile_that_fits(string address, string reason)
    {
        await using var session = await StartAsync();
        var root = await CreateAsync(session, Create("iosTrustedRootCertificate"));
        var pfx = await CreateAsync(session, Create("iosImportedPFXCertificateProfile"));
        var url = address.Replace("{root}", root, StringComparison.Ordinal).Replace("{pfx}", pfx, StringComparison.Ordinal)
            .Replace("{nobody}", Guid.NewGuid().ToString(), StringComparison.Ordinal);

        await AssertRefusedAsync(session, Create("iosEasEmailProfileConfiguration", ("smimeSigningCertificate@odata.bind", url)),
            "smimeSigningCertificate@odata.bind", reason);
        await AssertRefusedAsync(session, Create("iosEasEmailProfileConfiguration", ("identityCertificate@odata.bind",
            $"https://graph.microsoft.com/{Profiles}('{pfx}')")), "not a microsoft.graph.iosCertificateProfileBase");
        await AssertRefusedAsync(session, Create("iosEasEmailProfileConfiguration", ("rootCertificate@odata.bind", url)),
            "rootCertificate is no navigation");
    }

    [Fact]
    public async Task Reading_and_writing_need_their_permissions()
    {
        await using var session = await StartAsync();
        using var reader = session.CreateClient(session.Host.IssueToken(["DeviceManagementConfiguration.Read.All"]));
        using var other = session.CreateClient(session.Host.IssueToken(["DeviceManagementApps.ReadWrite.All"]));

        Assert.True((await reader.GetAsync(Profiles)).IsSuccessStatusCode);
        Assert.Equal(403, (int)(await reader.DeleteAsync($"{Profiles}/x")).StatusCode);
        Assert.Equal(403, (int)(await other.GetAsync(Profiles)).StatusCode);
        Assert.True((await other.GetAsync("beta/deviceAppManagement/mobileAppConfigurations")).IsSuccessStatusCode);
        Assert.Equal(405, (await session.SendAsync("DELETE", Profiles)).Status);
        Assert.Equal(405, (await session.SendAsync("POST", "beta/deviceManagement/ndesConnectors", new JsonObject())).Status);
    }

    internal static async Task<string> CreateAsync(SandboxSession session, JsonObject body, string path = Profiles)
    {
        var answer = await session.SendAsync("POST", path, body);
        Assert.True(answer.Status == 201, answer.Text);
        return (string)answer.Json["id"]!;
    }
}
