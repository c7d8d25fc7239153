using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using SmimeCertTools.Profiles;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Profiles;

/// <summary>Profiles as tenants have them, read and compared with the command that makes the same.</summary>
public sealed class RealObjectTests
{
    private const string Key = "com.microsoft.outlook.Mail.SMIMEEnabled";

    private const string Issuer = "-CertificationAuthority ca.example.invalid -CertificationAuthorityName 'Provider Test CA' "
        + "-CertificateTemplateName ProviderTest";

    private const string Issued = Issuer + " -SubjectName 'CN={{DeviceId}}' -SubjectAlternativeName @() -CertificateStore User "
        + "-ValidityPeriod 1 -ValidityScale Years";

    [CorpusTheory]
    [InlineData("live-macOSTrustedRootCertificate", "New-TrustedRootProfile MacOS -CertificatePath $Path")]
    [InlineData("live-macOSTrustedRootCertificate",
        "New-TrustedRootProfile MacOS -CertificatePath $Path -DeploymentChannel DeviceChannel -Description test")]
    [InlineData("tf-ios-root", "New-TrustedRootProfile IOS -CertificatePath $Path")]
    [InlineData("tf-android-owner-root", "New-TrustedRootProfile AndroidDeviceOwner -CertificatePath $Path")]
    [InlineData("tf-android-work-root", "New-TrustedRootProfile AndroidWorkProfile -CertificatePath $Path")]
    [InlineData("tf-aosp-root", "New-TrustedRootProfile AospDeviceOwner -CertificatePath $Path -ScopeTag Default")]
    [InlineData("tf-ios-imported", "New-PkcsImportedProfile IOS -IntendedPurpose SmimeSigning")]
    [InlineData("tf-windows-imported", "New-PkcsImportedProfile Windows -IntendedPurpose SmimeSigning")]
    [InlineData("tf-windows-imported",
        "New-PkcsImportedProfile Windows -IntendedPurpose SmimeSigning -KeyStorageProvider UseSoftwareKsp")]
    [InlineData("tf-android-work-imported", "New-PkcsImportedProfile AndroidWorkProfile -IntendedPurpose SmimeSigning")]
    [InlineData("tf-android-owner-imported", "New-PkcsImportedProfile AndroidDeviceOwner -IntendedPurpose SmimeSigning")]
    [InlineData("tf-android-owner-imported",
        "New-PkcsImportedProfile AndroidDeviceOwner -IntendedPurpose SmimeSigning -CertificateAccess UserApproval")]
    [InlineData("tf-ios-pkcs", "New-PkcsCertificateProfile IOS " + Issuer)]
    [InlineData("tf-ios-pkcs", "New-PkcsCertificateProfile IOS -RenewalThreshold 20 " + Issued)]
    [InlineData("tf-windows-pkcs", "New-PkcsCertificateProfile Windows -ExtendedKeyUsage ClientAuthentication " + Issued)]
    [InlineData("tf-windows-pkcs", "New-PkcsCertificateProfile Windows " + Issuer)]
    [InlineData("tf-android-work-pkcs",
        "New-PkcsCertificateProfile AndroidWorkProfile -ExtendedKeyUsage ClientAuthentication " + Issued)]
    [InlineData("tf-aosp-pkcs", "New-PkcsCertificateProfile AospDeviceOwner -RenewalThreshold 30 "
        + "-ExtendedKeyUsage ClientAuthentication " + Issued)]
    [InlineData("tf-android-outlook-smime-maximal", "New-OutlookSmimeConfiguration AndroidDeviceOwner")]
    [InlineData(
        "tf-android-outlook-smime-maximal",
        "New-OutlookSmimeConfiguration AndroidDeviceOwner -SignAll -EncryptAll -UserChange "
        + "-SignAllUserChange -EncryptAllUserChange -CertificatesFromIntune:$false")]
    [InlineData("live-targetedManagedAppConfiguration-1-A_970b3da6", "New-OutlookSmimeConfiguration IOS -ForManagedApps")]
    [InlineData(
        "live-targetedManagedAppConfiguration-1-A_970b3da6",
        "New-OutlookSmimeConfiguration AndroidWorkProfile -ForManagedApps "
        + "-UserChange -SignAll -EncryptAll -SignAllUserChange -EncryptAllUserChange")]
    public async Task A_profile_that_says_what_the_command_asks_for_is_unchanged(string name, string command)
    {
        await using var tenant = await TestTenant.StartAsync();
        var json = RealObjects.Read(name);
        var id = tenant.Add(json).Id;
        var parameters = new Dictionary<string, object?> { ["Name"] = (string)json["displayName"]! };
        var head = "param($Name, $Path) ";
        if ((string?)json["trustedRootCertificate"] is { } certificate)
        {
            parameters["Path"] = tenant.Folder.Write("ca.cer", Convert.FromBase64String(certificate));
        }

        var found = await tenant.RunAsync($"Get-SmimeProfile -Id '{id}'");
        var (result, before, after) = await tenant.ChangeAsync(
            id, head + Place(command), parameters);

        Assert.Equal((string)json["displayName"]!, Assert.Single(found.EnsureNoErrors().OutputAs<SmimeProfile>()).Name);
        var profile = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>());
        Assert.Equal((SmimeProfileStatus.Unchanged, id), (profile.Status, profile.Id));
        Assert.Empty(profile.Changes);
        Assert.Empty(RealObjects.Changed(before, after));
        Assert.Empty(tenant.Written());
    }

    [CorpusTheory]
    [InlineData("export-ios-corp-outlook", "IOS", "settings", Key)]
    [InlineData("export-ios-corp-outlook", "IOS -SignAll -LdapHost ldap.contoso.com:636", "settings", Key, Key + ".SignAllMail",
        Key + ".LDAPHostName")]
    [InlineData("export-android-Corporate-Owned-Outlook-Settings-json", "AndroidDeviceOwner -CertificatesFromIntune",
        "payloadJson",
        Key, Key + ".CertsFromIntune")]
    [InlineData("live-list-androidManagedStoreAppConfiguration-outlook", "AndroidDeviceOwner", "payloadJson", Key)]
    [InlineData("tf-android-outlook-smime-maximal", "AndroidDeviceOwner -CertificatesFromIntune -SignAll:$false", "payloadJson",
        Key + ".SignAllMail", Key + ".CertsFromIntune")]
    [InlineData("live-targetedManagedAppConfiguration-1-A_970b3da6", "IOS -ForManagedApps -LdapHost ldaps://ldap.contoso.com",
        "customSettings", Key + ".LDAPHostName")]
    [InlineData("live-targetedManagedAppConfiguration-1-A_970b3da6", "AndroidWorkProfile -ForManagedApps -EnableSmime:$false",
        "customSettings", Key)]
    public async Task An_Outlook_configuration_keeps_all_settings_but_those_asked_for(
        string name, string options, string member, params string[] keys)
    {
        await using var tenant = await TestTenant.StartAsync();
        var json = RealObjects.Read(name);
        var id = tenant.Add(json).Id;

        var (result, before, after) = await tenant.ChangeAsync(id,
            $"param($Name) New-OutlookSmimeConfiguration -Name $Name -Platform {options}",
            new() { ["Name"] = (string)json["displayName"]! });

        var profile = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>());
        Assert.Equal((SmimeProfileStatus.Updated, id), (profile.Status, profile.Id));
        Assert.Equal([member], RealObjects.Changed(before, after));
        var (old, now) = (RealObjects.Settings(before), RealObjects.Settings(after));
        Assert.Equal(old.Where(setting => !keys.Contains(setting.Key)), now.Where(setting => !keys.Contains(setting.Key)));
        Assert.Equal(
            keys.Order(StringComparer.Ordinal),
            now.Except(old).Select(setting => setting.Key).Order(StringComparer.Ordinal));
        Assert.Equal(keys.Select(key => $"{member}[{key}]").Order(StringComparer.Ordinal),
            profile.Changes.Select(change => change.Split(':')[0]).Order(StringComparer.Ordinal));

        // Once done, it is what the command makes.
        var again = await tenant.ChangeAsync(id, $"param($Name) New-OutlookSmimeConfiguration -Name $Name -Platform {options}",
            new() { ["Name"] = (string)json["displayName"]! });
        Assert.Equal(SmimeProfileStatus.Unchanged, Assert.Single(again.Result.EnsureNoErrors().OutputAs<SmimeProfile>()).Status);
    }

    [CorpusTheory]
    [InlineData("export-ios-corp-edge", "IOS")]
    [InlineData("live-androidManagedStoreAppConfiguration-officehub", "AndroidDeviceOwner")]
    [InlineData("export-android-All-Profile-Types-Defender-For-Endpoint", "AndroidWorkProfile")]
    [InlineData("export-android-Shared-Devices-QR-Code-Authentication-js", "AndroidDeviceOwner")]
    public async Task A_configuration_of_another_app_is_left_alone(string name, string platform)
    {
        await using var tenant = await TestTenant.StartAsync();
        var json = RealObjects.Read(name);
        tenant.Host.State.AddIosApp();
        tenant.Host.State.AddAndroidApp();
        var id = tenant.Host.State.AddFound(json).Id;
        foreach (var app in json["targetedMobileApps"]!.AsArray())
        {
            tenant.AddApp((string)app!, (string?)json["packageId"], "com.microsoft.msedge");
        }

        var (result, before, after) = await tenant.ChangeAsync(id,
            $"param($Name) New-OutlookSmimeConfiguration -Name $Name -Platform {platform}",
            new() { ["Name"] = (string)json["displayName"]! });

        Assert.Empty(RealObjects.Changed(before, after));
        var made = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeProfile>());
        Assert.Equal(SmimeProfileStatus.Created, made.Status);
        Assert.NotEqual(id, made.Id);
        Assert.Equal([made.Id], (await tenant.RunAsync("Get-SmimeProfile")).EnsureNoErrors().OutputAs<SmimeProfile>()
            .Select(profile => profile.Id));
    }

    [CorpusFact]
    public async Task A_managed_app_configuration_without_a_type_is_shown_assigned_and_removed()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("Mail users");
        var id = tenant.Add(RealObjects.Read("live-targetedManagedAppConfiguration-1-A_970b3da6")).Id;

        var shown = Assert.Single(
            (await tenant.RunAsync("Get-SmimeProfile -Kind OutlookApps")).EnsureNoErrors().OutputAs<SmimeProfile>());
        Assert.Equal((id, "\"cb02153a-0000-0d00-0000-68ec87830000\""), (shown.Id, shown.Version));
        Assert.Contains(SmimePlatform.IOS, shown.Platform);
        (await tenant.RunAsync($"Set-SmimeProfileAssignment -Id {id} -GroupName 'Mail users'")).EnsureNoErrors();
        Assert.Single(tenant.Host.State.ManagedAppConfigurations.Find(id)!.Assignments);
        (await tenant.RunAsync($"Remove-SmimeProfile -Id {id} -Confirm:$false")).EnsureNoErrors();
        Assert.Equal(0, tenant.Host.State.ManagedAppConfigurations.Count);
    }

    [CorpusTheory]
    [InlineData("example-ios-scep")]
    [InlineData("8b01c9b4-df72-5fef-941c-b9260e0d96ad")]
    public async Task A_SCEP_profile_signs_for_an_email_profile_by_name_and_id(string reference)
    {
        await using var tenant = await TestTenant.StartAsync();
        var scep = tenant.Add(RealObjects.Read("tf-ios-scep")).Id;
        (await tenant.RunAsync("New-PkcsImportedProfile 'Decrypt' IOS SmimeEncryption")).EnsureNoErrors();

        (await tenant.RunAsync($"New-SmimeEmailProfile Mail IOS Contoso -SigningCertificate '{reference}' "
            + "-EncryptionCertificate Decrypt")).EnsureNoErrors();

        var email = Assert.Single(tenant.Profiles(), profile => profile.TypeName == "iosEasEmailProfileConfiguration");
        Assert.Equal(scep, email.Bindings["smimeSigningCertificate"]);
    }

    [CorpusFact]
    public async Task Every_real_object_is_listed_over_pages_or_passed_over()
    {
        await using var tenant = await TestTenant.StartAsync(new() { PageSize = 2 });
        var files = System.IO.Directory.GetFiles(System.IO.Path.Combine(SharedCorpus.Shared, "graph", "real"), "*.json")
            .Select(file => System.IO.Path.GetFileNameWithoutExtension(file))
            .Where(name => name is not ("sources" or "userpfx-readme"));
        var objects = files.Select(RealObjects.Read).ToList();
        foreach (var json in objects)
        {
            tenant.Add(json);
        }

        var shown = (await tenant.RunAsync("Get-SmimeProfile")).EnsureNoErrors().OutputAs<SmimeProfile>();

        Assert.NotEmpty(objects);
        Assert.Equal(
            objects.Where(IsShown).Select(json => (string)json["id"]!).Order(StringComparer.Ordinal),
            shown.Select(profile => profile.Id).Order(StringComparer.Ordinal));
    }

    // Not shown: app configurations without S/MIME, SCEP profiles, and mail of Windows.
    private static bool IsShown(JsonObject json)
    {
        var type = (string?)json["@odata.type"] ?? "";
        var payload = (string?)json["payloadJson"] is { } text ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : "";
        return Regex.IsMatch(type, "(TrustedRootCertificate|PkcsCertificateProfile|ImportedPFXCertificateProfile|iosEas.*)$")
            || (json.ToJsonString() + payload).Contains(Key, StringComparison.Ordinal);
    }

    private static string Place(string command)
    {
        var space = command.IndexOf(' ', StringComparison.Ordinal);
        return $"{command[..space]} -Name $Name -Platform {command[(space + 1)..]}";
    }
}
