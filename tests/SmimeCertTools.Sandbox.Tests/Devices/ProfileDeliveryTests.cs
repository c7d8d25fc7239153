using System;
using System.Linq;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.Intune.AssignmentTests;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileBodies;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileChangeTests;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Devices;

public sealed class ProfileDeliveryTests
{
    private readonly SandboxOptions _options = new()
    {
        ConnectorKeys = [TestPki.ConnectorKey],
        CertificateAuthority = TestPki.Factory,
    };

    public static TheoryData<DevicePlatform, string> ImportedTypes => new()
    {
        { DevicePlatform.Windows, "windows10ImportedPFXCertificateProfile" },
        { DevicePlatform.Ios, "iosImportedPFXCertificateProfile" },
        { DevicePlatform.MacOS, "macOSImportedPFXCertificateProfile" },
        { DevicePlatform.AndroidDeviceOwner, "androidDeviceOwnerImportedPFXCertificateProfile" },
        { DevicePlatform.AndroidWorkProfile, "androidForWorkImportedPFXCertificateProfile" },
        { DevicePlatform.AndroidDeviceAdministrator, "androidImportedPFXCertificateProfile" },
    };

    [Theory]
    [MemberData(nameof(ImportedTypes))]
    public async Task All_encryption_and_the_newest_signing_certificate_come_through_the_profiles_of_the_platform(
        DevicePlatform platform, string typeName)
    {
        using var oldEncryption = TestPki.Factory.Issue(TestPki.Person(800, CertificateUsage.Encryption));
        using var newEncryption = TestPki.Factory.Issue(TestPki.Person(10, CertificateUsage.Encryption));
        using var oldSigning = TestPki.Factory.Issue(TestPki.Person(300, CertificateUsage.Signing));
        using var newSigning = TestPki.Factory.Issue(TestPki.Person(5, CertificateUsage.Signing));
        await using var session = await StartAsync(_options);
        await UploadAsync(session, oldEncryption, "smimeEncryption");
        await UploadAsync(session, newEncryption, "smimeEncryption");
        await UploadAsync(session, oldSigning, "smimeSigning");
        await UploadAsync(session, newSigning, "smimeSigning");
        var device = Enroll(session, platform);
        var encryption = await AssignedAsync(session, Create(typeName, ("intendedPurpose", "smimeEncryption")));

        using (var first = session.Host.Devices.Deliver(device))
        {
            Assert.Equal([newEncryption.Thumbprint, oldEncryption.Thumbprint],
                first.Certificates.Select(certificate => certificate.Thumbprint));
            Assert.All(
                first.Records.Where(record => record.IsDelivered), record => Assert.Equal([encryption], record.ProfileIds));
            Assert.All(first.Records.Where(record => record.IntendedPurpose == "smimeSigning"),
                record => Assert.Equal(DeliveryStatus.NoProfile, record.Status));
        }

        await AssignedAsync(session, Create(typeName, ("intendedPurpose", "smimeSigning")));
        using var both = session.Host.Devices.Deliver(device);
        Assert.Equal([newSigning.Thumbprint, newEncryption.Thumbprint, oldEncryption.Thumbprint],
            both.Certificates.Select(certificate => certificate.Thumbprint));
        Assert.Equal("old", session.Host.Devices.DecryptMessage(device, Encrypt("old", oldEncryption)).Text);
    }

