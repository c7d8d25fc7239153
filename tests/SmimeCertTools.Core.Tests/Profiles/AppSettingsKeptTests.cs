using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;
using Xunit;

namespace SmimeCertTools.Core.Tests.Profiles;

public sealed class AppSettingsKeptTests
{
    [Theory]
    [InlineData("""{ "customSettings": [ { "name": "a", "value": "1" }, { "name": "b", "value": null } ] }""",
        """
        { "customSettings": [
          { "name": "b", "value": "" }, { "@odata.type": "x", "name": "a", "value": "1" }, { "name": "new", "value": "2" } ] }
        """,
        "")]
    [InlineData("""{ "customSettings": [ { "name": "a", "value": "1" }, { "name": "b", "value": "2" } ] }""",
        """{ "customSettings": [ { "name": "a", "value": "3" } ] }""", "customSettings[a] 3 1|customSettings[b] (none) 2")]
    [InlineData("""{ "customSettings": [ { "name": "a", "value": "1" }, { "name": "a", "value": "1" } ] }""",
        """{ "customSettings": [ { "name": "a", "value": "1" } ] }""", "customSettings[a] (none) 1")]
    [InlineData("""{ "settings": [ { "appConfigKey": "a", "appConfigKeyType": "stringType", "appConfigKeyValue": "True" } ] }""",
        """{ "settings": [ { "appConfigKey": "a", "appConfigKeyType": "stringType", "appConfigKeyValue": "true" } ] }""", "")]
    [InlineData("""{ "settings": [ { "appConfigKey": "a", "appConfigKeyType": "integerType", "appConfigKeyValue": "1" } ] }""",
        """{ "settings": null }""", "settings[a] (none) integerType 1")]
    [InlineData("""{ "description": "x", "requireSmime": true }""", "{}", "")]
    public void What_was_sent_along_and_is_gone_or_changed_is_told(string sent, string found, string lost) =>
        Assert.Equal(lost, Text(JsonNode.Parse(sent)!.AsObject(), JsonNode.Parse(found)!.AsObject()));

    [Theory]
    [InlineData(
        """
        [{"key":"b","valueBundle":{"managedProperty":[{"key":"x","valueInteger":3}]}},
        {"key":"l","valueStringArray":["a","b"]}]
        """,
        "")]
    [InlineData(
        """
        [{"key":"b","valueBundle":{"managedProperty":[{"key":"x","valueInteger":4}]}},
        {"key":"l","valueStringArray":["a"]}]
        """,
        "payloadJson[x] 4 3|payloadJson[l] a a, b")]
    [InlineData("[]", "payloadJson[l] (none) a, b|payloadJson[b] (none) |payloadJson[x] (none) 3")]
    public void What_is_in_bundles_counts(string found, string lost)
    {
        const string sent = """
            [{"key":"l","valueStringArray":["a","b"]},
            {"key":"b","valueBundle":{"managedProperty":[{"key":"x","valueInteger":3}]}}]
            """;

        var told = Text(Payload(sent), Payload(found));

        Assert.Equal(lost.Split('|').Order(StringComparer.Ordinal), told.Split('|').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_keys_of_a_property_list_count()
    {
        var sent = Plist(
            "<dict><key>a</key><true/><key>n</key><dict><key>x</key><integer>1</integer></dict>"
            + "<key>s</key><string>y</string></dict>");
        var found = Plist("<dict><key>a</key><true/><key>n</key><dict><key>x</key><integer>2</integer></dict></dict>");

        Assert.Empty(Text(sent, sent));
        Assert.Equal(
            ["encodedSettingXml[n]", "encodedSettingXml[s]"], AppSettingsKept.Lost(sent, found).Select(item => item.Member));
    }

    private static JsonObject Payload(string list) =>
        new() { ["payloadJson"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"managedProperty":{{list}}}""")) };

    private static JsonObject Plist(string xml) =>
        new() { ["encodedSettingXml"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(xml)) };

    private static string Text(JsonObject sent, JsonObject found) =>
        string.Join('|', AppSettingsKept.Lost(sent, found).Select(item => $"{item.Member} {item.Existing} {item.Wanted}"));
}
