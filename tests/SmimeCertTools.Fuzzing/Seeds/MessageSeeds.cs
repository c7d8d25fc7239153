using System;
using System.Collections.Generic;
using System.Text;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace SmimeCertTools.Fuzzing.Seeds;

/// <summary>CMS structures and mails, made at run time.</summary>
public static class MessageSeeds
{
    private const string Text = "Content-Type: text/plain\r\n\r\nHello\r\n";

    /// <summary>CMS structures in DER: encrypted for certificates, a password and a shared key, signed, and both.</summary>
    public static IReadOnlyList<byte[]> Create()
    {
        var (rsa, ec) = (SeedKey.Create("rsa", "Alice"), SeedKey.Create("ec-p256", "Dave"));
        var text = Encoding.ASCII.GetBytes(Text);
        var one = Encrypted(text, rsa, null, null);
        var many = Encrypted(text, rsa, ec, "fuzz"u8.ToArray());
        var signed = Signed(text, rsa, true);
        return
        [
            one, many, signed, Signed(text, rsa, false), Signed(Mail("application/pkcs7-mime", "smime.p7m", one), rsa, true),
            Signed(signed, rsa, true),
            new CmsCompressedDataGenerator().Generate(
                new CmsProcessableByteArray(Mail("application/pkcs7-mime", "smime.p7m", signed)),
                CmsCompressedDataGenerator.ZLib).GetEncoded(),
        ];
    }

    /// <summary>A mail with a structure in it.</summary>
    public static byte[] Mail(string type, string name, byte[] content) => Encoding.ASCII.GetBytes(
        $"From: a@contoso.com\r\nSubject: s\r\nDate: Mon, 26 Jan 2026 14:38:03 +0000\r\nContent-Type: {type}; name={name}\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n"
        + Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks) + "\r\n");

    /// <summary>A mail with a signature beside the text, and a forwarded mail.</summary>
    public static byte[] Multipart(byte[] signature, byte[] inner) =>
    [
        .. Encoding.ASCII.GetBytes("From: a@contoso.com\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n"
            + "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=i\r\n\r\n--i\r\n" + Text
            + "\r\n--i\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(signature) + "\r\n--i--\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n"),
        .. inner, .. "\r\n--o--\r\n"u8,
    ];

    private static byte[] Encrypted(byte[] content, SeedKey rsa, SeedKey? ec, byte[]? password)
    {
        var generator = new CmsEnvelopedDataGenerator();
        var reader = new X509CertificateParser();
        generator.AddKeyTransRecipient(reader.ReadCertificate(rsa.Certificate));
        generator.AddKeyTransRecipient(reader.ReadCertificate(rsa.Certificate).GetPublicKey(), [1, 2, 3, 4]);
        if (ec is not null)
        {
            var certificate = reader.ReadCertificate(ec.Certificate);
            generator.AddKeyAgreementRecipient(CmsEnvelopedGenerator.ECDHSha1Kdf, PrivateKeyFactory.CreateKey(ec.PrivateKey),
                certificate.GetPublicKey(), certificate, CmsEnvelopedGenerator.Aes128Wrap);
            generator.AddKekRecipient("AES", new KeyParameter(new byte[16]), [5, 6]);
            generator.AddPasswordRecipient(
                new Pkcs5Scheme2Utf8PbeKey("fuzz".ToCharArray(), password!, 16), CmsEnvelopedGenerator.Aes128Cbc);
        }

        return generator.Generate(new CmsProcessableByteArray(content), NistObjectIdentifiers.IdAes128Cbc).GetEncoded();
    }

    private static byte[] Signed(byte[] content, SeedKey key, bool isInside)
    {
        var generator = new CmsSignedDataGenerator();
        var certificate = new X509CertificateParser().ReadCertificate(key.Certificate);
        generator.AddSigner(PrivateKeyFactory.CreateKey(key.PrivateKey), certificate, CmsSignedGenerator.DigestSha256);
        generator.AddCertificate(certificate);
        return generator.Generate(new CmsProcessableByteArray(content), isInside).GetEncoded();
    }
}
