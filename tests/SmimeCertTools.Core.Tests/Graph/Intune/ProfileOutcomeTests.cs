using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Sandbox.Faults;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.Intune.IntuneTenant;

namespace SmimeCertTools.Core.Tests.Graph.Intune;

/// <summary>Writes that fail before or after they took effect.</summary>
public sealed class ProfileOutcomeTests
{
    private const string Collection = "deviceConfigurations";

    [Theory]
    [InlineData(FaultMode.ResetAfterEffect)]
    [InlineData(FaultMode.RespondAfterEffect)]
    [InlineData(FaultMode.UnreadableAfterEffect)]
    public async Task A_creation_that_took_effect_unseen_is_found_and_not_sent_again(FaultMode mode)
    {
        await using var tenant = await StartAsync();
        tenant.Host.Faults.Add("POST", Collection, mode);

        var published = await tenant.PublishAsync(Request(Imported()));

        Assert.Equal(Assert.Single(tenant.Profiles).Id, published.Profile.Id);
        Assert.Single(tenant.Host.State.Requests.Find("POST", Collection));
    }

    [Theory]
    [InlineData(FaultMode.Respond)]
    [InlineData(FaultMode.UnreadableBefore)]
    public async Task A_creation_without_effect_is_sent_again(FaultMode mode)
    {
        await using var tenant = await StartAsync();
        tenant.Host.Faults.Add("POST", Collection, mode, times: 2);

        await tenant.PublishAsync(Request(Imported()));

        Assert.Single(tenant.Profiles);
        Assert.Equal(3, tenant.Host.State.Requests.Find("POST", Collection).Count);
    }

    [Fact]
    public async Task A_change_that_is_answered_with_the_profile_as_it_was_is_not_confirmed()
    {
        await using var tenant = await StartAsync();
        await tenant.PublishAsync(Request(Imported()));
        tenant.Host.Faults.Add("PATCH", Collection, FaultMode.SuccessWithoutEffect);

        var error = await Assert.ThrowsAsync<IntuneException>(
            () => tenant.PublishAsync(Request(Imported(), ifExists: SmimeIfExists.Update, description: "New")));

        Assert.Equal(GraphErrorKind.NotConfirmed, Assert.IsType<GraphRequestException>(error.InnerException).Kind);
        Assert.Contains("a look-up shows description: (none) -> New", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultMode.ResetAfterEffect)]
    [InlineData(FaultMode.UnreadableAfterEffect)]
    public async Task A_change_that_took_effect_unseen_counts_as_done(FaultMode mode)
    {
        await using var tenant = await StartAsync();
        await tenant.PublishAsync(Request(Imported()));
        tenant.Host.Faults.Add("PATCH", Collection, mode);

        var updated = await tenant.PublishAsync(
            Request(Imported(), ifExists: SmimeIfExists.Update, description: "New"));

        Assert.Equal("New", updated.Profile.Description);
        Assert.Single(tenant.Host.State.Requests.Find("PATCH", Collection));
    }

    [Theory]
    [InlineData(FaultMode.ResetAfterEffect)]
    [InlineData(FaultMode.UnreadableAfterEffect)]
    public async Task An_assignment_that_took_effect_unseen_counts_as_done(FaultMode mode)
    {
        await using var tenant = await StartAsync();
        tenant.Host.State.Groups.Add("Mail users");
        tenant.Host.Faults.Add("POST", "/assign", mode);

        await tenant.PublishAsync(Request(Imported(), assignments: await tenant.ToGroupAsync("Mail users")));

        Assert.Single(Assert.Single(tenant.Profiles).Assignments);
        Assert.Single(tenant.Host.State.Requests.Find("POST", "/assign"));
    }

