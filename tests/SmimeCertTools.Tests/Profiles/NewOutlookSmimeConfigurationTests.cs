using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Profiles;
using SmimeCertTools.Tests.Support;
using Xunit;

namespace SmimeCertTools.Tests.Profiles;

public sealed class NewOutlookSmimeConfigurationTests
{
    private const string Key = "com.microsoft.outlook.Mail.SMIMEEnabled";

    [Fact]
    public async Task Each_platform_is_configured_for_the_apps_that_are_Outlook_there()
    {
        await using var tenant = await TestTenant.StartAsync();
        var ios = tenant.Host.State.AddIosApp();
        var android = tenant.Host.State.AddAndroidApp();
        tenant.Host.State.AddAndroidApp("Notes", "com.contoso.notes");

        var result = await tenant.RunAsync("New-OutlookSmimeConfiguration 'Outlook {Platform}' IOS, AndroidWorkProfile "
            + "-SignAll -CertificatesFromIntune -AllUsers");

        var made = result.EnsureNoErrors().OutputAs<SmimeProfile>();
        Assert.Equal(["Outlook iOS", "Outlook Android work profile"], made.Select(profile => profile.Name));
        var stored = tenant.Host.State.AppConfigurations.All;
        Assert.Equal(
            [ios, android],
            stored.Select(item => (string?)Assert.Single(item.Properties["targetedMobileApps"]!.AsArray())));
        var settings = stored[0].Properties["settings"]!.AsArray().ToDictionary(
            item => (string)item!["appConfigKey"]!, item => (string?)item!["appConfigKeyValue"]);
        Assert.Equal([Key, Key + ".SignAllMail"], settings.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("true", settings[Key]);
        var payload = System.Text.Encoding.UTF8.GetString(
            Convert.FromBase64String((string)stored[1].Properties["payloadJson"]!));
        Assert.Contains(Key + ".CertsFromIntune", payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_managed_app_is_named_by_its_package_and_needs_none_among_the_apps()
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await tenant.RunAsync(
            "New-OutlookSmimeConfiguration 'App {Platform}' IOS, AndroidWorkProfile -ForManagedApps -UserChange:$false");

        Assert.Equal(2, result.EnsureNoErrors().OutputAs<SmimeProfile>().Count);
        Assert.Equal(["com.microsoft.Office.Outlook", "com.microsoft.office.outlook"],
            tenant.Host.State.ManagedAppConfigurations.All.SelectMany(item => item.AppIdentifiers));
    }

    [Theory]
    [InlineData("IOS -ForManagedApps -AppId 11111111-2222-4333-8444-555555555555", "ProfileOptionNotSupported")]
    [InlineData("IOS -CertificatesFromIntune", "ProfileOptionNotSupported")]
    [InlineData("IOS -AppPermission @{ 'android.permission.READ_CONTACTS' = 'AutoGrant' }", "ProfileOptionNotSupported")]
    [InlineData("AndroidWorkProfile -AppPermission @{ 'android.permission.READ_CONTACTS' = 'Perhaps' }", "ProfileOptionInvalid")]
    [InlineData("AndroidWorkProfile -AppPermission @{ Contacts = 'Prompt' }", "ProfileOptionInvalid")]
    [InlineData("IOS -LdapHost http://directory.contoso.com", "ProfileOptionInvalid")]
    [InlineData("IOS -EnableSmime:$false -SignAll", "ProfileOptionInvalid")]
    [InlineData("Windows", "ProfilePlatformNotSupported")]
    [InlineData("MacOS -ForManagedApps", "ProfilePlatformNotSupported")]
    [InlineData("AndroidDeviceAdministrator", "ProfilePlatformNotSupported")]
    public async Task What_Outlook_does_not_take_is_an_error_and_nothing_is_created(string options, string errorId)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.AddIosApp();
        tenant.Host.State.AddAndroidApp();

        var result = await tenant.RunAsync($"New-OutlookSmimeConfiguration Outlook {options}");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Empty(tenant.Written());
    }

    [Fact]
    public async Task A_platform_whose_Outlook_is_not_among_the_apps_is_an_error_and_the_others_are_made()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.AddIosApp();

        var result = await tenant.RunAsync("New-OutlookSmimeConfiguration 'Outlook {Platform}' AndroidWorkProfile, IOS");

        Assert.Equal(["ProfileReferenceInvalid"], result.ErrorIds);
        Assert.Contains("managed Google Play", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal("Outlook iOS", Assert.Single(result.OutputAs<SmimeProfile>()).Name);
    }

    [Fact]
    public async Task Apps_are_chosen_by_id_and_an_id_that_is_none_is_an_error()
    {
        await using var tenant = await TestTenant.StartAsync();
        var first = tenant.Host.State.AddIosApp();
        tenant.Host.State.AddIosApp("Outlook in volume");
        var stranger = Guid.NewGuid();

        var result = await tenant.RunAsync($"New-OutlookSmimeConfiguration Outlook IOS -AppId {first}, {stranger}");

        Assert.Contains($"{stranger}", Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
        Assert.Equal(first, (string?)Assert.Single(
            Assert.Single(tenant.Host.State.AppConfigurations.All).Properties["targetedMobileApps"]!.AsArray()));
    }

    [Fact]
    public async Task Platforms_are_completed()
    {
        await using var tenant = await TestTenant.StartAsync();

        Assert.Contains("AndroidWorkProfile", await tenant.Shell.CompleteAsync("New-OutlookSmimeConfiguration x -Platform And"));
    }
}
