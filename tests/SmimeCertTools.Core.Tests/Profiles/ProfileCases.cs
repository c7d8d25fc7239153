using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Core.Tests.Profiles;

/// <summary>Every kind on every platform that has it, with the options that change the body.</summary>
internal static class ProfileCases
{
    private static readonly ProfilePlatform[] Platforms = Enum.GetValues<ProfilePlatform>();

    private static readonly Lazy<(TrustedCertificate Root, TrustedCertificate Intermediate)> Authorities = new(() =>
    {
        using var factory = new CertificateFactory();
        return (TrustedCertificate.Read(factory.Root.RawData), TrustedCertificate.Read(factory.Issuing.RawData));
    });

    /// <summary>An app's id in the tenant; replaced where a tenant is asked.</summary>
    public static readonly Guid App = new("11111111-2222-4333-8444-555555555555");

    public static TrustedCertificate Root => Authorities.Value.Root;

    public static TrustedCertificate Intermediate => Authorities.Value.Intermediate;

    public static IEnumerable<ProfileCase> All =>
        [.. TrustedRoots(), .. Imported(), .. Pkcs(), .. Email(), .. Outlook(App)];

    public static IEnumerable<ProfileCase> TrustedRoots()
    {
        foreach (var platform in Platforms)
        {
            yield return new("root", platform, _ => new TrustedRootSettings { Certificate = Root });
            yield return new("intermediate", platform, _ => new TrustedRootSettings { Certificate = Intermediate });
        }

        yield return new("intermediate of the user", ProfilePlatform.Windows,
            _ => new TrustedRootSettings { Certificate = Intermediate, IntermediatesInUserStore = true });
        yield return new("root of the device", ProfilePlatform.MacOS,
            _ => new TrustedRootSettings { Certificate = Root, DeploymentChannel = AppleDeploymentChannel.DeviceChannel });
    }

    public static IEnumerable<ProfileCase> Imported()
    {
        foreach (var platform in Platforms.Where(platform => platform != ProfilePlatform.AospDeviceOwner))
        {
            foreach (var purpose in new[] { IntendedPurpose.SmimeEncryption, IntendedPurpose.SmimeSigning, IntendedPurpose.Wifi })
            {
                yield return new($"imported {purpose}", platform, _ => new ImportedPfxSettings { IntendedPurpose = purpose });
            }
        }

        foreach (var provider in Enum.GetValues<KeyStorageProviderOption>())
        {
            yield return new($"imported {provider}", ProfilePlatform.Windows, _ => new ImportedPfxSettings
            {
                IntendedPurpose = IntendedPurpose.SmimeEncryption,
                KeyStorageProvider = provider,
            });
        }

        yield return new("imported for the device", ProfilePlatform.MacOS, _ => new ImportedPfxSettings
        {
            IntendedPurpose = IntendedPurpose.SmimeEncryption,
            DeploymentChannel = AppleDeploymentChannel.DeviceChannel,
        });
        yield return new("imported for apps", ProfilePlatform.AndroidDeviceOwner, _ => new ImportedPfxSettings
        {
            IntendedPurpose = IntendedPurpose.SmimeEncryption,
            AppPackage = [.. Enumerable.Range(0, 50).Select(number => $"com.contoso.app{number}")],
        });
    }

    public static IEnumerable<ProfileCase> Pkcs()
    {
        foreach (var platform in Platforms)
        {
            yield return new("PKCS", platform, _ => PkcsOf());
            foreach (var format in Enum.GetValues<SubjectNameFormat>().Where(format => Has(platform, format)))
            {
                yield return new($"PKCS {format}", platform, _ => PkcsOf(format));
            }

            if (platform != ProfilePlatform.AndroidDeviceAdministrator)
            {
                yield return new("PKCS names", platform, _ => PkcsOf(names:
                [
                    .. Enum.GetValues<SubjectAlternativeNameKind>()
                        .Select(kind => new SubjectAlternativeName { Kind = kind, Value = "{{EmailAddress}}" }),
                ]));
                yield return new("PKCS of the device", platform, _ => PkcsOf(store: CertificateStoreOption.Machine));
            }

            if (platform is not (ProfilePlatform.Windows or ProfilePlatform.IOS or ProfilePlatform.MacOS))
            {
                yield return new("PKCS under a root", platform,
                    find => PkcsOf(root: find(platform, ProfileKind.TrustedRoot)));
            }
        }

        yield return new("PKCS both names", ProfilePlatform.AndroidDeviceAdministrator, _ => PkcsOf(names:
        [
            new SubjectAlternativeName { Kind = SubjectAlternativeNameKind.UserPrincipalName },
            new SubjectAlternativeName { Kind = SubjectAlternativeNameKind.EmailAddress },
        ]));
        yield return new("PKCS no names", ProfilePlatform.AndroidDeviceAdministrator, _ => PkcsOf(names: []));
        yield return new("PKCS on a Mac", ProfilePlatform.MacOS, _ => new PkcsSettings
        {
            CertificationAuthority = "ca1.contoso.com",
            CertificationAuthorityName = "Contoso Issuing CA 1",
            CertificateTemplateName = "SmimeSigning",
            DeploymentChannel = AppleDeploymentChannel.DeviceChannel,
            AllowAllAppsAccess = true,
        });
        foreach (var provider in Enum.GetValues<KeyStorageProviderOption>())
        {
            yield return new($"PKCS {provider}", ProfilePlatform.Windows, _ => PkcsOf(provider: provider));
        }

        yield return new("PKCS for apps", ProfilePlatform.AndroidDeviceOwner,
            _ => PkcsOf(packages: ["com.microsoft.office.outlook"]));
    }

