using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>Files made by openssl, of every encoding it writes.</summary>
public sealed class PfxReaderOpenSslTests
{
    private static readonly string[] Ec = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"];

    [OpenSslTheory]
    [InlineData("-legacy", "HMAC-SHA1", "PBES1 RC2-40-CBC (SHA-1)", "PBES1 3DES-CBC (SHA-1)")]
    [InlineData(
        "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1",
        "HMAC-SHA1",
        "PBES1 3DES-CBC (SHA-1)",
        "PBES1 3DES-CBC (SHA-1)")]
    [InlineData("", "HMAC-SHA256", "PBES2 AES-256-CBC (HMAC-SHA256)", "PBES2 AES-256-CBC (HMAC-SHA256)")]
    [InlineData(
        "-keypbe AES-128-CBC -certpbe AES-192-CBC -macalg sha512",
        "HMAC-SHA512",
        "PBES2 AES-192-CBC (HMAC-SHA256)",
        "PBES2 AES-128-CBC (HMAC-SHA256)")]
    [InlineData("-macalg sha384 -certpbe NONE", "HMAC-SHA384", "None", "PBES2 AES-256-CBC (HMAC-SHA256)")]
    [InlineData("-macalg sha3-256", "HMAC-SHA3-256", "PBES2 AES-256-CBC (HMAC-SHA256)", "PBES2 AES-256-CBC (HMAC-SHA256)")]
    [InlineData("-nomac", null, "None", "PBES2 AES-256-CBC (HMAC-SHA256)")]
    [InlineData("-nomac -certpbe AES-256-CBC", null, "PBES2 AES-256-CBC (HMAC-SHA256)", "PBES2 AES-256-CBC (HMAC-SHA256)")]
    [InlineData("-keypbe NONE -certpbe NONE", "HMAC-SHA256", "None", "None")]
    public void Each_encoding_opens_with_its_key_pair(string options, string? mac, string certificates, string keys)
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("alice", "rsa:2048");
        Export(openSsl, "alice", ["-name", "Alice's key", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        using var contents = Open(openSsl, "alice");

        var pair = PfxKeyPairs.Single(contents, null);
        using var expected = X509Certificate2.CreateFromPem(File.ReadAllText(openSsl.PathOf("alice.pem")));
        Assert.Equal(expected.Thumbprint, pair.Certificate.Thumbprint);
        Assert.Equal("Alice's key", pair.FriendlyName);
        Assert.Equal(["alice@contoso.com"], pair.Certificate.EmailAddresses);
        Assert.Equal(mac, contents.Protection.MacAlgorithm);
        Assert.Equal(mac is null ? 0 : 2048, contents.Protection.MacIterations);
        Assert.Equal([certificates], contents.Protection.CertificateEncryption.Select(encryption => encryption.Algorithm));
        Assert.Equal([keys], contents.Protection.KeyEncryption.Select(encryption => encryption.Algorithm));
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(pair.PrivateKey.Span, out _);
        using var publicKey = expected.GetRSAPublicKey();
        byte[] data = [1, 2, 3];
        var signature = key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.True(publicKey!.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [OpenSslTheory]
    [InlineData("EC", "ec -pkeyopt ec_paramgen_curve:P-256")]
    [InlineData("EC", "ec -pkeyopt ec_paramgen_curve:P-521")]
    [InlineData("EC", "ec -pkeyopt ec_paramgen_curve:brainpoolP256r1")]
    [InlineData("EC", "ec -pkeyopt ec_paramgen_curve:P-384 -pkeyopt ec_param_enc:explicit")]
    [InlineData("Ed25519", "ed25519")]
    [InlineData("Ed448", "ed448")]
    [InlineData("RSASSA-PSS", "rsa-pss -pkeyopt rsa_keygen_bits:2048")]
    [InlineData("RSA", "rsa:2056")]
    public void Each_kind_of_key_is_proven_to_match(string algorithm, string options)
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("alice", options.Split(' '));
        Export(openSsl, "alice");

        using var contents = Open(openSsl, "alice");

        Assert.Equal(algorithm, PfxKeyPairs.Single(contents, null).Certificate.KeyAlgorithm);
    }

    [OpenSslTheory]
    [InlineData("wrong", "")]
    [InlineData("wrong", "-nomac")]
    [InlineData("wrong", "-nomac -certpbe AES-256-CBC")]
    [InlineData("wrong", "-legacy")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_wrong_password_is_reported_as_such(string? password, string options)
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("alice", Ec);
        Export(openSsl, "alice", options.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        using var text = password is null ? SecretText.Absent() : SecretText.Copy(password);

        var error = Assert.Throws<PfxException>(
            () => PfxReader.Open(openSsl.Read("alice.pfx"), text, new PfxReadOptions { Path = "/data/alice.pfx" }));

        Assert.Equal(PfxErrorKind.PasswordIncorrect, error.Kind);
        Assert.Equal("PfxPasswordIncorrect", error.ErrorId);
        Assert.Contains("/data/alice.pfx", error.Message);
        Assert.DoesNotContain("wrong", error.Message);
        Assert.Null(error.InnerException);
    }

    [OpenSslFact]
    public void A_file_without_a_password_opens_with_the_empty_and_with_the_absent_one()
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("alice", Ec);
        openSsl.Run("pkcs12", "-export", "-in", "alice.pem", "-inkey", "alice.key", "-out", "alice.pfx", "-passout", "pass:");

        using var empty = SecretText.Copy(string.Empty);
        using var absent = SecretText.Absent();
        using var first = PfxReader.Open(openSsl.Read("alice.pfx"), empty);
        using var second = PfxReader.Open(openSsl.Read("alice.pfx"), absent);

        Assert.Single(first.KeyPairs);
        Assert.Single(second.KeyPairs);
    }

    [OpenSslFact]
    public void The_chain_is_found_in_any_order_and_strangers_are_left_out()
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("root", Ec);
        openSsl.MakeCertificate("stranger", Ec);
        openSsl.Issue("middle", "root", isAuthority: true);
        openSsl.Issue("alice", "middle", isAuthority: false);
        var others = new[] { "stranger", "root", "middle" }.Select(name => File.ReadAllText(openSsl.PathOf(name + ".pem")));
        File.WriteAllText(openSsl.PathOf("others.pem"), string.Concat(others));
        Export(openSsl, "alice", "-certfile", "others.pem");

        using var contents = Open(openSsl, "alice");

        var pair = PfxKeyPairs.Single(contents, null);
        Assert.Equal(["CN=middle", "CN=root"], pair.Chain.Select(issuer => issuer.Subject));
        Assert.Equal(4, contents.Certificates.Count);
    }

    [OpenSslFact]
    public void Of_two_issuers_with_one_name_the_one_that_signed_is_taken()
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("root", Ec);
        File.Copy(openSsl.PathOf("root.pem"), openSsl.PathOf("right.pem"));
        openSsl.Issue("alice", "root", isAuthority: false);
        openSsl.MakeCertificate("root", Ec);
        File.WriteAllText(
            openSsl.PathOf("others.pem"),
            File.ReadAllText(openSsl.PathOf("root.pem")) + File.ReadAllText(openSsl.PathOf("right.pem")));
        Export(openSsl, "alice", "-certfile", "others.pem");

        using var contents = Open(openSsl, "alice");

        using var expected = X509Certificate2.CreateFromPem(File.ReadAllText(openSsl.PathOf("right.pem")));
        Assert.Equal([expected.Thumbprint], PfxKeyPairs.Single(contents, null).Chain.Select(issuer => issuer.Thumbprint));
    }

