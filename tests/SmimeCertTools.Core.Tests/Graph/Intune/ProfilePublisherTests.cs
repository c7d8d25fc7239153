using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Profiles;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.Intune.IntuneTenant;

namespace SmimeCertTools.Core.Tests.Graph.Intune;

/// <summary>Plans and what comes of them, against the sandbox over sockets.</summary>
public sealed class ProfilePublisherTests
{
    [Fact]
    public async Task A_plan_sends_no_write()
    {
        await using var tenant = await StartAsync();

        var plan = await tenant.PlanAsync(Request(Imported()));

        Assert.Equal(SmimeProfileStatus.Created, plan.Action);
        Assert.Equal("iosImportedPFXCertificateProfile", plan.ODataType);
        Assert.Equal(0, tenant.Writes());
    }

    [Fact]
    public async Task A_new_profile_is_created_tagged_assigned_and_read_back()
    {
        await using var tenant = await StartAsync();
        var group = tenant.Host.State.Groups.Add("Mail users");
        var tag = tenant.Host.State.AddScopeTag("Berlin");

        var published = await tenant.PublishAsync(Request(
            Imported(), description: "Old mail", assignments: await tenant.ToGroupAsync("mail USERS"), tags: [tag]));

        var profile = Assert.Single(tenant.Profiles);
        Assert.Equal(SmimeProfileStatus.Created, published.Action);
        Assert.Equal(profile.Id, published.Profile.Id);
        Assert.Equal("Old mail", published.Profile.Description);
        Assert.Equal([tag], published.Profile.ScopeTagIds);
        Assert.Equal(UserPfxPurpose.SmimeEncryption, published.Profile.IntendedPurpose);
        Assert.Equal(group.Id, Assert.Single(profile.Assignments).GroupId);
        Assert.Equal("Mail users", Assert.Single(published.Assignments!).GroupName);
    }

    [Fact]
    public async Task Every_kind_is_created_and_a_second_run_changes_nothing()
    {
        await using var tenant = await StartAsync();
        var state = tenant.Host.State;
        state.Groups.Add("Everybody");
        var everybody = await tenant.ToGroupAsync("Everybody");
        var root = (await tenant.PublishAsync(Request(Root(), "Root", SmimePlatform.AndroidWorkProfile))).Profile.ToReference();
        var signing = (await tenant.PublishAsync(
            Request(Imported(UserPfxPurpose.SmimeSigning), "Signing"))).Profile.ToReference();
        var encryption = (await tenant.PublishAsync(Request(Imported(), "Encryption"))).Profile.ToReference();
        (ProfileSettings Settings, SmimePlatform Platform)[] wanted =
        [
            (ProfileCases.PkcsOf(root: root), SmimePlatform.AndroidWorkProfile),
            (new EmailSettings { AccountName = "Mail", SigningCertificate = signing, EncryptionCertificate = encryption },
                SmimePlatform.IOS),
            (new OutlookSettings { AppId = [Guid.Parse(state.AddIosApp())] }, SmimePlatform.IOS),
            (new OutlookSettings { AppId = [Guid.Parse(state.AddAndroidApp())] }, SmimePlatform.AndroidDeviceOwner),
            (new OutlookSettings { ForManagedApps = true }, SmimePlatform.IOS),
        ];
        foreach (var (settings, platform) in wanted)
        {
            var created = await tenant.PublishAsync(Request(settings, "Profile", platform, assignments: everybody));
            Assert.Equal(SmimeProfileStatus.Created, created.Action);
        }

        var writes = tenant.Writes();
        foreach (var (settings, platform) in wanted)
        {
            var request = Request(settings, "Profile", platform, SmimeIfExists.Update, assignments: everybody);
            Assert.Equal(SmimeProfileStatus.Unchanged, (await tenant.PublishAsync(request)).Action);
        }

        Assert.Equal(writes, tenant.Writes());
        var mail = state.Profiles.All.Single(profile => profile.TypeName == "iosEasEmailProfileConfiguration");
        Assert.Equal(signing!.Id.ToString(), mail.Bindings["smimeSigningCertificate"]);
        Assert.Equal(encryption!.Id.ToString(), mail.Bindings["smimeEncryptionCertificate"]);
    }

