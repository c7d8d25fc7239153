using System;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using Xunit;

namespace SmimeCertTools.Core.Tests.Profiles;

/// <summary>Profiles of issued certificates and of mail clients.</summary>
public sealed class ClientSettingsTests
{
    private static readonly Guid Id = new("11111111-1111-4111-8111-111111111111");

    [Theory]
    [InlineData(SmimeValidityScale.Days, 4, false)]
    [InlineData(SmimeValidityScale.Days, 5, true)]
    [InlineData(SmimeValidityScale.Days, 730, true)]
    [InlineData(SmimeValidityScale.Days, 731, false)]
    [InlineData(SmimeValidityScale.Months, 0, false)]
    [InlineData(SmimeValidityScale.Months, 24, true)]
    [InlineData(SmimeValidityScale.Months, 25, false)]
    [InlineData(SmimeValidityScale.Years, 2, true)]
    [InlineData(SmimeValidityScale.Years, 3, false)]
    public void Validity_is_five_days_to_24_months(SmimeValidityScale scale, int value, bool isFine) =>
        Expect(isFine ? null : "ValidityPeriod", () => Pkcs(scale: scale, validity: value));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void Renewal_is_a_percentage(int value, bool isFine) =>
        Expect(isFine ? null : "RenewalThreshold", () => Pkcs(threshold: value));

    [Theory]
    [InlineData("ca1.contoso.com\\Contoso CA", "CertificationAuthority")]
    [InlineData("https://ca1.contoso.com", "CertificationAuthority")]
    [InlineData(" ", "CertificationAuthority")]
    [InlineData("ca1.contoso.com", null)]
    public void The_host_of_the_CA_is_a_host(string host, string? wrong) => Expect(wrong, () => Pkcs(host));

    [Theory]
    [InlineData("Anna", "SubjectName")]
    [InlineData("CN={{UserName}", "SubjectName")]
    [InlineData("CN={UserName}", "SubjectName")]
    [InlineData("CN={{UserName}},OU=Mail,E={{EmailAddress}}", null)]
    public void A_subject_of_ones_own_is_a_name_with_variables(string subject, string? wrong) =>
        Expect(wrong, () => Pkcs(subject: subject));

    [Fact]
    public void The_subject_is_text_where_the_type_asks_for_text()
    {
        var owner = ProfileCases.PkcsOf().Build(SmimePlatform.AndroidDeviceOwner).Members;
        var windows = ProfileCases.PkcsOf().Build(SmimePlatform.Windows).Members;

        Assert.Equal("CN={{UserName}},E={{EmailAddress}}", (string?)owner["subjectNameFormatString"]);
        Assert.Equal("custom", (string?)owner["subjectNameFormat"]);
        Assert.Equal("commonNameIncludingEmail", (string?)windows["subjectNameFormat"]);
        Assert.False(windows.ContainsKey("subjectNameFormatString"));
    }

    [Fact]
    public void The_address_is_among_the_alternative_names_by_default()
    {
        var mac = ProfileCases.PkcsOf().Build(SmimePlatform.MacOS).Members;
        var administrator = ProfileCases.PkcsOf().Build(SmimePlatform.AndroidDeviceAdministrator).Members;

        Assert.Equal(
            """[{"sanType":"emailAddress","name":"{{EmailAddress}}"}]""", mac["customSubjectAlternativeNames"]!.ToJsonString());
        Assert.Equal("emailAddress", (string?)administrator["subjectAlternativeNameType"]);
    }

    [Fact]
    public void What_an_old_type_cannot_say_of_a_name_is_an_error()
    {
        var settings = ProfileCases.PkcsOf(names:
            [new SubjectAlternativeName { Kind = SubjectAlternativeNameKind.EmailAddress, Value = "{{UserName}}@contoso.com" }]);

        Assert.Equal("ProfileOptionNotSupported", Assert.Throws<ProfileException>(
            () => settings.Build(SmimePlatform.AndroidDeviceAdministrator)).ErrorId);
        Assert.Empty(settings.Check(SmimePlatform.AndroidWorkProfile));
    }

