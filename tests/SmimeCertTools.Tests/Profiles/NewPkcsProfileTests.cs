using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Profiles;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Profiles;

/// <summary>New-PkcsCertificateProfile and New-PkcsImportedProfile.</summary>
public sealed class NewPkcsProfileTests
{
    [Fact]
    public async Task A_PKCS_profile_has_the_mail_address_twice_and_what_was_said()
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await tenant.RunAsync(
            $"New-PkcsCertificateProfile 'Sign {{Platform}}' Windows, IOS {ProfileCommands.Issuer} "
            + "-ValidityPeriod 6 -ValidityScale Months -KeyStorageProvider UseTpmKspOtherwiseFail -ExtendedKeyUsage SecureEmail");

        Assert.Equal(2, result.EnsureNoErrors().OutputAs<SmimeProfile>().Count);
        Assert.Contains("iOS", Assert.Single(result.Warnings), StringComparison.Ordinal);
        var windows = tenant.Profiles()[0].Properties;
        Assert.Equal("windows10PkcsCertificateProfile", tenant.Profiles()[0].TypeName);
        Assert.Equal("ca1.contoso.com", (string?)windows["certificationAuthority"]);
        Assert.Equal("Contoso Issuing CA 1", (string?)windows["certificationAuthorityName"]);
        Assert.Equal("SmimeSigning", (string?)windows["certificateTemplateName"]);
        Assert.Equal((6, "months"),
            ((int)windows["certificateValidityPeriodValue"]!, (string?)windows["certificateValidityPeriodScale"]));
        Assert.Equal(20, (int)windows["renewalThresholdPercentage"]!);
        Assert.Equal("commonNameIncludingEmail", (string?)windows["subjectNameFormat"]);
        Assert.Equal("emailAddress", (string?)windows["customSubjectAlternativeNames"]![0]!["sanType"]);
        Assert.Equal("useTpmKspOtherwiseFail", (string?)windows["keyStorageProvider"]);
        Assert.Equal("1.3.6.1.5.5.7.3.4", (string?)windows["extendedKeyUsages"]![0]!["objectIdentifier"]);
        Assert.False(tenant.Profiles()[1].Properties.ContainsKey("keyStorageProvider"));
    }

    [Fact]
    public async Task Roots_come_by_pipeline_and_go_to_the_platforms_that_refer_to_them()
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await tenant.RunAsync("param($Path) New-TrustedRootProfile 'Root {Platform}' IOS, AndroidWorkProfile "
            + "-CertificatePath $Path | New-PkcsCertificateProfile 'Sign {Platform}' IOS, AndroidWorkProfile "
            + ProfileCommands.Issuer, new() { ["Path"] = tenant.WriteRoot() });

        Assert.Equal(2, result.EnsureNoErrors().OutputAs<SmimeProfile>().Count);
        var stored = tenant.Profiles().ToDictionary(profile => profile.DisplayName);
        Assert.Equal(stored["Root Android work profile"].Id, stored["Sign Android work profile"].Bindings["rootCertificate"]);
        Assert.Empty(stored["Sign iOS"].Bindings);
    }

    [Theory]
    [InlineData("IOS -KeyStorageProvider UseSoftwareKsp", "ProfileOptionNotSupported")]
    [InlineData("IOS -ExtendedKeyUsage EmailProtection", "ProfileOptionNotSupported")]
    [InlineData("IOS -RootCertificate Root", "ProfileOptionNotSupported")]
    [InlineData("AndroidDeviceAdministrator, IOS -CertificateStore Machine", "ProfileOptionNotSupported")]
    [InlineData("AndroidWorkProfile -RootCertificate Nothing", "ProfileNotFound")]
    [InlineData("AndroidWorkProfile -RootCertificate (Get-SmimeProfile Imported)", "ProfileReferenceInvalid")]
    [InlineData("Windows -SubjectAlternativeName Fax", "ProfileOptionInvalid")]
    [InlineData("Windows -ExtendedKeyUsage Everything", "ProfileOptionInvalid")]
    [InlineData("Windows -SubjectName Alice", "ProfileOptionInvalid")]
    [InlineData("Windows -ValidityPeriod 4 -ValidityScale Days", "ProfileOptionInvalid")]
    [InlineData("Windows -ValidityPeriod 3", "ProfileOptionInvalid")]
    public async Task A_PKCS_profile_that_cannot_be_is_an_error(string options, string errorId)
    {
        await using var tenant = await TestTenant.StartAsync();
        await tenant.PublishAsync("Imported", ProfileTenant.Imported(), Types.SmimePlatform.AndroidWorkProfile);
        var before = tenant.Profiles().Count;

        var result = await tenant.RunAsync($"New-PkcsCertificateProfile 'Sign {{Platform}}' {options} {ProfileCommands.Issuer}");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Equal(result.OutputAs<SmimeProfile>().Count, tenant.Profiles().Count - before);
    }

    [Fact]
    public async Task Imported_profiles_have_the_type_of_each_platform_and_what_belongs_to_it()
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await tenant.RunAsync("New-PkcsImportedProfile 'Mail {Platform}' Windows, MacOS, AndroidDeviceOwner, "
            + "AndroidWorkProfile Encryption -KeyStorageProvider UseTpmKspOtherwiseFail -CertificateAccess SpecificApps "
            + "-AppPackage com.microsoft.office.outlook");

        Assert.All(result.EnsureNoErrors().OutputAs<SmimeProfile>(),
            profile => Assert.Equal(UserPfxPurpose.SmimeEncryption, profile.IntendedPurpose));
        Assert.Equal(
            ["windows10ImportedPFXCertificateProfile", "macOSImportedPFXCertificateProfile",
                "androidDeviceOwnerImportedPFXCertificateProfile", "androidForWorkImportedPFXCertificateProfile"],
            tenant.Profiles().Select(profile => profile.TypeName));
        Assert.Equal("useTpmKspOtherwiseFail", (string?)tenant.Profiles()[0].Properties["keyStorageProvider"]);
        Assert.Equal("userChannel", (string?)tenant.Profiles()[1].Properties["deploymentChannel"]);
        Assert.Equal("com.microsoft.office.outlook",
            (string?)tenant.Profiles()[2].Properties["silentCertificateAccessDetails"]![0]!["packageId"]);
    }

    [Fact]
    public async Task AOSP_takes_no_imported_certificates_and_the_others_are_made()
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await tenant.RunAsync("New-PkcsImportedProfile 'Mail {Platform}' AospDeviceOwner, IOS SmimeEncryption");

        Assert.Equal(["ProfilePlatformNotSupported"], result.ErrorIds);
        Assert.Equal("Mail iOS", Assert.Single(tenant.Profiles()).DisplayName);
    }

    [Theory]
    [InlineData("IOS SmimeSigning", "intendedPurpose")]
    [InlineData("Windows SmimeEncryption -KeyStorageProvider UseTpmKspOtherwiseFail", "keyStorageProvider")]
    [InlineData("MacOS SmimeEncryption -DeploymentChannel DeviceChannel", "deploymentChannel")]
    public async Task What_cannot_change_after_creation_is_an_error_that_names_it(string options, string member)
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.RunAsync("New-PkcsImportedProfile Mail IOS, Windows, MacOS SmimeEncryption")).EnsureNoErrors();
        var writes = tenant.Written().Count;

        var result = await tenant.RunAsync($"New-PkcsImportedProfile Mail {options} -IfExists Update");

        Assert.Equal(["ProfileFixed"], result.ErrorIds);
        Assert.Contains(member, result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(writes, tenant.Written().Count);
    }

    [Fact]
    public async Task Words_of_certificates_are_completed()
    {
        await using var tenant = await TestTenant.StartAsync();

        Assert.Equal(["EmailProtection", "EncryptingFileSystem"],
            await tenant.Shell.CompleteAsync("New-PkcsCertificateProfile x Windows -ExtendedKeyUsage E"));
        Assert.Equal(["Email", "UPN", "'DNS='", "'URI='", "'CustomAzureADAttribute='"],
            await tenant.Shell.CompleteAsync("New-PkcsCertificateProfile x Windows -SubjectAlternativeName "));
        Assert.NotEmpty(await tenant.Shell.CompleteAsync("New-PkcsCertificateProfile x Windows -SubjectName "));
        Assert.Contains("UserChannel", await tenant.Shell.CompleteAsync("New-PkcsImportedProfile x MacOS -DeploymentChannel "));
        Assert.Contains("SmimeSigning", await tenant.Shell.CompleteAsync("New-PkcsImportedProfile x MacOS -IntendedPurpose "));
    }
}
