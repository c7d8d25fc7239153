using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Import;
using Xunit;

namespace SmimeCertTools.Core.Tests.Profiles;

public sealed class ProfileSettingsTests
{
    private static readonly ImportedPfxSettings Imported = new() { IntendedPurpose = UserPfxPurpose.SmimeEncryption };

    [Theory]
    [InlineData(SmimePlatform.Windows, "windows10ImportedPFXCertificateProfile")]
    [InlineData(SmimePlatform.IOS, "iosImportedPFXCertificateProfile")]
    [InlineData(SmimePlatform.MacOS, "macOSImportedPFXCertificateProfile")]
    [InlineData(SmimePlatform.AndroidDeviceOwner, "androidDeviceOwnerImportedPFXCertificateProfile")]
    [InlineData(SmimePlatform.AndroidWorkProfile, "androidForWorkImportedPFXCertificateProfile")]
    [InlineData(SmimePlatform.AndroidDeviceAdministrator, "androidImportedPFXCertificateProfile")]
    public void The_imported_profile_of_each_platform_has_its_type(SmimePlatform platform, string type)
    {
        var body = Imported.Build(platform);

        Assert.Equal(type, body.ODataType);
        Assert.Equal("smimeEncryption", (string?)body.Members["intendedPurpose"]);
        Assert.Contains("intendedPurpose", body.FixedMembers);
        Assert.Equal(platform, ProfileTypes.Of(ProfileTypes.Prefix + type).Single().Platform);
    }

