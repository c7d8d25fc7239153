using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Profiles;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Profiles;

/// <summary>What -IfExists Update does to profiles that other people made.</summary>
public sealed class ExistingProfileTests
{
    private const string Key = "com.microsoft.outlook.Mail.SMIMEEnabled";
    private const string OutlookId = "777fbd68-2665-48f7-b864-6ee1d9e9911a";

    [Theory]
    [InlineData("null")]
    [InlineData("\"default\"")]
    public async Task A_configuration_for_all_profile_types_stays_one_and_is_not_changed_twice(string applicability)
    {
        await using var tenant = await TestTenant.StartAsync();
        var id = tenant.Add(Android(applicability)).Id;

        var (result, before, after) = await tenant.ChangeAsync(
            id, "New-OutlookSmimeConfiguration Outlook AndroidDeviceOwner, AndroidWorkProfile");

        Assert.Equal(["ProfileRepeated"], result.ErrorIds);
        Assert.Contains("-AllProfileTypes", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Equal(SmimeProfileStatus.Updated, Assert.Single(result.OutputAs<SmimeProfile>()).Status);
        Assert.Equal(["payloadJson"], RealObjects.Changed(before, after));
        Assert.Equal(1, tenant.Host.State.AppConfigurations.Count);
        Assert.Equal(["a", Key], RealObjects.Settings(after).Select(setting => setting.Key));
    }

    [Fact]
    public async Task One_configuration_for_all_profile_types_is_made_and_found_again()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.AddIosApp();
        tenant.Host.State.AddAndroidApp();
        const string command = "New-OutlookSmimeConfiguration 'Outlook {Platform}' IOS, AndroidDeviceOwner, AndroidWorkProfile "
            + "-AllProfileTypes -IfExists Update";

        var made = (await tenant.RunAsync(command)).EnsureNoErrors().OutputAs<SmimeProfile>();
        var again = (await tenant.RunAsync(command)).EnsureNoErrors().OutputAs<SmimeProfile>();

        Assert.Equal(["Outlook iOS", "Outlook Android Enterprise"], made.Select(profile => profile.Name));
        Assert.Equal([SmimePlatform.AndroidDeviceOwner, SmimePlatform.AndroidWorkProfile], made[1].Platform);
        Assert.Equal("default",
            (string?)tenant.Host.State.AppConfigurations.Find(made[1].Id)!.Properties["profileApplicability"]);
        Assert.All(again, profile => Assert.Equal(SmimeProfileStatus.Unchanged, profile.Status));
    }

    [Theory]
    [InlineData("IOS", "ProfileOptionNotSupported")]
    [InlineData("IOS -ForManagedApps", "ProfileOptionNotSupported")]
    public async Task Profile_types_are_Android_Enterprises(string options, string errorId)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.AddIosApp();

