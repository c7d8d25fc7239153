using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Odata;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileBodies;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Intune;

public sealed class ProfileStrictnessTests
{
    public static TheoryData<string> Types => [.. TypeNames];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Every_type_is_created_from_the_members_it_has_to_have(string typeName)
    {
        await using var session = await StartAsync();

        var created = await session.SendAsync("POST", Profiles, Create(typeName));
        Assert.True(created.Status == 201, created.Text);
        var read = await session.SendAsync("GET", $"{Profiles}/{created.Json["id"]}");

        Assert.Equal(200, read.Status);
        Assert.Equal($"#microsoft.graph.{typeName}", (string?)read.Json["@odata.type"]);
        Assert.Equal("some displayName", (string?)read.Json["displayName"]);
        Assert.Equal(1, (int)read.Json["version"]!);
        Assert.True((bool)read.Json["supportsScopeTags"]!);
        Assert.Equal("0", (string?)read.Json["roleScopeTagIds"]!.AsArray().Single());
        var shown = read.Json.AsObject().Select(member => member.Key).Where(name => !name.StartsWith('@') && name != "id");
        Assert.Equal(SchemaModel.Graph[typeName].Members.Select(member => member.Name), shown);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Every_member_may_be_set(string typeName)
    {
        await using var session = await StartAsync();
        var body = Create(typeName);
        foreach (var member in SchemaModel.Graph[typeName].Members.Where(member => member.Name != "roleScopeTagIds"))
        {
            body[member.Name] = Valid(member);
        }

        if (body["certificateAccessType"] is not null)
        {
            body["certificateAccessType"] = "specificApps";
        }

        var created = await session.SendAsync("POST", Profiles, body);

        Assert.True(created.Status == 201, created.Text);
        foreach (var member in SchemaModel.Graph[typeName].Members.Where(member => !member.IsService))
        {
            Assert.True(
                body[member.Name] is null || JsonNode.DeepEquals(body[member.Name], created.Json[member.Name]), member.Name);
        }

        Assert.NotEqual("2026-01-02T03:04:05Z", (string?)created.Json["createdDateTime"]);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Each_member_that_is_left_out_is_named(string typeName)
    {
        await using var session = await StartAsync();
        var body = Create(typeName);
        foreach (var name in body.Select(member => member.Key).ToList())
        {
            var without = body.DeepClone().AsObject();
            without.Remove(name);

            await AssertRefusedAsync(session, without, $"{name} is missing");
        }

        Assert.Equal(0, session.Host.State.Profiles.Count);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Each_value_that_does_not_fit_is_named(string typeName)
    {
        await using var session = await StartAsync();
        foreach (var member in SchemaModel.Graph[typeName].Members)
        {
            foreach (var (value, reason) in Wrong(member))
            {
                await AssertRefusedAsync(session, Create(typeName, (member.Name, value?.DeepClone())), reason, member.Name);
            }
        }

        Assert.Equal(0, session.Host.State.Profiles.Count);
    }

    [Theory]
    [InlineData("#microsoft.graph.deviceConfiguration", "abstract")]
    [InlineData("#microsoft.graph.iosCertificateProfile", "abstract")]
    [InlineData("#microsoft.graph.macOSCertificateProfileBase", "abstract")]
    [InlineData("#microsoft.graph.androidWorkProfileImportedPFXCertificateProfile", "which is no type")]
    [InlineData("#microsoft.graph.IosImportedPfxCertificateProfile", "which is no type")]
    [InlineData("iosImportedPFXCertificateProfile", "which is no type")]
    [InlineData("#microsoft.graph.groupAssignmentTarget", "which is no microsoft.graph.deviceConfiguration")]
    public async Task The_type_must_be_a_concrete_profile(string type, string reason)
    {
        await using var session = await StartAsync();
        var body = Create("iosImportedPFXCertificateProfile", ("@odata.type", type));

        await AssertRefusedAsync(session, body, reason, "@odata.type");
    }

    [Fact]
    public async Task The_deprecated_import_profile_is_refused()
    {
        await using var session = await StartAsync();

        await AssertRefusedAsync(session, Create("windows10PFXImportCertificateProfile"), "deprecated");
    }

    [Theory]
    [InlineData("iosImportedPFXCertificateProfile", "certificateValidityPeriodValue", "5", "is no member of")]
    [InlineData("iosImportedPFXCertificateProfile", "IntendedPurpose", "\"smimeSigning\"", "is no member of")]
    [InlineData("iosImportedPFXCertificateProfile", "id", "\"x\"", "the service makes it")]
    [InlineData("iosImportedPFXCertificateProfile", "displayName", "\"\"", "is empty")]
    [InlineData("iosImportedPFXCertificateProfile", "roleScopeTagIds", "[\"7\"]", "no scope tag")]
    [InlineData("iosEasEmailProfileConfiguration", "smimeSigningCertificate", "{}", "is a navigation")]
    [InlineData("iosEasEmailProfileConfiguration", "assignments", "[]", "is a navigation")]
    [InlineData("iosEasEmailProfileConfiguration", "easServices", "\"email,post\"", "not one of")]
    [InlineData("macOSImportedPFXCertificateProfile", "deploymentChannel", "\"unknownFutureValue\"", "not one of")]
    [InlineData("macOSImportedPFXCertificateProfile", "renewalThresholdPercentage", "100", "1 to 99")]
    [InlineData("macOSTrustedRootCertificate", "trustedRootCertificate", "\"AQID\"", "no X.509 certificate")]
    [InlineData("androidDeviceOwnerImportedPFXCertificateProfile", "certificateAccessType", "\"specificApps\"",
        "silentCertificateAccessDetails is empty")]
    [InlineData("androidDeviceOwnerImportedPFXCertificateProfile", "silentCertificateAccessDetails", "[{\"packageId\":\"a.b\"}]",
        "specificApps only")]
    [InlineData("androidDeviceOwnerImportedPFXCertificateProfile", "silentCertificateAccessDetails", "[{}]",
        "silentCertificateAccessDetails[0].packageId is missing")]
    [InlineData("androidDeviceOwnerImportedPFXCertificateProfile", "silentCertificateAccessDetails", "[{\"app\":\"a.b\"}]",
        "silentCertificateAccessDetails[0].app is no member")]
    public async Task What_the_service_does_not_take_is_refused(string typeName, string member, string json, string reason)
    {
        await using var session = await StartAsync();

        await AssertRefusedAsync(session, Create(typeName, (member, JsonNode.Parse(json))), reason);
    }

    [Fact]
    public async Task No_more_than_fifty_apps_may_use_a_certificate_silently()
    {
        await using var session = await StartAsync();
        var body = Create("androidDeviceOwnerImportedPFXCertificateProfile", ("certificateAccessType", "specificApps"),
            ("silentCertificateAccessDetails", new JsonArray([.. Enumerable.Range(0, 51).Select(i =>
                (JsonNode)new JsonObject { ["packageId"] = $"com.contoso.app{i}" })])));

        await AssertRefusedAsync(session, body, "51 items");
        body["silentCertificateAccessDetails"]!.AsArray().RemoveAt(0);
        Assert.Equal(201, (await session.SendAsync("POST", Profiles, body)).Status);
    }

    internal static async Task AssertRefusedAsync(SandboxSession session, JsonObject body, params string[] reasons) =>
        AssertRefused(await session.SendAsync("POST", Profiles, body), reasons);

    internal static void AssertRefused(Answer answer, params string[] reasons)
    {
        Assert.True(answer.Status == 400, answer.Text);
        Assert.Equal("BadRequest", (string?)answer.Error["code"]);
        var message = (string?)JsonNode.Parse((string)answer.Error["message"]!)!["Message"];
        Assert.All(reasons, reason => Assert.Contains(reason, message, StringComparison.Ordinal));
    }
}
