using System;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Pki;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Devices;

public sealed class DeviceTests
{
    private readonly SandboxOptions _options = new() { ConnectorKeys = [TestPki.ConnectorKey] };

    [Fact]
    public async Task All_encryption_records_are_delivered_and_of_signing_records_the_newest()
    {
        using var oldEncryption = TestPki.Factory.Issue(TestPki.Person(800, CertificateUsage.Encryption));
        using var newEncryption = TestPki.Factory.Issue(TestPki.Person(10, CertificateUsage.Encryption));
        using var oldSigning = TestPki.Factory.Issue(TestPki.Person(300, CertificateUsage.Signing));
        using var newSigning = TestPki.Factory.Issue(TestPki.Person(5, CertificateUsage.Signing));
        await using var session = await StartAsync(_options);
        await UploadAsync(session, RecordBody.Create(newEncryption, TestPki.ConnectorKey));
        await UploadAsync(session, RecordBody.Create(oldEncryption, TestPki.ConnectorKey));
        await UploadAsync(session, RecordBody.Create(newSigning, TestPki.ConnectorKey, "smimeSigning"));
        await UploadAsync(session, RecordBody.Create(oldSigning, TestPki.ConnectorKey, "smimeSigning"));

        using var delivery = session.Host.Devices.Deliver(Anna);

        Assert.Equal([newSigning.Thumbprint, newEncryption.Thumbprint, oldEncryption.Thumbprint],
            delivery.Certificates.Select(certificate => certificate.Thumbprint));
        Assert.All(delivery.Certificates, certificate => Assert.True(certificate.HasPrivateKey));
        Assert.Equal(DeliveryStatus.NewerSigningRecord,
            delivery.Records.Single(record => record.Thumbprint == oldSigning.Thumbprint).Status);
    }

    [Fact]
    public async Task What_is_wrong_with_a_record_is_said()
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        using var otherKey = ConnectorKeyPair.Create(2048);
        var good = RecordBody.Create(certificate, TestPki.ConnectorKey);
        var notAscii = RecordBody.Create(certificate, TestPki.ConnectorKey);
        notAscii["encryptedPfxPassword"] = Protect("pässwörd"u8);
        var wrongPassword = With(good, "encryptedPfxPassword", Protect("wrong"u8));

