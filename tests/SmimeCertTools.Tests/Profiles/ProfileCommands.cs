using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Profiles;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;

namespace SmimeCertTools.Tests.Profiles;

/// <summary>
/// Commands that make profiles: every kind on every platform that has it, with the options that change a request.
/// </summary>
internal static class ProfileCommands
{
    public const string Issuer = "-CertificationAuthority ca1.contoso.com -CertificationAuthorityName 'Contoso Issuing CA 1' "
        + "-CertificateTemplateName SmimeSigning";

    private const string Everywhere =
        "Windows, IOS, MacOS, AndroidDeviceOwner, AndroidWorkProfile, AndroidDeviceAdministrator, AospDeviceOwner";

    private const string Importing = "Windows, IOS, MacOS, AndroidDeviceOwner, AndroidWorkProfile, AndroidDeviceAdministrator";

    private const string Assigned = "-GroupName 'Mail users' -ExcludeGroup Guests -Description 'For mail' -ScopeTag Default";

    private const string Certificates = "-SigningCertificate 'Sign {Platform}' -EncryptionCertificate 'Decrypt {Platform}'";

    /// <summary>The profiles that others refer to; $Path is the root's.</summary>
    public static IReadOnlyList<string> Foundations { get; } =
    [
        $"New-TrustedRootProfile 'Root {{Platform}}' {Everywhere} -CertificatePath $Path {Assigned}",
        $"New-PkcsImportedProfile 'Decrypt {{Platform}}' {Importing} SmimeEncryption {Assigned}",
        $"New-PkcsImportedProfile 'Sign {{Platform}}' {Importing} SmimeSigning {Assigned}",
        $"New-PkcsCertificateProfile 'Issue {{Platform}}' {Everywhere} {Issuer} {Assigned}",
    ];

    /// <summary>The others. Each has a name of its own.</summary>
    public static IReadOnlyList<string> Variants { get; } =
    [
        .. Number("New-TrustedRootProfile", "-CertificatePath $Path", Roots()),
        .. Number("New-PkcsImportedProfile", "-IntendedPurpose SmimeEncryption", Imported()),
        .. Number("New-PkcsCertificateProfile", Issuer, Pkcs()),
        .. Number("New-SmimeEmailProfile", "-AccountName Contoso", Email()),
        .. Number("New-OutlookSmimeConfiguration", string.Empty, Outlook()),
    ];

    /// <summary>What changes the profiles that the others made: members, bindings and assignments.</summary>
    public static IReadOnlyList<string> Changes { get; } =
    [
        .. Foundations.Concat(Variants).Select(command =>
            command.Replace(" -Description 'For mail'", string.Empty, StringComparison.Ordinal)
                + " -Description New -IfExists Update"),
        "New-SmimeEmailProfile 'New-SmimeEmailProfile 2 {Platform}' IOS Post "
            + "-SigningCertificate 'Issue {Platform}' -IfExists Update",
        "Get-SmimeProfile | Set-SmimeProfileAssignment -GroupName 'Mail users' -AllUsers -Replace",
        "Get-SmimeProfile | Set-SmimeProfileAssignment -AllUsers -Remove",
    ];

    /// <summary>What removes all profiles, those first that refer to others.</summary>
    public static IReadOnlyList<string> Removals { get; } =
    [
        "Get-SmimeProfile -Kind Email | Remove-SmimeProfile -Confirm:$false",
        "Get-SmimeProfile -Kind Pkcs | Remove-SmimeProfile -Confirm:$false",
        "Get-SmimeProfile | Remove-SmimeProfile -Confirm:$false",
    ];

    /// <summary>A tenant with what the commands refer to, and the root in a file.</summary>
    public static async Task<(TestTenant Tenant, string Root)> StartAsync()
    {
        var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Groups.Add("Mail users");
        tenant.Host.State.Groups.Add("Guests");
        tenant.Host.State.AddAssignmentFilter("iPads", "iOS", "(device.model -startsWith \"iPad\")");
        tenant.Host.State.AddIosApp();
        tenant.Host.State.AddAndroidApp();
        return (tenant, tenant.WriteRoot());
    }

    private static IEnumerable<string> Number(string cmdlet, string common, IEnumerable<string> options) =>
        options.Select((option, number) => $"{cmdlet} '{cmdlet} {number} {{Platform}}' {option} {common}".TrimEnd());

    private static IEnumerable<string> Roots() =>
    [
        "Windows -IntermediatesInUserStore", "MacOS -DeploymentChannel DeviceChannel",
        "IOS -AllUsers -AllDevices -Filter iPads -FilterMode Exclude",
    ];

    private static IEnumerable<string> Imported() =>
    [
        .. Each<SmimeKeyStorageProvider>("Windows -KeyStorageProvider"),
        .. Each<SmimeDeploymentChannel>("MacOS -DeploymentChannel"),
        "AndroidDeviceOwner -CertificateAccess UserApproval",
        "AndroidDeviceOwner -CertificateAccess SpecificApps -AppPackage com.microsoft.office.outlook, com.contoso.mail",
    ];

