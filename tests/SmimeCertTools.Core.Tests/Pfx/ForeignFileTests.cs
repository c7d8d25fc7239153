using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Algorithms;
using SmimeCertTools.Core.Pfx.Inspection;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Fuzzing.Seeds;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>What lies where a PFX was expected is told for what it is, with what to do.</summary>
public sealed class ForeignFileTests
{
    private static readonly string Pfx = Convert.ToBase64String(Recipe().Build(), Base64FormattingOptions.InsertLineBreaks);

    public static TheoryData<string, byte[], string, string> Texts()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Alice", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
        var (pem, secret) = (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        var pkcs7 = Convert.ToBase64String(new X509Certificate2Collection(certificate).Export(X509ContentType.Pkcs7)!);
        return new()
        {
            { "certutil -encode", Ascii(Armour("CERTIFICATE", Pfx)), "PFX in PEM armour", "certutil -decode" },
            { "PKCS12 label", Ascii(Armour("PKCS12", Pfx)), "PFX in PEM armour", "certutil -decode" },
            { "base64", Ascii(Pfx), "PFX in base64 text", "certutil -decode" },
            { "base64 on one line", Ascii(Pfx.ReplaceLineEndings("")), "PFX in base64 text", "openssl base64 -d" },
            { "base64 after a mark", [0xEF, 0xBB, 0xBF, .. Ascii(Pfx)], "PFX in base64 text", "certutil -decode" },
            { "base64 in UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Pfx)], "PFX in base64 text", "certutil -decode" },
            {
                "PEM in UTF-16",
                [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Armour("CERTIFICATE", Pfx))],
                "PFX in PEM", "certutil -decode"
            },
            { "half of base64", Ascii(Pfx[..501]), "base64 text, which breaks off", "Copy it again" },
            {
                "certificate",
                Ascii(pem),
                "PEM text, and it looks like a certificate without a private key", "together with its private key"
            },
            {
                "certificate in base64",
                Ascii(Convert.ToBase64String(certificate.RawData)),
                "base64 text, and it looks like a certificate", "Export"
            },
            {
                "certificate and key",
                Ascii(pem + "\n" + secret),
                "PEM text with a certificate and a private key", "openssl pkcs12 -export"
            },
            {
                "what openssl prints",
                Ascii("Bag Attributes\n    localKeyID: 01\n" + pem + "\n" + secret),
                "with a certificate and a private key", "openssl pkcs12 -export"
            },
            { "key", Ascii(secret), "private key and no certificate", "openssl pkcs12 -export" },
            {
                "encrypted key",
                Ascii(key.ExportEncryptedPkcs8PrivateKeyPem("x", encryption)),
                "private key and no certificate", "openssl pkcs12 -export"
            },
            { "request", Ascii(request.CreateSigningRequestPem()), "certificate request", "Let the CA issue" },
            { "request in DER", request.CreateSigningRequest(), "certificate request", "Let the CA issue" },
            { "public key", Ascii(key.ExportSubjectPublicKeyInfoPem()), "it is a public key", "right file" },
            { "p7b", Ascii(Armour("PKCS7", pkcs7)), "PKCS#7 file (.p7b)", "together with its private key" },
            { "OpenSSH", Ascii(Armour("OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjEAAAAA")), "key of SSH", "right file" },
            { "PuTTY", Ascii("PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\n"), "key of SSH", "right file" },
            {
                "PGP",
                Ascii("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQWGBGV=\n-----END PGP PRIVATE KEY BLOCK-----\n"),
                "OpenPGP", "right file"
            },
            {
                "Git LFS",
                Ascii("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 2438\n"),
                "pointer of Git LFS", "git lfs pull"
            },
            { "JSON", Ascii("{\"value\":\"" + Pfx.ReplaceLineEndings("") + "\"}"), "JSON", "base64" },
            { "HTML", Ascii("\r\n<!DOCTYPE html><html><head><title>Sign in"), "HTML", "download the file again" },
            { "XML after a mark", [0xEF, 0xBB, 0xBF, .. Ascii("<?xml version=\"1.0\"?><Error/>")], "HTML or XML", "download" },
            { "UTF-16 text", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("hello")], "UTF-16 text", "binary form" },
            { "mail", Ascii("Received: from a by b; Sat, 28 Nov 2026\r\n"), "mail message", "attachment" },
            { "text", Ascii("the file is on the other share"), "it is text", "right file" },
        };
    }

    public static TheoryData<string, byte[], string, string> Binaries() => new()
    {
        { "empty", [], "it is empty", "available offline" },
        {
            "JKS",
            [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 4],
            "key store of Java", "keytool -importkeystore"
        },
        {
            "JCEKS",
            [0xCE, 0xCE, 0xCE, 0xCE, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 4],
            "key store of Java", "-deststoretype PKCS12"
        },
        { "ZIP", Zip(), "it is a ZIP file.", "Unpack it first." },
        { "ZIP under a password", [.. Zip()[..6], 1, .. Zip()[7..]], "ZIP file under a password", "password of the ZIP" },
        { "gzip", Gzip(), "gzip", "Unpack" },
        { "7-Zip", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0], "7-Zip", "Unpack" },
        { "PDF", Ascii("%PDF-1.7\n%\u00E2"), "PDF", "right file" },
        {
            "DPAPI",
            [1, 0, 0, 0, 0xD0, 0x8C, 0x9D, 0xDF, 1, 0x15, 0xD1, 0x11, 0x8C, 0x7A, 0, 0xC0, 0x4F, 0xC2, 0x97, 0xEB, 1, 0, 0, 0],
            "DPAPI", "export the certificate there"
        },
        { "store", [0, 0, 0, 0, 0x43, 0x45, 0x52, 0x54, 0x20, 0, 0, 0, 1, 0, 0, 0], ".sst", "private key" },
        { "shortcut", [0x4C, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0], "shortcut", "leads to" },
        { "message", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0, 0, 0, 0, 0, 0, 0], ".msg", "attachment" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    [MemberData(nameof(Binaries))]
    public void It_is_told_for_what_it_is(string name, byte[] content, string whatItIs, string advice)
    {
        var error = Assert.Throws<PfxException>(() => Open(content, "Secret-1"));

        Assert.Equal((name, "PfxNotRecognized"), (name, error.ErrorId));
        Assert.Contains(whatItIs, error.Message);
        Assert.Contains(advice, error.Message);
        Assert.Equal(error.Message, Assert.Throws<PfxException>(
            () => PfxInspector.Inspect(content, null, new PfxReadOptions { Path = "/data/alice.pfx" })).Message);
    }

    [OpenSslFact]
    public void What_an_authority_archived_is_to_be_recovered_first()
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("agent", "rsa:2048");
        File.WriteAllText(openSsl.PathOf("key.bin"), "an archived key");
        openSsl.Run("cms", "-encrypt", "-binary", "-in", "key.bin", "-outform", "DER", "-out", "inner.der", "agent.pem");
        openSsl.Run("cms", "-sign", "-binary", "-nodetach", "-in", "inner.der", "-signer", "agent.pem", "-inkey", "agent.key",
            "-outform", "DER", "-out", "blob.der");

        foreach (var (file, what) in new[] { ("blob.der", "it is a key recovery blob"), ("inner.der", "a key recovery blob of") })
        {
            byte[] content = openSsl.Read(file);
            var text = Ascii(Armour("CERTIFICATE", Convert.ToBase64String(content)));
            foreach (var form in new[] { content, text })
            {
                var error = Assert.Throws<PfxException>(() => Open(form, "Secret-1"));
                Assert.Equal("PfxNotRecognized", error.ErrorId);
                Assert.Contains(what, error.Message);
                Assert.Contains("certutil -recoverkey", error.Message);
            }
        }
    }

    [Fact]
    public void A_file_for_accounts_of_a_domain_is_told_when_the_password_fails()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.3.6.1.4.1.311.17.4");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)))
            {
                writer.WriteOctetString(new byte[200]);
            }
        }

        var recipe = Recipe();
        var file = (recipe with { Parts = [.. recipe.Parts, new(null, PfxBagRecipe.Other(5, writer.Encode()))] }).Build();

        var wrong = Assert.Throws<PfxException>(() => Open(file, "Secret-2"));
        Assert.Equal("PfxProtectedToAccount", wrong.ErrorId);
        Assert.Contains("accounts or groups of a Windows domain", wrong.Message);
        var none = PfxInspector.Inspect(file, null);
        Assert.False(none.IsOpened);
        Assert.Equal("PfxProtectedToAccount", none.OpenError!.ErrorId);
        using var contents = Open(file, "Secret-1");
        Assert.Single(contents.KeyPairs);
    }

    [Theory]
    [InlineData("Secret-2", "upper and lower case", null)]
    [InlineData(" Secret-1", "blank at an end", "quotation")]
    [InlineData("Secret-1\u00A0", "blank at an end", "zeros")]
    [InlineData("\"Secret-1\"", "quotation marks", "blank")]
    [InlineData("\u201CSecret-1\u201D", "quotation marks", "blank")]
    [InlineData("Gr\u00FC\u00DFe", "code page", "zeros")]
    [InlineData("71234", "leading zeros", "code page")]
    [InlineData("1.23457E+15", "leading zeros", "quotation")]
    public void A_wrong_password_is_advised_about_as_it_looks(string password, string hint, string? other)
    {
        var error = Assert.Throws<PfxException>(() => Open(Recipe().Build(), password));

        Assert.Equal("PfxPasswordIncorrect", error.ErrorId);
        Assert.Contains(hint, error.Message);
        Assert.DoesNotContain(password.Trim(), error.Message);
        if (other is not null)
        {
            Assert.DoesNotContain(other, error.Message);
        }
    }

    [Fact]
    public void Whitespace_after_a_PFX_is_nothing()
    {
        using var contents = Open([.. Recipe().Build(), (byte)'\r', (byte)'\n'], "Secret-1");

        Assert.Single(contents.KeyPairs);
    }

    private static PfxRecipe Recipe() => PfxSeeds.Usual(SeedKey.Create("ec-p256", "Alice"), PfxCipher.Usual, PfxMac.All[1]);

    private static string Armour(string label, string base64) =>
        "-----BEGIN " + label + "-----\r\n" + base64 + "\r\n-----END " + label + "-----\r\n";

    private static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Zip()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("alice.pfx").Open())
        {
            entry.Write(new byte[100]);
        }

        return stream.ToArray();
    }

    private static byte[] Gzip()
    {
        using var stream = new MemoryStream();
        using (var packed = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            packed.Write(new byte[100]);
        }

        return stream.ToArray();
    }

    private static PfxContents Open(byte[] content, string password)
    {
        using var secret = SecretText.Copy(password);
        return PfxReader.Open(content, secret, new PfxReadOptions { Path = "/data/alice.pfx" });
    }
}
