using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx.Writing;

public sealed class PfxWriterTests : IDisposable
{
    private const string LocalKeyId = "1.2.840.113549.1.9.21";
    private const string FriendlyName = "1.2.840.113549.1.9.20";

    private readonly SourcePfx _source = new();

    public void Dispose() => _source.Dispose();

    [Theory]
    [InlineData(SmimePfxEncryption.TripleDesSha1, "HMAC-SHA1", "PBES1 3DES-CBC (SHA-1)")]
    [InlineData(SmimePfxEncryption.Aes256Sha256, "HMAC-SHA256", "PBES2 AES-256-CBC (HMAC-SHA256)")]
    public void The_protection_is_the_chosen_one_throughout(SmimePfxEncryption scheme, string mac, string encryption)
    {
        using var contents = _source.AddPair(_source.Make("Alice")).AddPair(_source.Make("Bob")).Open();

        using var written = Reopen(Write(contents, "x", new() { Encryption = scheme, Iterations = 1234 }), "x");

        var protection = written.Protection;
        Assert.Equal((mac, 1234), (protection.MacAlgorithm, protection.MacIterations));
        Assert.Equal([(encryption, 1234)], protection.CertificateEncryption.Select(part => (part.Algorithm, part.Iterations)));
        Assert.Equal(
            [(encryption, 1234), (encryption, 1234)], protection.KeyEncryption.Select(part => (part.Algorithm, part.Iterations)));
    }

    [Theory]
    [InlineData(SmimePfxEncryption.TripleDesSha1)]
    [InlineData(SmimePfxEncryption.Aes256Sha256)]
    public void An_independent_reader_finds_the_structure_of_the_standard(SmimePfxEncryption scheme)
    {
        var alice = _source.Make("Alice");
        var bob = _source.Make("Bob");
        using var contents = _source.AddPair(alice, "Alice 🔑").AddPair(bob).Open();

        var info = Pkcs12Info.Decode(Write(contents, "Sésame", new() { Encryption = scheme, Iterations = 50 }), out var consumed);

        Assert.Equal(Pkcs12IntegrityMode.Password, info.IntegrityMode);
        Assert.True(info.VerifyMac("Sésame"));
        Assert.False(info.VerifyMac("Sesame"));
        Assert.Equal(2, info.AuthenticatedSafe.Count);
        var (certificates, keys) = (info.AuthenticatedSafe[0], info.AuthenticatedSafe[1]);
        Assert.Equal(Pkcs12ConfidentialityMode.Password, certificates.ConfidentialityMode);
        Assert.Equal(Pkcs12ConfidentialityMode.None, keys.ConfidentialityMode);
        certificates.Decrypt("Sésame");

        var certificateBags = certificates.GetBags().Cast<Pkcs12CertBag>().ToList();
        Assert.Equal([alice.RawData, bob.RawData], certificateBags.Select(bag => bag.GetCertificate().RawData));
        Assert.Equal([[FriendlyName, LocalKeyId], [LocalKeyId]], certificateBags.Select(Attributes));
        var keyBags = keys.GetBags().Cast<Pkcs12ShroudedKeyBag>().ToList();
        Assert.Equal([[LocalKeyId], [LocalKeyId]], keyBags.Select(Attributes));
        Assert.Equal([alice.GetCertHash(), bob.GetCertHash()], keyBags.Select(KeyId));
        Assert.Equal([alice.GetCertHash(), bob.GetCertHash()], certificateBags.Select(KeyId));
        Assert.True(consumed > 0);
    }

    [Theory]
    [InlineData(SmimePfxEncryption.TripleDesSha1, "correct horse battery staple")]
    [InlineData(SmimePfxEncryption.TripleDesSha1, "Schlüssel€")]
    [InlineData(SmimePfxEncryption.TripleDesSha1, "🔐パスワード")]
    [InlineData(SmimePfxEncryption.TripleDesSha1, "")]
    [InlineData(SmimePfxEncryption.TripleDesSha1, null)]
    [InlineData(SmimePfxEncryption.Aes256Sha256, "correct horse battery staple")]
    [InlineData(SmimePfxEncryption.Aes256Sha256, "Schlüssel€")]
    [InlineData(SmimePfxEncryption.Aes256Sha256, "🔐パスワード")]
    [InlineData(SmimePfxEncryption.Aes256Sha256, "")]
    [InlineData(SmimePfxEncryption.Aes256Sha256, null)]
    public void Any_password_opens_what_was_written_under_it_and_no_other_does(SmimePfxEncryption scheme, string? password)
    {
        using var contents = _source.AddPair(_source.Make("Alice")).Open();

        var content = Write(contents, password, new() { Encryption = scheme, Iterations = 10 });

        using var written = Reopen(content, password);
        Assert.Single(written.KeyPairs);
        Assert.True(Pkcs12Info.Decode(content, out _).VerifyMac(password));
        Assert.False(Pkcs12Info.Decode(content, out _)
            .VerifyMac(password switch { null => string.Empty, "" => null, _ => password + " " }));
        using var platform = X509CertificateLoader.LoadPkcs12(content, password);
        Assert.True(platform.HasPrivateKey);
        Assert.Equal(PfxErrorKind.PasswordIncorrect, Assert.Throws<PfxException>(() => Reopen(content, password + "x")).Kind);
    }

