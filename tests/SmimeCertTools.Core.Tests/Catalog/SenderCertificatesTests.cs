using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Sandbox.Pki;
using Xunit;

namespace SmimeCertTools.Core.Tests.Catalog;

public sealed class SenderCertificatesTests(SenderCertificatesTests.Authority authority)
    : IClassFixture<SenderCertificatesTests.Authority>
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private readonly CertificateFactory _factory = authority.Factory;

    [Fact]
    public void Of_each_user_the_newest_that_is_valid_is_chosen()
    {
        var old = Entry("alice", -700, -10);
        var current = Entry("alice", -100, 300);
        var next = Entry("alice", 10, 400);
        var newest = Entry("alice", -50, 200);
        var other = Entry("bob", -100, 300);

        var users = SenderCertificates.Choose([old, current, next, newest, other, newest], Now, all: false);

        Assert.Equal(["alice@contoso.com", "bob@contoso.com"], users.Select(user => user.UserPrincipalName));
        Assert.Equal(newest.Thumbprint, Assert.Single(users[0].Certificates).Thumbprint);
        Assert.Equal(next.Thumbprint, users[0].Newest.Thumbprint);
    }

    [Fact]
    public void All_that_are_valid_can_be_chosen_each_once()
    {
        var first = Entry("alice", -100, 300);
        var second = Entry("alice", -50, 200);

        var user = Assert.Single(SenderCertificates.Choose([first, second, first, Entry("alice", -700, -10)], Now, all: true));

        Assert.Equal([second.Thumbprint, first.Thumbprint], user.Certificates.Select(entry => entry.Thumbprint));
    }

    [Fact]
    public void Nobody_encrypts_with_signing_certificates_and_authorities()
    {
        var signing = Entry("alice", -100, 300, CertificateUsage.Signing);
        var authority = CatalogEntry.Of(CertificateReader.Read(_factory.Root.RawData));

        Assert.Empty(SenderCertificates.Choose([signing, authority], Now, all: true));
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.KeyEncipherment, "alice@contoso.com", true)]
    [InlineData(X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyCertSign, "alice@contoso.com", false)]
    [InlineData(X509KeyUsageFlags.KeyEncipherment, null, false)]
    public void A_self_signed_certificate_that_its_maker_made_an_authority_s_is_its_user_s(
        X509KeyUsageFlags usage, string? address, bool isUsers)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=alice", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        if (address is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddEmailAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        var entry = CatalogEntry.Of(CertificateReader.Read(certificate.RawData));

        Assert.Equal(isUsers ? null : "it is an authority's", SenderCertificates.WhyNot(entry));
        Assert.Equal(isUsers ? 1 : 0, SenderCertificates.Choose([entry], Now, all: false).Count);
    }

    [Fact]
    public void Whose_a_certificate_is_the_list_says_first()
    {
        var entry = Entry("alice", -100, 300) with { UserPrincipalName = "a.smith@contoso.com" };

        Assert.Equal("a.smith@contoso.com",
            Assert.Single(SenderCertificates.Choose([entry], Now, all: false)).UserPrincipalName);
    }

    [Fact]
    public void Who_has_none_that_is_valid_is_told_with_the_newest()
    {
        var old = Entry("alice", -700, -10);

        var user = Assert.Single(SenderCertificates.Choose([old], Now, all: false));

        Assert.Empty(user.Certificates);
        Assert.Equal(old.Thumbprint, user.Newest.Thumbprint);
    }

    [Fact]
    public void The_table_has_the_values_of_directories_in_base64()
    {
        var entry = Entry("alice", -100, 300);
        var users = SenderCertificates.Choose([entry], Now, all: false);
        var export = new SenderExport(
            [CertificateReader.Read(_factory.Root.RawData), CertificateReader.Read(_factory.Issuing.RawData)]);

        var lines = Encoding.UTF8.GetString(export.Table(users)).TrimStart('\uFEFF').Split("\r\n");

        Assert.Equal(
            "UserPrincipalName,EmailAddresses,Thumbprint,SerialNumber,Issuer,NotBefore,NotAfter,UserCertificate,"
            + "UserSMIMECertificate", lines[0].Replace("\"", "", StringComparison.Ordinal));
        var cells = lines[1].Trim('"').Split("\",\"");
        Assert.Equal("alice@contoso.com", cells[0]);
        Assert.Equal(entry.Thumbprint, cells[2]);
        Assert.Equal(entry.RawData, Convert.FromBase64String(cells[7]));
        var bundle = new SignedCms();
        bundle.Decode(Convert.FromBase64String(cells[8]));
        Assert.Equal(
            new[] { entry.Thumbprint, _factory.Issuing.Thumbprint, _factory.Root.Thumbprint }.Order(StringComparer.Ordinal),
            bundle.Certificates.Select(certificate => certificate.Thumbprint).Order(StringComparer.Ordinal));
        Assert.Equal(2, export.IssuersOf(entry));
    }

    [Theory]
    [InlineData("alice@contoso.com", true, "alice@contoso.com.cer")]
    [InlineData("a/b\\c:d*e@contoso.com", true, "a_b_c_d_e@contoso.com.cer")]
    [InlineData("guest_x.com#EXT#@contoso.com", false, "guest_x.com#EXT#@contoso.com-0A1B2C3D.cer")]
    [InlineData("CON", true, "_CON.cer")]
    [InlineData("..", true, "...cer")]
    public void File_names_are_fit_for_every_system(string user, bool isOnly, string name)
    {
        var entry = new CatalogEntry { Thumbprint = "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567", NotBefore = Now, NotAfter = Now };

        Assert.Equal(name, SenderExport.FileName(user, entry, isOnly, ".cer"));
    }

    private CatalogEntry Entry(string name, int from, int to, CertificateUsage usage = CertificateUsage.Encryption)
    {
        using var certificate = _factory.Issue(new PersonCertificate
        {
            MailAddress = $"{name}@contoso.com",
            Usage = usage,
            NotBefore = Now.AddDays(from),
            NotAfter = Now.AddDays(to),
        });
        return CatalogEntry.Of(CertificateReader.Read(certificate.RawData));
    }

    /// <summary>One authority for all tests: each test issues its own certificates.</summary>
    public sealed class Authority : IDisposable
    {
        public CertificateFactory Factory { get; } = new() { DistinctKeys = 24 };

        public void Dispose() => Factory.Dispose();
    }
}
