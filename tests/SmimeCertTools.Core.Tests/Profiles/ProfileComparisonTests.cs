using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using Xunit;

namespace SmimeCertTools.Core.Tests.Profiles;

public sealed class ProfileComparisonTests
{
    private const string OutlookKey = "com.microsoft.outlook.Mail.SMIMEEnabled";

    private static readonly Guid First = new("11111111-1111-4111-8111-111111111111");
    private static readonly Guid Second = new("22222222-2222-4222-8222-222222222222");

    [Fact]
    public void What_the_service_adds_and_null_for_nothing_are_no_differences()
    {
        var body = Imported(SmimePlatform.AndroidDeviceOwner);
        var existing = Existing(body);
        existing["id"] = First.ToString();
        existing["version"] = 3;
        existing["deviceManagementApplicabilityRuleOsEdition"] = null;
        existing["silentCertificateAccessDetails"] = null;

        var comparison = ProfileComparison.Compare(body, new IntuneProfile(existing));

        Assert.True(comparison.IsEqual);
        Assert.Null(comparison.Patch);
    }

    [Fact]
    public void Members_without_meaning_for_the_kind_are_no_differences()
    {
        var body = Imported(SmimePlatform.Windows);
        var existing = Existing(body);
        existing["certificateValidityPeriodValue"] = 2;
        existing["subjectNameFormat"] = "custom";

        Assert.True(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);
    }

    [Fact]
    public void A_change_is_in_the_patch_alone_with_the_type()
    {
        var body = ProfileCases.PkcsOf().Build(SmimePlatform.Windows);
        var existing = Existing(body);
        existing["certificateTemplateName"] = "Other";

        var comparison = ProfileComparison.Compare(body, new IntuneProfile(existing));

        var difference = Assert.Single(comparison.Differences);
        Assert.Equal(("certificateTemplateName", "SmimeSigning", "Other", false),
            (difference.Member, difference.Wanted, difference.Existing, difference.IsFixed));
        Assert.Equal(
            """{"@odata.type":"#microsoft.graph.windows10PkcsCertificateProfile","certificateTemplateName":"SmimeSigning"}""",
            comparison.Patch!.ToJsonString());
    }

    [Theory]
    [InlineData(SmimePlatform.IOS, "intendedPurpose", "smimeSigning")]
    [InlineData(SmimePlatform.Windows, "keyStorageProvider", "useTpmKspOtherwiseFail")]
    [InlineData(SmimePlatform.MacOS, "deploymentChannel", "deviceChannel")]
    public void What_cannot_change_is_marked_and_not_in_the_patch(SmimePlatform platform, string member, string other)
    {
        var body = new ImportedPfxSettings
        {
            IntendedPurpose = UserPfxPurpose.SmimeEncryption,
            KeyStorageProvider = platform == SmimePlatform.Windows ? SmimeKeyStorageProvider.UseSoftwareKsp : null,
            DeploymentChannel = platform == SmimePlatform.MacOS ? SmimeDeploymentChannel.UserChannel : null,
        }.Build(platform);
        var existing = Existing(body);
        existing[member] = other;

        var comparison = ProfileComparison.Compare(body, new IntuneProfile(existing));

        Assert.Equal(member, Assert.Single(comparison.FixedDifferences).Member);
        Assert.Null(comparison.Patch);
    }

    [Fact]
    public void Texts_keep_their_case_and_flags_have_no_order()
    {
        var body = ProfileCases.PkcsOf(names: [.. new[] { SubjectAlternativeNameKind.EmailAddress,
            SubjectAlternativeNameKind.UserPrincipalName }.Select(kind => new SubjectAlternativeName { Kind = kind })])
            .Build(SmimePlatform.AndroidDeviceAdministrator);
        var existing = Existing(body);
        existing["subjectAlternativeNameType"] = "userPrincipalName, emailAddress";
        Assert.True(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);

        existing["certificateTemplateName"] = "SMIMESIGNING";
        Assert.Equal("certificateTemplateName",
            Assert.Single(ProfileComparison.Compare(body, new IntuneProfile(existing)).Differences).Member);
    }

    [Fact]
    public void No_flags_and_null_are_the_same()
    {
        var body = ProfileCases.PkcsOf().Build(SmimePlatform.Windows);
        var existing = Existing(body);
        existing["subjectAlternativeNameType"] = null;
        Assert.True(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);

        existing["certificateTemplateName"] = null;
        Assert.False(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);
    }