    [OpenSslFact]
    public void Certificates_without_a_key_are_listed_and_the_missing_key_is_named()
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("alice", Ec);
        openSsl.Run("pkcs12", "-export", "-nokeys", "-in", "alice.pem", "-out", "alice.pfx", "-passout", "pass:Secret-1");

        using var contents = Open(openSsl, "alice");

        Assert.Single(contents.Certificates);
        Assert.Equal(PfxErrorKind.NoPrivateKey, Assert.Throws<PfxException>(() => PfxKeyPairs.Single(contents, null)).Kind);
    }

    [OpenSslFact]
    public void A_key_without_a_certificate_is_named()
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("alice", Ec);
        openSsl.Run("pkcs12", "-export", "-nocerts", "-inkey", "alice.key", "-out", "alice.pfx", "-passout", "pass:Secret-1");

        using var contents = Open(openSsl, "alice");

        Assert.Single(contents.UnmatchedKeys);
        Assert.Equal(PfxErrorKind.NoCertificate, Assert.Throws<PfxException>(() => PfxKeyPairs.Single(contents, null)).Kind);
    }

    [OpenSslFact]
    public void Certificates_can_be_listed_without_opening_the_key()
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("alice", Ec);
        Export(openSsl, "alice");

        using var contents = Open(openSsl, "alice", new PfxReadOptions { CertificatesOnly = true });

        Assert.Single(contents.Certificates);
        Assert.Empty(contents.KeyPairs);
        Assert.Equal(2048, Assert.Single(contents.Protection.KeyEncryption).Iterations);
    }

    [OpenSslFact]
    public void Iterations_above_the_limit_are_refused()
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("alice", Ec);
        Export(openSsl, "alice");

        var one = Assert.Throws<PfxException>(() => Open(openSsl, "alice", new PfxReadOptions { MaxIterations = 2047 }));
        var sum = Assert.Throws<PfxException>(
            () => Open(openSsl, "alice", new PfxReadOptions { MaxIterations = 2048, MaxTotalIterations = 6143 }));

        Assert.Equal(PfxErrorKind.LimitExceeded, one.Kind);
        Assert.Equal(PfxErrorKind.LimitExceeded, sum.Kind);
        using var opened = Open(openSsl, "alice", new PfxReadOptions { MaxIterations = 2048, MaxTotalIterations = 6144 });
        Assert.Single(opened.KeyPairs);
    }

    private static void Export(OpenSsl openSsl, string name, params string[] options) =>
        openSsl.Run(
            ["pkcs12", "-export", "-in", name + ".pem", "-inkey", name + ".key", "-out", name + ".pfx",
            "-passout", "pass:Secret-1", .. options]);

    private static PfxContents Open(OpenSsl openSsl, string name, PfxReadOptions? options = null)
    {
        using var password = SecretText.Copy("Secret-1");
        return PfxReader.Open(openSsl.Read(name + ".pfx"), password, options);
    }
}