        Assert.Equal(DeliveryStatus.Delivered, await StatusAsync(good));
        Assert.Equal(DeliveryStatus.KeyUnknown, await StatusAsync(With(good, "keyName", "another")));
        Assert.Equal(DeliveryStatus.KeyUnknown, await StatusAsync(With(good, "providerName", "another")));
        Assert.Equal(DeliveryStatus.PasswordNotDecrypted, await StatusAsync(RecordBody.Create(certificate, otherKey)));
        Assert.Equal(DeliveryStatus.PasswordNotDecrypted, await StatusAsync(With(good, "paddingScheme", "oaepSha256")));
        Assert.Equal(DeliveryStatus.PasswordNotAscii, await StatusAsync(notAscii));
        Assert.Equal(DeliveryStatus.PfxNotOpened, await StatusAsync(wrongPassword));
        Assert.Equal(DeliveryStatus.PfxNotOpened, await StatusAsync(With(good, "encryptedPfxBlob", "AQID")));
        Assert.Equal(DeliveryStatus.ThumbprintDiffers, await StatusAsync(With(good, "thumbprint", RecordBody.Thumbprint)));
        Assert.Equal(DeliveryStatus.NotSmimePurpose, await StatusAsync(With(good, "intendedPurpose", "wifi")));
    }

    [Fact]
    public async Task A_pfx_with_many_iterations_and_a_chain_opens()
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, RecordBody.Create(certificate, TestPki.ConnectorKey, options: new PfxWriteOptions
        {
            Encryption = PfxEncryption.Aes256Sha256,
            Iterations = 700_000,
            Chain = TestPki.Factory.CreateChain(),
        }));

        using var delivery = session.Host.Devices.Deliver(Anna);

        Assert.Equal([TestPki.Factory.Issuing.Subject, TestPki.Factory.Root.Subject], delivery.Records.Single().Chain.Order());
        Assert.True(delivery.Records.Single().IsDelivered, delivery.Records.Single().Detail);
    }

    [Fact]
    public async Task The_page_of_a_device_says_what_it_gets_and_holds_no_key()
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, RecordBody.Create(certificate, TestPki.ConnectorKey));

        var page = await session.SendAsync("GET", $"sandbox/devices/{Anna}/certificates");

        var item = page.Json["certificates"]!.AsArray().Single()!;
        Assert.True((bool)item["delivered"]!);
        Assert.True((bool)item["hasPrivateKey"]!);
        Assert.Equal(certificate.Thumbprint, (string?)item["thumbprint"]);
        Assert.Equal(certificate.Subject, (string?)item["subject"]);
        Assert.DoesNotContain("PRIVATE KEY", page.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await session.SendAsync("GET", "sandbox/devices/nobody/certificates")).Status);
    }

    [Fact]
    public async Task An_old_message_is_decrypted_with_a_delivered_key()
    {
        using var old = TestPki.Factory.Issue(TestPki.Person(800, CertificateUsage.Encryption));
        using var current = TestPki.Factory.Issue(TestPki.Person(5, CertificateUsage.Encryption));
        using var stranger = TestPki.Factory.Issue(TestPki.Person());
        await using var session = await StartAsync(_options);
        await UploadAsync(session, RecordBody.Create(old, TestPki.ConnectorKey));
        await UploadAsync(session, RecordBody.Create(current, TestPki.ConnectorKey));
        var cms = Encrypt("Content-Type: text/plain; charset=utf-8\r\n\r\nGrüße von früher", old);

        var fromDer = session.Host.Devices.DecryptMessage(Anna, cms);
        var mime = "MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\n"
            + Convert.ToBase64String(cms, Base64FormattingOptions.InsertLineBreaks) + "\r\n";
        using var content = new StringContent(mime, Encoding.ASCII);
        using var response = await session.Client.PostAsync($"sandbox/devices/{Anna}/decrypt", content);
        var fromMime = await Answer.ReadAsync(response);

        Assert.Equal("Grüße von früher", fromDer.Text);
        Assert.Equal(old.Thumbprint, fromDer.Thumbprint);
        Assert.Equal("Grüße von früher", (string?)fromMime.Json["text"]);
        Assert.Throws<MessageDecryptionException>(() => session.Host.Devices.DecryptMessage(Anna, Encrypt("x", stranger)));
        Assert.Throws<MessageDecryptionException>(() => session.Host.Devices.DecryptMessage(Anna, "no message"u8.ToArray()));
        Assert.Throws<MessageDecryptionException>(() => session.Host.Devices.DecryptMessage(Anna, []));
    }

    private static string Protect(ReadOnlySpan<byte> password) =>
        Convert.ToBase64String(TestPki.ConnectorKey.Encrypt(password.ToArray(), RSAEncryptionPadding.OaepSHA512));

    private static byte[] Encrypt(string text, X509Certificate2 recipient)
    {
        var envelope = new EnvelopedCms(new ContentInfo(Encoding.UTF8.GetBytes(text)));
        envelope.Encrypt(new CmsRecipient(recipient));
        return envelope.Encode();
    }

    private static JsonObject With(JsonObject body, string member, string value)
    {
        var changed = body.DeepClone().AsObject();
        changed[member] = value;
        return changed;
    }

    private static async Task UploadAsync(SandboxSession session, JsonObject body)
    {
        var answer = await session.SendAsync("POST", Records, body);
        Assert.True(answer.Status == 201, answer.Text);
    }

    private async Task<DeliveryStatus> StatusAsync(JsonObject body)
    {
        await using var session = await StartAsync(_options);
        await UploadAsync(session, body);
        using var delivery = session.Host.Devices.Deliver(Anna);
        return delivery.Records.Single().Status;
    }
}