    [Fact]
    public async Task A_profile_of_another_platform_or_without_assignment_delivers_nothing()
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, certificate, "smimeEncryption");
        var iphone = Enroll(session, DevicePlatform.Ios);
        Assert.Equal(DeliveryStatus.Delivered, Status(session, iphone)); // no profile in the tenant yet

        await AssignedAsync(session, Create("macOSImportedPFXCertificateProfile", ("intendedPurpose", "smimeEncryption")));
        await CreateAsync(session, Create("iosImportedPFXCertificateProfile", ("intendedPurpose", "smimeEncryption")));

        Assert.Equal(DeliveryStatus.NoProfile, Status(session, iphone));
        Assert.Throws<MessageDecryptionException>(() =>
            session.Host.Devices.DecryptMessage(iphone, Encrypt("old", certificate)));
    }

    [Fact]
    public async Task Groups_exclusions_and_filters_decide()
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, certificate, "smimeEncryption");
        var state = session.Host.State;
        var anna = state.Users.Find(Anna)!;
        var phone = state.Devices.Add(
            new ManagedDevice(Guid.NewGuid(), "Phone", DevicePlatform.Ios, anna) { Model = "iPhone 17" });
        var users = state.Groups.Add("Users", anna);
        var outer = state.Groups.Add("Outer", [users.Id]);
        var phones = state.Groups.Add("Phones", [phone.Id]);
        var others = state.Groups.Add("Others");
        var ipads = state.AddAssignmentFilter("iPads", "iOS", "(device.model -startsWith \"iPad\")");
        var id = await CreateAsync(session, Create("iosImportedPFXCertificateProfile", ("intendedPurpose", "smimeEncryption")));

        Assert.True(await ReachesAsync(Group(users.Id)));
        Assert.True(await ReachesAsync(Group(outer.Id)));
        Assert.True(await ReachesAsync(Group(phones.Id)));
        Assert.True(await ReachesAsync(Everybody("allDevices")));
        Assert.True(await ReachesAsync(Everybody("allLicensedUsers")));
        Assert.True(await ReachesAsync(WithFilter(Everybody("allDevices"), ipads, "exclude")));
        Assert.True(await ReachesAsync(Everybody("allDevices"), Excluded(others.Id)));
        Assert.False(await ReachesAsync(Group(others.Id)));
        Assert.False(await ReachesAsync(Everybody("allDevices"), Excluded(users.Id)));
        Assert.False(await ReachesAsync(Group(users.Id), Excluded(phones.Id)));
        Assert.False(await ReachesAsync(WithFilter(Everybody("allDevices"), ipads, "include")));
        Assert.False(await ReachesAsync(Excluded(others.Id)));

        async Task<bool> ReachesAsync(params JsonObject[] targets)
        {
            var answer = await session.SendAsync("POST", $"{Profiles}/{id}/assign", Targets(targets));
            Assert.True(answer.Status == 200, answer.Text);
            return Status(session, phone) == DeliveryStatus.Delivered;
        }
    }

    [Fact]
    public async Task Connectors_that_are_too_old_or_inactive_deliver_nothing()
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, certificate, "smimeEncryption");
        var device = Enroll(session, DevicePlatform.Ios);
        await AssignedAsync(session, Create("iosImportedPFXCertificateProfile", ("intendedPurpose", "smimeEncryption")));
        session.Host.State.AddConnector(new SandboxConnector { MachineName = "old", Version = "6.2001.1.1" });
        session.Host.State.AddConnector(new SandboxConnector { MachineName = "off", IsActive = false });

        Assert.Equal(DeliveryStatus.NoConnector, Status(session, device));
        session.Host.State.AddConnector(new SandboxConnector { MachineName = "good" });
        Assert.Equal(DeliveryStatus.Delivered, Status(session, device));
    }

    [Fact]
    public async Task Roots_and_a_certificate_of_its_own_reach_each_device()
    {
        await using var session = await StartAsync(_options);
        var (phone, pad) = (Enroll(session, DevicePlatform.Ios, "Phone"), Enroll(session, DevicePlatform.Ios, "Pad"));
        await AssignedAsync(session, Create("iosTrustedRootCertificate"));
        var pkcs = await AssignedAsync(session, Create("iosPkcsCertificateProfile",
            ("certificationAuthority", "ca1.contoso.com"), ("certificationAuthorityName", "Contoso CA"),
            ("certificateValidityPeriodScale", "months"), ("certificateValidityPeriodValue", 6)));

        using var onPhone = session.Host.Devices.Deliver(phone);
        using var onPad = session.Host.Devices.Deliver(pad);
        using var again = session.Host.Devices.Deliver(phone);
        var states = await session.SendAsync("GET",
            $"{Profiles}/{pkcs}/microsoft.graph.iosPkcsCertificateProfile/managedDeviceCertificateStates");

        var issued = onPhone.IssuedCertificates.Single();
        Assert.Equal(TestPki.Factory.Root.Thumbprint, onPhone.TrustedCertificates.Single().Certificate.Thumbprint);
        Assert.Equal(@"ca1.contoso.com\Contoso CA", issued.CertificationAuthority);
        Assert.Equal(Anna, issued.Certificate.GetNameInfo(X509NameType.EmailName, forIssuer: false));
        Assert.Equal(issued.Certificate.Thumbprint, again.IssuedCertificates.Single().Certificate.Thumbprint);
        Assert.NotEqual(issued.Certificate.Thumbprint, onPad.IssuedCertificates.Single().Certificate.Thumbprint);
        Assert.InRange((issued.Certificate.NotAfter - issued.Certificate.NotBefore).TotalDays, 180, 186);
        Assert.Equal(["Pad", "Phone"], states.Json["value"]!.AsArray().Select(item => (string?)item!["deviceDisplayName"]));
        Assert.All(
            states.Json["value"]!.AsArray(), item => Assert.Equal("installed", (string?)item!["certificateIssuanceState"]));
        Assert.Equal(issued.Certificate.Thumbprint, (string?)states.Json["value"]![1]!["certificateThumbprint"]);
    }

    [Fact]
    public async Task The_states_of_an_import_profile_tell_what_failed()
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, certificate, "smimeEncryption");
        var broken = RecordBody.Create();
        Assert.Equal(201, (await session.SendAsync("POST", Records, broken)).Status);
        Enroll(session, DevicePlatform.Windows, "Laptop");
        var id = await AssignedAsync(session,
            Create("windows10ImportedPFXCertificateProfile", ("intendedPurpose", "smimeEncryption")));

        var states = await session.SendAsync("GET",
            $"{Profiles}/{id}/microsoft.graph.windows10ImportedPFXCertificateProfile/managedDeviceCertificateStates");

        Assert.Equal(["installFailed", "installed"],
            states.Json["value"]!.AsArray().Select(item => (string?)item!["certificateIssuanceState"])
                .Order(StringComparer.Ordinal));
        Assert.All(states.Json["value"]!.AsArray(), item => Assert.Equal("windows10AndLater", (string?)item!["devicePlatform"]));
        Assert.Equal(400, (await session.SendAsync("GET", $"{Profiles}/{id}/managedDeviceCertificateStates")).Status);
    }

    [Fact]
    public async Task A_user_gets_what_one_of_the_devices_gets()
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, certificate, "smimeEncryption");
        await AssignedAsync(session, Create("iosImportedPFXCertificateProfile", ("intendedPurpose", "smimeEncryption")));

        Assert.Equal(DeliveryStatus.NoDevice, OfUser());
        Enroll(session, DevicePlatform.MacOS);
        Assert.Equal(DeliveryStatus.NoProfile, OfUser());
        Enroll(session, DevicePlatform.Ios);
        Assert.Equal(DeliveryStatus.Delivered, OfUser());
        Assert.Equal("x", session.Host.Devices.DecryptMessage(Anna, Encrypt("x", certificate)).Text);

        DeliveryStatus OfUser()
        {
            using var delivery = session.Host.Devices.Deliver(Anna);
            return delivery.Records.Single().Status;
        }
    }

    internal static ManagedDevice Enroll(SandboxSession session, DevicePlatform platform, string name = "Device") =>
        session.Host.State.Devices.Add(name, platform, session.Host.State.Users.Find(Anna)!);

    internal static async Task<string> AssignedAsync(SandboxSession session, JsonObject body, string path = Profiles)
    {
        var id = await CreateAsync(session, body, path);
        var answer = await session.SendAsync("POST", $"{path}/{id}/assign", Targets(Everybody("allLicensedUsers")));
        Assert.True(answer.Status is 200 or 204, answer.Text);
        return id;
    }

    internal static async Task UploadAsync(SandboxSession session, X509Certificate2 certificate, string purpose)
    {
        var answer = await session.SendAsync("POST", Records, RecordBody.Create(certificate, TestPki.ConnectorKey, purpose));
        Assert.True(answer.Status == 201, answer.Text);
    }

    private static DeliveryStatus Status(SandboxSession session, ManagedDevice device)
    {
        using var delivery = session.Host.Devices.Deliver(device);
        return delivery.Records.Single().Status;
    }

    private static byte[] Encrypt(string text, X509Certificate2 recipient)
    {
        var envelope = new EnvelopedCms(new ContentInfo(Encoding.UTF8.GetBytes(text)));
        envelope.Encrypt(new CmsRecipient(recipient));
        return envelope.Encode();
    }
}