    [Fact]
    public async Task A_binding_is_sent_with_the_connections_own_address()
    {
        await using var tenant = await StartAsync();
        var signing = (await tenant.PublishAsync(
            Request(Imported(UserPfxPurpose.SmimeSigning), "Signing"))).Profile.ToReference();

        await tenant.PublishAsync(Request(new EmailSettings { AccountName = "Mail", SigningCertificate = signing }, "Mail"));

        var body = tenant.Host.State.Requests.Find("POST", "deviceConfigurations")[^1].Body!;
        Assert.Contains(new Uri(tenant.Host.GraphUri, "beta/deviceManagement/deviceConfigurations(").ToString(), body
            .Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_exists_is_an_error_unless_said_otherwise()
    {
        await using var tenant = await StartAsync();
        var first = await tenant.PublishAsync(Request(Imported()));

        var error = await Assert.ThrowsAsync<IntuneException>(() => tenant.PlanAsync(Request(Imported(), "encryption")));

        Assert.Equal(IntuneErrorKind.ProfileExists, error.Kind);
        Assert.Equal(first.Profile.Id, error.ProfileId);
        Assert.Equal(
            SmimeProfileStatus.Skipped, (await tenant.PlanAsync(Request(Imported(), ifExists: SmimeIfExists.Skip))).Action);
    }

    [Fact]
    public async Task The_same_name_for_another_type_is_another_profile()
    {
        await using var tenant = await StartAsync();
        await tenant.PublishAsync(Request(Imported()));

        Assert.Equal(
            SmimeProfileStatus.Created, (await tenant.PlanAsync(Request(Imported(), platform: SmimePlatform.MacOS))).Action);
    }

    [Fact]
    public async Task Two_of_one_name_and_type_are_ambiguous()
    {
        await using var tenant = await StartAsync();
        var publisher = tenant.Intune.CreatePublisher();
        var plan = await publisher.PlanAsync(Request(Imported()), CancellationToken.None);
        await publisher.ExecuteAsync(plan, CancellationToken.None);
        await publisher.ExecuteAsync(plan, CancellationToken.None);

        var error = await Assert.ThrowsAsync<IntuneException>(
            () => tenant.PlanAsync(Request(Imported(), ifExists: SmimeIfExists.Skip)));

        Assert.Equal(IntuneErrorKind.ProfileAmbiguous, error.Kind);
        Assert.All(tenant.Profiles, profile => Assert.Contains(profile.Id, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_command_does_not_make_the_same_profile_twice()
    {
        await using var tenant = await StartAsync();
        var publisher = tenant.Intune.CreatePublisher();
        await publisher.PlanAsync(Request(Imported()), CancellationToken.None);

        var error = await Assert.ThrowsAsync<IntuneException>(
            () => publisher.PlanAsync(Request(Imported()), CancellationToken.None));

        Assert.Equal(IntuneErrorKind.ProfileRepeated, error.Kind);
    }

    [Fact]
    public async Task A_difference_that_cannot_change_is_an_error_that_names_it()
    {
        await using var tenant = await StartAsync();
        await tenant.PublishAsync(Request(Imported()));
        var writes = tenant.Writes();

        var error = await Assert.ThrowsAsync<IntuneException>(() => tenant.PlanAsync(
            Request(Imported(UserPfxPurpose.SmimeSigning), ifExists: SmimeIfExists.Update)));

        Assert.Equal(IntuneErrorKind.ProfileFixed, error.Kind);
        Assert.Contains("intendedPurpose is smimeEncryption, wanted is smimeSigning", error.Message, StringComparison.Ordinal);
        Assert.Equal(writes, tenant.Writes());
    }

    [Fact]
    public async Task An_update_changes_members_and_bindings_and_says_which()
    {
        await using var tenant = await StartAsync();
        var first = (await tenant.PublishAsync(
            Request(Imported(UserPfxPurpose.SmimeSigning), "Signing 1"))).Profile.ToReference();
        var second = (await tenant.PublishAsync(
            Request(Imported(UserPfxPurpose.SmimeSigning), "Signing 2"))).Profile.ToReference();
        var created = await tenant.PublishAsync(
            Request(new EmailSettings { AccountName = "Mail", SigningCertificate = first }, "Mail"));

        var updated = await tenant.PublishAsync(Request(
            new EmailSettings { AccountName = "Post", SigningCertificate = second }, "Mail", ifExists: SmimeIfExists.Update,
            description: "New"));

        Assert.Equal(SmimeProfileStatus.Updated, updated.Action);
        Assert.Equal(created.Profile.Id, updated.Profile.Id);
        Assert.Contains("accountName: Mail -> Post", updated.Changes);
        Assert.Contains(updated.Changes, change => change.StartsWith("smimeSigningCertificate: ", StringComparison.Ordinal));
        var mail = tenant.Host.State.Profiles.Find(created.Profile.Id)!;
        Assert.Equal(second!.Id.ToString(), mail.Bindings["smimeSigningCertificate"]);
        Assert.Equal("New", (string?)mail.Properties["description"]);
    }

    [Fact]
    public async Task A_binding_that_nobody_names_stays()
    {
        await using var tenant = await StartAsync();
        var signing = (await tenant.PublishAsync(
            Request(Imported(UserPfxPurpose.SmimeSigning), "Signing"))).Profile.ToReference();
        var encryption = (await tenant.PublishAsync(Request(Imported(), "Encryption"))).Profile.ToReference();
        var created = await tenant.PublishAsync(Request(
            new EmailSettings { AccountName = "Mail", SigningCertificate = signing, EncryptionCertificate = encryption },
            "Mail"));

        var again = await tenant.PublishAsync(Request(
            new EmailSettings { AccountName = "Mail", EncryptionCertificate = encryption }, "Mail",
            ifExists: SmimeIfExists.Update));

        Assert.Equal(SmimeProfileStatus.Unchanged, again.Action);
        Assert.Equal(2, tenant.Host.State.Profiles.Find(created.Profile.Id)!.Bindings.Count);
    }

    [Fact]
    public async Task An_update_keeps_other_assignments_description_and_tags()
    {
        await using var tenant = await StartAsync();
        var state = tenant.Host.State;
        state.Groups.Add("First");
        state.Groups.Add("Second");
        var tag = state.AddScopeTag("Berlin");
        await tenant.PublishAsync(Request(
            Imported(), description: "Kept", assignments: await tenant.ToGroupAsync("First"), tags: [tag]));

        var updated = await tenant.PublishAsync(Request(
            Imported(), ifExists: SmimeIfExists.Update, assignments: await tenant.ToGroupAsync("Second")));

        Assert.Equal(["+ group 'Second'"], updated.Changes);
        Assert.Equal("Kept", updated.Profile.Description);
        Assert.Equal([tag], updated.Profile.ScopeTagIds);
        Assert.Equal(2, Assert.Single(tenant.Profiles).Assignments.Count);
    }

    [Fact]
    public async Task Assignments_to_exclusions_only_are_warned_of()
    {
        await using var tenant = await StartAsync();
        tenant.Host.State.Groups.Add("Guests");

        var plan = await tenant.PlanAsync(Request(
            Imported(), assignments: await tenant.ResolveAsync(new AssignmentRequest { ExcludedGroups = ["Guests"] })));

        Assert.Contains(plan.Warnings, warning => warning.Contains("nobody gets it", StringComparison.Ordinal));
    }
}
