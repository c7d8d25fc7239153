using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.Intune.AssignmentTests;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileChangeTests;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileStrictnessTests;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Intune;

public sealed class AppConfigurationTests
{
    public const string Configurations = "beta/deviceAppManagement/mobileAppConfigurations";
    public const string ManagedConfigurations = "beta/deviceAppManagement/targetedManagedAppConfigurations";

    [Fact]
    public async Task Ios_configurations_are_made_and_assigned()
    {
        await using var session = await StartAsync();
        var body = Ios(session.Host.State.AddIosApp());
        var id = await CreateAsync(session, body, Configurations);

        var assigned = await session.SendAsync("POST", $"{Configurations}/{id}/assign", Targets(Everybody("allLicensedUsers")));
        var read = await session.SendAsync("GET", $"{Configurations}/{id}?$expand=assignments");

        Assert.Equal(204, assigned.Status);
        Assert.True(JsonNode.DeepEquals(body["settings"], read.Json["settings"]));
        Assert.Equal("#microsoft.graph.allLicensedUsersAssignmentTarget",
            (string?)read.Json["assignments"]!.AsArray().Single()!["target"]!["@odata.type"]);
        Assert.Equal(204, (await session.SendAsync("DELETE", $"{Configurations}/{id}")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Android_configurations_are_made_with_json_or_base64_of_it(bool isBase64)
    {
        await using var session = await StartAsync();
        var body = Android(session.Host.State.AddAndroidApp(), isBase64);

        var answer = await session.SendAsync("POST", Configurations, body);

        Assert.True(answer.Status == 201, answer.Text);
        Assert.Equal((string?)body["payloadJson"], (string?)answer.Json["payloadJson"]);
        Assert.False((bool)answer.Json["appSupportsOemConfig"]!);
    }

    [Theory]
    [InlineData("targetedMobileApps", null, "targetedMobileApps is empty")]
    [InlineData("targetedMobileApps", """["x"]""", "no such app")]
    [InlineData("settings", """[{ "appConfigKey": "a", "appConfigKeyType": "booleanType" }]""",
        "settings[0].appConfigKeyValue is missing")]
    [InlineData("settings", """[{ "appConfigKey": "a", "appConfigKeyType": "booleanType", "appConfigKeyValue": true }]""",
        "settings[0].appConfigKeyValue is a JSON True")]
    [InlineData("settings", """[{ "appConfigKey": "a", "appConfigKeyType": "booleanType", "appConfigKeyValue": "yes" }]""",
        "which is no booleanType")]
    [InlineData("settings", """[{ "appConfigKey": "a", "appConfigKeyType": "boolean", "appConfigKeyValue": "true" }]""",
        "settings[0].appConfigKeyType is 'boolean', not one of")]
    [InlineData("encodedSettingXml", "\"AQID\"", "both set")]
    [InlineData("payloadJson", "\"{}\"", "payloadJson is no member")]
    [InlineData("displayName", null, "displayName is missing")]
    public async Task An_ios_configuration_that_does_not_fit_is_refused(string member, string? json, string reason)
    {
        await using var session = await StartAsync();
        var body = Ios(session.Host.State.AddIosApp());
        body.Remove(member);
        if (json is not null)
        {
            body[member] = JsonNode.Parse(json);
        }

        AssertRefused(await session.SendAsync("POST", Configurations, body), reason);
    }

    [Theory]
    [InlineData("payloadJson", "\"e30=\"", "no managed configuration")]
    [InlineData("payloadJson", "\"nonsense\"", "no managed configuration")]
    [InlineData("profileApplicability", "\"all\"", "not one of default")]
    [InlineData("connectedAppsEnabled", null, "connectedAppsEnabled is missing")]
    [InlineData("credentialProviderRoleState", null, "credentialProviderRoleState is missing")]
    [InlineData("permissionActions", """[{ "permission": "x" }]""", "permissionActions[0].action is missing")]
    public async Task An_android_configuration_that_does_not_fit_is_refused(string member, string? json, string reason)
    {
        await using var session = await StartAsync();
        var body = Android(session.Host.State.AddAndroidApp(), isBase64: true);
        body.Remove(member);
        if (json is not null)
        {
            body[member] = JsonNode.Parse(json);
        }

        AssertRefused(await session.SendAsync("POST", Configurations, body), reason);
    }

    [Fact]
    public async Task Managed_app_configurations_are_for_apps_and_users()
    {
        await using var session = await StartAsync();
        var group = session.Host.State.Groups.Add("Mail");
        var id = await CreateAsync(session, Managed(), ManagedConfigurations);

        Assert.Equal(204, (await session.SendAsync("POST", $"{ManagedConfigurations}/{id}/targetApps", Apps())).Status);
        Assert.Equal(
            204, (await session.SendAsync("POST", $"{ManagedConfigurations}/{id}/assign", Targets(Group(group.Id)))).Status);
        var read = await session.SendAsync("GET", $"{ManagedConfigurations}/{id}?$expand=apps,assignments");

        Assert.Equal(2, (int)read.Json["deployedAppCount"]!);
        Assert.True((bool)read.Json["isAssigned"]!);
        Assert.Equal("selectedPublicApps", (string?)read.Json["appGroupType"]);
        Assert.Equal("#microsoft.graph.androidMobileAppIdentifier",
            (string?)read.Json["apps"]![1]!["mobileAppIdentifier"]!["@odata.type"]);
        Assert.Equal(group.Id.ToString(), (string?)read.Json["assignments"]!.AsArray().Single()!["target"]!["groupId"]);
        AssertRefused(await session.SendAsync("POST", $"{ManagedConfigurations}/{id}/assign", Targets(Everybody("allDevices"))),
            "cannot be assigned");
    }

    [Theory]
    [InlineData("customSettings", """[{ "value": "true" }]""", "customSettings[0].name is missing")]
    [InlineData("customSettings", null, "customSettings is missing")]
    [InlineData("targetedAppManagementLevels", null, "targetedAppManagementLevels is missing")]
    [InlineData("targetedAppManagementLevels", "\"mdm,other\"", "not one of")]
    [InlineData("appGroupType", "\"some\"", "not one of selectedPublicApps")]
    public async Task A_managed_app_configuration_that_does_not_fit_is_refused(string member, string? json, string reason)
    {
        await using var session = await StartAsync();
        var body = Managed();
        body.Remove(member);
        if (json is not null)
        {
            body[member] = JsonNode.Parse(json);
        }

        AssertRefused(await session.SendAsync("POST", ManagedConfigurations, body), reason);
    }

    [Theory]
    [InlineData("""{ "apps": [ { } ] }""", "apps[0].mobileAppIdentifier is missing")]
    [InlineData("""{ "apps": [ { "mobileAppIdentifier": { "bundleId": "x" } } ] }""",
        "mobileAppIdentifier.@odata.type is missing")]
    [InlineData("""{ "apps": [ ], "appGroupType": "some" }""", "appGroupType is 'some'")]
    [InlineData("""{ }""", "apps is missing")]
    public async Task Apps_that_do_not_fit_are_refused(string json, string reason)
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session, Managed(), ManagedConfigurations);

        AssertRefused(await session.SendAsync("POST", $"{ManagedConfigurations}/{id}/targetApps", JsonNode.Parse(json)), reason);
    }

    [Fact]
    public async Task Apps_are_found_by_type_and_name()
    {
        await using var session = await StartAsync();
        var outlook = session.Host.State.AddIosApp();
        session.Host.State.AddIosApp("Other", "com.contoso.other");
        session.Host.State.AddAndroidApp();
        var filter = Uri.EscapeDataString("isof('microsoft.graph.iosStoreApp') and displayName eq 'Microsoft Outlook'");

        var found = await session.SendAsync("GET", $"beta/deviceAppManagement/mobileApps?$filter={filter}");

        Assert.Equal(outlook, (string?)found.Json["value"]!.AsArray().Single()!["id"]);
        Assert.Equal("com.microsoft.Office.Outlook", (string?)found.Json["value"]![0]!["bundleId"]);
    }

    internal static JsonObject Ios(string app, bool isOn = true) => new()
    {
        ["@odata.type"] = "#microsoft.graph.iosMobileAppConfiguration",
        ["displayName"] = "Outlook",
        ["targetedMobileApps"] = new JsonArray(app),
        ["settings"] = new JsonArray(new JsonObject
        {
            ["appConfigKey"] = "com.microsoft.outlook.Mail.SMIMEEnabled",
            ["appConfigKeyType"] = "booleanType",
            ["appConfigKeyValue"] = isOn ? "true" : "false",
        }),
    };

    internal static JsonObject Android(string app, bool isBase64, string applicability = "default")
    {
        var payload = new JsonObject
        {
            ["kind"] = "androidenterprise#managedConfiguration",
            ["productId"] = "app:com.microsoft.office.outlook",
            ["managedProperty"] = new JsonArray(
                new JsonObject { ["key"] = "com.microsoft.outlook.Mail.SMIMEEnabled", ["valueBool"] = true }),
        }.ToJsonString();
        return new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.androidManagedStoreAppConfiguration",
            ["displayName"] = "Outlook",
            ["targetedMobileApps"] = new JsonArray(app),
            ["packageId"] = "app:com.microsoft.office.outlook",
            ["payloadJson"] = isBase64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(payload)) : payload,
            ["profileApplicability"] = applicability,
            ["connectedAppsEnabled"] = false,
            ["credentialProviderRoleState"] = "notConfigured",
        };
    }

    internal static JsonObject Managed() => new()
    {
        ["displayName"] = "Outlook",
        ["appGroupType"] = "selectedPublicApps",
        ["targetedAppManagementLevels"] = "unspecified",
        ["customSettings"] = new JsonArray(
            new JsonObject { ["name"] = "com.microsoft.outlook.Mail.SMIMEEnabled", ["value"] = "true" }),
    };

    internal static JsonObject Apps() => new()
    {
        ["apps"] = new JsonArray(
            new JsonObject
            {
                ["mobileAppIdentifier"] = new JsonObject
                {
                    ["@odata.type"] = "#microsoft.graph.iosMobileAppIdentifier",
                    ["bundleId"] = "com.microsoft.Office.Outlook",
                },
            },
            new JsonObject
            {
                ["mobileAppIdentifier"] = new JsonObject
                {
                    ["@odata.type"] = "#microsoft.graph.androidMobileAppIdentifier",
                    ["packageId"] = "com.microsoft.office.outlook",
                },
            }),
    };
}