    [Theory]
    [InlineData(SmimePlatform.AospDeviceOwner, SmimeProfileKind.ImportedPfx)]
    [InlineData(SmimePlatform.Windows, SmimeProfileKind.Email)]
    [InlineData(SmimePlatform.MacOS, SmimeProfileKind.Email)]
    [InlineData(SmimePlatform.AndroidDeviceOwner, SmimeProfileKind.Email)]
    [InlineData(SmimePlatform.AndroidWorkProfile, SmimeProfileKind.Email)]
    [InlineData(SmimePlatform.AospDeviceOwner, SmimeProfileKind.Email)]
    [InlineData(SmimePlatform.Windows, SmimeProfileKind.OutlookDevices)]
    [InlineData(SmimePlatform.MacOS, SmimeProfileKind.OutlookApps)]
    [InlineData(SmimePlatform.AndroidDeviceAdministrator, SmimeProfileKind.OutlookDevices)]
    [InlineData(SmimePlatform.AospDeviceOwner, SmimeProfileKind.OutlookApps)]
    public void What_a_platform_does_not_have_is_an_error_that_says_so(SmimePlatform platform, SmimeProfileKind kind)
    {
        var error = Assert.Throws<ProfileException>(() => ProfileTypes.Get(platform, kind));

        Assert.Equal("ProfilePlatformNotSupported", error.ErrorId);
        Assert.Equal(platform, error.Platform);
        Assert.StartsWith(
            $"{ProfileNames.Of(platform)} has no {ProfileNames.Of(kind)}. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_deprecated_type_and_those_of_old_are_never_made()
    {
        var types = ProfileCases.All.Select(item => item.Settings(Find).Build(item.Platform).ODataType).ToHashSet();

        Assert.DoesNotContain("windows10PFXImportCertificateProfile", types);
        Assert.DoesNotContain(types, type => ProfileTypes.Of(type).All(known => known.IsLegacy));
        Assert.Empty(ProfileTypes.Of("windows10PFXImportCertificateProfile"));
    }

    public static TheoryData<string, SmimePlatform> Misplaced()
    {
        var data = new TheoryData<string, SmimePlatform>();
        foreach (var (option, kind, _) in Options)
        {
            foreach (var type in ProfileTypes.All.Where(type => type.Kind == kind && !type.IsLegacy))
            {
                data.Add($"{kind}.{option}", type.Platform);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Misplaced))]
    public void An_option_reaches_the_body_or_is_an_error_that_names_it(string option, SmimePlatform platform)
    {
        var (name, kind, settings) = Options.Single(item => $"{item.Kind}.{item.Option}" == option);
        if (ProfileOptions.Carries(kind, platform, name))
        {
            var body = settings(platform, true).Build(platform);
            var without = settings(platform, false).Build(platform);

            Assert.False(JsonNode.DeepEquals(body.Members, without.Members) && body.References.SequenceEqual(without.References));
            Assert.Contains(platform, ProfileOptions.PlatformsWith(kind, name));
        }
        else
        {
            var error = Assert.Throws<ProfileException>(() => settings(platform, true).Build(platform));

            Assert.Equal("ProfileOptionNotSupported", error.ErrorId);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
            Assert.Equal(platform, error.Platform);
            Assert.DoesNotContain(platform, ProfileOptions.PlatformsWith(kind, name));
        }
    }

    [Theory]
    [InlineData(true, false, "computerCertStoreRoot")]
    [InlineData(true, true, "computerCertStoreRoot")]
    [InlineData(false, false, "computerCertStoreIntermediate")]
    [InlineData(false, true, "userCertStoreIntermediate")]
    public void Windows_chooses_the_store_by_the_certificate(bool isRoot, bool inUserStore, string store)
    {
        var body = new TrustedRootSettings
        {
            Certificate = isRoot ? ProfileCases.Root : ProfileCases.Intermediate,
            IntermediatesInUserStore = inUserStore,
        }.Build(SmimePlatform.Windows);

        Assert.Equal(store, (string?)body.Members["destinationStore"]);
    }

    [Fact]
    public void An_expired_root_is_allowed_with_a_warning()
    {
        var expiry = ProfileCases.Root.Certificate.NotAfter;

        var late = new TrustedRootSettings(new FixedClock(expiry.AddDays(1))) { Certificate = ProfileCases.Root };
        var early = new TrustedRootSettings(new FixedClock(expiry.AddDays(-1))) { Certificate = ProfileCases.Root };

        Assert.Contains("expired", Assert.Single(late.Check(SmimePlatform.IOS)), StringComparison.Ordinal);
        Assert.Empty(early.Check(SmimePlatform.IOS));
    }

    [Fact]
    public void The_users_channel_of_a_mac_is_the_default()
    {
        Assert.Equal("userChannel", (string?)Imported.Build(SmimePlatform.MacOS).Members["deploymentChannel"]);
        Assert.Equal("userChannel", (string?)ProfileCases.PkcsOf().Build(SmimePlatform.MacOS).Members["deploymentChannel"]);
    }

    [Theory]
    [InlineData(51)]
    [InlineData(-1)]
    public void Too_many_apps_and_wrong_packages_are_refused(int count)
    {
        var settings = new ImportedPfxSettings
        {
            IntendedPurpose = UserPfxPurpose.SmimeSigning,
            AppPackage = count < 0 ? ["outlook"] : [.. Enumerable.Range(0, count).Select(number => $"com.contoso.a{number}")],
        };

        Assert.Equal("ProfileOptionInvalid",
            Assert.Throws<ProfileException>(() => settings.Build(SmimePlatform.AndroidDeviceOwner)).ErrorId);
    }

    [Fact]
    public void A_purpose_that_Intune_does_not_take_is_refused() =>
        Assert.Equal("IntendedPurpose", Assert.Throws<ProfileException>(() =>
            new ImportedPfxSettings { IntendedPurpose = UserPfxPurpose.Vpn }.Build(SmimePlatform.IOS)).Item);

    private static readonly
        IReadOnlyList<(string Option, SmimeProfileKind Kind, Func<SmimePlatform, bool, ProfileSettings> Settings)> Options =
        [
            ("IntermediatesInUserStore", SmimeProfileKind.TrustedRoot, (_, given) => new TrustedRootSettings
            {
                Certificate = ProfileCases.Intermediate,
                IntermediatesInUserStore = given,
            }),
            ("DeploymentChannel", SmimeProfileKind.TrustedRoot, (_, given) => new TrustedRootSettings
            {
                Certificate = ProfileCases.Root,
                DeploymentChannel = given ? SmimeDeploymentChannel.DeviceChannel : null,
            }),
            ("KeyStorageProvider", SmimeProfileKind.ImportedPfx, (_, given) => new ImportedPfxSettings
            {
                IntendedPurpose = UserPfxPurpose.SmimeSigning,
                KeyStorageProvider = given ? SmimeKeyStorageProvider.UseTpmKspOtherwiseFail : null,
            }),
            ("DeploymentChannel", SmimeProfileKind.ImportedPfx, (_, given) => new ImportedPfxSettings
            {
                IntendedPurpose = UserPfxPurpose.SmimeSigning,
                DeploymentChannel = given ? SmimeDeploymentChannel.DeviceChannel : null,
            }),
            ("AppPackage", SmimeProfileKind.ImportedPfx, (_, given) => new ImportedPfxSettings
            {
                IntendedPurpose = UserPfxPurpose.SmimeSigning,
                AppPackage = given ? ["com.microsoft.office.outlook"] : [],
            }),
            ("KeyStorageProvider", SmimeProfileKind.Pkcs, (_, given) =>
                ProfileCases.PkcsOf(provider: given ? SmimeKeyStorageProvider.UseSoftwareKsp : null)),
            ("CertificateStore", SmimeProfileKind.Pkcs, (_, given) =>
                ProfileCases.PkcsOf(store: given ? SmimeCertificateStore.Machine : null)),
            ("SubjectName", SmimeProfileKind.Pkcs,
                (_, given) => ProfileCases.PkcsOf(given ? SmimeSubjectNameFormat.Custom : null)),
            ("AppPackage", SmimeProfileKind.Pkcs, (_, given) =>
                ProfileCases.PkcsOf(packages: given ? ["com.microsoft.office.outlook"] : [])),
            ("RootCertificate", SmimeProfileKind.Pkcs, (platform, given) =>
                ProfileCases.PkcsOf(root: given ? Find(platform, SmimeProfileKind.TrustedRoot) : null)),
            ("ExtendedKeyUsage", SmimeProfileKind.Pkcs, (_, given) => Pkcs(given)),
            ("AllowAllAppsAccess", SmimeProfileKind.Pkcs, (_, given) => Pkcs(allowAll: given ? true : null)),
            ("EncryptionCertificate", SmimeProfileKind.Email, (platform, given) => new EmailSettings
            {
                AccountName = "Contoso",
                SigningCertificate = Find(platform, SmimeProfileKind.Pkcs),
                EncryptionCertificate = given
                    ? Find(platform, SmimeProfileKind.ImportedPfx, UserPfxPurpose.SmimeEncryption) : null,
            }),
            ("SigningUserChange", SmimeProfileKind.Email, (platform, given) => new EmailSettings
            {
                AccountName = "Contoso",
                SigningCertificate = Find(platform, SmimeProfileKind.Pkcs),
                SigningUserChange = given ? true : null,
            }),
            ("CertificatesFromIntune", SmimeProfileKind.OutlookDevices, (_, given) => new OutlookSettings
            {
                AppId = [ProfileCases.App],
                CertificatesFromIntune = given ? true : null,
            }),
            ("SignAll", SmimeProfileKind.OutlookApps, (_, given) => new OutlookSettings
            {
                ForManagedApps = true,
                SignAll = given ? true : null,
            }),
        ];

    private static PkcsSettings Pkcs(bool usages = false, bool? allowAll = null) => new()
    {
        CertificationAuthority = "ca1.contoso.com",
        CertificationAuthorityName = "Contoso Issuing CA 1",
        CertificateTemplateName = "SmimeSigning",
        AllowAllAppsAccess = allowAll,
        ExtendedKeyUsage = usages
            ? [ExtendedKeyUsageEntry.EmailProtection,
                new ExtendedKeyUsageEntry { Name = "Client", ObjectIdentifier = "1.3.6.1.5.5.7.3.2" }]
            : null,
    };

    private static ReferencedProfile Find(SmimePlatform platform, SmimeProfileKind kind, UserPfxPurpose? purpose = null) => new()
    {
        Id = new Guid("22222222-2222-4333-8444-555555555555"),
        DisplayName = "Referenced",
        ODataType = ProfileTypes.Get(platform, kind).ODataType,
        IntendedPurpose = purpose,
    };
}
