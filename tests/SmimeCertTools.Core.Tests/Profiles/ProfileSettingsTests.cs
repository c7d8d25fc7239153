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
    private static readonly ImportedPfxSettings Imported = new() { IntendedPurpose = IntendedPurpose.SmimeEncryption };

    [Theory]
    [InlineData(ProfilePlatform.Windows, "windows10ImportedPFXCertificateProfile")]
    [InlineData(ProfilePlatform.IOS, "iosImportedPFXCertificateProfile")]
    [InlineData(ProfilePlatform.MacOS, "macOSImportedPFXCertificateProfile")]
    [InlineData(ProfilePlatform.AndroidDeviceOwner, "androidDeviceOwnerImportedPFXCertificateProfile")]
    [InlineData(ProfilePlatform.AndroidWorkProfile, "androidForWorkImportedPFXCertificateProfile")]
    [InlineData(ProfilePlatform.AndroidDeviceAdministrator, "androidImportedPFXCertificateProfile")]
    public void The_imported_profile_of_each_platform_has_its_type(ProfilePlatform platform, string type)
    {
        var body = Imported.Build(platform);

        Assert.Equal(type, body.ODataType);
        Assert.Equal("smimeEncryption", (string?)body.Members["intendedPurpose"]);
        Assert.Contains("intendedPurpose", body.FixedMembers);
        Assert.Equal(platform, ProfileTypes.Of(ProfileTypes.Prefix + type).Single().Platform);
    }

    [Theory]
    [InlineData(ProfilePlatform.AospDeviceOwner, ProfileKind.ImportedPfx)]
    [InlineData(ProfilePlatform.Windows, ProfileKind.Email)]
    [InlineData(ProfilePlatform.MacOS, ProfileKind.Email)]
    [InlineData(ProfilePlatform.AndroidDeviceOwner, ProfileKind.Email)]
    [InlineData(ProfilePlatform.AndroidWorkProfile, ProfileKind.Email)]
    [InlineData(ProfilePlatform.AospDeviceOwner, ProfileKind.Email)]
    [InlineData(ProfilePlatform.Windows, ProfileKind.OutlookDevices)]
    [InlineData(ProfilePlatform.MacOS, ProfileKind.OutlookApps)]
    [InlineData(ProfilePlatform.AndroidDeviceAdministrator, ProfileKind.OutlookDevices)]
    [InlineData(ProfilePlatform.AospDeviceOwner, ProfileKind.OutlookApps)]
    public void What_a_platform_does_not_have_is_an_error_that_says_so(ProfilePlatform platform, ProfileKind kind)
    {
        var error = Assert.Throws<ProfileException>(() => ProfileTypes.Get(platform, kind));

        Assert.Equal("ProfilePlatformNotSupported", error.ErrorId);
        Assert.Equal(platform, error.Platform);
        Assert.StartsWith(
            $"{ProfileTypes.Name(platform)} has no {ProfileTypes.Name(kind)}. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_deprecated_type_and_those_of_old_are_never_made()
    {
        var types = ProfileCases.All.Select(item => item.Settings(Find).Build(item.Platform).ODataType).ToHashSet();

        Assert.DoesNotContain("windows10PFXImportCertificateProfile", types);
        Assert.DoesNotContain(types, type => ProfileTypes.Of(type).All(known => known.IsLegacy));
        Assert.Empty(ProfileTypes.Of("windows10PFXImportCertificateProfile"));
    }

    public static TheoryData<string, ProfilePlatform> Misplaced()
    {
        var data = new TheoryData<string, ProfilePlatform>();
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
    public void An_option_reaches_the_body_or_is_an_error_that_names_it(string option, ProfilePlatform platform)
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
        }.Build(ProfilePlatform.Windows);

        Assert.Equal(store, (string?)body.Members["destinationStore"]);
    }

    [Fact]
    public void An_expired_root_is_allowed_with_a_warning()
    {
        var expiry = ProfileCases.Root.Certificate.NotAfter;

        var late = new TrustedRootSettings(new FixedClock(expiry.AddDays(1))) { Certificate = ProfileCases.Root };
        var early = new TrustedRootSettings(new FixedClock(expiry.AddDays(-1))) { Certificate = ProfileCases.Root };

        Assert.Contains("expired", Assert.Single(late.Check(ProfilePlatform.IOS)), StringComparison.Ordinal);
        Assert.Empty(early.Check(ProfilePlatform.IOS));
    }

    [Fact]
    public void The_users_channel_of_a_mac_is_the_default()
    {
        Assert.Equal("userChannel", (string?)Imported.Build(ProfilePlatform.MacOS).Members["deploymentChannel"]);
        Assert.Equal("userChannel", (string?)ProfileCases.PkcsOf().Build(ProfilePlatform.MacOS).Members["deploymentChannel"]);
    }

    [Theory]
    [InlineData(51)]
    [InlineData(-1)]
    public void Too_many_apps_and_wrong_packages_are_refused(int count)
    {
        var settings = new ImportedPfxSettings
        {
            IntendedPurpose = IntendedPurpose.SmimeSigning,
            AppPackage = count < 0 ? ["outlook"] : [.. Enumerable.Range(0, count).Select(number => $"com.contoso.a{number}")],
        };

        Assert.Equal("ProfileOptionInvalid",
            Assert.Throws<ProfileException>(() => settings.Build(ProfilePlatform.AndroidDeviceOwner)).ErrorId);
    }

    [Fact]
    public void A_purpose_that_Intune_does_not_take_is_refused() =>
        Assert.Equal("IntendedPurpose", Assert.Throws<ProfileException>(() =>
            new ImportedPfxSettings { IntendedPurpose = IntendedPurpose.Vpn }.Build(ProfilePlatform.IOS)).Item);

    private static readonly
        IReadOnlyList<(string Option, ProfileKind Kind, Func<ProfilePlatform, bool, ProfileSettings> Settings)> Options =
        [
            ("IntermediatesInUserStore", ProfileKind.TrustedRoot, (_, given) => new TrustedRootSettings
            {
                Certificate = ProfileCases.Intermediate,
                IntermediatesInUserStore = given,
            }),
            ("DeploymentChannel", ProfileKind.TrustedRoot, (_, given) => new TrustedRootSettings
            {
                Certificate = ProfileCases.Root,
                DeploymentChannel = given ? AppleDeploymentChannel.DeviceChannel : null,
            }),
            ("KeyStorageProvider", ProfileKind.ImportedPfx, (_, given) => new ImportedPfxSettings
            {
                IntendedPurpose = IntendedPurpose.SmimeSigning,
                KeyStorageProvider = given ? KeyStorageProviderOption.UseTpmKspOtherwiseFail : null,
            }),
            ("DeploymentChannel", ProfileKind.ImportedPfx, (_, given) => new ImportedPfxSettings
            {
                IntendedPurpose = IntendedPurpose.SmimeSigning,
                DeploymentChannel = given ? AppleDeploymentChannel.DeviceChannel : null,
            }),
            ("AppPackage", ProfileKind.ImportedPfx, (_, given) => new ImportedPfxSettings
            {
                IntendedPurpose = IntendedPurpose.SmimeSigning,
                AppPackage = given ? ["com.microsoft.office.outlook"] : [],
            }),
            ("KeyStorageProvider", ProfileKind.Pkcs, (_, given) =>
                ProfileCases.PkcsOf(provider: given ? KeyStorageProviderOption.UseSoftwareKsp : null)),
            ("CertificateStore", ProfileKind.Pkcs, (_, given) =>
                ProfileCases.PkcsOf(store: given ? CertificateStoreOption.Machine : null)),
            ("SubjectName", ProfileKind.Pkcs, (_, given) => ProfileCases.PkcsOf(given ? SubjectNameFormat.Custom : null)),
            ("AppPackage", ProfileKind.Pkcs, (_, given) =>
                ProfileCases.PkcsOf(packages: given ? ["com.microsoft.office.outlook"] : [])),
            ("RootCertificate", ProfileKind.Pkcs, (platform, given) =>
                ProfileCases.PkcsOf(root: given ? Find(platform, ProfileKind.TrustedRoot) : null)),
            ("ExtendedKeyUsage", ProfileKind.Pkcs, (_, given) => Pkcs(given)),
            ("AllowAllAppsAccess", ProfileKind.Pkcs, (_, given) => Pkcs(allowAll: given ? true : null)),
            ("EncryptionCertificate", ProfileKind.Email, (platform, given) => new EmailSettings
            {
                AccountName = "Contoso",
                SigningCertificate = Find(platform, ProfileKind.Pkcs),
                EncryptionCertificate = given ? Find(platform, ProfileKind.ImportedPfx, IntendedPurpose.SmimeEncryption) : null,
            }),
            ("SigningUserChange", ProfileKind.Email, (platform, given) => new EmailSettings
            {
                AccountName = "Contoso",
                SigningCertificate = Find(platform, ProfileKind.Pkcs),
                SigningUserChange = given ? true : null,
            }),
            ("CertificatesFromIntune", ProfileKind.OutlookDevices, (_, given) => new OutlookSettings
            {
                AppId = [ProfileCases.App],
                CertificatesFromIntune = given ? true : null,
            }),
            ("SignAll", ProfileKind.OutlookApps, (_, given) => new OutlookSettings
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

    private static ReferencedProfile Find(ProfilePlatform platform, ProfileKind kind, IntendedPurpose? purpose = null) => new()
    {
        Id = new Guid("22222222-2222-4333-8444-555555555555"),
        DisplayName = "Referenced",
        ODataType = ProfileTypes.Get(platform, kind).ODataType,
        IntendedPurpose = purpose,
    };
}
