using SmimeCertTools.Core.Records;
using Xunit;

namespace SmimeCertTools.Core.Tests.Records;

public sealed class UserPrincipalNamesTests
{
    [Theory]
    [InlineData("anna@contoso.com")]
    [InlineData("o'hara@contoso.com")]
    [InlineData("guest_fabrikam.com#EXT#@contoso.onmicrosoft.com")]
    [InlineData("jürgen.groß@contoso.com")]
    [InlineData("a+b!~^@mail.eu.contoso.com")]
    public void Names_that_exist_in_directories_are_accepted(string name) => UserPrincipalNames.Validate(name);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("anna")]
    [InlineData("CONTOSO\\anna")]
    [InlineData("@contoso.com")]
    [InlineData("anna@")]
    [InlineData("anna@contoso")]
    [InlineData("anna@.com")]
    [InlineData("anna@contoso.")]
    [InlineData("anna@contoso..com")]
    [InlineData("anna@b@contoso.com")]
    [InlineData("anna@contoso.com ")]
    [InlineData("anna b@contoso.com")]
    [InlineData("anna\u200B@contoso.com")]
    [InlineData("anna\u0001@contoso.com")]
    [InlineData("😀anna@contoso.com")]
    public void Others_are_refused_by_name(string? name)
    {
        var error = Assert.Throws<ImportException>(() => UserPrincipalNames.Validate(name));
        Assert.Equal(ImportErrorKind.UserPrincipalNameInvalid, error.Kind);
        Assert.Equal(name?.Visible(), error.Item);
        Assert.Contains($"'{name.Visible()}'", error.Message);
    }

    [Fact]
    public void A_very_long_name_is_refused_and_shortened_in_the_message()
    {
        var name = new string('a', UserPrincipalNames.MaximumLength) + "@contoso.com";
        Assert.True(Assert.Throws<ImportException>(() => UserPrincipalNames.Validate(name)).Message.Length < 300);
    }
}
