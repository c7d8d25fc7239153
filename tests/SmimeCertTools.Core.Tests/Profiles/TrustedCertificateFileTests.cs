using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using PfxWriter = SmimeCertTools.Sandbox.Pki.PfxWriter;
using PfxWriteOptions = SmimeCertTools.Sandbox.Pki.PfxWriteOptions;

namespace SmimeCertTools.Core.Tests.Profiles;

public sealed class TrustedCertificateFileTests(AuthorityFixture authority) : IClassFixture<AuthorityFixture>, IDisposable
{
    private const string Password = "rehearsal only";
    private readonly CertificateFactory _factory = authority.Factory;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_root_and_an_intermediate_are_told_apart()
    {
        var root = TrustedCertificate.Read(_factory.Root.RawData);
        var intermediate = TrustedCertificate.Read(_factory.Issuing.RawData);

        Assert.True(root.IsRoot);
        Assert.False(intermediate.IsRoot);
        Assert.Equal(_factory.Root.GetNameInfo(X509NameType.SimpleName, forIssuer: false), root.Name);
        Assert.Equal(_factory.Root.Thumbprint, root.Certificate.Thumbprint);
    }

    [Theory]
    [InlineData("der")]
    [InlineData("base64")]
    [InlineData("pem")]
    [InlineData("pem utf-16")]
    public async Task One_certificate_is_read_from_each_form(string form)
    {
        var pem = _factory.Root.ExportCertificatePem();
        var path = _folder.Write("root.cer", form switch
        {
            "der" => _factory.Root.RawData,
            "base64" => Encoding.ASCII.GetBytes(
                Convert.ToBase64String(_factory.Root.RawData, Base64FormattingOptions.InsertLineBreaks)),
            "pem" => Encoding.ASCII.GetBytes("Some words before it\n" + pem),
            _ => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(pem)],
        });

        var file = await TrustedCertificateFile.ReadAsync(path);

