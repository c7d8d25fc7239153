using System;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using Xunit;

namespace SmimeCertTools.Core.Tests.Profiles;

/// <summary>What was not asked for is no difference, and null is what the service means by it.</summary>
public sealed class AskedForTests
{
    private static readonly ReferencedProfile Signing = new()
    {
        Id = new("11111111-1111-4111-8111-111111111111"),
        DisplayName = "Sign",
        ODataType = "iosScepCertificateProfile",
    };

    [Fact]
    public void An_email_profile_full_of_nulls_is_as_wanted_but_for_what_is_asked_for()
    {
        var existing = Json("""
            { "accountName": "Contoso", "hostName": "mail.contoso.com", "emailAddressSource": "userPrincipalName",
              "durationOfEmailToSync": "oneWeek", "requireSsl": false, "useOAuth": null, "requireSmime": null,
              "signingCertificateType": "certificate", "smimeSigningEnabled": true, "smimeSigningUserOverrideEnabled": null,
              "smimeSigningCertificateUserOverrideEnabled": null, "encryptionCertificateType": null,
              "smimeEncryptByDefaultEnabled": null,
              "smimeEncryptByDefaultUserOverrideEnabled": null, "smimeEncryptionCertificateUserOverrideEnabled": null,
              "smimeEnablePerMessageSwitch": null, "blockMovingMessagesToOtherEmailAccounts": null,
              "blockSendingEmailFromThirdPartyApps": true, "blockSyncingRecentlyUsedEmailAddresses": null, "easServices": null,
              "easServicesUserOverrideEnabled": null, "authenticationMethod": null, "usernameSource": "primarySmtpAddress" }
            """);

        Assert.Equal(["requireSmime: (none) -> true"], Differences(new EmailSettings
        {
            AccountName = "Contoso",
            SigningCertificate = Signing,
            SigningUserChange = false,
            BlockMovingMessages = false,
            Authentication = SmimeEmailAuthentication.UsernameAndPassword,
        }, SmimePlatform.IOS, existing));
        Assert.Contains("blockSendingEmailFromThirdPartyApps: true -> false", Differences(new EmailSettings
        {
            AccountName = "Contoso",
            SigningCertificate = Signing,
            BlockSendingFromOtherApps = false,
        }, SmimePlatform.IOS, existing));
    }

    [Theory]
    [InlineData(null, null, "")]
    [InlineData(SmimeDeploymentChannel.DeviceChannel, null, "")]
    [InlineData(SmimeDeploymentChannel.UserChannel, null, "deploymentChannel: (none) -> userChannel")]
    [InlineData(null, "deviceChannel", "")]
    [InlineData(null, "unknownFutureValue", "")]
    [InlineData(SmimeDeploymentChannel.UserChannel, "deviceChannel", "deploymentChannel: deviceChannel -> userChannel")]
    public void A_channel_counts_where_it_is_asked_for(SmimeDeploymentChannel? asked, string? there, string difference)
    {
        var existing = Json("""{ "intendedPurpose": "smimeEncryption" }""");
        existing["deploymentChannel"] = there;

        Assert.Equal(difference.Length == 0 ? [] : [difference], Differences(
            new ImportedPfxSettings { IntendedPurpose = UserPfxPurpose.SmimeEncryption, DeploymentChannel = asked },
            SmimePlatform.MacOS, existing));
    }

    [Fact]
    public void A_certificate_access_of_null_is_approval_by_the_user()
    {
        var existing = Json("""
            { "intendedPurpose": "smimeEncryption", "certificateAccessType": null, "silentCertificateAccessDetails": null }
            """);
        var settings = new ImportedPfxSettings
        {
            IntendedPurpose = UserPfxPurpose.SmimeEncryption,
            CertificateAccess = SmimeCertificateAccess.UserApproval,
        };

        Assert.Empty(Differences(settings, SmimePlatform.AndroidDeviceOwner, existing));
        existing["certificateAccessType"] = "specificApps";
        existing["silentCertificateAccessDetails"] = new JsonArray(
            new JsonObject { ["packageId"] = "com.contoso.a" }, new JsonObject { ["packageId"] = "com.contoso.b" });
        Assert.Equal(
            ["certificateAccessType: specificApps -> userApproval", "silentCertificateAccessDetails: com.contoso.a -> (none)",
                "silentCertificateAccessDetails: com.contoso.b -> (none)"],
            Differences(settings, SmimePlatform.AndroidDeviceOwner, existing));
    }

    [Fact]
    public void Lists_differ_item_by_item_and_texts_are_shown_whole()
    {
        var longName = new string('x', 300);
        var settings = ProfileCases.PkcsOf(names:
        [
            new SubjectAlternativeName { Kind = SubjectAlternativeNameKind.EmailAddress },
            new SubjectAlternativeName
            {
                Kind = SubjectAlternativeNameKind.CustomAzureADAttribute,
                Value = "{{OnPrem_Distinguished_Name}}",
            },
            new SubjectAlternativeName { Kind = SubjectAlternativeNameKind.UniversalResourceIdentifier, Value = longName + "1" },
        ]);
        var body = settings.Build(SmimePlatform.IOS);
        var existing = body.Members.DeepClone().AsObject();
        existing["customSubjectAlternativeNames"] = JsonNode.Parse($$"""
            [ { "sanType": "universalResourceIdentifier", "name": "{{longName}}2" },
              { "sanType": "customAzureADAttribute", "name": "{{"{{OnPrem_Distinguished_Name}}"}}", "later": true } ]
            """);

        Assert.Equal(
            ["customSubjectAlternativeNames: (none) -> emailAddress={{EmailAddress}}",
                $"customSubjectAlternativeNames: (none) -> universalResourceIdentifier={longName}1",
                $"customSubjectAlternativeNames: universalResourceIdentifier={longName}2 -> (none)"],
            Differences(settings, SmimePlatform.IOS, existing));
    }

    [Fact]
    public void A_store_goes_with_the_certificate_and_stays_without()
    {
        var root = new TrustedRootSettings { Certificate = ProfileCases.Root };
        var existing = root.Build(SmimePlatform.Windows).Members.DeepClone().AsObject();
        existing["destinationStore"] = "computerCertStoreIntermediate";
        Assert.Empty(Differences(root, SmimePlatform.Windows, existing));

        var intermediate = new TrustedRootSettings { Certificate = ProfileCases.Intermediate };
        existing["destinationStore"] = null;
        Assert.Equal(["trustedRootCertificate", "destinationStore"], Differences(intermediate, SmimePlatform.Windows, existing)
            .Select(text => text.Split(':')[0]));
        existing["destinationStore"] = "userCertStoreIntermediate";
        Assert.Single(Differences(intermediate, SmimePlatform.Windows, existing));
    }

    [Fact]
    public void An_empty_description_and_none_are_the_same()
    {
        var body = new ImportedPfxSettings { IntendedPurpose = UserPfxPurpose.SmimeEncryption }.Build(SmimePlatform.IOS);
        var existing = Json("""{ "intendedPurpose": "smimeEncryption", "description": "" }""");

        Assert.True(ProfileComparison.Compare(
            body, new IntuneProfile(existing), new JsonObject { ["description"] = null }).IsEqual);
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static string[] Differences(ProfileSettings settings, SmimePlatform platform, JsonObject existing) =>
    [
        .. ProfileComparison.Compare(settings.Build(platform), new IntuneProfile(existing)).Differences
            .Select(difference => difference.ToString()),
    ];
}
