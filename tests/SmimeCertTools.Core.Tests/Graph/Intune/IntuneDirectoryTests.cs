using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.Intune.IntuneTenant;

namespace SmimeCertTools.Core.Tests.Graph.Intune;

/// <summary>Groups, filters and scope tags by name and id.</summary>
public sealed class IntuneDirectoryTests
{
    [Fact]
    public async Task A_missing_group_is_refused_with_similar_names()
    {
        await using var tenant = await StartAsync();
        tenant.Host.State.Groups.Add("Mail users");

        var error = await Assert.ThrowsAsync<IntuneException>(() => tenant.ToGroupAsync("Mail user's"));

        Assert.Equal(IntuneErrorKind.GroupNotFound, error.Kind);
        Assert.Contains("'Mail users'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_several_groups_is_refused_with_their_ids()
    {
        await using var tenant = await StartAsync();
        var groups = new[] { tenant.Host.State.Groups.Add("Mail"), tenant.Host.State.Groups.Add("Mail") };

        var error = await Assert.ThrowsAsync<IntuneException>(() => tenant.ToGroupAsync("Mail"));

        Assert.Equal(IntuneErrorKind.GroupAmbiguous, error.Kind);
        Assert.All(groups, group => Assert.Contains(group.Id.ToString(), error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no id")]
    [InlineData("11111111-2222-3333-4444-555555555555")]
    public async Task An_id_is_verified(string id)
    {
        await using var tenant = await StartAsync();

        var error = await Assert.ThrowsAsync<IntuneException>(
            () => tenant.ResolveAsync(new AssignmentRequest { GroupIds = [id] }));

        Assert.Equal(IntuneErrorKind.GroupNotFound, error.Kind);
    }

    [Fact]
    public async Task Each_group_is_looked_up_once()
    {
        await using var tenant = await StartAsync();
        var group = tenant.Host.State.Groups.Add("Mail & more #1 'x'");
        var directory = tenant.Intune.CreateDirectory();
        var request = new AssignmentRequest { GroupNames = [group.DisplayName], GroupIds = [group.Id.ToString()] };

        await directory.ResolveAsync(request, CancellationToken.None);
        await directory.ResolveAsync(request, CancellationToken.None);

        Assert.Single(tenant.Host.State.Requests.Find("GET", "/groups"));
    }

    [Fact]
    public async Task Each_platform_takes_the_filter_that_is_for_it()
    {
        await using var tenant = await StartAsync();
        var state = tenant.Host.State;
        state.Groups.Add("Mail users");
        var ios = state.AddAssignmentFilter("iPads", "iOS", "(device.model -startsWith \"iPad\")");
        var mac = state.AddAssignmentFilter("Macs", "macOS", "(device.model -startsWith \"Mac\")");
        var resolved = await tenant.ResolveAsync(new AssignmentRequest
        {
            GroupNames = ["Mail users"],
            Filters = ["iPads", "Macs"],
            FilterMode = SmimeFilterMode.Exclude,
        });

        foreach (var (platform, filter) in new[] { (SmimePlatform.IOS, ios), (SmimePlatform.MacOS, mac) })
        {
            await tenant.PublishAsync(Request(Imported(), platform: platform, assignments: resolved));
            var assignment = Assert.Single(tenant.Profiles[^1].Assignments);
            Assert.Equal(filter, assignment.FilterId);
            Assert.True(assignment.FilterExcludes);
        }

        var error = Assert.Throws<IntuneException>(
            () => resolved.For("x", SmimeProfileKind.ImportedPfx, [SmimePlatform.Windows]));
        Assert.Equal(IntuneErrorKind.FilterMismatch, error.Kind);
    }

    [Fact]
    public async Task A_filter_without_an_inclusion_is_refused()
    {
        await using var tenant = await StartAsync();

        var error = await Assert.ThrowsAsync<IntuneException>(
            () => tenant.ResolveAsync(new AssignmentRequest { Filters = ["x"], ExcludedGroups = ["y"] }));

        Assert.Equal(IntuneErrorKind.AssignmentInvalid, error.Kind);
    }

    [Fact]
    public async Task Scope_tags_are_found_by_name_and_id_and_refused_otherwise()
    {
        await using var tenant = await StartAsync();
        var berlin = tenant.Host.State.AddScopeTag("Berlin");
        var directory = tenant.Intune.CreateDirectory();

        Assert.Equal([berlin, "0"], await directory.ResolveScopeTagsAsync(["berlin", "0", "Default"], CancellationToken.None));
        Assert.Equal(["Berlin", "99"], await directory.ScopeTagNamesAsync([berlin, "99"], CancellationToken.None));
        var error = await Assert.ThrowsAsync<IntuneException>(
            () => directory.ResolveScopeTagsAsync(["Bonn"], CancellationToken.None));
        Assert.Equal(IntuneErrorKind.ScopeTagNotFound, error.Kind);
        Assert.Contains("'Berlin'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_what_is_gone_are_left_out()
    {
        await using var tenant = await StartAsync();
        var group = tenant.Host.State.Groups.Add("Mail users");
        ProfileAssignment[] assignments =
        [
            new() { Target = SmimeAssignmentTarget.Group, GroupId = group.Id.ToString() },
            new() { Target = SmimeAssignmentTarget.Group, GroupId = Guid.NewGuid().ToString() },
        ];

        var named = await tenant.Intune.CreateDirectory().WithNamesAsync(assignments, CancellationToken.None);

        Assert.Equal(["Mail users", null], named.Select(assignment => assignment.GroupName));
    }

    [Fact]
    public async Task Without_the_permission_the_error_names_it()
    {
        await using var tenant = await StartAsync(permissions: ["DeviceManagementConfiguration.ReadWrite.All"]);

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => tenant.ToGroupAsync("Mail users"));

        Assert.Contains("Group.Read.All", error.Message, StringComparison.Ordinal);
    }
}
