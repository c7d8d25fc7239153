using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Profiles;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Profiles;

/// <summary>Shapes of profiles that tenants may have: nothing, or nothing but what was asked for, changes in them.</summary>
public sealed class FoundVariantTests
{
    private const string Id = "5f3b0c7e-93a1-4d2f-8f43-0c2d8e4b7a10";
    private const string App = "777fbd68-2665-48f7-b864-6ee1d9e9911a";
    private const string Key = "com.microsoft.outlook.Mail.SMIMEEnabled";
    private const string On = """{"key":"com.microsoft.outlook.Mail.SMIMEEnabled","valueBool":true}""";
    private const string Off = """{"key":"com.microsoft.outlook.Mail.SMIMEEnabled","valueBool":false}""";

    private const string Issued =
        "-CertificationAuthority ca.contoso.com -CertificationAuthorityName CA -CertificateTemplateName T";

    [Theory]
    [InlineData("iosImportedPFXCertificateProfile", "'intendedPurpose':'smimeEncryption'",
        "New-PkcsImportedProfile x IOS SmimeEncryption")]
    [InlineData("windows10ImportedPFXCertificateProfile",
        "'intendedPurpose':'smimeEncryption','keyStorageProvider':null,'certificateValidityPeriodScale':'later',"
            + "'subjectNameFormat':null",
        "New-PkcsImportedProfile x Windows SmimeEncryption")]
    [InlineData("macOSImportedPFXCertificateProfile", "'intendedPurpose':'smimeSigning','deploymentChannel':null",
        "New-PkcsImportedProfile x MacOS SmimeSigning -DeploymentChannel DeviceChannel")]
    [InlineData("macOSImportedPFXCertificateProfile", "'intendedPurpose':'smimeSigning','deploymentChannel':'unknownFutureValue'",
        "New-PkcsImportedProfile x MacOS SmimeSigning")]
    [InlineData("androidDeviceOwnerImportedPFXCertificateProfile",
        "'intendedPurpose':'smimeSigning','certificateAccessType':null,'silentCertificateAccessDetails':null,"
        + "'extendedKeyUsages':null",
        "New-PkcsImportedProfile x AndroidDeviceOwner SmimeSigning -CertificateAccess UserApproval")]
    [InlineData("androidForWorkImportedPFXCertificateProfile", "'intendedPurpose':'smimeSigning','more':[{'deep':null}]",
        "New-PkcsImportedProfile x AndroidWorkProfile SmimeSigning")]
    [InlineData("windows10PkcsCertificateProfile",
        "'certificationAuthority':'ca.contoso.com','certificationAuthorityName':'CA','certificateTemplateName':'T',"
            + "'extendedKeyUsages':null,'customSubjectAlternativeNames':null,'subjectNameFormat':null,'keyStorageProvider':null,"
            + "'certificateValidityPeriodValue':1.0,'renewalThresholdPercentage':null",
        "New-PkcsCertificateProfile x Windows " + Issued)]
    [InlineData("macOSPkcsCertificateProfile",
        "'certificationAuthority':'ca.contoso.com','certificationAuthorityName':'CA','certificateTemplateName':'T',"
            + "'allowAllAppsAccess':null,'deploymentChannel':null,'subjectAlternativeNameType':'later'",
        "New-PkcsCertificateProfile x MacOS " + Issued + " -AllowAllAppsAccess:$false")]
    public async Task What_says_nothing_or_what_is_not_known_yet_is_no_difference(string type, string members, string command)
    {
        await using var tenant = await TestTenant.StartAsync(new() { PageSize = 1 });
        var id = tenant.Add(Json($$"""
            { "@odata.type": "#microsoft.graph.{{type}}", "id": "{{Id}}", "displayName": " X ", "description": null,
              "roleScopeTagIds": ["0", "7"], "version": 3, "deviceManagementApplicabilityRuleOsVersion": null,
              "later": { "a": null },
              {{members}} }
            """)).Id;
        tenant.Add(Json($$"""{ "@odata.type": "#microsoft.graph.{{type}}", "id": "{{App}}", "displayName": "other" }"""));

        var shown = (await tenant.RunAsync("Get-SmimeProfile")).EnsureNoErrors().OutputAs<SmimeProfile>();
        var (result, before, after) = await tenant.ChangeAsync(id, command);

        Assert.Equal(2, shown.Count);
        var profile = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>());
        Assert.Equal((SmimeProfileStatus.Unchanged, id), (profile.Status, profile.Id));
        Assert.Empty(RealObjects.Changed(before, after));
        Assert.Empty(tenant.Written());
    }

    [Theory]
    [InlineData("derivedCredential", "derivedCredential")]
    [InlineData("certificate", "later")]
    [InlineData("certificate", null)]
    public async Task An_email_profile_keeps_the_role_that_no_parameter_names(string signing, string? encryption)
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.RunAsync("New-PkcsImportedProfile 'Sign' IOS SmimeSigning")).EnsureNoErrors();
        var sign = Assert.Single(tenant.Profiles()).Id;
        var json = Json($$"""
            { "@odata.type": "#microsoft.graph.iosEasEmailProfileConfiguration", "id": "{{Id}}", "displayName": "x",
              "description": null,
              "accountName": "A", "requireSmime": true, "smimeSigningEnabled": true, "hostName": null, "easServices": "later",
              "smimeSigningCertificateUserOverrideEnabled": null, "roleScopeTagIds": ["0"],
              "authenticationMethod": "derivedCredential",
              "emailAddressSource": "later", "usernameSource": null, "durationOfEmailToSync": null, "later": { "a": [] } }
            """);
        json["signingCertificateType"] = signing;
        json["encryptionCertificateType"] = encryption;
        var id = tenant.Add(json, new Dictionary<string, string> { ["smimeSigningCertificate"] = sign }).Id;

        var (result, before, after) = await tenant.ChangeAsync(id, "New-SmimeEmailProfile x IOS A -SigningCertificate Sign");

        result.EnsureNoErrors();
        Assert.Equal(signing == "certificate" ? [] : ["signingCertificateType"], RealObjects.Changed(before, after));
        Assert.Equal(encryption, (string?)after["encryptionCertificateType"]);
    }

    [Theory]
    [InlineData("[" + On + "]", 1, 0)]
    [InlineData(
        """[{"key":"a","valueInteger":3},{"key":"b","valueStringArray":["x","y"]},null,"text",{"valueBool":true}]""", 1, 5)]
    [InlineData("""[{"key":"b","valueBundle":{"managedProperty":[{"key":"c","valueBundleArray":[{"managedProperty":[""" + Off
        + """,{"key":"d","valueString":null}]}]}]}}]""", 0, 1)]
    [InlineData("""[{"key":"com.microsoft.outlook.Mail.SMIMEEnabled","valueString":"true"}]""", 1, 0)]
    [InlineData("[" + On + """,{"key":"COM.MICROSOFT.OUTLOOK.MAIL.SMIMEENABLED","valueBool":true}]""", 1, 1)]
    [InlineData("null", 1, 0)]
    public async Task An_Android_payload_of_any_shape_keeps_what_nobody_asked_to_change(string list, int keys, int others)
    {
        await using var tenant = await TestTenant.StartAsync();
        var id = tenant.Add(
            Android($$"""{"kind":"k","productId":"app:com.microsoft.office.outlook","later":7,"managedProperty":{{list}}}""")).Id;

        var (result, before, after) = await tenant.ChangeAsync(id, "New-OutlookSmimeConfiguration x AndroidWorkProfile");
        var again = await tenant.ChangeAsync(id, "New-OutlookSmimeConfiguration x AndroidWorkProfile");

        result.EnsureNoErrors();
        Assert.Equal(SmimeProfileStatus.Unchanged, Assert.Single(again.Result.EnsureNoErrors().OutputAs<SmimeProfile>()).Status);
        var changed = RealObjects.Changed(before, after);
        Assert.True(changed.Count == 0 || changed is ["payloadJson"], string.Join(", ", changed));
        Assert.Equal(7, (int)after["payloadJson"]!["later"]!);
        var now = after["payloadJson"]!["managedProperty"]!.AsArray();
        Assert.Equal((keys, others), (now.Count(IsKey), now.Count(item => !IsKey(item))));

        static bool IsKey(JsonNode? item) => (item as JsonObject)?["key"]?.ToString() == Key;
    }

    [Theory]
    [InlineData("'settings':null,'encodedSettingXml':null", "settings")]
    [InlineData("'settings':[],'encodedSettingXml':''", "settings")]
    [InlineData("'settings':[{'appConfigKey':'a','appConfigKeyType':'integerType','appConfigKeyValue':'1'},{'appConfigKey':'t',"
        + "'appConfigKeyType':'tokenType','appConfigKeyValue':'{{mail}}'}]", "settings")]
    [InlineData("'settings':[{'appConfigKey':'" + Key + "','appConfigKeyType':'booleanType','appConfigKeyValue':'True'}]", null)]
    public async Task An_iOS_configuration_of_any_shape_gets_the_key_and_keeps_the_rest(string members, string? changed)
    {
        await using var tenant = await TestTenant.StartAsync();
        var id = tenant.Add(Json($$"""
            { "@odata.type": "#microsoft.graph.iosMobileAppConfiguration", "id": "{{Id}}", "displayName": "x",
              "description": null,
              "targetedMobileApps": ["{{App}}"], "roleScopeTagIds": ["0"], "version": 1, "later": null, {{members}} }
            """)).Id;

        var (result, before, after) = await tenant.ChangeAsync(id, "New-OutlookSmimeConfiguration x IOS");
        var again = await tenant.ChangeAsync(id, "New-OutlookSmimeConfiguration x IOS");

        result.EnsureNoErrors();
        Assert.Equal(changed is null ? [] : [changed], RealObjects.Changed(before, after));
        Assert.Equal(SmimeProfileStatus.Unchanged, Assert.Single(again.Result.EnsureNoErrors().OutputAs<SmimeProfile>()).Status);
    }

    [Theory]
    [InlineData("", "'customSettings':null,'appGroupType':'allMicrosoftApps'", true)]
    [InlineData("", "'customSettings':[],'appGroupType':'allCoreMicrosoftApps','targetedAppManagementLevels':'later'", true)]
    [InlineData("'@odata.type':'#microsoft.graph.targetedManagedAppConfiguration',",
        "'customSettings':[{'name':'" + Key + "','value':'TRUE'}],'appGroupType':'allApps'", false)]
    public async Task A_managed_app_configuration_of_any_shape_gets_the_key_and_keeps_the_rest(
        string type, string members, bool changes)
    {
        await using var tenant = await TestTenant.StartAsync(new() { PageSize = 1 });
        tenant.Add(Json(
            """{ "id": "A_1", "displayName": "first", "customSettings": null, "appGroupType": null, "version": null }"""));
        var id = tenant.Add(Json($$"""
            { {{type}} "id": "A_2", "displayName": "X", "description": null, "version": "e", "roleScopeTagIds": ["0"],
              "isAssigned": false, "later": 1, {{members}} }
            """)).Id;

        var (result, before, after) = await tenant.ChangeAsync(id, "New-OutlookSmimeConfiguration x IOS -ForManagedApps");

        Assert.Equal(id, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>()).Id);
        Assert.Equal(changes ? ["customSettings"] : [], RealObjects.Changed(before, after));
        Assert.Equal(2, tenant.Host.State.ManagedAppConfigurations.Count);
    }

    [Theory]
    [InlineData("androidDeviceOwner", "AndroidDeviceOwner", 1)]
    [InlineData("androidWorkProfile", "AndroidDeviceOwner", 2)]
    [InlineData("unknownFutureValue", "AndroidDeviceOwner", 1)]
    public async Task A_configuration_is_that_of_the_profile_types_it_names(string applicability, string platform, int count)
    {
        await using var tenant = await TestTenant.StartAsync();
        var json = Android($$"""{"kind":"k","productId":"app:com.microsoft.office.outlook","managedProperty":[{{On}}]}""");
        json["profileApplicability"] = applicability;
        var id = tenant.Add(json).Id;

        var (result, before, after) = await tenant.ChangeAsync(id, $"New-OutlookSmimeConfiguration x {platform}");

        result.EnsureNoErrors();
        Assert.Empty(RealObjects.Changed(before, after));
        Assert.Equal(count, tenant.Host.State.AppConfigurations.Count);
    }

    [Theory]
    [InlineData("iosScepCertificateProfile", "IOS", null)]
    [InlineData("androidScepCertificateProfile", "AndroidDeviceAdministrator", null)]
    [InlineData("windows81SCEPCertificateProfile", "IOS", "error")]
    [InlineData("macOSScepCertificateProfile", "IOS", "error")]
    [InlineData("androidWorkProfileScepCertificateProfile", "AndroidDeviceAdministrator", "error")]
    [InlineData("androidDeviceOwnerScepCertificateProfile", "IOS", "error")]
    public async Task SCEP_profiles_sign_where_mail_of_their_platform_can_and_are_refused_with_a_reason_elsewhere(
        string type, string platform, string? error)
    {
        foreach (var reference in new[] { " the scep ", Id })
        {
            await using var tenant = await TestTenant.StartAsync(new() { PageSize = 1 });
            tenant.Add(Json($$"""{ "@odata.type": "#microsoft.graph.{{type}}", "id": "{{App}}", "displayName": "Another" }"""));
            tenant.Add(Json($$"""
                { "@odata.type": "#microsoft.graph.{{type}}", "id": "{{Id}}", "displayName": "The SCEP", "later": null,
                  "keyUsage": null }
                """));

            var result = await tenant.RunAsync(
                $"New-SmimeEmailProfile Mail {platform} Contoso -SigningCertificate '{reference}'");

            if (error is null)
            {
                result.EnsureNoErrors();
                var mail = Assert.Single(tenant.Profiles(), profile => profile.DisplayName == "Mail");
                Assert.Equal(Id, mail.Bindings["smimeSigningCertificate"]);
                var again = await tenant.RunAsync(
                    $"New-SmimeEmailProfile mail {platform} Contoso -SigningCertificate '{reference}' -IfExists Update");
                Assert.Equal(SmimeProfileStatus.Unchanged, Assert.Single(again.EnsureNoErrors().OutputAs<SmimeProfile>()).Status);
            }
            else
            {
                Assert.Single(result.Errors);
                Assert.Equal(2, tenant.Profiles().Count);
            }
        }
    }

    [Fact]
    public async Task Settings_that_a_change_loses_are_an_error_that_names_them()
    {
        const string head = """{"kind":"k","productId":"app:com.microsoft.office.outlook","managedProperty":[""";
        await using var tenant = await TestTenant.StartAsync();
        var id = tenant.Add(Android(head + """{"key":"a","valueString":"b"},{"key":"c","valueInteger":1}]}""")).Id;
        var store = tenant.Host.State.AppConfigurations;
        var written = false;
        tenant.Host.Faults.Add(new FaultRule
        {
            // No fault: what the service has is another when it is read after the change.
            Match = target =>
            {
                if (written && target.Method == "GET" && store.Find(id)?.Properties is { } json)
                {
                    store.Remove(id);
                    json["id"] = id;
                    json["@odata.type"] = "#microsoft.graph.androidManagedStoreAppConfiguration";
                    json["payloadJson"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(
                        head + """{"key":"a","valueString":"b"},""" + On + "]}"));
                    tenant.Add(json);
                }

                written |= target.Method == "PATCH";
                return false;
            },
        });

        var result = await tenant.RunAsync("New-OutlookSmimeConfiguration x AndroidWorkProfile -IfExists Update");

        Assert.Equal(["ProfileSettingsLost"], result.ErrorIds);
        Assert.Contains(
            "payloadJson[c] is (none) and was 1", Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("payloadJson[a]", result.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    private static JsonObject Android(string payload)
    {
        var json = Json($$"""
            { "@odata.type": "#microsoft.graph.androidManagedStoreAppConfiguration", "id": "{{Id}}", "displayName": "X",
              "description": null,
              "targetedMobileApps": ["{{App}}"], "roleScopeTagIds": ["0"], "version": 2,
              "packageId": "app:com.microsoft.office.outlook",
              "appSupportsOemConfig": false, "profileApplicability": "androidWorkProfile", "connectedAppsEnabled": null,
              "credentialProviderRoleState": "unknownFutureValue", "permissionActions": null }
            """);
        json["payloadJson"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload));
        return json;
    }

    // Single quotes stand for double ones, which attributes would have to escape.
    private static JsonObject Json(string text) => JsonNode.Parse(text.Replace('\'', '"'))!.AsObject();
}