    public static IEnumerable<ProfileCase> Email()
    {
        foreach (var platform in new[] { ProfilePlatform.IOS, ProfilePlatform.AndroidDeviceAdministrator })
        {
            foreach (var user in Enum.GetValues<EmailUserNameSource>())
            {
                yield return new($"mail, {user}", platform, find => new EmailSettings
                {
                    AccountName = "Contoso",
                    UserNameSource = user,
                    DomainName = user == EmailUserNameSource.SamAccountName ? "CONTOSO" : null,
                    SigningCertificate = find(platform, ProfileKind.Pkcs),
                });
            }

            foreach (var duration in Enum.GetValues<EmailSyncDuration>())
            {
                yield return new($"mail, {duration}", platform, find => new EmailSettings
                {
                    AccountName = "Contoso",
                    SyncDuration = duration,
                    EmailAddressSource = EmailAddressSource.UserPrincipalName,
                    SigningCertificate = find(platform, ProfileKind.ImportedPfx, IntendedPurpose.SmimeSigning),
                });
            }

            yield return new("mail, certificate", platform, find => new EmailSettings
            {
                AccountName = "Contoso",
                HostName = "mail.contoso.com",
                UseSsl = false,
                Authentication = EmailAuthentication.Certificate,
                IdentityCertificate = find(platform, ProfileKind.Pkcs),
                SigningCertificate = find(platform, ProfileKind.Pkcs),
            });
        }

        yield return new("mail, encryption", ProfilePlatform.IOS, find => new EmailSettings
        {
            AccountName = "Contoso",
            EncryptionCertificate = find(ProfilePlatform.IOS, ProfileKind.ImportedPfx, IntendedPurpose.SmimeEncryption),
        });
        yield return new("mail, all", ProfilePlatform.IOS, find => new EmailSettings
        {
            AccountName = "Contoso",
            UseOAuth = true,
            SigningCertificate = find(ProfilePlatform.IOS, ProfileKind.Pkcs),
            EncryptionCertificate = find(ProfilePlatform.IOS, ProfileKind.ImportedPfx, IntendedPurpose.SmimeEncryption),
            SigningUserChange = true,
            SigningCertificateUserChange = true,
            EncryptByDefault = true,
            EncryptByDefaultUserChange = false,
            EncryptionCertificateUserChange = true,
            PerMessageSwitch = false,
            BlockMovingMessages = true,
            BlockSendingFromOtherApps = true,
            BlockSyncingRecentAddresses = true,
        });
    }

    public static IEnumerable<ProfileCase> Outlook(Guid iosApp, Guid? androidApp = null)
    {
        foreach (var platform in new[]
        {
            ProfilePlatform.IOS, ProfilePlatform.AndroidDeviceOwner, ProfilePlatform.AndroidWorkProfile,
        })
        {
            var isIos = platform == ProfilePlatform.IOS;
            var app = isIos ? iosApp : androidApp ?? iosApp;
            yield return new("Outlook", platform, _ => new OutlookSettings { AppId = [app] });
            yield return new("Outlook, all", platform, _ => new OutlookSettings
            {
                AppId = [app],
                UserChange = false,
                SignAll = true,
                SignAllUserChange = false,
                EncryptAll = false,
                EncryptAllUserChange = true,
                LdapHost = "ldaps://ldap.contoso.com:636",
                CertificatesFromIntune = isIos ? null : true,
                AppPermission = isIos ? [] : [.. Enum.GetValues<AppPermissionAction>().Select(action =>
                    new AppPermission { Permission = $"android.permission.READ_{action}", Action = action })],
            });
        }

        foreach (var platform in Platforms.Where(platform => platform is not
            (ProfilePlatform.Windows or ProfilePlatform.MacOS or ProfilePlatform.AospDeviceOwner)))
        {
            yield return new("Outlook as a managed app", platform, _ => new OutlookSettings
            {
                ForManagedApps = true,
                UserChange = false,
                LdapHost = "ldaps://ldap.contoso.com",
            });
        }
    }

    public static PkcsSettings PkcsOf(SubjectNameFormat? format = null, IReadOnlyList<SubjectAlternativeName>? names = null,
        CertificateStoreOption? store = null, ReferencedProfile? root = null, KeyStorageProviderOption? provider = null,
        IReadOnlyList<string>? packages = null) => new()
        {
            CertificationAuthority = "ca1.contoso.com",
            CertificationAuthorityName = "Contoso Issuing CA 1",
            CertificateTemplateName = "SmimeSigning",
            SubjectNameFormat = format,
            SubjectName = format == SubjectNameFormat.Custom ? "CN={{UserName}},E={{EmailAddress}},O=Contoso" : null,
            SubjectAlternativeName = names,
            CertificateStore = store,
            RootCertificate = root,
            KeyStorageProvider = provider,
            AppPackage = packages ?? [],
        };

    // What the enumerations of the types leave out.
    private static bool Has(ProfilePlatform platform, SubjectNameFormat format) => format switch
    {
        SubjectNameFormat.Custom => platform != ProfilePlatform.AndroidDeviceAdministrator,
        SubjectNameFormat.CommonNameAsAadDeviceId or SubjectNameFormat.CommonNameAsIntuneDeviceId =>
            platform is not (ProfilePlatform.IOS or ProfilePlatform.MacOS),
        SubjectNameFormat.CommonNameAsDurableDeviceId => platform is ProfilePlatform.Windows
            or ProfilePlatform.AndroidWorkProfile or ProfilePlatform.AndroidDeviceAdministrator,
        _ => true,
    };
}