    private static IEnumerable<string> Pkcs() =>
    [
        .. Each<SmimeKeyStorageProvider>("Windows -KeyStorageProvider"),
        .. Each<SmimeDeploymentChannel>("MacOS -AllowAllAppsAccess -DeploymentChannel"),
        .. Each<SmimeCertificateStore>(
            "Windows, IOS, MacOS, AndroidDeviceOwner, AndroidWorkProfile, AospDeviceOwner -CertificateStore"),
        .. Each<SmimeValidityScale>("Windows -ValidityPeriod 5 -RenewalThreshold 30 -ValidityScale")
            .Where(option => !option.EndsWith("Years", StringComparison.Ordinal)),
        .. Each<SmimeSubjectNameFormat>("Windows -SubjectNameFormat")
            .Where(option => !option.EndsWith("Custom", StringComparison.Ordinal)),
        "IOS, MacOS, AndroidWorkProfile, AndroidDeviceAdministrator -SubjectNameFormat CommonNameAsEmail",
        "IOS, AndroidDeviceOwner, AospDeviceOwner -SubjectName 'CN={{UserName}},E={{EmailAddress}}' -SubjectNameFormat Custom",
        "Windows, IOS, MacOS -SubjectAlternativeName Email, UPN, DNS=mail.contoso.com, URI=https://contoso.com",
        "AndroidDeviceAdministrator -SubjectAlternativeName Email, UPN",
        "IOS, AndroidWorkProfile -SubjectAlternativeName Email, 'CustomAzureADAttribute={{OnPrem_Distinguished_Name}}'",
        "Windows, AospDeviceOwner -SubjectAlternativeName @()",
        "Windows, AndroidDeviceOwner -ExtendedKeyUsage EmailProtection, 1.3.6.1.5.5.7.3.2, 'Contoso=1.3.6.1.4.1.311.1'",
        "AndroidDeviceOwner, AndroidWorkProfile, AndroidDeviceAdministrator, AospDeviceOwner -RootCertificate 'Root {Platform}'",
        "AndroidDeviceOwner -CertificateAccess SpecificApps -AppPackage com.microsoft.office.outlook",
    ];

    private static IEnumerable<string> Email() =>
    [
        "IOS, AndroidDeviceAdministrator -SigningCertificate 'Sign {Platform}'",
        "IOS, AndroidDeviceAdministrator -SigningCertificate 'Issue {Platform}'",
        $"IOS {Certificates}",
        $"IOS {Certificates} -Authentication Certificate -IdentityCertificate 'Issue {{Platform}}' -HostName mail.contoso.com",
        $"IOS {Certificates} -SigningUserChange -SigningCertificateUserChange -EncryptByDefault -EncryptionCertificateUserChange "
            + "-EncryptByDefaultUserChange:$false -PerMessageSwitch:$false -UseOAuth:$false -UseSsl:$false -BlockMovingMessages "
            + "-BlockSendingFromOtherApps -BlockSyncingRecentAddresses",
        "IOS -EncryptionCertificate 'Decrypt iOS' -UserNameSource SamAccountName -DomainName CONTOSO",
        "AndroidDeviceAdministrator -SigningCertificate 'Sign {Platform}' -UserNameSource SamAccountName -DomainName CONTOSO",
        .. Each<SmimeEmailUserNameSource>($"IOS {Certificates} -UserNameSource"),
        .. Each<SmimeEmailAddressSource>($"IOS {Certificates} -EmailAddressSource"),
        .. Each<SmimeEmailSyncDuration>("IOS, AndroidDeviceAdministrator -SigningCertificate 'Sign {Platform}' -SyncDuration"),
    ];

    private static IEnumerable<string> Outlook() =>
    [
        "IOS, AndroidDeviceOwner, AndroidWorkProfile",
        "IOS, AndroidDeviceOwner, AndroidWorkProfile, AndroidDeviceAdministrator -ForManagedApps -GroupName 'Mail users'",
        "IOS, AndroidDeviceOwner, AndroidWorkProfile -UserChange:$false -SignAll -SignAllUserChange:$false -EncryptAll "
            + "-EncryptAllUserChange -LdapHost ldaps://directory.contoso.com:636 -CertificatesFromIntune",
        "AndroidWorkProfile -AppPermission @{ 'android.permission.READ_CONTACTS' = 'AutoGrant' }",
        "IOS -EnableSmime:$false",
        "AndroidWorkProfile, AndroidDeviceOwner -AllProfileTypes -LdapHost directory.contoso.com",
        "IOS -ForManagedApps -SignAll -EncryptAll -SignAllUserChange -EncryptAllUserChange:$false -LdapHost [2001:db8::1]:636",
        "IOS, AndroidWorkProfile -ForManagedApps -EnableSmime -UserChange -LdapHost ldaps://directory.contoso.com",
    ];

    private static IEnumerable<string> Each<T>(string option)
        where T : struct, Enum => Enum.GetNames<T>().Select(name => $"{option} {name}");
}