    [Fact]
    public void A_certificate_without_the_address_is_made_with_a_warning() =>
        Assert.Contains("e-mail address", Assert.Single(
            ProfileCases.PkcsOf(SmimeSubjectNameFormat.CommonName, names: []).Check(SmimePlatform.IOS)),
            StringComparison.Ordinal);

    [Fact]
    public void Signing_and_encryption_of_an_iphone_are_bound()
    {
        var body = Mail(signing: Profile("iosPkcsCertificateProfile"),
            encryption: Profile("#microsoft.graph.iosImportedPFXCertificateProfile", UserPfxPurpose.SmimeEncryption))
            .Build(SmimePlatform.IOS);

        Assert.Equal(["smimeSigningCertificate", "smimeEncryptionCertificate"], body.References.Select(item => item.Navigation));
        Assert.True((bool)body.Members["requireSmime"]!);
        Assert.True((bool)body.Members["smimeSigningEnabled"]!);
        Assert.Equal("certificate", (string?)body.Members["encryptionCertificateType"]);
        Assert.True((bool)body.Members["useOAuth"]!);
        Assert.Empty(body.Warnings);
    }

    [Theory]
    [InlineData("iosImportedPFXCertificateProfile", UserPfxPurpose.SmimeSigning, "delivers certificates for SmimeSigning")]
    [InlineData("macOSImportedPFXCertificateProfile", UserPfxPurpose.SmimeEncryption, "is a PKCS imported")]
    [InlineData("iosTrustedRootCertificate", null, "is a trusted certificate profile")]
    [InlineData("iosWiFiConfiguration", null, "is a iosWiFiConfiguration")]
    public void A_profile_that_does_not_fit_is_refused_by_name(string type, UserPfxPurpose? purpose, string problem)
    {
        var error = Assert.Throws<ProfileException>(() => Mail(encryption: Profile(type, purpose)).Build(SmimePlatform.IOS));

        Assert.Equal("ProfileReferenceInvalid", error.ErrorId);
        Assert.Contains("'Referenced'", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_issued_certificate_for_encryption_is_warned_of() =>
        Assert.Contains("each device", Assert.Single(
            Mail(encryption: Profile("iosPkcsCertificateProfile")).Check(SmimePlatform.IOS)), StringComparison.Ordinal);

    [Fact]
    public void Encryption_on_a_device_administrator_is_an_error_that_says_what_else()
    {
        var error = Assert.Throws<ProfileException>(() => Mail(
            encryption: Profile("androidImportedPFXCertificateProfile", UserPfxPurpose.SmimeEncryption))
            .Build(SmimePlatform.AndroidDeviceAdministrator));

        Assert.Equal("ProfileOptionNotSupported", error.ErrorId);
        Assert.Contains("configure Outlook", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Contradicting_options_of_mail_are_refused()
    {
        var signing = Profile("iosPkcsCertificateProfile");
        Expect("SigningCertificate", () => Mail());
        Expect("EncryptByDefault", () =>
            new EmailSettings { AccountName = "C", SigningCertificate = signing, EncryptByDefault = true });
        Expect("IdentityCertificate", () =>
            new EmailSettings { AccountName = "C", SigningCertificate = signing, IdentityCertificate = signing });
        Expect("DomainName", () => new EmailSettings { AccountName = "C", SigningCertificate = signing, DomainName = "CONTOSO" });
        Expect(nameof(EmailSettings.HostName), () =>
            new EmailSettings { AccountName = "C", SigningCertificate = signing, HostName = "https://mail.contoso.com" });
        Expect("AccountName", () => new EmailSettings { SigningCertificate = signing });
    }

    [Theory]
    [InlineData("ldaps://ldap.contoso.com", true)]
    [InlineData("ldaps://ldap.contoso.com:636", true)]
    [InlineData("ldap://ldap.contoso.com", false)]
    [InlineData("ldap.contoso.com", true)]
    [InlineData("ldap.contoso.com:636", true)]
    [InlineData("LDAPS://ldap.contoso.com", true)]
    [InlineData("[2001:db8::1]:636", true)]
    [InlineData("ldaps://[2001:db8::1]", true)]
    [InlineData("192.0.2.1:636", true)]
    [InlineData("2001:db8::1", false)]
    [InlineData("[2001:db8::1]636", false)]
    [InlineData("[ldap.contoso.com]", false)]
    [InlineData("ldaps://[2001:db8::1%251]", false)]
    [InlineData("https://ldap.contoso.com", false)]
    [InlineData("ldaps:ldap.contoso.com", false)]
    [InlineData("ldap.contoso.com:", false)]
    [InlineData("user@ldap.contoso.com", false)]
    [InlineData("ldap.contoso.com?x", false)]
    [InlineData("ldaps://ldap.contoso.com:0", false)]
    [InlineData("ldaps://ldap.contoso.com:65536", false)]
    [InlineData("ldaps://ldap.contoso.com/dc=contoso", false)]
    [InlineData("ldaps://", false)]
    [InlineData("ldaps://a:b:1", false)]
    public void A_directory_is_a_host_with_or_without_ldaps_and_port(string address, bool isFine) =>
        Expect(isFine ? null : "LdapHost", () => new OutlookSettings { AppId = [Id], LdapHost = address });

    [Fact]
    public void The_keys_of_Outlook_have_their_types()
    {
        var settings = new OutlookSettings { AppId = [Id], UserChange = false, LdapHost = "ldaps://ldap.contoso.com" };
        var ios = settings.Build(SmimePlatform.IOS).Members["settings"]!.AsArray();
        var payload = ManagedPayload.Parse((string?)settings.Build(SmimePlatform.AndroidDeviceOwner).Members["payloadJson"])!;

        Assert.Equal(["com.microsoft.outlook.Mail.SMIMEEnabled=true booleanType",
            "com.microsoft.outlook.Mail.SMIMEEnabled.UserChangeAllowed=false booleanType",
            "com.microsoft.outlook.Mail.SMIMEEnabled.LDAPHostName=ldaps://ldap.contoso.com stringType"],
            ios.Select(item => $"{item!["appConfigKey"]}={item["appConfigKeyValue"]} {item["appConfigKeyType"]}"));
        Assert.Equal("app:com.microsoft.office.outlook", (string?)payload["productId"]);
        Assert.Equal("""{"key":"com.microsoft.outlook.Mail.SMIMEEnabled","valueBool":true}""",
            payload["managedProperty"]![0]!.ToJsonString());
        Assert.Equal("valueString", payload["managedProperty"]![2]!.AsObject().Last().Key);
    }

    [Fact]
    public void Outlook_needs_an_app_of_the_tenant_on_managed_devices_and_none_as_a_managed_app()
    {
        Expect("AppId", () => new OutlookSettings());
        Expect("AppId", () => new OutlookSettings { ForManagedApps = true, AppId = [Id] });
        Expect(null, () => new OutlookSettings { ForManagedApps = true });
        Expect("EnableSmime", () => new OutlookSettings { AppId = [Id], EnableSmime = false, SignAll = true });
    }

    private static void Expect(string? option, Func<ProfileSettings> settings)
    {
        if (option is null)
        {
            settings().Check(SmimePlatform.IOS);
            return;
        }

        var error = Assert.Throws<ProfileException>(() => settings().Check(SmimePlatform.IOS));
        Assert.Equal(option, error.Item);
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    private static PkcsSettings Pkcs(
        string host = "ca1.contoso.com", SmimeValidityScale scale = SmimeValidityScale.Years, int validity = 1,
        int threshold = 20, string? subject = null) => new()
        {
            CertificationAuthority = host,
            CertificationAuthorityName = "Contoso Issuing CA 1",
            CertificateTemplateName = "SmimeSigning",
            ValidityScale = scale,
            ValidityPeriod = validity,
            RenewalThreshold = threshold,
            SubjectName = subject,
        };

    private static EmailSettings Mail(ReferencedProfile? signing = null, ReferencedProfile? encryption = null) =>
        new() { AccountName = "Contoso", SigningCertificate = signing, EncryptionCertificate = encryption };

    private static ReferencedProfile Profile(string type, UserPfxPurpose? purpose = null) =>
        new() { Id = Id, DisplayName = "Referenced", ODataType = type, IntendedPurpose = purpose };
}