    [Fact]
    public void A_password_of_any_length_works()
    {
        using var contents = _source.AddPair(_source.Make("Alice")).Open();
        var password = string.Concat(Enumerable.Repeat("0123456789", 100));

        using var written = Reopen(Write(contents, password, new() { Iterations = 1 }), password);

        Assert.Equal(1, written.Protection.MacIterations);
    }

    [Fact]
    public void One_iteration_of_the_integrity_check_is_left_out_as_DER_wants()
    {
        using var contents = _source.AddPair(_source.Make("Alice")).Open();

        var content = Write(contents, "x", new() { Iterations = 1 });

        // The last element is then the salt of 16 bytes, not an INTEGER.
        Assert.Equal([0x04, 0x10], content[^18..^16]);
    }

    [Fact]
    public void Leaves_come_first_then_the_others_in_their_order_and_nothing_twice()
    {
        var root = _source.Make("Root", isAuthority: true);
        var alice = _source.Make("Alice", root);
        var bob = _source.Make("Bob", root);
        using var contents = _source.AddCertificate(root).AddPair(alice).AddPair(bob).Open();
        using var password = SecretText.Copy("x");
        var (first, second) = (contents.KeyPairs[0], contents.KeyPairs[1]);

        var content = PfxWriter.Write(
            [second, first, second], [first.Chain[0], second.Certificate, first.Chain[0]], password, new() { Iterations = 1 });

        using var written = Reopen(content, "x");
        Assert.Equal(["CN=Bob", "CN=Alice", "CN=Root"], written.Certificates.Select(certificate => certificate.Subject));
        Assert.Equal(["CN=Bob", "CN=Alice"], written.KeyPairs.Select(pair => pair.Certificate.Subject));
        Assert.Equal(2, written.Protection.KeyEncryption.Count);
    }

    [Theory]
    [InlineData(SmimePfxEncryption.TripleDesSha1)]
    [InlineData(SmimePfxEncryption.Aes256Sha256)]
    public void Neither_keys_nor_names_nor_certificates_stand_in_clear(SmimePfxEncryption scheme)
    {
        var root = _source.Make("Contoso Root", isAuthority: true);
        using var contents = _source.AddPair(_source.Make("Alice Adams", root), "Alice's key").AddCertificate(root).Open();
        using var password = SecretText.Copy("Sesame-open-now");
        var pair = contents.KeyPairs[0];

        var content = PfxWriter.Write([pair], pair.Chain, password, new() { Encryption = scheme, Iterations = 1 });

        var secrets = new List<byte[]> { pair.Certificate.RawData, pair.Chain[0].RawData, pair.PrivateKey.Span.ToArray() };
        foreach (var text in new[] { "Alice Adams", "Alice's key", "Alice.Adams@contoso.com", "Contoso Root", "Sesame-open-now" })
        {
            secrets.AddRange(
                [Encoding.UTF8.GetBytes(text), Encoding.BigEndianUnicode.GetBytes(text), Encoding.Unicode.GetBytes(text)]);
        }

        foreach (var secret in secrets)
        {
            for (var at = 0; at + 8 <= secret.Length; at += 4)
            {
                Assert.Equal(-1, content.AsSpan().IndexOf(secret.AsSpan(at, Math.Min(12, secret.Length - at))));
            }
        }

        Assert.NotEqual(-1, content.AsSpan().IndexOf(Convert.FromHexString(pair.Certificate.Thumbprint)));
    }

    [Theory]
    [InlineData(SmimePfxEncryption.TripleDesSha1)]
    [InlineData(SmimePfxEncryption.Aes256Sha256)]
    public void Every_salt_and_initial_value_is_new(SmimePfxEncryption scheme)
    {
        using var contents = _source.AddPair(_source.Make("Alice")).AddPair(_source.Make("Bob")).Open();
        var options = new PfxWriteOptions { Encryption = scheme, Iterations = 1 };

        var values = new[] { Write(contents, "x", options), Write(contents, "x", options) }.SelectMany(RandomValues).ToList();

        // Of each file: the certificates, two keys and the integrity check have a salt, and with AES all but the last one an IV.
        Assert.Equal(2 * (scheme == SmimePfxEncryption.Aes256Sha256 ? 7 : 4), values.Count);
        Assert.Equal(values.Count, values.Distinct().Count());
    }

