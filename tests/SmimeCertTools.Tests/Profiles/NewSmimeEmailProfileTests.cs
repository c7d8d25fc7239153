using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Hosting;
using SmimeCertTools.Profiles;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Profiles;

public sealed class NewSmimeEmailProfileTests
{
    private const string Both = """
        & {
            New-PkcsImportedProfile 'Decrypt {Platform}' IOS, Windows SmimeEncryption
            New-PkcsImportedProfile 'Sign {Platform}' IOS SmimeSigning
        } |
        """;

    [Fact]
    public async Task Piped_profiles_take_the_role_of_their_purpose_and_one_mail_profile_is_made()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("Mail users");

        var result = await tenant.RunAsync(
            Both + " New-SmimeEmailProfile 'Mail {Platform}' IOS Contoso -GroupName 'Mail users'");

        var mail = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>());
        Assert.Equal(("Mail iOS", SmimeProfileKind.Email), (mail.Name, mail.Kind));
        Assert.Equal("group 'Mail users'", Assert.Single(mail.Assignments!).ToString());
        var stored = tenant.Profiles().Single(profile => profile.Id == mail.Id);
        Assert.Equal(IdOf(tenant, "Decrypt iOS"), stored.Bindings["smimeEncryptionCertificate"]);
        Assert.Equal(IdOf(tenant, "Sign iOS"), stored.Bindings["smimeSigningCertificate"]);
        Assert.True((bool)stored.Properties["requireSmime"]!);
        Assert.True((bool)stored.Properties["useOAuth"]!);
        Assert.Contains("'Decrypt Windows'", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_issues_signs_and_its_encryption_is_named()
    {
        await using var tenant = await TestTenant.StartAsync();
        await tenant.PublishAsync("Decrypt iOS", ProfileTenant.Imported());

        var result = await tenant.RunAsync($"New-PkcsCertificateProfile Issue IOS {ProfileCommands.Issuer} | "
            + "New-SmimeEmailProfile Mail IOS Contoso -EncryptionCertificate 'Decrypt {Platform}' -EncryptByDefault");

        var stored = tenant.Profiles().Single(
            profile => profile.Id == Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>()).Id);
        Assert.Equal(IdOf(tenant, "Issue"), stored.Bindings["smimeSigningCertificate"]);
        Assert.Equal(IdOf(tenant, "Decrypt iOS"), stored.Bindings["smimeEncryptionCertificate"]);
        Assert.True((bool)stored.Properties["smimeEncryptByDefaultEnabled"]!);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task Profiles_are_named_by_object_name_and_id()
    {
        await using var tenant = await TestTenant.StartAsync();
        var signing = await tenant.PublishAsync("Sign", ProfileTenant.Imported(UserPfxPurpose.SmimeSigning));
        await tenant.PublishAsync("Decrypt", ProfileTenant.Imported());

        var result = await tenant.RunAsync($"New-SmimeEmailProfile Mail IOS Contoso -SigningCertificate {signing.Id} "
            + "-EncryptionCertificate (Get-SmimeProfile Decrypt)");

        Assert.Equal(2, tenant.Profiles().Single(
            profile => profile.Id == Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>()).Id).Bindings.Count);
    }

    [Theory]
    [InlineData("-SigningCertificate Nothing", "ProfileNotFound")]
    [InlineData("-SigningCertificate Decrypt", "ProfileReferenceInvalid")]
    [InlineData("-EncryptionCertificate Sign", "ProfileReferenceInvalid")]
    [InlineData("-SigningCertificate Sign -EncryptByDefault", "ProfileOptionInvalid")]
    [InlineData("-SigningCertificate Sign -DomainName CONTOSO", "ProfileOptionInvalid")]
    [InlineData("-SigningCertificate Sign -HostName https://mail.contoso.com/", "ProfileOptionInvalid")]
    [InlineData("", "ProfileOptionInvalid")]
    public async Task What_does_not_fit_is_an_error_and_nothing_is_created(string options, string errorId)
    {
        await using var tenant = await TestTenant.StartAsync();
        await tenant.PublishAsync("Sign", ProfileTenant.Imported(UserPfxPurpose.SmimeSigning));
        await tenant.PublishAsync("Decrypt", ProfileTenant.Imported());

        var result = await tenant.RunAsync($"New-SmimeEmailProfile Mail IOS Contoso {options}");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Equal(2, tenant.Profiles().Count);
    }

    [Theory]
    [InlineData("-EncryptionCertificate Decrypt", "EncryptionCertificate")]
    [InlineData("-SigningUserChange", "SigningUserChange")]
    [InlineData("-UseOAuth:$false", "UseOAuth")]
    [InlineData("-BlockMovingMessages", "BlockMovingMessages")]
    public async Task What_Android_cannot_do_is_an_error_there_and_iOS_is_made(string option, string named)
    {
        await using var tenant = await TestTenant.StartAsync();
        await tenant.PublishAsync("Decrypt", ProfileTenant.Imported());
        foreach (var platform in new[] { SmimePlatform.IOS, SmimePlatform.AndroidDeviceAdministrator })
        {
            await tenant.PublishAsync("Sign", ProfileTenant.Imported(UserPfxPurpose.SmimeSigning), platform);
        }

        var result = await tenant.RunAsync("New-SmimeEmailProfile 'Mail {Platform}' AndroidDeviceAdministrator, IOS Contoso "
            + $"-SigningCertificate Sign {option}");

        Assert.Equal(["ProfileOptionNotSupported"], result.ErrorIds);
        Assert.Contains(named, result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal("Mail iOS", Assert.Single(result.OutputAs<SmimeProfile>()).Name);
    }

    [Theory]
    [InlineData("Windows")]
    [InlineData("MacOS")]
    [InlineData("AndroidWorkProfile")]
    [InlineData("AndroidDeviceOwner")]
    [InlineData("AospDeviceOwner")]
    public async Task A_platform_without_such_a_mail_client_is_an_error_that_says_what_to_do(string platform)
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await tenant.RunAsync($"New-SmimeEmailProfile Mail {platform} Contoso -SigningCertificate Sign");

        Assert.Equal(["ProfilePlatformNotSupported"], result.ErrorIds);
        Assert.Empty(tenant.Written());
    }

    [Fact]
    public async Task Without_any_profile_by_pipeline_no_mail_profile_is_made_and_a_warning_says_so()
    {
        await using var tenant = await TestTenant.StartAsync();
        await tenant.PublishAsync("Sign", ProfileTenant.Imported(UserPfxPurpose.SmimeSigning));
        var writes = tenant.Written().Count;

        var none = await tenant.RunAsync("New-PkcsImportedProfile Decrypt IOS SmimeEncryption -WhatIf | "
            + "New-SmimeEmailProfile Mail IOS Contoso -SigningCertificate Sign");

        Assert.Empty(none.EnsureNoErrors().Output);
        Assert.Contains("No certificate profile", Assert.Single(none.Warnings), StringComparison.Ordinal);
        Assert.Equal(writes, tenant.Written().Count);
    }

    [Fact]
    public async Task A_warning_says_when_the_pipeline_brought_nothing_to_decrypt_with()
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await tenant.RunAsync(
            "New-PkcsImportedProfile Sign IOS SmimeSigning | New-SmimeEmailProfile Mail IOS Contoso");

        Assert.Contains("will not decrypt", Assert.Single(result.EnsureNoErrors().Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_does_not_take_encryption_away_because_the_pipeline_did_not_bring_it()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.RunAsync(Both + " New-SmimeEmailProfile Mail IOS Contoso")).EnsureNoErrors();
        var writes = tenant.Written().Count;

        // 'Decrypt iOS' exists: the command that was to bring it fails.
        var result = await tenant.RunAsync("& { New-PkcsImportedProfile 'Decrypt iOS' IOS SmimeEncryption; "
            + "New-PkcsImportedProfile 'Sign iOS' IOS SmimeSigning -IfExists Skip } | "
            + "New-SmimeEmailProfile Mail IOS Contoso -IfExists Update");

        Assert.Equal(["ProfileExists"], result.ErrorIds);
        Assert.Equal(SmimeProfileStatus.Unchanged, Assert.Single(result.OutputAs<SmimeProfile>()).Status);
        Assert.Contains("keeps what it has", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(writes, tenant.Written().Count);
        Assert.Equal(2, Assert.Single(tenant.Profiles(), profile => profile.DisplayName == "Mail").Bindings.Count);
    }

    [Fact]
    public async Task Profiles_of_other_kinds_are_errors_that_do_not_stop_the_others()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.NewRootAsync("-Name Root -Platform IOS")).EnsureNoErrors();

        var result = await tenant.RunAsync("& { Get-SmimeProfile Root; New-PkcsImportedProfile Decrypt IOS SmimeEncryption } | "
            + "New-SmimeEmailProfile Mail IOS Contoso");

        Assert.Equal(["ProfileReferenceInvalid"], result.ErrorIds);
        Assert.Equal("Mail", Assert.Single(result.OutputAs<SmimeProfile>()).Name);
    }

    [Fact]
    public async Task Two_profiles_of_one_role_are_ambiguous()
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await tenant.RunAsync("& { New-PkcsImportedProfile A IOS SmimeSigning; New-PkcsImportedProfile B IOS "
            + "SmimeSigning } | New-SmimeEmailProfile Mail IOS Contoso");

        Assert.Equal(["ProfileAmbiguous"], result.ErrorIds);
        Assert.Equal(2, tenant.Profiles().Count);
    }

    [Fact]
    public async Task An_update_binds_anew_and_says_so()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.RunAsync(Both + " New-SmimeEmailProfile Mail IOS Contoso")).EnsureNoErrors();

        var result = await tenant.RunAsync("New-PkcsImportedProfile 'Sign 2' IOS SmimeSigning | "
            + "New-SmimeEmailProfile Mail IOS Contoso -EncryptionCertificate 'Decrypt iOS' -IfExists Update");

        var mail = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>());
        Assert.Equal(SmimeProfileStatus.Updated, mail.Status);
        Assert.Contains("smimeSigningCertificate", Assert.Single(mail.Changes), StringComparison.Ordinal);
        Assert.Equal(IdOf(tenant, "Sign 2"),
            tenant.Profiles().Single(profile => profile.Id == mail.Id).Bindings["smimeSigningCertificate"]);
    }

    [Fact]
    public async Task Choices_and_names_seen_are_completed()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.RunAsync("New-PkcsImportedProfile 'Sign iOS' IOS SmimeSigning")).EnsureNoErrors();

        Assert.Contains("SamAccountName", await tenant.Shell.CompleteAsync("New-SmimeEmailProfile x IOS y -UserNameSource "));
        Assert.Equal(["'Sign iOS'"], await tenant.Shell.CompleteAsync("New-SmimeEmailProfile x IOS y -SigningCertificate Si"));
        Assert.Equal(["'Sign iOS'"], await tenant.Shell.CompleteAsync("New-SmimeEmailProfile x IOS y -EncryptionCertificate Si"));
    }

    private static string IdOf(TestTenant tenant, string name) =>
        tenant.Profiles().Single(profile => profile.DisplayName == name).Id;
}
