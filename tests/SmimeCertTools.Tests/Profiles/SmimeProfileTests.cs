using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Connectors;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Hosting;
using SmimeCertTools.Profiles;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using Xunit;
using static SmimeCertTools.Tests.Profiles.ProfileTenant;

namespace SmimeCertTools.Tests.Profiles;

/// <summary>Get-SmimeProfile, Set-SmimeProfileAssignment and Remove-SmimeProfile.</summary>
public sealed class SmimeProfileTests
{
    [Fact]
    public async Task Profiles_are_shown_by_kind_platform_and_name()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.NewRootAsync("-Name 'Root {Platform}' -Platform Windows, IOS")).EnsureNoErrors();
        await tenant.PublishAsync("Encryption", Imported());
        await tenant.PublishAsync("Outlook", new OutlookSettings { ForManagedApps = true });

        Assert.Equal(["Root Windows", "Root iOS", "Encryption", "Outlook"], await NamesAsync(tenant, ""));
        Assert.Equal(["Encryption", "Outlook"], await NamesAsync(tenant, "-Kind ImportedPfx, OutlookApps"));
        Assert.Equal(["Root iOS", "Encryption", "Outlook"], await NamesAsync(tenant, "-Platform IOS"));
        Assert.Equal(["Root Windows", "Root iOS"], await NamesAsync(tenant, "root*"));
        Assert.Equal(["Encryption"], await NamesAsync(tenant, "encryption"));
        Assert.Equal(["Root Windows"], await NamesAsync(tenant, "| Where-Object Platform -eq Windows"));
    }

    [Fact]
    public async Task A_name_or_id_that_leads_nowhere_is_an_error_and_a_pattern_is_not()
    {
        await using var tenant = await TestTenant.StartAsync();

        Assert.Equal(["ProfileNotFound"], (await tenant.RunAsync("Get-SmimeProfile Nothing")).ErrorIds);
        Assert.Equal(["ProfileNotFound"], (await tenant.RunAsync($"Get-SmimeProfile -Id {Guid.NewGuid()}")).ErrorIds);
        Assert.Empty((await tenant.RunAsync("Get-SmimeProfile No*")).EnsureNoErrors().Output);
    }

    [Fact]
    public async Task Configurations_of_other_apps_are_not_shown()
    {
        await using var tenant = await TestTenant.StartAsync();
        var app = Guid.Parse(tenant.Host.State.AddIosApp());
        await tenant.PublishAsync("Outlook", new OutlookSettings { AppId = [app] });
        await tenant.PublishAsync("Outlook Android", new OutlookSettings
        {
            AppId = [Guid.Parse(tenant.Host.State.AddAndroidApp())],
        }, SmimePlatform.AndroidWorkProfile);

        Assert.Equal(["Outlook", "Outlook Android"], await NamesAsync(tenant, "-Kind OutlookDevices"));
    }

    [Fact]
    public async Task Assignments_have_the_names_of_groups_and_filters()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("Mail users");
        tenant.Host.State.AddAssignmentFilter("iPads", "iOS", "(device.model -startsWith \"iPad\")");
        (await tenant.NewRootAsync("-Name Root -Platform IOS -GroupName 'Mail users' -Filter iPads")).EnsureNoErrors();

        var profile = Assert.Single((await tenant.RunAsync("Get-SmimeProfile")).EnsureNoErrors().OutputAs<SmimeProfile>());

        Assert.Equal("group 'Mail users', only filter 'iPads'", Assert.Single(profile.Assignments!).ToString());
        Assert.NotNull(profile.CreatedDateTime);
        Assert.NotNull(profile.Version);
    }

    [Fact]
    public async Task Without_leave_to_read_groups_their_ids_are_shown_with_one_warning()
    {
        await using var tenant = await TestTenant.StartAsync();
        var group = tenant.Host.State.Groups.Add("Mail users");
        (await tenant.NewRootAsync("-Name 'Root {Platform}' -Platform IOS, MacOS -GroupName 'Mail users'")).EnsureNoErrors();
        (await tenant.ConnectAsync(tenant.Host.IssueToken(["DeviceManagementConfiguration.ReadWrite.All"]))).EnsureNoErrors();

        var result = await tenant.RunAsync("Get-SmimeProfile -Kind TrustedRoot");

        Assert.All(result.EnsureNoErrors().OutputAs<SmimeProfile>(),
            profile => Assert.Equal($"group '{group.Id}'", Assert.Single(profile.Assignments!).ToString()));
        Assert.Contains("Group.Read.All", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_devices_report_is_read_on_request()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Devices.Add(
            "Phone", Sandbox.Devices.DevicePlatform.Ios, tenant.Host.State.Users.Find(TestTenant.Alice)!);
        var (path, thumbprint) = tenant.AddPfx("a.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        var profile = await tenant.PublishAsync("Encryption", Imported());
        (await tenant.RunAsync($"Set-SmimeProfileAssignment {profile.Id} -AllDevices")).EnsureNoErrors();

        var shown = (await tenant.RunAsync("Get-SmimeProfile -CertificateState")).EnsureNoErrors().OutputAs<SmimeProfile>();

        var state = Assert.Single(Assert.Single(shown).CertificateStates!);
        Assert.Equal(("Phone", "installed", thumbprint), (state.DeviceName, state.State, state.Thumbprint));
    }

    [Fact]
    public async Task Assignments_are_added_removed_replaced_and_cleared()
    {
        await using var tenant = await TestTenant.StartAsync();
        var groups = tenant.Host.State.Groups;
        var (first, second) = (groups.Add("First"), groups.Add("Second"));
        await tenant.PublishAsync("Encryption", Imported());

        await SetAsync("-GroupName First -PassThru", SmimeProfileStatus.Updated, "+ group 'First'");
        await SetAsync("-GroupName First -PassThru", SmimeProfileStatus.Unchanged);
        await SetAsync($"-GroupId {second.Id} -AllUsers -PassThru", SmimeProfileStatus.Updated,
            "+ group 'Second'", "+ all users");
        await SetAsync("-GroupName First -Remove -PassThru", SmimeProfileStatus.Updated, "- group 'First'");
        await SetAsync("-GroupName First -ExcludeGroup Second -Replace -PassThru", SmimeProfileStatus.Updated,
            "+ group 'First'", "+ excluded group 'Second'", "- group 'Second'", "- all users");
        Assert.Equal([first.Id, second.Id], tenant.Profiles()[0].Assignments.Select(assignment => assignment.GroupId!.Value));
        await SetAsync("-Clear -PassThru", SmimeProfileStatus.Updated, "- group 'First'", "- excluded group 'Second'");
        Assert.Empty(tenant.Profiles()[0].Assignments);

        async Task SetAsync(string options, SmimeProfileStatus status, params string[] changes)
        {
            var result = await tenant.RunAsync($"Get-SmimeProfile | Set-SmimeProfileAssignment {options}");
            var profile = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>());
            Assert.Equal(status, profile.Status);
            Assert.Equal(changes, profile.Changes);
        }
    }

    [Fact]
    public async Task Assigning_with_whatif_says_what_would_change_and_sends_no_write()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("Mail users");
        var profile = await tenant.PublishAsync("Encryption", Imported());
        tenant.Host.State.Requests.Clear();

        var result = await tenant.RunAsync($"Set-SmimeProfileAssignment {profile.Id} -GroupName 'Mail users' -WhatIf");

        Assert.Contains("+ group 'Mail users'", result.EnsureNoErrors().HostText, StringComparison.Ordinal);
        Assert.Empty(tenant.Written());
    }

    [Fact]
    public async Task Assigning_nobody_or_one_both_ways_is_refused()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("First");
        var profile = await tenant.PublishAsync("Encryption", Imported());

        foreach (var options in new[] { "", "-Replace", "-GroupName First -ExcludeGroup First" })
        {
            var result = await tenant.RunAsync($"Set-SmimeProfileAssignment {profile.Id} {options}");
            Assert.Equal(["AssignmentInvalid"], result.ErrorIds);
        }

        Assert.Empty(tenant.Profiles()[0].Assignments);
    }

    [Fact]
    public async Task Removing_asks_says_who_is_assigned_and_looks_that_it_is_gone()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("Mail users");
        (await tenant.NewRootAsync("-Name Root -Platform IOS -GroupName 'Mail users'")).EnsureNoErrors();
        tenant.Shell.Answers.Choose("No", "Yes");

        (await tenant.RunAsync("Get-SmimeProfile | Remove-SmimeProfile")).EnsureNoErrors();
        Assert.Contains("group 'Mail users'", Assert.Single(tenant.Shell.Answers.Asked), StringComparison.Ordinal);
        Assert.Single(tenant.Profiles());

        var removed = await tenant.RunAsync("Get-SmimeProfile | Remove-SmimeProfile -PassThru");
        Assert.Equal(SmimeProfileStatus.Removed, Assert.Single(removed.EnsureNoErrors().OutputAs<SmimeProfile>()).Status);
        Assert.Empty(tenant.Profiles());
    }

    [Fact]
    public async Task Removing_with_whatif_sends_no_write()
    {
        await using var tenant = await TestTenant.StartAsync();
        var profile = await tenant.PublishAsync("Encryption", Imported());
        tenant.Host.State.Requests.Clear();

        var result = await tenant.RunAsync($"Remove-SmimeProfile {profile.Id} -WhatIf");

        Assert.Contains("assigned to nobody", result.EnsureNoErrors().HostText, StringComparison.Ordinal);
        Assert.Empty(tenant.Written());
    }

    [Fact]
    public async Task A_profile_that_others_refer_to_is_not_removed_unless_forced()
    {
        await using var tenant = await TestTenant.StartAsync();
        var signing = await tenant.PublishAsync("Signing", Imported(UserPfxPurpose.SmimeSigning));
        await tenant.PublishAsync(
            "Mail", new EmailSettings { AccountName = "Mail", SigningCertificate = signing.ToReference() });
        tenant.Host.State.Requests.Clear();

        var refused = await tenant.RunAsync($"Remove-SmimeProfile {signing.Id} -Confirm:$false");
        Assert.Equal(["ProfileReferenced"], refused.ErrorIds);
        Assert.Contains("'Mail'", refused.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(tenant.Written());

        // The service has the last word.
        var forced = await tenant.RunAsync($"Remove-SmimeProfile {signing.Id} -Force -Confirm:$false");
        Assert.Equal(["GraphBadRequest"], forced.ErrorIds);
        Assert.Contains("'Mail'", Assert.Single(forced.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removal_that_cannot_be_confirmed_is_an_error()
    {
        await using var tenant = await TestTenant.StartAsync();
        var profile = await tenant.PublishAsync("Encryption", Imported());
        tenant.Host.Faults.Add(new FaultRule
        {
            Match = target => target.Method == "DELETE",
            Status = 403,
        });

        var result = await tenant.RunAsync($"Remove-SmimeProfile {profile.Id} -Confirm:$false -PassThru");

        Assert.Equal(["GraphForbidden"], result.ErrorIds);
        Assert.Empty(result.Output);
        Assert.Single(tenant.Profiles());
    }

    [Fact]
    public async Task Connectors_are_shown_with_findings_and_none_at_all_is_a_warning()
    {
        await using var tenant = await TestTenant.StartAsync();
        var none = await tenant.RunAsync("Get-CertificateConnector");
        Assert.StartsWith("ConnectorMissing:", Assert.Single(none.EnsureNoErrors().Warnings), StringComparison.Ordinal);

        tenant.Host.State.AddConnector(new SandboxConnector { MachineName = "srv1.contoso.com" });
        tenant.Host.State.AddConnector(
            new SandboxConnector { MachineName = "old.contoso.com", Version = "6.1904.1.0", IsActive = false });
        var all = (await tenant.RunAsync("Get-CertificateConnector")).EnsureNoErrors();
        var one = (await tenant.RunAsync("Get-CertificateConnector SRV*")).EnsureNoErrors();

        Assert.Empty(all.Warnings);
        var old = all.OutputAs<SmimeCertificateConnector>().Single(connector => connector.MachineName == "old.contoso.com");
        Assert.Equal(["ConnectorInactive", "ConnectorTooOld", "ConnectorNotSeen"], old.Findings.Select(finding => finding.Id));
        Assert.False(old.ServesImportedPfx);
        Assert.Equal("srv1.contoso.com", Assert.Single(one.OutputAs<SmimeCertificateConnector>()).MachineName);
    }

    [Fact]
    public async Task Views_fit_a_hundred_columns()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("A group with quite a long name for a column");
        tenant.Host.State.AddConnector(
            new SandboxConnector { MachineName = "old.contoso.com", Version = "6.1904.1.0", IsActive = false });
        (await tenant.NewRootAsync("-Name 'A root with quite a long name {Platform}' -Platform IOS, AndroidDeviceAdministrator "
            + "-GroupName 'A group with quite a long name for a column'")).EnsureNoErrors();
        foreach (var (command, text) in new[]
        {
            ("Get-SmimeProfile", "TrustedRoot"),
            ("(Get-SmimeProfile).Assignments", "A group with"),
            ("Get-CertificateConnector", "old.contoso.com"),
            ("(Get-CertificateConnector).Findings", "ConnectorTooOld"),
        })
        {
            var shown = await tenant.Shell.RenderAsync("$WarningPreference = 'SilentlyContinue'; " + command);
            Assert.Contains(text, shown.HostText, StringComparison.Ordinal);
            Assert.All(shown.HostText.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 100));
        }
    }

    private static async Task<string[]> NamesAsync(TestTenant tenant, string options)
    {
        var result = await tenant.RunAsync($"Get-SmimeProfile {options}");
        return [.. result.EnsureNoErrors().OutputAs<SmimeProfile>().Select(profile => profile.Name)];
    }
}
