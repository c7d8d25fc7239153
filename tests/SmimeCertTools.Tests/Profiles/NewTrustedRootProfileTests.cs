using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Hosting;
using SmimeCertTools.Profiles;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Profiles;

public sealed class NewTrustedRootProfileTests
{
    [Fact]
    public async Task Each_platform_gets_a_profile_of_its_own_name_tags_and_assignments()
    {
        await using var tenant = await TestTenant.StartAsync();
        var group = tenant.Host.State.Groups.Add("Mail users");
        var guests = tenant.Host.State.Groups.Add("Guests");
        var tag = tenant.Host.State.AddScopeTag("Berlin");

        var result = await tenant.NewRootAsync("-Name 'Root {Platform}' -Platform Windows, IOS, MacOS, AndroidWorkProfile "
            + $"-GroupName 'mail users' -ExcludeGroup {guests.Id} -ScopeTag Berlin -Description 'For mail'");

        var made = result.EnsureNoErrors().OutputAs<SmimeProfile>();
        Assert.Equal(
            ["Root Windows", "Root iOS", "Root macOS", "Root Android work profile"], made.Select(profile => profile.Name));
        Assert.All(made, profile => Assert.Equal(SmimeProfileStatus.Created, profile.Status));
        Assert.Equal(["group 'Mail users'", "excluded group 'Guests'"], made[0].Assignments!.Select(item => item.ToString()));
        Assert.Equal(made.Select(profile => profile.Id), tenant.Profiles().Select(profile => profile.Id));
        Assert.All(tenant.Profiles(), profile =>
        {
            Assert.Equal([group.Id, guests.Id], profile.Assignments.Select(assignment => assignment.GroupId!.Value));
            Assert.Equal(tag, (string?)profile.Properties["roleScopeTagIds"]![0]);
            Assert.Equal("For mail", (string?)profile.Properties["description"]);
        });
    }

    [Fact]
    public async Task A_chain_becomes_one_profile_for_each_certificate_in_the_store_that_fits()
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await tenant.RunAsync(
            "param($Path) New-TrustedRootProfile '{Certificate}' Windows -CertificatePath $Path",
            new() { ["Path"] = tenant.WriteChain() });

