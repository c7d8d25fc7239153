using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Intune;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileBodies;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileChangeTests;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileStrictnessTests;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Intune;

public sealed class AssignmentTests
{
    [Fact]
    public async Task Assign_replaces_the_whole_set()
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session, Create("iosImportedPFXCertificateProfile"));
        var mail = session.Host.State.Groups.Add("Mail");
        var guests = session.Host.State.Groups.Add("Guests");
        var filter = session.Host.State.AddAssignmentFilter("iPads", "iOS", "(device.model -startsWith \"iPad\")");

        var first = await session.SendAsync("POST", $"{Profiles}/{id}/assign", Targets(
            Group(mail.Id), Excluded(guests.Id), WithFilter(Everybody("allDevices"), filter, "include")));
        var listed = await session.SendAsync("GET", $"{Profiles}/{id}/assignments");
        var expanded = await session.SendAsync("GET", $"{Profiles}/{id}?$expand=assignments");
        var one = await session.SendAsync("GET", $"{Profiles}/{id}/assignments/{id}_{mail.Id}");

        Assert.Equal(200, first.Status);
        Assert.Equal(3, first.Json["value"]!.AsArray().Count);
        Assert.True(JsonNode.DeepEquals(first.Json["value"], listed.Json["value"]));
        Assert.True(JsonNode.DeepEquals(first.Json["value"], expanded.Json["assignments"]));
        Assert.Equal("direct", (string?)one.Json["source"]);
        Assert.Equal("apply", (string?)one.Json["intent"]);
        Assert.Equal(id, (string?)one.Json["sourceId"]);
        Assert.Equal("none", (string?)one.Json["target"]!["deviceAndAppManagementAssignmentFilterType"]);
        Assert.Equal([AssignmentTarget.Group, AssignmentTarget.ExcludedGroup, AssignmentTarget.AllDevices],
            session.Host.State.Profiles.Find(id)!.Assignments.Select(item => item.Target));

        Assert.Equal(200, (await session.SendAsync("POST", $"{Profiles}/{id}/microsoft.graph.assign", Targets(
            Everybody("allLicensedUsers")))).Status);
        Assert.Equal(AssignmentTarget.AllUsers, session.Host.State.Profiles.Find(id)!.Assignments.Single().Target);
        Assert.Equal("1", (await session.SendAsync("GET", $"{Profiles}/{id}/assignments/$count")).Text);
        Assert.Equal(200, (await session.SendAsync("POST", $"{Profiles}/{id}/assign", Targets())).Status);
        Assert.Empty(session.Host.State.Profiles.Find(id)!.Assignments);
    }

    [Fact]
    public async Task A_filter_in_use_is_not_deleted()
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session, Create("iosImportedPFXCertificateProfile"));
        var filters = "beta/deviceManagement/assignmentFilters";
        var filter = await CreateAsync(session, Filter("(device.model -startsWith \"iPad\")"), filters);
        await session.SendAsync(
            "POST", $"{Profiles}/{id}/assign", Targets(WithFilter(Everybody("allDevices"), filter, "exclude")));

        AssertRefused(await session.SendAsync("DELETE", $"{filters}/{filter}"), "refers to it");
        await session.SendAsync("POST", $"{Profiles}/{id}/assign", Targets());
        Assert.Equal(204, (await session.SendAsync("DELETE", $"{filters}/{filter}")).Status);
    }

    [Theory]
    [InlineData("(device.model -startsWith \"iPad\") and not (device.deviceOwnership -eq \"Personal\")", true)]
    [InlineData("(device.model startsWith \"iPad\")", false)]
    [InlineData("(device.colour -eq \"red\")", false)]
    [InlineData("(device.model -eq \"iPad\"", false)]
    [InlineData("(device.model -eq iPad)", false)]
    public async Task The_rule_of_a_filter_is_read_when_it_is_made(string rule, bool isGood)
    {
        await using var session = await StartAsync();
        var answer = await session.SendAsync("POST", "beta/deviceManagement/assignmentFilters", Filter(rule));

        Assert.Equal(isGood ? 201 : 400, answer.Status);
    }

    [Theory]
    [InlineData("""{ }""", "assignments is missing")]
    [InlineData("""{ "assignments": {} }""", "assignments is a JSON Object")]
    [InlineData("""{ "assignments": [], "more": 1 }""", "more is no parameter")]
    [InlineData("""{ "assignments": [ 5 ] }""", "assignments[0] is a JSON Number")]
    [InlineData("""{ "assignments": [ { } ] }""", "assignments[0].target is missing")]
    [InlineData("""{ "assignments": [ { "target": null } ] }""", "assignments[0].target is null")]
    [InlineData("""{ "assignments": [ { "target": { } } ] }""", "assignments[0].target.@odata.type is missing")]
    [InlineData("""{ "assignments": [ { "intent": "maybe", "target": { } } ] }""",
        "assignments[0].intent is 'maybe'")]
    public async Task Assignments_that_do_not_fit_are_refused_and_change_nothing(string json, string reason)
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session, Create("iosImportedPFXCertificateProfile"));
        await session.SendAsync("POST", $"{Profiles}/{id}/assign", Targets(Everybody("allLicensedUsers")));

        AssertRefused(await session.SendAsync("POST", $"{Profiles}/{id}/assign", JsonNode.Parse(json)), reason);
        Assert.Equal(AssignmentTarget.AllUsers, session.Host.State.Profiles.Find(id)!.Assignments.Single().Target);
    }

    [Theory]
    [InlineData("group", "target.groupId is missing")]
    [InlineData("deviceAndAppManagement", "is abstract")]
    [InlineData("nonsense", "which is no type")]
    [InlineData("allDevices", "target.groupId is no member", "groupId", "x")]
    [InlineData("group", "there is no such group", "groupId", "11111111-1111-1111-1111-111111111111")]
    [InlineData("configurationManagerCollection", "cannot be assigned", "collectionId", "x")]
    [InlineData("allDevices", "FilterType is none, but", "deviceAndAppManagementAssignmentFilterId", "x")]
    [InlineData("allDevices", "FilterId is missing, but", "deviceAndAppManagementAssignmentFilterType", "include")]
    [InlineData("allDevices", "FilterType is 'only', not one of", "deviceAndAppManagementAssignmentFilterType", "only")]
    public async Task Targets_that_do_not_fit_are_refused(string kind, string reason, string? member = null, string? value = null)
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session, Create("iosImportedPFXCertificateProfile"));
        var target = member is null ? Everybody(kind) : Everybody(kind, (member, value!));

        AssertRefused(await session.SendAsync("POST", $"{Profiles}/{id}/assign", Targets(target)), reason);
    }

    [Fact]
    public async Task A_filter_must_be_there_and_a_target_once()
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session, Create("iosImportedPFXCertificateProfile"));
        var unknown = WithFilter(Everybody("allDevices"), "11111111-1111-1111-1111-111111111111", "include");

        AssertRefused(await session.SendAsync("POST", $"{Profiles}/{id}/assign", Targets(unknown)), "no such filter");
        AssertRefused(await session.SendAsync("POST", $"{Profiles}/{id}/assign",
            Targets(Everybody("allDevices"), Everybody("allDevices"))), "a target twice");
    }

    [Fact]
    public async Task A_group_is_not_both_included_and_excluded_and_a_filter_fits_the_platform()
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session, Create("iosImportedPFXCertificateProfile"));
        var group = session.Host.State.Groups.Add("Mail");
        var filter = session.Host.State.AddAssignmentFilter("Macs", "macOS", "(device.deviceName -contains \"Mac\")");

        AssertRefused(await session.SendAsync("POST", $"{Profiles}/{id}/assign", Targets(Group(group.Id), Excluded(group.Id))),
            "both included and excluded");
        AssertRefused(await session.SendAsync("POST", $"{Profiles}/{id}/assign",
            Targets(WithFilter(Group(group.Id), filter, "include"))), "is for macOS");
    }

    internal static JsonObject Targets(params JsonObject[] targets) => new()
    {
        ["assignments"] = new JsonArray([.. targets.Select(target => (JsonNode)new JsonObject { ["target"] = target })]),
    };

    internal static JsonObject Group(Guid id) => Everybody("group", ("groupId", id.ToString()));

    internal static JsonObject Excluded(Guid id) => Everybody("exclusionGroup", ("groupId", id.ToString()));

    internal static JsonObject Everybody(string kind, params ReadOnlySpan<(string, JsonNode)> members)
    {
        var target = new JsonObject { ["@odata.type"] = $"#microsoft.graph.{kind}AssignmentTarget" };
        foreach (var (name, value) in members)
        {
            target[name] = value;
        }

        return target;
    }

    internal static JsonObject WithFilter(JsonObject target, string filter, string mode)
    {
        target["deviceAndAppManagementAssignmentFilterId"] = filter;
        target["deviceAndAppManagementAssignmentFilterType"] = mode;
        return target;
    }

    private static JsonObject Filter(string rule) => new()
    {
        ["displayName"] = "iPads",
        ["platform"] = "iOS",
        ["rule"] = rule,
        ["assignmentFilterManagementType"] = "devices",
    };
}
