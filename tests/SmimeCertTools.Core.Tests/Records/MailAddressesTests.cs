using SmimeCertTools.Core.Records;
using Xunit;

namespace SmimeCertTools.Core.Tests.Records;

public class MailAddressesTests
{
    [Theory]
    [InlineData("Anna@Contoso.com", "anna@contoso.COM")]
    [InlineData(" anna@contoso.com ", "anna@contoso.com.")]
    [InlineData("anna@bücher.example", "anna@xn--bcher-kva.example")]
    [InlineData("anna@BÜCHER.example", "Anna@XN--BCHER-KVA.EXAMPLE")]
    [InlineData("J\u00F6rg@contoso.com", "jo\u0308rg@contoso.com")]
    [InlineData("no address", "NO ADDRESS")]
    public void Spellings_of_one_address_are_one(string one, string other)
    {
        Assert.Equal(one, other, MailAddresses.Comparer);
        Assert.Equal(MailAddresses.Comparer.GetHashCode(one), MailAddresses.Comparer.GetHashCode(other));
    }

    [Theory]
    [InlineData("anna@contoso.com", "anna@contoso.org")]
    [InlineData("anna@contoso.com", "anne@contoso.com")]
    [InlineData("anna+s@contoso.com", "anna@contoso.com")]
    [InlineData("", "anna@contoso.com")]
    public void Others_are_others(string one, string other) => Assert.NotEqual(one, other, MailAddresses.Comparer);

    [Theory]
    [InlineData("SMTP:Anna@contoso.com", "Anna@contoso.com")]
    [InlineData("smtp:anna@contoso.com", "anna@contoso.com")]
    [InlineData("anna@contoso.com", "anna@contoso.com")]
    [InlineData("sip:anna@contoso.com", null)]
    [InlineData("SIP:anna@contoso.com", null)]
    [InlineData("X500:/o=Contoso/cn=anna", null)]
    [InlineData("eum:anna@contoso.com;phone-context=x", null)]
    [InlineData("", null)]
    public void Of_a_users_proxy_addresses_those_for_mail_count(string proxy, string? expected) =>
        Assert.Equal(expected, MailAddresses.OfProxy(proxy));
}
