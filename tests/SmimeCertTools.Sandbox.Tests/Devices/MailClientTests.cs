using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.Devices.ProfileDeliveryTests;
using static SmimeCertTools.Sandbox.Tests.Intune.AppConfigurationTests;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileBodies;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Devices;

public sealed class MailClientTests
{
    private readonly SandboxOptions _options = new()
    {
        ConnectorKeys = [TestPki.ConnectorKey],
        CertificateAuthority = TestPki.Factory,
    };

    [Fact]
    public async Task The_mail_client_of_ios_is_turned_on_by_its_profile()
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, certificate, "smimeEncryption");
        var device = Enroll(session, DevicePlatform.Ios);
        var signing = await AssignedAsync(session, Create("iosPkcsCertificateProfile"));
        var encryption = await AssignedAsync(session,
            Create("iosImportedPFXCertificateProfile", ("intendedPurpose", "smimeEncryption")));
        Assert.Equal(SmimeActivation.ByHand, Client(session, device, "Mail on iOS").Activation);

        await AssignedAsync(session, Create("iosEasEmailProfileConfiguration", ("requireSmime", true),
            ("signingCertificateType", "certificate"), ("encryptionCertificateType", "certificate"),
            ("smimeSigningCertificate@odata.bind", Url(signing)), ("smimeEncryptionCertificate@odata.bind", Url(encryption))));
        using var delivery = session.Host.Devices.Deliver(device);
        var client = delivery.MailClients.Single(item => item.Name == "Mail on iOS");

        Assert.Equal(SmimeActivation.Automatic, client.Activation);
        Assert.Equal(delivery.IssuedCertificates.Single().Certificate.Thumbprint, client.SigningThumbprint);
        Assert.Equal([certificate.Thumbprint], client.EncryptionThumbprints);
    }

    [Theory]
    [InlineData("none", true, "names no certificate")]
    [InlineData("certificate", false, "does not turn S/MIME on")]
    public async Task An_email_profile_without_certificate_or_switch_leaves_it_to_the_user(
        string kind, bool isOn, string reason)
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, certificate, "smimeEncryption");
        var device = Enroll(session, DevicePlatform.Ios);
        var encryption = await AssignedAsync(session,
            Create("iosImportedPFXCertificateProfile", ("intendedPurpose", "smimeEncryption")));
        await AssignedAsync(session, Create("iosEasEmailProfileConfiguration", ("requireSmime", isOn),
            ("encryptionCertificateType", kind), ("smimeEncryptionCertificate@odata.bind", Url(encryption))));

        var client = Client(session, device, "Mail on iOS");

        Assert.Equal(SmimeActivation.ByHand, client.Activation);
        Assert.Contains(reason, client.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DevicePlatform.Ios, "iosImportedPFXCertificateProfile", "Outlook for iOS", "ios", false)]
    [InlineData(DevicePlatform.Ios, "iosImportedPFXCertificateProfile", "Outlook for iOS", "iosXml", false)]
    [InlineData(DevicePlatform.Ios, "iosImportedPFXCertificateProfile", "Outlook for iOS", "iosOff", false)]
    [InlineData(DevicePlatform.Ios, "iosImportedPFXCertificateProfile", "Outlook for iOS", "iosOther", false)]
    [InlineData(DevicePlatform.Ios, "iosImportedPFXCertificateProfile", "Outlook for iOS", "managed", false)]
    [InlineData(DevicePlatform.Ios, "iosImportedPFXCertificateProfile", "Outlook for iOS", "managedWithoutApps", false)]
    [InlineData(DevicePlatform.Ios, "iosImportedPFXCertificateProfile", "Outlook for iOS", "android", false)]
    [InlineData(DevicePlatform.AndroidWorkProfile, "androidForWorkImportedPFXCertificateProfile", "Outlook for Android",
        "android", true)]
    [InlineData(DevicePlatform.AndroidWorkProfile, "androidForWorkImportedPFXCertificateProfile", "Outlook for Android",
        "androidOwner", false)]
    [InlineData(DevicePlatform.AndroidDeviceOwner, "androidDeviceOwnerImportedPFXCertificateProfile", "Outlook for Android",
        "androidOwner", true)]
    [InlineData(DevicePlatform.AndroidDeviceAdministrator, "androidImportedPFXCertificateProfile", "Outlook for Android",
        "android", false)]
    [InlineData(DevicePlatform.AndroidDeviceAdministrator, "androidImportedPFXCertificateProfile", "Outlook for Android",
        "managed", true)]
    public async Task Outlook_is_turned_on_by_an_app_configuration_that_is_for_it(
        DevicePlatform platform, string typeName, string name, string configuration, bool isAutomatic)
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, certificate, "smimeSigning");
        var device = Enroll(session, platform);
        await AssignedAsync(session, Create(typeName, ("intendedPurpose", "smimeSigning")));
        Assert.Equal(SmimeActivation.ByHand, Client(session, device, name).Activation);

        await ConfigureAsync(session, configuration);

        var client = Client(session, device, name);
        Assert.Equal(isAutomatic ? SmimeActivation.Automatic : SmimeActivation.ByHand, client.Activation);
        Assert.Equal(certificate.Thumbprint, client.SigningThumbprint);
    }

    [Theory]
    [InlineData("ios", "turns S/MIME on.")]
    [InlineData("iosOff", "No app configuration turns S/MIME on.")]
    public async Task Outlook_on_iOS_waits_for_the_admin_center_and_Company_Portal(string configuration, string beginning)
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, certificate, "smimeSigning");
        var device = Enroll(session, DevicePlatform.Ios);
        await AssignedAsync(session, Create("iosImportedPFXCertificateProfile", ("intendedPurpose", "smimeSigning")));
        await ConfigureAsync(session, configuration);

        var client = Client(session, device, "Outlook for iOS");

        Assert.Equal(SmimeActivation.ByHand, client.Activation);
        Assert.Contains(beginning, client.Detail, StringComparison.Ordinal);
        Assert.Contains("Company Portal", client.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outlook_takes_certificates_with_the_primary_address_only()
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person() with { MailAddress = "other@contoso.com" });
        await using var session = await StartAsync(_options);
        await UploadAsync(session, certificate, "smimeEncryption");
        var device = Enroll(session, DevicePlatform.Ios);
        await AssignedAsync(session, Create("iosImportedPFXCertificateProfile", ("intendedPurpose", "smimeEncryption")));

        var client = Client(session, device, "Outlook for iOS");

        Assert.Equal(SmimeActivation.Impossible, client.Activation);
        Assert.Contains(Anna, client.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DevicePlatform.Windows, "windows10ImportedPFXCertificateProfile", "Outlook for Windows")]
    [InlineData(DevicePlatform.MacOS, "macOSImportedPFXCertificateProfile", "Apple Mail,Outlook for Mac")]
    public async Task On_desktops_the_user_turns_it_on(DevicePlatform platform, string typeName, string names)
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, certificate, "smimeEncryption");
        var device = Enroll(session, platform);
        await AssignedAsync(session, Create(typeName, ("intendedPurpose", "smimeSigning")));
        using (var before = session.Host.Devices.Deliver(device))
        {
            Assert.All(before.MailClients, client => Assert.Equal(SmimeActivation.Impossible, client.Activation));
        }

        await AssignedAsync(session, Create(typeName, ("intendedPurpose", "smimeEncryption")));
        using var delivery = session.Host.Devices.Deliver(device);

        Assert.Equal(names, string.Join(',', delivery.MailClients.Select(client => client.Name)));
        Assert.All(delivery.MailClients, client => Assert.Equal(SmimeActivation.ByHand, client.Activation));
    }

    private static async Task ConfigureAsync(SandboxSession session, string configuration)
    {
        var state = session.Host.State;
        switch (configuration)
        {
            case "ios" or "iosOff":
                await AssignedAsync(session, Ios(state.AddIosApp(), isOn: configuration == "ios"), Configurations);
                break;
            case "iosOther":
                await AssignedAsync(session, Ios(state.AddIosApp("Other", "com.contoso.other")), Configurations);
                break;
            case "iosXml":
                var body = Ios(state.AddIosApp());
                body.Remove("settings");
                body["encodedSettingXml"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(
                    "<dict><key>com.microsoft.outlook.Mail.SMIMEEnabled</key><true/></dict>"));
                await AssignedAsync(session, body, Configurations);
                break;
            case "android" or "androidOwner":
                await AssignedAsync(session, Android(state.AddAndroidApp(), isBase64: configuration == "android",
                    configuration == "android" ? "default" : "androidDeviceOwner"), Configurations);
                break;
            default:
                var id = await AssignedAsync(session, Managed(), ManagedConfigurations);
                if (configuration == "managed")
                {
                    Assert.Equal(
                        204, (await session.SendAsync("POST", $"{ManagedConfigurations}/{id}/targetApps", Apps())).Status);
                }

                break;
        }
    }

    private static MailClient Client(SandboxSession session, ManagedDevice device, string name)
    {
        using var delivery = session.Host.Devices.Deliver(device);
        return delivery.MailClients.Single(client => client.Name == name);
    }

    private static JsonNode Url(string id) => $"https://graph.microsoft.com/{Profiles}('{id}')";
}