    [Fact]
    public void Sets_have_no_order_and_nested_values_count()
    {
        var body = ProfileCases.PkcsOf(names: [.. Enum.GetValues<SubjectAlternativeNameKind>()
            .Select(kind => new SubjectAlternativeName { Kind = kind, Value = "{{EmailAddress}}" })]).Build(SmimePlatform.IOS);
        var existing = Existing(body);
        var names = existing["customSubjectAlternativeNames"]!.AsArray();
        existing["customSubjectAlternativeNames"] = new JsonArray([.. names.Reverse().Select(name =>
        {
            var copy = name!.DeepClone();
            copy["@odata.type"] = "#microsoft.graph.customSubjectAlternativeName";
            return copy;
        })]);
        Assert.True(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);

        existing["customSubjectAlternativeNames"]![0]!["name"] = "{{UserName}}";
        Assert.False(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);
    }

    [Fact]
    public void Certificates_are_compared_as_bytes_and_shown_by_subject()
    {
        var body = new TrustedRootSettings { Certificate = ProfileCases.Root }.Build(SmimePlatform.IOS);
        var existing = Existing(body);
        existing["trustedRootCertificate"] = Convert.ToBase64String(
            ProfileCases.Root.Certificate.RawData, Base64FormattingOptions.InsertLineBreaks);
        existing["certFileName"] = "another.cer";
        Assert.True(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);

        existing["trustedRootCertificate"] = Convert.ToBase64String(ProfileCases.Intermediate.Certificate.RawData);
        var difference = Assert.Single(ProfileComparison.Compare(body, new IntuneProfile(existing)).Differences);
        Assert.Contains(ProfileCases.Intermediate.Certificate.Thumbprint, difference.Existing, StringComparison.Ordinal);
        Assert.Contains(ProfileCases.Root.Certificate.Thumbprint, difference.Wanted, StringComparison.Ordinal);
    }