        var certificate = Assert.Single(file.Certificates);
        Assert.Equal(_factory.Root.RawData, certificate.Certificate.RawData);
        Assert.Equal(path, certificate.Path);
        Assert.Empty(file.Refused);
    }

    [Fact]
    public async Task A_bundle_gives_each_authority_once_and_names_the_leaf_it_refuses()
    {
        using var leaf = Leaf();
        var path = _folder.Write("bundle.pem", string.Join(
            '\n', leaf.ExportCertificatePem(), _factory.Issuing.ExportCertificatePem(),
            _factory.Root.ExportCertificatePem(), _factory.Root.ExportCertificatePem(),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));

        var file = await TrustedCertificateFile.ReadAsync(path);

        Assert.Equal([_factory.Issuing.Thumbprint, _factory.Root.Thumbprint],
            file.Certificates.Select(certificate => certificate.Certificate.Thumbprint));
        Assert.Equal(["TrustedCertificateNotAuthority", "TrustedCertificateNotRecognized"],
            file.Refused.Select(error => error.ErrorId).Order(StringComparer.Ordinal));
        var refused = file.Refused.Single(error => error.Kind == ProfileErrorKind.CertificateNotAuthority);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains("anna", refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(path, refused.Item);
    }

    [ToolTheory("openssl")]
    [InlineData("DER")]
    [InlineData("PEM")]
    public async Task A_pkcs7_of_openssl_is_read(string form)
    {
        var chain = _folder.Write(
            "chain.pem", _factory.Issuing.ExportCertificatePem() + "\n" + _factory.Root.ExportCertificatePem());
        var path = _folder.Combine("chain.p7b");
        await OpenSsl.RunAsync("crl2pkcs7", "-nocrl", "-certfile", chain, "-outform", form, "-out", path);

        var file = await TrustedCertificateFile.ReadAsync(path);

        Assert.Equal(new[] { _factory.Issuing.Thumbprint, _factory.Root.Thumbprint }.Order(StringComparer.Ordinal),
            file.Certificates.Select(certificate => certificate.Certificate.Thumbprint).Order(StringComparer.Ordinal));
        Assert.Empty(file.Refused);
    }

    [Fact]
    public async Task The_chain_comes_out_of_a_pfx_and_its_leaf_is_left_there()
    {
        using var leaf = Leaf();
        var path = _folder.Write("anna.pfx", PfxWriter.Write(
            leaf, Password, new PfxWriteOptions { Chain = _factory.CreateChain() }));
        using var password = SecretText.Copy(Password);

        var file = await TrustedCertificateFile.ReadAsync(path, password);

        Assert.Equal(new[] { _factory.Issuing.Thumbprint, _factory.Root.Thumbprint }.Order(StringComparer.Ordinal),
            file.Certificates.Select(certificate => certificate.Certificate.Thumbprint).Order(StringComparer.Ordinal));
        Assert.Empty(file.Refused);
    }

    [Fact]
    public async Task A_pfx_without_chain_says_so_and_a_wrong_password_is_reported_as_such()
    {
        using var leaf = Leaf();
        var path = _folder.Write("anna.pfx", PfxWriter.Write(leaf, Password));
        using var right = SecretText.Copy(Password);
        using var wrong = SecretText.Copy("wrong");

        var alone = await Assert.ThrowsAsync<ProfileException>(() => TrustedCertificateFile.ReadAsync(path, right));
        var closed = await Assert.ThrowsAsync<PfxException>(() => TrustedCertificateFile.ReadAsync(path, wrong));

        Assert.Equal("TrustedCertificateNotAuthority", alone.ErrorId);
        Assert.Contains("without the chain", alone.Message, StringComparison.Ordinal);
        Assert.Equal(PfxErrorKind.PasswordIncorrect, closed.Kind);
        Assert.Equal(path, closed.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("<html></html>")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    [InlineData("0\u0001")]
    [InlineData("0\u0005\u0030\u0003")]
    [InlineData("MIIB")]
    public void What_is_no_certificate_is_refused_and_the_file_named(string text)
    {
        var profile = Assert.Throws<ProfileException>(() => ReadRefused(Encoding.Latin1.GetBytes(text), "/full/a.cer"));

        Assert.Equal("TrustedCertificateNotRecognized", profile.ErrorId);
        Assert.Contains("/full/a.cer", profile.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_damage_ends_in_a_typed_error()
    {
        var random = new Random(7);
        var chain = new X509Certificate2Collection { _factory.Root, _factory.Issuing };
        foreach (var original in new[] { _factory.Root.RawData, chain.Export(X509ContentType.Pkcs7)! })
        {
            for (var round = 0; round < 400; round++)
            {
                var damaged = original.Take(round % 3 == 0 ? random.Next(original.Length) : original.Length).ToArray();
                if (damaged.Length > 0)
                {
                    damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
                }

                var error = Record.Exception(() => TrustedCertificateFile.Read(damaged));
                Assert.True(error is null or ProfileException or PfxException, error?.ToString());
            }
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named_with_the_reason()
    {
        var missing = await Assert.ThrowsAsync<ProfileException>(
            () => TrustedCertificateFile.ReadAsync(_folder.Combine("none.cer")));
        var folder = await Assert.ThrowsAsync<ProfileException>(() => TrustedCertificateFile.ReadAsync(_folder.Path));

        Assert.Equal("PathNotFound", missing.ErrorId);
        Assert.IsType<FileNotFoundException>(missing.InnerException);
        Assert.Contains("does not exist", missing.Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", folder.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CN=Old Root", true)]
    [InlineData("CN=Somebody", false)]
    public void Of_version_1_only_what_is_self_signed_is_an_authority(string subject, bool isRoot)
    {
        var keys = new ECKeyPairGenerator();
        keys.Init(new ECKeyGenerationParameters(X9ObjectIdentifiers.Prime256v1, new SecureRandom()));
        var pair = keys.GenerateKeyPair();
        var generator = new X509V1CertificateGenerator();
        generator.SetSerialNumber(BigInteger.One);
        generator.SetIssuerDN(new X509Name("CN=Old Root"));
        generator.SetSubjectDN(new X509Name(subject));
        generator.SetNotBefore(DateTime.UnixEpoch.AddYears(30));
        generator.SetNotAfter(DateTime.UnixEpoch.AddYears(60));
        generator.SetPublicKey(pair.Public);
        var der = generator.Generate(new Asn1SignatureFactory("SHA256withECDSA", pair.Private)).GetEncoded();

        var file = TrustedCertificateFile.Read(der);

        Assert.Equal(isRoot, file.Certificates.Any(certificate => certificate.IsRoot));
        Assert.Equal(isRoot ? 0 : 1, file.Refused.Count);
    }

    private static void ReadRefused(byte[] content, string path)
    {
        var file = TrustedCertificateFile.Read(content, path: path);
        Assert.Empty(file.Certificates);
        throw Assert.Single(file.Refused);
    }

    private X509Certificate2 Leaf() => _factory.Issue(new PersonCertificate
    {
        MailAddress = "anna@contoso.com",
        CommonName = "Anna Demo",
        NotBefore = DateTimeOffset.UnixEpoch.AddYears(50),
        NotAfter = DateTimeOffset.UnixEpoch.AddYears(60),
    });
}

/// <summary>One CA for all tests of a class, because its keys take time.</summary>
public sealed class AuthorityFixture : IDisposable
{
    public CertificateFactory Factory { get; } = new();

    public void Dispose() => Factory.Dispose();
}