    [Fact]
    public async Task When_assigning_fails_the_error_has_the_id_and_an_update_finishes()
    {
        await using var tenant = await StartAsync();
        tenant.Host.State.Groups.Add("Mail users");
        tenant.Host.Faults.Add("POST", "/assign", 403);
        var request = Request(
            Imported(), ifExists: SmimeIfExists.Update, assignments: await tenant.ToGroupAsync("Mail users"));

        var error = await Assert.ThrowsAsync<IntuneException>(() => tenant.PublishAsync(request));

        var profile = Assert.Single(tenant.Profiles);
        Assert.Equal(IntuneErrorKind.ProfileIncomplete, error.Kind);
        Assert.Equal(profile.Id, error.ProfileId);
        Assert.Contains(profile.Id, error.Message, StringComparison.Ordinal);
        Assert.Contains("Update it to finish it", error.Message, StringComparison.Ordinal);
        Assert.Empty(profile.Assignments);

        var finished = await tenant.PublishAsync(request);

        Assert.Equal(SmimeProfileStatus.Updated, finished.Action);
        Assert.Equal(["+ group 'Mail users'"], finished.Changes);
        Assert.Single(Assert.Single(tenant.Profiles).Assignments);
    }

    [Fact]
    public async Task A_refused_creation_names_the_profile_and_the_permission()
    {
        await using var tenant = await StartAsync(permissions: ["DeviceManagementConfiguration.Read.All"]);

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => tenant.PublishAsync(Request(Imported())));

        Assert.Equal(GraphErrorKind.Forbidden, error.Kind);
        Assert.Equal("Encryption", error.Target);
        Assert.Contains("DeviceManagementConfiguration.ReadWrite.All", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("user principal name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_of_managed_apps_needs_the_permission_for_apps()
    {
        await using var tenant = await StartAsync(permissions: ["DeviceManagementConfiguration.ReadWrite.All"]);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => tenant.PlanAsync(Request(new OutlookSettings { ForManagedApps = true })));

        Assert.Contains("DeviceManagementApps.Read.All", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultMode.ResetAfterEffect)]
    [InlineData(FaultMode.UnreadableAfterEffect)]
    public async Task A_deletion_that_took_effect_unseen_counts_as_done(FaultMode mode)
    {
        await using var tenant = await StartAsync();
        var profile = (await tenant.PublishAsync(Request(Imported()))).Profile;
        tenant.Host.Faults.Add("DELETE", Collection, mode);

        await tenant.Intune.DeleteProfileAsync(profile, CancellationToken.None);

        Assert.Empty(tenant.Profiles);
        Assert.Single(tenant.Host.State.Requests.Find("DELETE", Collection));
    }

    [Fact]
    public async Task What_refers_to_a_profile_is_found_through_its_navigations()
    {
        await using var tenant = await StartAsync();
        var signing = (await tenant.PublishAsync(Request(Imported(UserPfxPurpose.SmimeSigning), "Signing"))).Profile;
        var other = (await tenant.PublishAsync(Request(Imported(), "Other"))).Profile;
        await tenant.PublishAsync(
            Request(new EmailSettings { AccountName = "Mail", SigningCertificate = signing.ToReference() }, "Mail"));

        var referrer = Assert.Single(await tenant.Intune.FindReferrersAsync(signing, CancellationToken.None));

        Assert.Equal("Mail", referrer.DisplayName);
        Assert.Equal("smimeSigningCertificate", referrer.Navigation);
        Assert.Empty(await tenant.Intune.FindReferrersAsync(other, CancellationToken.None));
    }

    [Fact]
    public async Task All_pages_of_profiles_are_read()
    {
        await using var tenant = await StartAsync(new() { PageSize = 2 });
        for (var i = 0; i < 5; i++)
        {
            await tenant.PublishAsync(Request(Imported(), $"Encryption {i}"));
        }

        var profiles = await tenant.Intune.ListProfilesAsync([SmimeProfileKind.ImportedPfx], CancellationToken.None);

        Assert.Equal(5, profiles.Select(profile => profile.Id).Distinct().Count());
    }

    [Fact]
    public async Task Cancelling_before_a_write_sends_none()
    {
        await using var tenant = await StartAsync();
        var publisher = tenant.Intune.CreatePublisher();
        var plan = await publisher.PlanAsync(Request(Imported()), CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => publisher.ExecuteAsync(plan, new CancellationToken(canceled: true)));

        Assert.Equal(0, tenant.Writes());
    }
}
