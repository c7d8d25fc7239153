using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Core.Formats;
using Xunit;

namespace SmimeCertTools.Core.Tests.Formats;

public sealed class ContentRecognizerTests
{
    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static TheoryData<string, string> Structures => new()
    {
        { "pfx", nameof(ContentKind.Pfx) },
        { "certificate", nameof(ContentKind.Certificate) },
        { "request", nameof(ContentKind.Certificate) },
        { "chain", nameof(ContentKind.SignedData) },
        { "message", nameof(ContentKind.Pkcs7) },
        { "pkcs8", nameof(ContentKind.PrivateKey) },
        { "pkcs8 ec", nameof(ContentKind.PrivateKey) },
        { "pkcs8 encrypted", nameof(ContentKind.EncryptedPrivateKey) },
        { "pkcs1", nameof(ContentKind.PrivateKey) },
        { "sec1", nameof(ContentKind.PrivateKey) },
        { "spki", nameof(ContentKind.PublicKey) },
        { "pkcs1 public", nameof(ContentKind.PublicKey) },
    };

    [Theory]
    [MemberData(nameof(Structures))]
    public void A_structure_is_told_by_its_first_members(string what, string kind) =>
        Assert.Equal(kind, ContentRecognizer.Recognize(Make(what)).ToString());

    [Theory]
    [MemberData(nameof(Structures))]
    public void Base64_and_utf16_around_it_are_taken_off(string what, string kind)
    {
        var bytes = Make(what);
        var base64 = Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);
        foreach (var content in new[]
        {
            Encoding.ASCII.GetBytes(base64), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(base64)],
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(base64)], Encoding.BigEndianUnicode.GetBytes(base64),
        })
        {
            using var found = RecognizedContent.Read(content, 8);

            Assert.Equal(kind, found.Kind.ToString());
            Assert.Equal(bytes, found.Bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void A_pem_block_is_told_by_its_content_and_not_by_its_label(string what, string kind)
    {
        using var found = RecognizedContent.Read(
            Encoding.ASCII.GetBytes("a note\n" + PemEncoding.WriteString("ANYTHING", Make(what))), 8);

        Assert.Equal(ContentKind.Pem, found.Kind);
        var block = Assert.Single(found.Blocks);
        Assert.Equal(("ANYTHING", kind), (block.Label, block.Kind.ToString()));
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void What_is_cut_off_is_still_a_structure(string what, string kind)
    {
        var whole = Make(what);
        for (var length = 4; length < whole.Length; length += length < 64 ? 1 : 97)
        {
            var found = ContentRecognizer.Recognize(whole.AsSpan(0, length));

            Assert.False(
                found is ContentKind.Empty or ContentKind.Unknown or ContentKind.Text or ContentKind.Pem or ContentKind.Markup,
                $"{length} bytes of {what} ({kind}) are {found}.");
        }
    }

    [Theory]
    [InlineData("", nameof(ContentKind.Empty))]
    [InlineData("RSA1....", nameof(ContentKind.CngPublicKey))]
    [InlineData("RSA2....", nameof(ContentKind.CngPrivateKey))]
    [InlineData("RSA3....", nameof(ContentKind.CngPrivateKey))]
    [InlineData("\u00FE\u00ED\u00FE\u00ED\0\0\0\u0002", nameof(ContentKind.JavaKeyStore))]
    [InlineData("\u00CE\u00CE\u00CE\u00CE\0\0\0\u0002", nameof(ContentKind.JavaKeyStore))]
    [InlineData("PK\u0003\u0004\u0014\0", nameof(ContentKind.Zip))]
    [InlineData("\r\n  <!DOCTYPE html>", nameof(ContentKind.Markup))]
    [InlineData("\u00EF\u00BB\u00BF<?xml version=\"1.0\"?>", nameof(ContentKind.Markup))]
    [InlineData("0123456789 is a text", nameof(ContentKind.Text))]
    [InlineData("Zo\u00EB said:\n-----BEGIN CERTIFICATE-----\n", nameof(ContentKind.Pem))]
    [InlineData("\u00FF\u00FEM\0I\0I\0", nameof(ContentKind.Text))]
    [InlineData("\u0001\u0080\u0099", nameof(ContentKind.Unknown))]
    [InlineData("0", nameof(ContentKind.Asn1))]
    [InlineData("0\u0082\u0001\u0001\u0005\0", nameof(ContentKind.Asn1))]
    public void Other_content_is_told_by_its_first_bytes(string content, string kind) =>
        Assert.Equal(kind, ContentRecognizer.Recognize(Encoding.Latin1.GetBytes(content)).ToString());

    [Fact]
    public void What_was_decoded_is_overwritten_and_the_callers_content_is_not()
    {
        var content = Encoding.ASCII.GetBytes(PemEncoding.WriteString("PRIVATE KEY", Make("pkcs8")));
        var before = (byte[])content.Clone();
        byte[] decoded;
        using (var found = RecognizedContent.Read(content, 8))
        {
            decoded = found.Blocks[0].Bytes!;
            Assert.Contains(decoded, octet => octet != 0);
        }

        Assert.All(decoded, octet => Assert.Equal(0, octet));
        Assert.Equal(before, content);
    }

    [Fact]
    public void Blocks_without_end_or_base64_are_kept_without_content()
    {
        using var found = RecognizedContent.Read(
            ("-----BEGIN A-----\n?\n-----END A-----\n"u8
                + "-----BEGIN B-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END B-----\n"u8
                + "-----BEGIN C-----\nAAAA\n"u8).ToArray(),
            8);

        Assert.Equal(["A", "B", "C"], [found.Blocks[0].Label, found.Blocks[1].Label, found.Blocks[2].Label]);
        Assert.All(found.Blocks, block => Assert.Null(block.Bytes));
        Assert.True(found.Blocks[1].HasEncryptionHeader);
    }

    private static byte[] Make(string what)
    {
        var request = new CertificateRequest("CN=anna", Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        return what switch
        {
            "pfx" => certificate.Export(X509ContentType.Pfx, "x"),
            "certificate" => certificate.RawData,
            "request" => request.CreateSigningRequest(),
            "chain" => new X509Certificate2Collection(certificate).Export(X509ContentType.Pkcs7)!,
            "message" => Message(),
            "pkcs8" => Rsa.ExportPkcs8PrivateKey(),
            "pkcs8 ec" => Ec.ExportPkcs8PrivateKey(),
            "pkcs8 encrypted" =>
                Rsa.ExportEncryptedPkcs8PrivateKey(
                    "x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)),
            "pkcs1" => Rsa.ExportRSAPrivateKey(),
            "sec1" => Ec.ExportECPrivateKey(),
            "spki" => Rsa.ExportSubjectPublicKeyInfo(),
            _ => Rsa.ExportRSAPublicKey(),
        };
    }

    // ContentInfo of an encrypted message (id-envelopedData), as far as it matters here.
    private static byte[] Message()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.3");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteOctetString(new byte[200]);
            }
        }

        return writer.Encode();
    }
}
