using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
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
        Entry('1') with { Path = "twice.pfx" },
        Entry('4') with { Issuer = "CN=Other", SerialNumber = "A1B2" },
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
    public void A_certificate_is_found_by_its_own_issuer_and_serial_number()
    {
        using var certificate = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment);
        var entry = CatalogEntry.Of(CertificateReader.Read(certificate.RawData));
        var index = new CatalogIndex([entry]);

        var found = Assert.Single(index.FindByIssuerAndSerialNumber(entry.Issuer!, certificate.SerialNumber));

        Assert.Equal(certificate.Thumbprint, found.Thumbprint);
        Assert.Single(index.FindByThumbprint(found.ThumbprintSha256!));
        Assert.Equal(certificate.Thumbprint, found.ReadCertificate()!.Thumbprint);
    }

    [Fact]
    public void Key_identifiers_are_found()
    {
        var found = Assert.Single(_index.FindByKeyIdentifier("0a ff"));
        Assert.Equal('2', found.Thumbprint[0]);
        Assert.Null(found.ReadCertificate());
    }

    private static CatalogEntry Entry(char digit) => new()
    {
        Thumbprint = new string(digit, 40),
        NotBefore = DateTimeOffset.UnixEpoch,
        NotAfter = DateTimeOffset.UnixEpoch.AddYears(60),
    };
}