    [Fact]
    public void Friendly_names_are_kept_whatever_they_contain_or_dropped()
    {
        using var contents = _source.AddPair(_source.Make("Alice"), "Alice «🔑» " + new string('x', 40)).Open();

        using var kept = Reopen(Write(contents, "x", new() { Iterations = 1 }), "x");
        using var dropped = Reopen(Write(contents, "x", new() { Iterations = 1, IncludeFriendlyNames = false }), "x");

        Assert.Equal("Alice «🔑» " + new string('x', 40), Assert.Single(kept.KeyPairs).FriendlyName);
        Assert.Null(Assert.Single(dropped.KeyPairs).FriendlyName);
    }

    [OpenSslTheory]
    [InlineData("rsa:2048", "RSA")]
    [InlineData("rsa-pss -pkeyopt rsa_keygen_bits:2048", "RSASSA-PSS")]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-384", "EC")]
    [InlineData("ec -pkeyopt ec_paramgen_curve:brainpoolP256r1", "EC")]
    [InlineData("ed25519", "Ed25519")]
    [InlineData("ed448", "Ed448")]
    public void Keys_of_every_kind_are_written_byte_for_byte(string options, string algorithm)
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("alice", options.Split(' '));
        openSsl.Run(
            "pkcs12", "-export", "-in", "alice.pem", "-inkey", "alice.key", "-out", "alice.pfx", "-passout", "pass:Secret-1");
        using var source = Reopen(openSsl.Read("alice.pfx"), "Secret-1");

        using var written = Reopen(Write(source, "x", new() { Iterations = 1 }), "x");

        Assert.Equal(algorithm, written.KeyPairs[0].Certificate.KeyAlgorithm);
        Assert.Equal(source.KeyPairs[0].PrivateKey.Span.ToArray(), written.KeyPairs[0].PrivateKey.Span.ToArray());
    }

    [Fact]
    public void What_cannot_be_written_is_refused()
    {
        using var contents = _source.AddPair(_source.Make("Alice")).Open();
        using var password = SecretText.Copy("x");

        Assert.Throws<ArgumentException>(() => PfxWriter.Write([], [], password));
        Assert.Throws<ArgumentException>(() => Write(contents, "x", new() { Iterations = 0 }));
        Assert.Throws<ArgumentException>(() => Write(contents, "x", new() { Iterations = 10_000_001 }));
        Assert.Throws<ArgumentException>(() => Write(contents, "x", new() { Encryption = (SmimePfxEncryption)7 }));
        contents.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Write(contents, "x", new() { Iterations = 1 }));
    }

    private static byte[] Write(PfxContents contents, string? password, PfxWriteOptions options)
    {
        using var secret = Secret(password);
        return PfxWriter.Write(contents.KeyPairs, [], secret, options);
    }

    private static PfxContents Reopen(byte[] content, string? password)
    {
        using var secret = Secret(password);
        return PfxReader.Open(content, secret);
    }

    private static SecretText Secret(string? password) => password is null ? SecretText.Absent() : SecretText.Copy(password);

    private static IEnumerable<string> Attributes(Pkcs12SafeBag bag) =>
        bag.Attributes.Cast<System.Security.Cryptography.CryptographicAttributeObject>()
            .Select(attribute => attribute.Oid.Value!);

    private static byte[] KeyId(Pkcs12SafeBag bag) =>
        bag.Attributes.Cast<System.Security.Cryptography.CryptographicAttributeObject>()
            .SelectMany(attribute => attribute.Values.Cast<System.Security.Cryptography.AsnEncodedData>())
            .OfType<Pkcs9LocalKeyId>().Single().KeyId.ToArray();

    // All OCTET STRINGs of 16 bytes: salts and initial values are the only ones.
    private static List<string> RandomValues(byte[] content)
    {
        var values = new List<string>();
        Walk(new AsnReader(content, AsnEncodingRules.DER));
        return values;

        void Walk(AsnReader reader)
        {
            while (reader.HasData)
            {
                var isConstructed = reader.PeekTag().IsConstructed;
                var isOctetString = reader.PeekTag() == Asn1Tag.PrimitiveOctetString;
                var value = reader.PeekContentBytes();
                reader.ReadEncodedValue();
                if (isOctetString && value.Length == 16)
                {
                    values.Add(Convert.ToHexString(value.Span));
                }
                else if (isConstructed || (isOctetString && IsSequence(value.Span)))
                {
                    Walk(new AsnReader(value, AsnEncodingRules.DER));
                }
            }
        }

        static bool IsSequence(ReadOnlySpan<byte> value) =>
            value.Length > 1 && value[0] == 0x30
            && AsnDecoder.TryReadEncodedValue(value, AsnEncodingRules.DER, out _, out _, out _, out var length)
            && length == value.Length;
    }
}
