using System;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using Xunit;

namespace SmimeCertTools.Core.Tests.Import;

public class AddressCheckTests
{
    private static readonly GraphUser Anna = new()
    {
        Id = "1",
        UserPrincipalName = "anna@contoso.com",
        Mail = "Anna.Demo@contoso.com",
        ProxyAddresses = ["SMTP:Anna.Demo@contoso.com", "smtp:anna@b\u00FCcher.example", "sip:anna@sip.contoso.com", "X500:/o=x"],
    };

    [Theory]
    [InlineData("ANNA@contoso.com", null)]
    [InlineData("anna.demo@CONTOSO.com", null)]
    [InlineData("anna@xn--bcher-kva.example", null)]
    [InlineData("other@contoso.com", "anna@contoso.com")]
    [InlineData(null, "Anna@Contoso.com")]
    [InlineData(null, null)]
    public void A_certificate_passes_that_names_one_of_the_users_addresses_or_nobody(string? address, string? principal) =>
        AddressCheck.Check(Certificate(address, principal), Anna, "/a.pfx");

    [Theory]
    [InlineData("bob@contoso.com", null)]
    [InlineData(null, "bob@contoso.com")]
    [InlineData("anna@sip.contoso.com", null)]
    [InlineData("anna@contoso.org", "bob@contoso.com")]
    public void Any_other_is_refused_with_both_names(string? address, string? principal)
    {
        var error = Assert.Throws<ImportException>(() => AddressCheck.Check(Certificate(address, principal), Anna, "/a.pfx"));

        Assert.Equal((ImportErrorKind.AddressDiffers, "AddressDiffers", "/a.pfx"), (error.Kind, error.ErrorId, error.Item));
        Assert.Contains((address ?? principal)!, error.Message, StringComparison.Ordinal);
        Assert.Contains("anna@contoso.com has the addresses anna@contoso.com, Anna.Demo@contoso.com", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_can_be_asked_a_difference_from_the_name_is_a_warning()
    {
        Assert.Null(AddressCheck.Warn(Certificate("Anna@contoso.com", null), "anna@contoso.com", null, "x"));
        Assert.Null(AddressCheck.Warn(Certificate(null, null), "anna@contoso.com", null, "x"));
        Assert.Contains("because nobody answers",
            AddressCheck.Warn(Certificate("bob@contoso.com", null), "anna@contoso.com", null, "nobody answers"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_names_nobody_is_warned_of()
    {
        Assert.Contains("neither a mail address nor a user principal name",
            AddressCheck.WarnOfNone(Certificate(null, null), "anna@contoso.com", "/a.pfx"), StringComparison.Ordinal);
        Assert.Null(AddressCheck.WarnOfNone(Certificate(null, "anna@contoso.com"), "anna@contoso.com", null));
    }

    private static CertificateInfo Certificate(string? address, string? principal) => new()
    {
        RawData = [],
        Thumbprint = new string('A', 40),
        ThumbprintSha256 = new string('B', 64),
        Subject = "CN=x",
        Issuer = "CN=y",
        SerialNumber = "01",
        NotBefore = DateTimeOffset.UnixEpoch,
        NotAfter = DateTimeOffset.UnixEpoch.AddYears(1),
        KeyAlgorithm = "RSA",
        KeySize = 2048,
        SignatureAlgorithm = "sha256WithRSAEncryption",
        EmailAddresses = address is null ? [] : [address],
        UserPrincipalNames = principal is null ? [] : [principal],
    };
}
