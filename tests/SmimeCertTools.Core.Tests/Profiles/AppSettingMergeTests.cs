using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using SmimeCertTools.Core.Profiles;
using Xunit;

namespace SmimeCertTools.Core.Tests.Profiles;

public sealed class AppSettingMergeTests
{
    private const string Key = "com.microsoft.outlook.Mail.SMIMEEnabled";
    private static readonly Guid App = new("11111111-1111-4111-8111-111111111111");

    [Fact]
    public void Settings_of_other_keys_keep_their_order_types_and_unknown_members()
    {
        var existing = Json("""
            { "settings": [
              { "appConfigKey": "a", "appConfigKeyType": "tokenType", "appConfigKeyValue": "x", "later": { "deep": [1, null] } },
              null,
              { "appConfigKey": "COM.microsoft.outlook.Mail.SMIMEEnabled", "appConfigKeyType": "stringType",
                "appConfigKeyValue": "true" },
              { "appConfigKey": "a", "appConfigKeyType": "unknownFutureValue", "appConfigKeyValue": null }
            ], "encodedSettingXml": null }
            """);

        var comparison = Compare(SmimePlatform.IOS, existing);

        Assert.Equal($"settings[{Key}]: true (stringType) under COM.microsoft.outlook.Mail.SMIMEEnabled -> true (booleanType)",
            Assert.Single(comparison.Differences).ToString());
        var settings = comparison.Patch!["settings"]!.AsArray();
        Assert.Equal(4, settings.Count);
        Assert.Equal(Key, (string?)settings[2]!["appConfigKey"]);
        Assert.True(JsonNode.DeepEquals(existing["settings"]![0], settings[0]));
        Assert.True(JsonNode.DeepEquals(existing["settings"]![3], settings[3]));
        Assert.Null(settings[1]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void A_configuration_without_settings_gets_those_wanted(string settings)
    {
        var comparison = Compare(SmimePlatform.IOS, Json($$"""{ "settings": {{settings}} }"""));

        Assert.Equal(Key, (string?)Assert.Single(comparison.Patch!["settings"]!.AsArray())!["appConfigKey"]);
        Assert.Equal($"settings[{Key}]: (none) -> true (booleanType)", Assert.Single(comparison.Differences).ToString());
    }

    [Theory]
    [InlineData("true", "true", null)]
    [InlineData("true", "false", "true,true")]
    [InlineData("false", "true", "true,true")]
    public void A_key_beside_the_right_one_in_another_case_gets_its_value_and_keeps_its_spelling(
        string first, string second, string? sent)
    {
        var other = Key.ToUpperInvariant();
        var comparison = Compare(SmimePlatform.IOS, Json($$"""
            { "settings": [ { "appConfigKey": "{{other}}", "appConfigKeyType": "booleanType", "appConfigKeyValue": "{{first}}" },
              { "appConfigKey": "{{Key}}", "appConfigKeyType": "booleanType", "appConfigKeyValue": "{{second}}" } ] }
            """));

        Assert.Equal(sent is null, comparison.IsEqual);
        var settings = comparison.Patch?["settings"]?.AsArray()
            .Select(item => ((string?)item!["appConfigKey"], (string?)item["appConfigKeyValue"]));
        Assert.Equal(sent is null ? null : [(other, "true"), (Key, "true")], settings);
    }

    [Fact]
    public void Of_two_keys_in_wrong_cases_one_gets_the_right_one()
    {
        var settings = Compare(SmimePlatform.IOS, Json($$"""
            { "settings": [
              { "appConfigKey": "{{Key.ToUpperInvariant()}}", "appConfigKeyType": "booleanType", "appConfigKeyValue": "true" },
              { "appConfigKey": "{{Key.ToLowerInvariant()}}", "appConfigKeyType": "booleanType", "appConfigKeyValue": "true" } ] }
            """)).Patch!["settings"]!.AsArray();

        Assert.Equal([Key, Key.ToLowerInvariant()], settings.Select(item => (string?)item!["appConfigKey"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_payload_keeps_its_form_its_bundles_and_all_other_keys(bool isPlain)
    {
        const string text = """
            {"kind":"androidenterprise#managedConfiguration","productId":"app:com.microsoft.office.outlook","later":1,
            "managedProperty":[
            {"key":"sign","valueString":"Grüße + <b>'"},{"key":"list","valueStringArray":["a","b"]},
            {"key":"bundle","valueBundle":{"managedProperty":[{"key":"inner","valueInteger":3},
            {"key":"com.microsoft.outlook.Mail.SMIMEEnabled","valueBool":false,"later":2}]}},
            {"key":"bundles","valueBundleArray":[{"managedProperty":[{"key":"x","valueBool":true}]}]}]}
            """;
        var existing = Json("{}");
        existing["payloadJson"] = isPlain ? text : Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

        var comparison = Compare(SmimePlatform.AndroidWorkProfile, existing);

        Assert.Equal(
            $"payloadJson[{Key}]: false (valueBool) -> true (valueBool)", Assert.Single(comparison.Differences).ToString());
        var sent = (string)comparison.Patch!["payloadJson"]!;
        Assert.Equal(isPlain, sent.StartsWith('{'));
        var expected = text.Replace(
            "\"valueBool\":false,\"later\":2", "\"later\":2,\"valueBool\":true", StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), ManagedPayload.Parse(sent)));
        Assert.Contains(
            "Grüße", isPlain ? sent : Encoding.UTF8.GetString(Convert.FromBase64String(sent)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("e30=")]
    [InlineData("{}")]
    [InlineData("""{"managedProperty":null}""")]
    public void A_configuration_without_a_payload_gets_one(string? payload)
    {
        var existing = Json("{}");
        existing["payloadJson"] = payload;

        var sent = ManagedPayload.Parse((string?)Compare(SmimePlatform.AndroidDeviceOwner, existing).Patch!["payloadJson"])!;

        Assert.Equal(Key, (string?)Assert.Single(sent["managedProperty"]!.AsArray())!["key"]);
        Assert.Equal(OutlookProfile.ProductId, (string?)sent["productId"]);
    }

    [Theory]
    [InlineData(SmimePlatform.AndroidDeviceOwner, "payloadJson", "not a payload")]
    [InlineData(SmimePlatform.AndroidDeviceOwner, "payloadJson", """{"managedProperty":"later"}""")]
    [InlineData(SmimePlatform.IOS, "encodedSettingXml", "not base64")]
    [InlineData(SmimePlatform.IOS, "encodedSettingXml", "PGE+PC9hPg==")]
    public void What_cannot_be_read_is_not_written_over(SmimePlatform platform, string member, string text)
    {
        var existing = Json("{}");
        existing[member] = text;

        var comparison = Compare(platform, existing);

        Assert.Equal(member, Assert.Single(comparison.FixedDifferences).Member);
        Assert.Null(comparison.Patch);
    }

    [Fact]
    public void A_property_list_keeps_its_other_keys()
    {
        const string list = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            <dict>
              <key>IntuneMAMUPN</key><string>{{userprincipalname}}</string>
              <key>com.microsoft.outlook.Mail.SMIMEEnabled</key><false/>
              <key>nested</key><dict><key>com.microsoft.outlook.Mail.SMIMEEnabled</key><false/></dict>
              <key>numbers</key><array><integer>1</integer></array>
            </dict>
            </plist>
            """;
        var existing = Json("{}");
        existing["encodedSettingXml"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(list));

        var comparison = Compare(SmimePlatform.IOS, existing, signAll: true);

        Assert.Equal([$"encodedSettingXml[{Key}]: false -> true", $"encodedSettingXml[{Key}.SignAllMail]: (none) -> true"],
            comparison.Differences.Select(difference => difference.ToString()));
        Assert.Equal(["@odata.type", "encodedSettingXml"], comparison.Patch!.Select(pair => pair.Key));
        var sent = Encoding.UTF8.GetString(Convert.FromBase64String((string)comparison.Patch!["encodedSettingXml"]!));
        Assert.Contains("-//Apple//DTD PLIST 1.0//EN", sent, StringComparison.Ordinal);
        var expected = list.Replace($"<key>{Key}</key><false/>\n", $"<key>{Key}</key><true/>\n", StringComparison.Ordinal)
            .Replace("</array>", $"</array><key>{Key}.SignAllMail</key><true/>", StringComparison.Ordinal);
        Assert.True(XNode.DeepEquals(XDocument.Parse(expected).Root, XDocument.Parse(sent).Root), sent);
    }

    [Fact]
    public void A_property_list_may_be_a_dict_alone()
    {
        var existing = Json("{}");
        existing["encodedSettingXml"] = Convert.ToBase64String("<dict><key>a</key><true/></dict>"u8);

        var sent = (string)Compare(SmimePlatform.IOS, existing).Patch!["encodedSettingXml"]!;

        Assert.Equal(
            $"<dict><key>a</key><true /><key>{Key}</key><true /></dict>",
            Encoding.UTF8.GetString(Convert.FromBase64String(sent)));
    }

    [Fact]
    public void A_permission_is_changed_among_the_others()
    {
        var existing = Json("""
            { "permissionActions": [ { "permission": "android.permission.CAMERA", "action": "autoDeny" },
              { "permission": "android.permission.READ_CONTACTS", "action": "prompt" } ], "connectedAppsEnabled": true,
              "credentialProviderRoleState": null, "profileApplicability": "default" }
            """);
        var wanted = new OutlookSettings
        {
            AppId = [App],
            AppPermission =
            [
                new AppPermission { Permission = "android.permission.READ_CONTACTS", Action = AppPermissionAction.AutoGrant },
            ],
        }.Build(SmimePlatform.AndroidWorkProfile);
        existing["payloadJson"] = (string?)wanted.Members["payloadJson"];

        var comparison = ProfileComparison.Compare(wanted, new IntuneProfile(existing));

        Assert.Equal("permissionActions[android.permission.READ_CONTACTS]: prompt -> autoGrant",
            Assert.Single(comparison.Differences).ToString());
        Assert.Equal("autoDeny", (string?)comparison.Patch!["permissionActions"]![0]!["action"]);
    }

    [Fact]
    public void A_managed_app_configuration_of_all_apps_reaches_Outlook_and_others_are_sent_along()
    {
        var body = new OutlookSettings { ForManagedApps = true }.Build(SmimePlatform.IOS);
        var existing = Json("""
            { "appGroupType": "allApps",
              "customSettings": [ { "name": "com.microsoft.outlook.Mail.SMIMEEnabled", "value": "True" } ] }
            """);
        ProfileComparison Compare() => ProfileComparison.Compare(body, new IntuneProfile(existing) { Apps = [] });

        Assert.True(Compare().IsEqual);
        existing["appGroupType"] = "selectedPublicApps";
        Assert.Equal("apps: (none) -> ios:com.microsoft.Office.Outlook", Assert.Single(Compare().Differences).ToString());
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static ProfileComparison Compare(SmimePlatform platform, JsonObject existing, bool? signAll = null) =>
        ProfileComparison.Compare(
            new OutlookSettings { AppId = [App], SignAll = signAll }.Build(platform), new IntuneProfile(existing));
}
