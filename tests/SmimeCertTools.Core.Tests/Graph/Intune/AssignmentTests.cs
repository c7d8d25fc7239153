using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.Intune.IntuneTenant;

namespace SmimeCertTools.Core.Tests.Graph.Intune;

/// <summary>Sets of assignments: what is added, removed and replaced, and what contradicts itself.</summary>
public sealed class AssignmentTests
{
    private static readonly ProfileAssignment Everyone = new() { Target = SmimeAssignmentTarget.AllUsers };

    [Fact]
    public void Adding_keeps_the_others_and_sends_nothing_twice()
    {
        var plan = Plan([Group("a"), Everyone], [Group("A"), Group("b")], AssignmentMode.Add);

        Assert.Equal(["+ group 'b'"], plan.Describe());
        Assert.Equal(3, plan.Wanted.Count);
        Assert.False(Plan([Group("a")], [Group("a")], AssignmentMode.Add).HasChanges);
    }

    [Fact]
    public void Another_filter_changes_the_assignment_of_the_target()
    {
        var plan = Plan([Group("a")], [Group("a", "f")], AssignmentMode.Add);

        Assert.Empty(plan.Added);
        Assert.Equal(Group("a", "f"), Assert.Single(plan.Changed));
        Assert.Equal(Group("a", "f"), Assert.Single(plan.Wanted));
    }

    [Fact]
    public void Removing_goes_by_target_whatever_the_filter()
    {
        var plan = Plan([Group("a", "f"), Group("b"), Excluded("c")], [Group("a"), Group("c")], AssignmentMode.Remove);

        Assert.Equal(Group("a", "f"), Assert.Single(plan.Removed));
        Assert.Equal(2, plan.Wanted.Count);
    }

    [Fact]
    public void Replacing_leaves_what_is_given_alone()
    {
        var plan = Plan([Group("a"), Everyone], [Group("b"), Everyone], AssignmentMode.Replace);

        Assert.Equal(["+ group 'b'", "- group 'a'"], plan.Describe());
    }

    [Theory]
    [InlineData(AssignmentMode.Add)]
    [InlineData(AssignmentMode.Replace)]
    public void A_group_is_not_both_included_and_excluded(AssignmentMode mode)
    {
        var error = Assert.Throws<IntuneException>(() => Plan([], [Group("a"), Excluded("a")], mode));

        Assert.Equal(IntuneErrorKind.AssignmentInvalid, error.Kind);
    }

    [Fact]
    public void A_group_that_is_excluded_is_not_added_silently()
    {
        var error = Assert.Throws<IntuneException>(() => Plan([Excluded("a")], [Group("a")], AssignmentMode.Add));

        Assert.Equal(IntuneErrorKind.AssignmentInvalid, error.Kind);
    }

    [Fact]
    public void Managed_apps_are_not_assigned_to_devices() => Assert.Throws<IntuneException>(() => AssignmentPlan.Create(
        "Outlook", SmimeProfileKind.OutlookApps, [], [new() { Target = SmimeAssignmentTarget.AllDevices }], AssignmentMode.Add));

    [Fact]
    public void Targets_of_other_kinds_are_kept_as_they_are()
    {
        var json = JsonNode.Parse("""
            {"target": {"@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget",
            "collectionId": "SMS00001"}}
            """)!.AsObject();
        var other = AssignmentJson.Read(json)!;

        var plan = Plan([other], [Group("a")], AssignmentMode.Add);
        var sent = AssignmentJson.Write(SmimeProfileKind.ImportedPfx, plan.Wanted)["assignments"]!.AsArray();

        Assert.Equal("SMS00001", (string?)sent[0]!["target"]!["collectionId"]);
    }

    [Fact]
    public void Assignments_of_a_policy_set_are_not_the_profiles_own()
    {
        var set = new ProfileAssignment { Target = SmimeAssignmentTarget.AllUsers, IsFromPolicySet = true };

        var plan = Plan([set], [Group("a")], AssignmentMode.Replace);

        Assert.Empty(plan.Removed);
        Assert.Equal(Group("a"), Assert.Single(plan.Wanted));
    }

    [Fact]
    public void A_filter_of_no_id_is_none()
    {
        var json = JsonNode.Parse("""
            {"target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": "a",
            "deviceAndAppManagementAssignmentFilterId": "00000000-0000-0000-0000-000000000000",
            "deviceAndAppManagementAssignmentFilterType": "none"}}
            """)!.AsObject();

        Assert.Equal(Group("a"), AssignmentJson.Read(json));
    }

    [Fact]
    public async Task What_is_assigned_is_read_anew_before_it_is_replaced()
    {
        await using var tenant = await StartAsync();
        var groups = tenant.Host.State.Groups;
        var (first, second) = (groups.Add("First"), groups.Add("Second"));
        var profile = (await tenant.PublishAsync(Request(Imported()))).Profile;
        var given = (await tenant.ToGroupAsync("Second")).For("Encryption", profile.Kind, profile.Platforms);
        await tenant.Intune.PlanAssignmentsAsync(profile, given, AssignmentMode.Add, CancellationToken.None);

        // Somebody else assigns between the plan and the write.
        await tenant.Intune.SetAssignmentsAsync(
            profile, (await tenant.ToGroupAsync("First")).For("Encryption", profile.Kind, profile.Platforms), AssignmentMode.Add,
            CancellationToken.None);
        await tenant.Intune.SetAssignmentsAsync(profile, given, AssignmentMode.Add, CancellationToken.None);

        Assert.Equal(new HashSet<Guid?> { first.Id, second.Id },
            Assert.Single(tenant.Profiles).Assignments.Select(assignment => assignment.GroupId).ToHashSet());
    }

    [Fact]
    public async Task Assignments_that_somebody_else_changed_meanwhile_are_an_error()
    {
        // None before, as the action answers; then somebody else's.
        const string Others = """{"value": [{"target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}}]}""";
        await using var server = await ScriptedGraph.StartAsync(
            ScriptedGraph.Json(200, ScriptedGraph.Page(null)), ScriptedGraph.Json(200, ScriptedGraph.Page(null)),
            ScriptedGraph.Json(200, Others));
        using var connection = await GraphTestData.ConnectAsync(server.Uri);
        var profile = IntuneProfile.Read(JsonNode.Parse("""
            {"id": "11111111-2222-3333-4444-555555555555", "displayName": "Encryption",
            "@odata.type": "#microsoft.graph.iosImportedPFXCertificateProfile"}
            """)!.AsObject())!;

        var error = await Assert.ThrowsAsync<IntuneException>(() => connection.Intune.SetAssignmentsAsync(
            profile, [Group("a")], AssignmentMode.Add, CancellationToken.None));

        Assert.Equal(IntuneErrorKind.AssignmentChanged, error.Kind);
        Assert.Equal(profile.Id, error.ProfileId);
    }

    private static ProfileAssignment Group(string id, string? filter = null) => new()
    {
        Target = SmimeAssignmentTarget.Group,
        GroupId = id,
        FilterId = filter,
        FilterMode = filter is null ? SmimeFilterMode.None : SmimeFilterMode.Include,
    };

    private static ProfileAssignment Excluded(string id) => new() { Target = SmimeAssignmentTarget.ExcludedGroup, GroupId = id };

    private static AssignmentPlan Plan(
        IReadOnlyList<ProfileAssignment> current, IReadOnlyList<ProfileAssignment> given, AssignmentMode mode) =>
        AssignmentPlan.Create("Encryption", SmimeProfileKind.ImportedPfx, current, given, mode);
}
