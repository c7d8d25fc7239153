using SmimeCertTools.Core.Certificates;
using Xunit;

namespace SmimeCertTools.Core.Tests.Certificates;

public sealed class DistinguishedNameTests
{
    [Theory]
    [InlineData("CN=Contoso CA, O=Contoso, C=DE", "C=DE,O=Contoso,CN=Contoso CA", true)]
    [InlineData("CN=Contoso CA", "cn = contoso  ca", true)]
    [InlineData("E=ca@contoso.com, CN=CA", "CN=CA, emailAddress=ca@contoso.com", true)]
    [InlineData("CN=\"Contoso, Inc.\", C=DE", "C=DE; CN=\"Contoso, Inc.\"", true)]
    [InlineData("CN=Contoso CA, O=Contoso", "CN=Contoso CA", false)]
    [InlineData("CN=Contoso CA 1", "CN=Contoso CA 2", false)]
    [InlineData("CN=\"A, B\"", "CN=\"B, A\"", false)]
    public void Names_are_the_same_in_any_order_and_with_any_tool_s_words(string left, string right, bool isSame) =>
        Assert.Equal(isSame, DistinguishedName.IsSame(left, right));

    [Theory]
    [InlineData("C=DE, CN=Contoso CA", "Contoso CA")]
    [InlineData("cn = \"Contoso, Inc.\", C=DE", "Contoso, Inc.")]
    [InlineData("O=Contoso, C=DE", "O=Contoso, C=DE")]
    public void A_name_without_a_common_name_stands_for_itself(string name, string common) =>
        Assert.Equal(common, DistinguishedName.CommonName(name));
}
