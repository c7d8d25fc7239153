using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Core.Messages.Reading;
using SmimeCertTools.Fuzzing.Seeds;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Messages.Reading;

/// <summary>Mail that Exchange wrapped in winmail.dat, and recipients by key encapsulation.</summary>
public sealed class WrappedMessageTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly System.Collections.Generic.IReadOnlyList<byte[]> _seeds = MessageSeeds.Create();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_encrypted_mail_in_winmail_dat_tells_its_recipients(bool isInMail)
    {
        var tnef = TnefSeeds.Create(("notes.txt", "Remark: hello\r\n"u8.ToArray()), ("SMIME.p7m", _seeds[1]));

        var contents = await ReadAsync(isInMail ? TnefSeeds.Mail(tnef) : tnef);

        var layer = Assert.IsType<EncryptedLayer>(Assert.Single(contents.Layers));
        Assert.Equal(isInMail ? "SMIME.p7m in winmail.dat" : "SMIME.p7m in the file", layer.Place);
        Assert.Equal(
            [MessageRecipientKind.KeyTransport, MessageRecipientKind.KeyTransport, MessageRecipientKind.KeyAgreement,
                MessageRecipientKind.SharedKey, MessageRecipientKind.Password],
            layer.Recipients.Select(recipient => recipient.Kind));
    }

    [Fact]
    public async Task A_mail_with_its_signature_beside_it_is_checked_in_winmail_dat()
    {
        var signed = MessageSeeds.Multipart(_seeds[3], MessageSeeds.Mail("application/pkcs7-mime", "smime.p7m", _seeds[0]));

        var contents = await ReadAsync(TnefSeeds.Mail(TnefSeeds.Create(("SMIME.p7m", signed))));

        Assert.Equal(
            MessageSignatureState.Verified, Assert.Single(contents.Layers.OfType<SignedLayer>()).Signers.Single().State);
        Assert.Single(contents.Layers.OfType<EncryptedLayer>());
    }

    [Fact]
    public async Task Winmail_dat_without_SMIME_and_a_broken_one_are_named_for_what_they_are()
    {
        var certificate = SeedKey.Create("rsa", "Alice").Certificate;
        var plain = TnefSeeds.Create(("offer.pdf", "%PDF-1.7"u8.ToArray()), ("alice.cer", certificate), ("empty", []));
        var tnef = TnefSeeds.Create(("SMIME.p7m", _seeds[0]));

        Assert.Equal("MessageTnef", (await RefuseAsync(TnefSeeds.Mail(plain))).ErrorId);
        Assert.Equal("MessageTnef", (await RefuseAsync(plain)).ErrorId);
        var broken = await RefuseAsync(TnefSeeds.Mail("no such thing"u8.ToArray()));
        Assert.Equal("MessageDamaged", broken.ErrorId);
        Assert.Contains("TNEF", broken.Message, StringComparison.Ordinal);
        for (var length = 6; length < tnef.Length - _seeds[0].Length; length += 7)
        {
            var error = await RefuseAsync(TnefSeeds.Mail(tnef[..length]));
            Assert.Contains(error.ErrorId, (string[])["MessageTruncated", "MessageTnef"]);
        }

        // A length that no file has.
        tnef[11] = tnef[12] = tnef[13] = tnef[14] = 0xFF;
        Assert.Equal("MessageTruncated", (await RefuseAsync(TnefSeeds.Mail(tnef))).ErrorId);
    }

    [Fact]
    public async Task Winmail_dat_in_winmail_dat_ends()
    {
        var wrapped = TnefSeeds.Create(("SMIME.p7m", _seeds[0]));
        for (var depth = 0; depth < 20; depth++)
        {
            wrapped = TnefSeeds.Create(("mail.eml", TnefSeeds.Mail(wrapped)));
        }

        Assert.Equal("MessageLimitExceeded", (await RefuseAsync(TnefSeeds.Mail(wrapped))).ErrorId);
    }

    [Fact]
    public async Task Recipients_by_key_encapsulation_are_named_like_others()
    {
        using var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(
            SeedKey.Create("rsa", "Alice").Certificate);
        var serial = certificate.SerialNumberBytes.ToArray();

        var contents = await ReadAsync(KemSeeds.Create(certificate.IssuerName.RawData, serial, [0xAB, 0xCD]));

        var recipients = Assert.IsType<EncryptedLayer>(Assert.Single(contents.Layers)).Recipients;
        Assert.Equal(
            [MessageRecipientKind.KeyEncapsulation, MessageRecipientKind.KeyEncapsulation],
            recipients.Select(recipient => recipient.Kind));
        Assert.All(recipients, recipient => Assert.Equal("ML-KEM-768", recipient.KeyEncryption));
        var named = Assert.Single(recipients, recipient => recipient.KeyIdentifier is null);
        Assert.Equal(Convert.ToHexString(serial), named.SerialNumber);
        Assert.Contains("Authority", named.Issuer, StringComparison.Ordinal);
        Assert.Single(recipients, recipient => recipient.KeyIdentifier == "ABCD");
    }

    [Fact]
    public async Task Recipients_by_key_encapsulation_of_another_shape_are_named_or_damage_and_no_crash()
    {
        byte[] null5 = [0x05, 0x00];
        var other = Assert.Single(Assert.IsType<EncryptedLayer>(
            Assert.Single((await ReadAsync(KemSeeds.Message(null5))).Layers)).Recipients);
        Assert.Equal((MessageRecipientKind.Other, "KEM"), (other.Kind, other.KeyEncryption));

        foreach (var broken in (byte[][])[[0x30, 0x00], [0x30, 0x03, 0x02, 0x01, 0x00], KemSeeds.Recipient([0x04, 0x00])])
        {
            Assert.Equal("MessageDamaged", (await RefuseAsync(KemSeeds.Message(broken))).ErrorId);
        }

        var whole = KemSeeds.Message(KemSeeds.Recipient([0x80, 0x01, 0x07]));
        for (var length = 40; length < whole.Length - 100; length += 97)
        {
            Assert.Equal("MessageTruncated", (await RefuseAsync(whole[..length])).ErrorId);
        }

        // Behind the recipients the cut costs nothing but the content.
        Assert.Equal("MessageTruncated", Assert.Single((await ReadAsync(whole[..^10])).Problems).ErrorId);
    }

    private Task<MessageContents> ReadAsync(byte[] message) =>
        MessageReader.ReadAsync(_folder.Write("message", message), null, default);

    private Task<MessageException> RefuseAsync(byte[] message) =>
        Assert.ThrowsAsync<MessageException>(() => ReadAsync(message));
}
