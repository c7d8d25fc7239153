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
    private static readonly SmimePlatform[] Platforms = Enum.GetValues<SmimePlatform>();

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

        yield return new("intermediate of the user", SmimePlatform.Windows,
            _ => new TrustedRootSettings { Certificate = Intermediate, IntermediatesInUserStore = true });
        yield return new("root of the device", SmimePlatform.MacOS,
            _ => new TrustedRootSettings { Certificate = Root, DeploymentChannel = SmimeDeploymentChannel.DeviceChannel });
    }

    public static IEnumerable<ProfileCase> Imported()
    {
        foreach (var platform in Platforms.Where(platform => platform != SmimePlatform.AospDeviceOwner))
        {
            foreach (var purpose in new[] { UserPfxPurpose.SmimeEncryption, UserPfxPurpose.SmimeSigning, UserPfxPurpose.Wifi })
            {
                yield return new($"imported {purpose}", platform, _ => new ImportedPfxSettings { IntendedPurpose = purpose });
            }
        }

        foreach (var provider in Enum.GetValues<SmimeKeyStorageProvider>())
        {
            yield return new($"imported {provider}", SmimePlatform.Windows, _ => new ImportedPfxSettings
            {
                IntendedPurpose = UserPfxPurpose.SmimeEncryption,
                KeyStorageProvider = provider,
            });
        }

        yield return new("imported for the device", SmimePlatform.MacOS, _ => new ImportedPfxSettings
        {
            IntendedPurpose = UserPfxPurpose.SmimeEncryption,
            DeploymentChannel = SmimeDeploymentChannel.DeviceChannel,
        });
        yield return new("imported for apps", SmimePlatform.AndroidDeviceOwner, _ => new ImportedPfxSettings
        {
            IntendedPurpose = UserPfxPurpose.SmimeEncryption,
            AppPackage = [.. Enumerable.Range(0, 50).Select(number => $"com.contoso.app{number}")],
        });
    }

    public static IEnumerable<ProfileCase> Pkcs()
    {
        foreach (var platform in Platforms)
        {
            yield return new("PKCS", platform, _ => PkcsOf());
            foreach (var format in Enum.GetValues<SmimeSubjectNameFormat>().Where(format => Has(platform, format)))
            {
                yield return new($"PKCS {format}", platform, _ => PkcsOf(format));
            }

            if (platform != SmimePlatform.AndroidDeviceAdministrator)
            {
                yield return new("PKCS names", platform, _ => PkcsOf(names:
                [
                    .. Enum.GetValues<SubjectAlternativeNameKind>()
                        .Select(kind => new SubjectAlternativeName { Kind = kind, Value = "{{EmailAddress}}" }),
                ]));
                yield return new("PKCS of the device", platform, _ => PkcsOf(store: SmimeCertificateStore.Machine));
            }

            if (platform is not (SmimePlatform.Windows or SmimePlatform.IOS or SmimePlatform.MacOS))
            {
                yield return new("PKCS under a root", platform,
                    find => PkcsOf(root: find(platform, SmimeProfileKind.TrustedRoot)));
            }
        }

        yield return new("PKCS both names", SmimePlatform.AndroidDeviceAdministrator, _ => PkcsOf(names:
        [
            new SubjectAlternativeName { Kind = SubjectAlternativeNameKind.UserPrincipalName },
            new SubjectAlternativeName { Kind = SubjectAlternativeNameKind.EmailAddress },
        ]));
        yield return new("PKCS no names", SmimePlatform.AndroidDeviceAdministrator, _ => PkcsOf(names: []));
        yield return new("PKCS on a Mac", SmimePlatform.MacOS, _ => new PkcsSettings
        {
            CertificationAuthority = "ca1.contoso.com",
            CertificationAuthorityName = "Contoso Issuing CA 1",
            CertificateTemplateName = "SmimeSigning",
            DeploymentChannel = SmimeDeploymentChannel.DeviceChannel,
            AllowAllAppsAccess = true,
        });
        foreach (var provider in Enum.GetValues<SmimeKeyStorageProvider>())
        {
            yield return new($"PKCS {provider}", SmimePlatform.Windows, _ => PkcsOf(provider: provider));
        }

        yield return new("PKCS for apps", SmimePlatform.AndroidDeviceOwner,
            _ => PkcsOf(packages: ["com.microsoft.office.outlook"]));
    }

    public static IEnumerable<ProfileCase> Email()
    {
        foreach (var platform in new[] { SmimePlatform.IOS, SmimePlatform.AndroidDeviceAdministrator })
        {
            foreach (var user in Enum.GetValues<SmimeEmailUserNameSource>())
            {
                yield return new($"mail, {user}", platform, find => new EmailSettings
                {
                    AccountName = "Contoso",
                    UserNameSource = user,
                    DomainName = user == SmimeEmailUserNameSource.SamAccountName ? "CONTOSO" : null,
                    SigningCertificate = find(platform, SmimeProfileKind.Pkcs),
                });
            }

            foreach (var duration in Enum.GetValues<SmimeEmailSyncDuration>())
            {
                yield return new($"mail, {duration}", platform, find => new EmailSettings
                {
                    AccountName = "Contoso",
                    SyncDuration = duration,
                    EmailAddressSource = SmimeEmailAddressSource.UserPrincipalName,
                    SigningCertificate = find(platform, SmimeProfileKind.ImportedPfx, UserPfxPurpose.SmimeSigning),
                });
            }

            yield return new("mail, certificate", platform, find => new EmailSettings
            {
                AccountName = "Contoso",
                HostName = "mail.contoso.com",
                UseSsl = false,
                Authentication = SmimeEmailAuthentication.Certificate,
                IdentityCertificate = find(platform, SmimeProfileKind.Pkcs),
                SigningCertificate = find(platform, SmimeProfileKind.Pkcs),
            });
        }

        yield return new("mail, encryption", SmimePlatform.IOS, find => new EmailSettings
        {
            AccountName = "Contoso",
            EncryptionCertificate = find(SmimePlatform.IOS, SmimeProfileKind.ImportedPfx, UserPfxPurpose.SmimeEncryption),
        });
        yield return new("mail, all", SmimePlatform.IOS, find => new EmailSettings
        {
            AccountName = "Contoso",
            UseOAuth = true,
            SigningCertificate = find(SmimePlatform.IOS, SmimeProfileKind.Pkcs),
            EncryptionCertificate = find(SmimePlatform.IOS, SmimeProfileKind.ImportedPfx, UserPfxPurpose.SmimeEncryption),
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
            SmimePlatform.IOS, SmimePlatform.AndroidDeviceOwner, SmimePlatform.AndroidWorkProfile,
        })
        {
            var isIos = platform == SmimePlatform.IOS;
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
            (SmimePlatform.Windows or SmimePlatform.MacOS or SmimePlatform.AospDeviceOwner)))
        {
            yield return new("Outlook as a managed app", platform, _ => new OutlookSettings
            {
                ForManagedApps = true,
                UserChange = false,
                LdapHost = "ldaps://ldap.contoso.com",
            });
        }
    }

    public static PkcsSettings PkcsOf(SmimeSubjectNameFormat? format = null, IReadOnlyList<SubjectAlternativeName>? names = null,
        SmimeCertificateStore? store = null, ReferencedProfile? root = null, SmimeKeyStorageProvider? provider = null,
        IReadOnlyList<string>? packages = null) => new()
        {
            CertificationAuthority = "ca1.contoso.com",
            CertificationAuthorityName = "Contoso Issuing CA 1",
            CertificateTemplateName = "SmimeSigning",
            SubjectNameFormat = format,
            SubjectName = format == SmimeSubjectNameFormat.Custom ? "CN={{UserName}},E={{EmailAddress}},O=Contoso" : null,
            SubjectAlternativeName = names,
            CertificateStore = store,
            RootCertificate = root,
            KeyStorageProvider = provider,
            AppPackage = packages ?? [],
        };

    // What the enumerations of the types leave out.
    private static bool Has(SmimePlatform platform, SmimeSubjectNameFormat format) => format switch
    {
        SmimeSubjectNameFormat.Custom => platform != SmimePlatform.AndroidDeviceAdministrator,
        SmimeSubjectNameFormat.CommonNameAsAadDeviceId or SmimeSubjectNameFormat.CommonNameAsIntuneDeviceId =>
            platform is not (SmimePlatform.IOS or SmimePlatform.MacOS),
        SmimeSubjectNameFormat.CommonNameAsDurableDeviceId => platform is SmimePlatform.Windows
            or SmimePlatform.AndroidWorkProfile or SmimePlatform.AndroidDeviceAdministrator,
        _ => true,
    };
}