    [Fact]
    public void A_payload_is_compared_by_content_in_either_form()
    {
        var body = Outlook().Build(SmimePlatform.AndroidWorkProfile);
        var existing = Existing(body);
        var payload = JsonNode.Parse(Convert.FromBase64String((string)body.Members["payloadJson"]!))!;
        payload["managedProperty"] = new JsonArray(
            [.. payload["managedProperty"]!.AsArray().Reverse().Select(item => item!.DeepClone())]);
        existing["payloadJson"] = payload.ToJsonString();
        Assert.True(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);

        payload["managedProperty"]!.AsArray().Add(new JsonObject { ["key"] = "more", ["valueBool"] = true });
        existing["payloadJson"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload.ToJsonString()));
        Assert.True(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);
    }

    [Fact]
    public void A_property_list_that_says_the_same_as_settings_is_no_difference()
    {
        var body = Outlook().Build(SmimePlatform.IOS);
        var existing = Existing(body);
        existing["settings"] = null;
        existing["encodedSettingXml"] = Encode("true");
        Assert.True(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);

        existing["encodedSettingXml"] = Encode("false");
        var patch = ProfileComparison.Compare(body, new IntuneProfile(existing)).Patch!;
        Assert.Equal(["@odata.type", "encodedSettingXml"], patch.Select(pair => pair.Key));
        Assert.Equal($"encodedSettingXml[{OutlookKey}.SignAllMail]: false -> true", Assert.Single(
            ProfileComparison.Compare(body, new IntuneProfile(existing)).Differences).ToString());

        static string Encode(string value) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"""
            <?xml version="1.0"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0"><dict>
              <key>com.microsoft.outlook.Mail.SMIMEEnabled.SignAllMail</key><{value}/>
              <key>com.microsoft.outlook.Mail.SMIMEEnabled</key><true/>
            </dict></plist>
            """));
    }

    [Fact]
    public void Boolean_settings_may_be_written_with_a_capital_letter()
    {
        var body = Outlook().Build(SmimePlatform.IOS);
        var existing = Existing(body);
        existing["settings"]![0]!["appConfigKeyValue"] = "True";

        Assert.True(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);
    }

    [Fact]
    public void Description_and_scope_tags_count_where_they_are_given()
    {
        var body = Imported(SmimePlatform.IOS);
        var existing = Existing(body);
        existing["description"] = "Old";
        existing["roleScopeTagIds"] = new JsonArray("0", "2");
        JsonObject Common(string description, params string[] tags) => new()
        {
            ["description"] = description,
            ["roleScopeTagIds"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]),
        };

        Assert.True(ProfileComparison.Compare(body, new IntuneProfile(existing)).IsEqual);
        Assert.True(ProfileComparison.Compare(body, new IntuneProfile(existing), Common("Old", "2", "0")).IsEqual);
        Assert.Equal(["description", "roleScopeTagIds"],
            ProfileComparison.Compare(body, new IntuneProfile(existing), Common("New", "2")).Differences
                .Select(difference => difference.Member));
    }

    [Fact]
    public void Bindings_are_compared_where_somebody_asked_for_them()
    {
        var body = new EmailSettings
        {
            AccountName = "Contoso",
            SigningCertificate = new ReferencedProfile { Id = First, DisplayName = "S", ODataType = "iosPkcsCertificateProfile" },
        }.Build(SmimePlatform.IOS);
        ProfileComparison Compare(Dictionary<string, Guid>? bound) =>
            ProfileComparison.Compare(body, new IntuneProfile(Existing(body)) { References = bound });

        Assert.True(Compare(null).IsEqual);
        Assert.True(Compare(new() { ["smimeSigningCertificate"] = First }).IsEqual);
        Assert.Equal(First, Assert.Single(Compare([]).ChangedReferences).ProfileId);
        var changed = Compare(new() { ["smimeSigningCertificate"] = Second, ["smimeEncryptionCertificate"] = Second });
        Assert.Equal("smimeSigningCertificate", Assert.Single(changed.ChangedReferences).Navigation);
        Assert.Equal("smimeSigningCertificate", Assert.Single(changed.Differences).Member);
        Assert.Null(changed.Patch);
    }

    [Fact]
    public void The_apps_of_a_managed_app_policy_are_compared()
    {
        var body = new OutlookSettings { ForManagedApps = true }.Build(SmimePlatform.IOS);
        ProfileComparison Compare(params JsonObject[] apps) =>
            ProfileComparison.Compare(body, new IntuneProfile(Existing(body)) { Apps = new JsonArray([.. apps]) });

        var same = OutlookProfile.ManagedApp(SmimePlatform.IOS);
        same["id"] = "com.microsoft.office.outlook.ios";
        Assert.True(Compare(same).IsEqual);
        Assert.True(Compare(OutlookProfile.ManagedApp(SmimePlatform.AndroidWorkProfile)).AppsDiffer);
        Assert.True(Compare().AppsDiffer);
    }

    [Fact]
    public void Another_type_is_a_difference_that_stays()
    {
        var comparison = ProfileComparison.Compare(
            Imported(SmimePlatform.IOS), new IntuneProfile(Existing(Imported(SmimePlatform.MacOS))));

        Assert.Equal("@odata.type", Assert.Single(comparison.FixedDifferences).Member);
    }

    [Fact]
    public void Platforms_of_app_configurations_come_from_the_profile_itself()
    {
        var android = Existing(Outlook().Build(SmimePlatform.AndroidWorkProfile));
        Assert.Equal([SmimePlatform.AndroidWorkProfile], ProfileTypes.PlatformsOf(android));
        android["profileApplicability"] = "default";
        Assert.Equal([SmimePlatform.AndroidDeviceOwner, SmimePlatform.AndroidWorkProfile], ProfileTypes.PlatformsOf(android));

        var policy = Existing(new OutlookSettings { ForManagedApps = true }.Build(SmimePlatform.IOS));
        Assert.Equal([], ProfileTypes.PlatformsOf(policy));
        Assert.Equal([SmimePlatform.IOS],
            ProfileTypes.PlatformsOf(policy, new JsonArray(OutlookProfile.ManagedApp(SmimePlatform.IOS))));
    }

    private static ProfileBody Imported(SmimePlatform platform) =>
        new ImportedPfxSettings { IntendedPurpose = UserPfxPurpose.SmimeEncryption }.Build(platform);

    private static OutlookSettings Outlook() => new() { AppId = [First], SignAll = true };

    private static JsonObject Existing(ProfileBody body)
    {
        var json = body.Members.DeepClone().AsObject();
        json["@odata.type"] = ProfileTypes.Prefix + body.ODataType;
        return json;
    }
}
