using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Import;
using Xunit;

namespace SmimeCertTools.Core.Tests.Catalog;

public class CatalogIndexTests
{
    private const string Print = "1111111111111111111111111111111111111111";

    private readonly CatalogIndex _index = new(
    [
        Entry('1') with { Issuer = "CN=\"Contoso, Ltd\" CA, S=Bayern, E=ca@contoso.com", SerialNumber = "00A1B2" },
        Entry('2') with { SubjectKeyIdentifier = "0AFF" },
        Entry('3') with { UserPrincipalName = "Anna@contoso.com", EmailAddresses = ["anna.x@contoso.com"] },
        Entry('1') with { Path = "twice.pfx" },
        Entry('4') with { Issuer = "CN=Other", SerialNumber = "A1B2", UserPrincipalNames = ["anna.x@contoso.com"] },
    ]);

    [Theory]
    [InlineData(Print, 2)]
    [InlineData("11:11:11:11:11 11111111111111-1111111111111111", 2)]
    [InlineData("9999999999999999999999999999999999999999", 0)]
    [InlineData("", 0)]
    public void Thumbprints_are_found_as_people_write_them(string thumbprint, int count) =>
        Assert.Equal(count, _index.FindByThumbprint(thumbprint).Count());

    [Theory]
    [InlineData("CN=\"Contoso, Ltd\" CA, S=Bayern, E=ca@contoso.com", "00A1B2", true)]
    [InlineData("cn=\"contoso,  ltd\"  ca,ST=bayern,emailAddress = ca@contoso.com", "a1b2", true)]
    [InlineData("CN=\"Contoso, Ltd\" CA, S=Bayern, E=ca@contoso.com", "A1B3", false)]
    [InlineData("CN=Contoso", "00A1B2", false)]
    public void Issuer_and_serial_number_are_found_however_they_are_spelt(string issuer, string number, bool isFound) =>
        Assert.Equal(
            isFound ? [Print] : [],
            _index.FindByIssuerAndSerialNumber(issuer, number).Select(entry => entry.Thumbprint));

    [Fact]
    public void A_certificate_is_found_by_the_name_of_its_issuer_in_DER()
    {
        using var certificate = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment);
        var index = new CatalogIndex([CatalogEntry.Of(CertificateReader.Read(certificate.RawData))]);

        var found = Assert.Single(index.FindByIssuerAndSerialNumber(certificate.IssuerName.RawData, certificate.SerialNumber));

        Assert.Equal(certificate.Thumbprint, found.Thumbprint);
        Assert.Single(index.FindByThumbprint(found.ThumbprintSha256!));
        Assert.Equal(certificate.Thumbprint, found.ReadCertificate()!.Thumbprint);
    }

    [Fact]
    public void Key_identifiers_owners_and_names_are_found()
    {
        Assert.Equal("2", Digits(_index.FindByKeyIdentifier("0a ff")));
        Assert.Equal("3", Digits(_index.FindByOwner("anna@CONTOSO.com")));
        Assert.Equal("34", Digits(_index.FindByName("ANNA.X@contoso.com")));
    }

    [Fact]
    public void A_record_tells_thumbprint_validity_owner_and_purpose()
    {
        var record = GraphTestData.Record();
        var entry = CatalogEntry.Of(record with { Thumbprint = record.Thumbprint.ToLowerInvariant() });
        Assert.Equal(
            (record.Thumbprint.ToUpperInvariant(), record.UserPrincipalName, record.IntendedPurpose, record.ExpirationDateTime),
            (entry.Thumbprint, entry.UserPrincipalName, entry.Purpose, entry.NotAfter));
        Assert.Null(entry.ReadCertificate());
    }

    private static string Digits(IEnumerable<CatalogEntry> found) => string.Concat(found.Select(entry => entry.Thumbprint[0]));

    private static CatalogEntry Entry(char digit) => new()
    {
        Thumbprint = new string(digit, 40),
        NotBefore = DateTimeOffset.UnixEpoch,
        NotAfter = DateTimeOffset.UnixEpoch.AddYears(60),
    };
}