        result.EnsureNoErrors();
        Assert.Equal(
            ["Contoso Demo Issuing CA", "Contoso Demo Root CA"], tenant.Profiles().Select(profile => profile.DisplayName));
        Assert.Equal(["computerCertStoreIntermediate", "computerCertStoreRoot"],
            tenant.Profiles().Select(profile => (string?)profile.Properties["destinationStore"]));
    }

    [Fact]
    public async Task A_chain_under_one_name_is_refused_with_what_to_write()
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await tenant.RunAsync("param($Path) New-TrustedRootProfile CA Windows -CertificatePath $Path",
            new() { ["Path"] = tenant.WriteChain() });

        Assert.Equal(["ProfileRepeated"], result.ErrorIds);
        Assert.Contains("{Certificate}", result.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chain_of_a_pfx_is_taken_and_its_leaf_is_not()
    {
        await using var tenant = await TestTenant.StartAsync();
        using var leaf = TestTenant.Pki.Issue(new PersonCertificate { MailAddress = TestTenant.Alice });
        var all = new X509Certificate2Collection(leaf) { TestTenant.Pki.Root };
        var path = tenant.Folder.Write("alice.pfx", all.Export(X509ContentType.Pkcs12, tenant.Password)!);

        var result = await tenant.RunAsync(
            "param($Path, $Password) New-TrustedRootProfile '{Certificate}' IOS -CertificatePath $Path -Password $Password",
            new() { ["Path"] = path, ["Password"] = TestTenant.Secure(tenant.Password) });

        Assert.Equal("Contoso Demo Root CA", Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>()).Name);
    }

    [Fact]
    public async Task Certificates_come_by_pipeline_and_a_leaf_among_them_is_an_error_that_does_not_stop_the_others()
    {
        await using var tenant = await TestTenant.StartAsync();
        using var leaf = TestTenant.Pki.Issue(new PersonCertificate { MailAddress = TestTenant.Alice });

        var result = await tenant.RunAsync("$input | New-TrustedRootProfile '{Certificate}' IOS",
            input: new[] { leaf, TestTenant.Pki.Root });

        Assert.Equal(["TrustedCertificateNotAuthority"], result.ErrorIds);
        Assert.Equal("Contoso Demo Root CA", Assert.Single(tenant.Profiles()).DisplayName);
    }

    [Fact]
    public async Task Files_come_by_pipeline()
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await tenant.RunAsync(
            "$input | New-TrustedRootProfile Root IOS", input: new[] { new System.IO.FileInfo(tenant.WriteRoot()) });

        Assert.Equal("Root", Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>()).Name);
    }

    [Fact]
    public async Task WhatIf_says_what_would_be_done_and_sends_no_write()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("Mail users");

        var result = await tenant.NewRootAsync("-Name 'Root {Platform}' -Platform Windows, IOS -GroupName 'Mail users' -WhatIf");

        Assert.Empty(result.EnsureNoErrors().Output);
        Assert.Contains("Root Windows", result.HostText, StringComparison.Ordinal);
        Assert.Contains("iosTrustedRootCertificate", result.HostText, StringComparison.Ordinal);
        Assert.Contains("group 'Mail users'", result.HostText, StringComparison.Ordinal);
        Assert.Empty(tenant.Written());
    }

    [Fact]
    public async Task WhatIf_of_an_update_shows_each_difference_and_sends_no_write()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.NewRootAsync("-Name Root -Platform IOS")).EnsureNoErrors();
        var writes = tenant.Written().Count;

        var result = await tenant.NewRootAsync("-Name Root -Platform IOS -IfExists Update -Description New -AllUsers -WhatIf");

        Assert.Contains("description: (none) -> New", result.EnsureNoErrors().HostText, StringComparison.Ordinal);
        Assert.Contains("+ all users", result.HostText, StringComparison.Ordinal);
        Assert.Equal(writes, tenant.Written().Count);
    }

    [Fact]
    public async Task A_second_run_is_an_error_or_skips_or_changes_nothing()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.NewRootAsync("-Name Root -Platform IOS -AllUsers")).EnsureNoErrors();
        var writes = tenant.Written().Count;

        Assert.Equal(["ProfileExists"], (await tenant.NewRootAsync("-Name Root -Platform IOS -AllUsers")).ErrorIds);
        foreach (var (choice, status) in new[]
        {
            ("Skip", SmimeProfileStatus.Skipped), ("Update", SmimeProfileStatus.Unchanged),
        })
        {
            var result = await tenant.NewRootAsync($"-Name Root -Platform IOS -AllUsers -IfExists {choice}");
            Assert.Equal(status, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>()).Status);
        }

        Assert.Equal(writes, tenant.Written().Count);
    }

    [Fact]
    public async Task An_update_says_what_it_changed()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.NewRootAsync("-Name Root -Platform IOS")).EnsureNoErrors();

        var result = await tenant.NewRootAsync("-Name Root -Platform IOS -IfExists Update -Description New -AllDevices");

        var profile = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>());
        Assert.Equal(SmimeProfileStatus.Updated, profile.Status);
        Assert.Equal(["description: (none) -> New", "+ all devices"], profile.Changes);
    }

    [Fact]
    public async Task A_channel_that_cannot_change_is_an_error_that_names_it()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.NewRootAsync("-Name Root -Platform MacOS")).EnsureNoErrors();

        var result = await tenant.NewRootAsync("-Name Root -Platform MacOS -DeploymentChannel DeviceChannel -IfExists Update");

        Assert.Equal(["ProfileFixed"], result.ErrorIds);
        Assert.Contains("deploymentChannel", result.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_of_one_platform_goes_to_that_platform_and_is_an_error_without_it()
    {
        await using var tenant = await TestTenant.StartAsync();

        (await tenant.NewRootAsync("-Name Root -Platform IOS, MacOS -DeploymentChannel DeviceChannel")).EnsureNoErrors();
        var refused = await tenant.NewRootAsync("-Name Other -Platform IOS -DeploymentChannel DeviceChannel");

        Assert.Equal("deviceChannel", (string?)tenant.Profiles()[1].Properties["deploymentChannel"]);
        Assert.Equal(["ProfileOptionNotSupported"], refused.ErrorIds);
    }

    [Theory]
    [InlineData("-GroupName Nobody", "GroupNotFound")]
    [InlineData("-GroupName Twice", "GroupAmbiguous")]
    [InlineData("-GroupId 11111111-2222-3333-4444-555555555555", "GroupNotFound")]
    [InlineData("-AllUsers -Filter Nothing", "FilterNotFound")]
    [InlineData("-Filter Nothing", "AssignmentInvalid")]
    [InlineData("-ScopeTag Nowhere", "ScopeTagNotFound")]
    public async Task What_cannot_be_resolved_ends_the_command_before_anything_is_created(string options, string errorId)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("Twice");
        tenant.Host.State.Groups.Add("Twice");

        var result = await tenant.NewRootAsync($"-Name Root -Platform IOS {options}");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Empty(tenant.Written());
    }

    [Fact]
    public async Task A_platform_without_a_fitting_filter_is_an_error_and_the_others_are_made()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.AddAssignmentFilter("iPads", "iOS", "(device.model -startsWith \"iPad\")");

        var result = await tenant.NewRootAsync("-Name Root -Platform Windows, IOS -AllDevices -Filter iPads -FilterMode Exclude");

        Assert.Equal(["FilterMismatch"], result.ErrorIds);
        var assignment = Assert.Single(Assert.Single(tenant.Profiles()).Assignments);
        Assert.Equal(AssignmentTarget.AllDevices, assignment.Target);
        Assert.True(assignment.FilterExcludes);
    }

    [Fact]
    public async Task A_failed_assignment_is_finished_by_a_second_run()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.Faults.Add("POST", "/assign", 400);

        var failed = await tenant.NewRootAsync("-Name Root -Platform IOS -AllUsers");
        var finished = await tenant.NewRootAsync("-Name Root -Platform IOS -AllUsers -IfExists Update");

        Assert.Equal(["ProfileIncomplete"], failed.ErrorIds);
        Assert.Contains(tenant.Profiles()[0].Id, failed.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(["+ all users"], Assert.Single(finished.EnsureNoErrors().OutputAs<SmimeProfile>()).Changes);
    }

    [Fact]
    public async Task Platforms_choices_and_names_seen_are_completed()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("Mail users");
        (await tenant.NewRootAsync("-Name Root -Platform IOS -GroupName 'Mail users'")).EnsureNoErrors();

        Assert.Contains("AndroidWorkProfile", await tenant.Shell.CompleteAsync("New-TrustedRootProfile x -Platform Andr"));
        Assert.Contains("Update", await tenant.Shell.CompleteAsync("New-TrustedRootProfile x -IfExists "));
        Assert.Equal(["'Mail users'"], await tenant.Shell.CompleteAsync("New-TrustedRootProfile x -GroupName Ma"));
        Assert.Equal(["Default"], await tenant.Shell.CompleteAsync("New-TrustedRootProfile x -ScopeTag "));
        Assert.Equal(["Root"], await tenant.Shell.CompleteAsync("Get-SmimeProfile Ro"));
    }

    [Fact]
    public async Task Without_a_connection_nothing_begins()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);

        Assert.Equal(["GraphNotConnected"], (await tenant.NewRootAsync("-Name Root -Platform IOS")).ErrorIds);
    }
}