        Assert.Equal([errorId], (await tenant.RunAsync($"New-OutlookSmimeConfiguration x {options} -AllProfileTypes")).ErrorIds);
    }

    [Fact]
    public async Task A_managed_app_configuration_keeps_its_other_apps_settings_and_assignments()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("New");
        var old = tenant.Host.State.Groups.Add("Old").Id;
        var json = JsonNode.Parse("""
            { "id": "A_970b3da6-cd39-4bdd-8fa5-edb2971c8269", "displayName": "App", "version": "\"x\"",
              "appGroupType": "selectedPublicApps",
              "targetedAppManagementLevels": "mdm", "roleScopeTagIds": ["0"], "description": null, "later": { "x": 1 },
              "customSettings": [
                { "name": "a", "value": null }, { "name": "com.microsoft.outlook.Mail.SMIMEEnabled", "value": "False" } ] }
            """)!.AsObject();
        var id = tenant.Add(json,
            assignments: [new IntuneAssignment { Target = AssignmentTarget.Group, GroupId = old }],
            apps: [App("ios", "bundleId", "com.microsoft.Office.Outlook"), App("ios", "bundleId", "com.contoso.word")]).Id;

        var (result, before, after) = await tenant.ChangeAsync(
            id, "New-OutlookSmimeConfiguration App IOS -ForManagedApps -SignAll -GroupName New");

        Assert.Equal(id, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>()).Id);
        Assert.Equal(["customSettings", "isAssigned"], RealObjects.Changed(before, after));
        Assert.Equal([("a", ""), (Key, "true"), (Key + ".SignAllMail", "true")],
            RealObjects.Settings(WithoutNulls(after)));
        var entity = tenant.Host.State.ManagedAppConfigurations.Find(id)!;
        Assert.Equal(2, entity.Assignments.Count);
        Assert.Equal(["com.microsoft.Office.Outlook", "com.contoso.word"], entity.AppIdentifiers);
        Assert.Contains("managed devices only", string.Join(' ', result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_email_profile_keeps_its_bindings_and_nulls_and_turns_on_what_is_asked_for()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.RunAsync(
            "New-PkcsImportedProfile 'Sign' IOS SmimeSigning; New-PkcsImportedProfile 'Decrypt' IOS SmimeEncryption"))
            .EnsureNoErrors();
        var ids = tenant.Profiles().ToDictionary(profile => profile.DisplayName, profile => profile.Id);
        var json = JsonNode.Parse("""
            { "@odata.type": "#microsoft.graph.iosEasEmailProfileConfiguration", "id": "036bc109-7d39-4e9b-b402-6775b7aa4611",
              "displayName": "Mail", "description": "", "roleScopeTagIds": ["0"], "version": 3, "accountName": "Contoso",
              "hostName": "mail.contoso.com", "usernameSource": "userPrincipalName", "usernameAADSource": null,
              "emailAddressSource": "userPrincipalName", "durationOfEmailToSync": "oneMonth", "requireSsl": true,
              "requireSmime": false,
              "useOAuth": null, "authenticationMethod": null, "signingCertificateType": "certificate",
              "smimeSigningEnabled": true,
              "encryptionCertificateType": null, "easServices": null, "perAppVPNProfileId": null, "later": true }
            """)!.AsObject();
        var id = tenant.Add(json, bindings: new Dictionary<string, string>
        {
            ["smimeSigningCertificate"] = ids["Sign"],
            ["smimeEncryptionCertificate"] = ids["Decrypt"],
        }).Id;

        var (result, before, after) = await tenant.ChangeAsync(
            id, "New-SmimeEmailProfile Mail IOS Contoso -SigningCertificate Sign -Description ''");

        Assert.Equal(["requireSmime: false -> true"], Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>()).Changes);
        Assert.Equal(["requireSmime"], RealObjects.Changed(before, after));
        Assert.Equal(2, tenant.Host.State.Profiles.Find(id)!.Bindings.Count);

        var again = await tenant.ChangeAsync(id, "Get-SmimeProfile Sign | New-SmimeEmailProfile Mail IOS Contoso");
        Assert.Equal(SmimeProfileStatus.Unchanged, Assert.Single(again.Result.EnsureNoErrors().OutputAs<SmimeProfile>()).Status);
        Assert.Equal(2, tenant.Host.State.Profiles.Find(id)!.Bindings.Count);
    }

    [Fact]
    public async Task An_error_after_a_creation_names_the_id_that_was_answered()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.Faults.Add("GET", "targetedManagedAppConfigurations/A_", 403, times: 10);

        var result = await tenant.RunAsync("New-OutlookSmimeConfiguration App IOS -ForManagedApps");

        var id = Assert.Single(tenant.Host.State.ManagedAppConfigurations.All).Id;
        Assert.Contains(id, Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IOS", 1)]
    [InlineData("IOS -ForManagedApps", 1)]
    [InlineData("IOS -EnableSmime:$false", 0)]
    [InlineData("AndroidWorkProfile", 0)]
    public async Task Outlook_on_iOS_is_told_to_be_finished_by_hand(string options, int warnings)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.AddIosApp();
        tenant.Host.State.AddAndroidApp();

        var result = await tenant.RunAsync($"New-OutlookSmimeConfiguration x {options}");

        Assert.Equal(warnings, result.EnsureNoErrors().Warnings.Count(text =>
            text.Contains("Deploy S/MIME certificates from Intune", StringComparison.Ordinal)
            && text.Contains("Company Portal", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Android_device_administrator_brings_a_warning_on_creation_alone()
    {
        await using var tenant = await TestTenant.StartAsync();
        const string command = "-IfExists Update | Out-Null";

        var made = await tenant.NewRootAsync($"'Root' AndroidDeviceAdministrator {command}");
        var again = await tenant.NewRootAsync($"'Root' AndroidDeviceAdministrator {command}");

        Assert.Contains("2024-12-31", Assert.Single(made.EnsureNoErrors().Warnings), StringComparison.Ordinal);
        Assert.Empty(again.EnsureNoErrors().Warnings);
    }

    private static ReadOnlySpan<byte> Payload => """
        {"kind":"k","productId":"app:com.microsoft.office.outlook","managedProperty":[{"key":"a","valueString":"b"}]}
        """u8;

    private static JsonObject App(string platform, string member, string identifier) => new()
    {
        ["id"] = identifier,
        ["mobileAppIdentifier"] = new JsonObject
        {
            ["@odata.type"] = $"#microsoft.graph.{platform}MobileAppIdentifier",
            [member] = identifier,
        },
    };

    private static JsonObject WithoutNulls(JsonObject json)
    {
        var copy = json.DeepClone().AsObject();
        foreach (var setting in copy["customSettings"]!.AsArray())
        {
            setting!["value"] ??= "";
        }

        return copy;
    }

    private static JsonObject Android(string applicability) => JsonNode.Parse($$"""
        { "@odata.type": "#microsoft.graph.androidManagedStoreAppConfiguration", "id": "8f74ee2e-dcba-40e1-86fd-86aa63f28210",
          "targetedMobileApps": ["{{OutlookId}}"], "roleScopeTagIds": ["0"], "description": "", "displayName": "Outlook",
          "version": 2,
          "packageId": "app:com.microsoft.office.outlook", "appSupportsOemConfig": false,
          "profileApplicability": {{applicability}},
          "connectedAppsEnabled": true, "credentialProviderRoleState": null, "permissionActions": null,
          "payloadJson": "{{Convert.ToBase64String(Payload)}}" }
        """)!.AsObject();
}
