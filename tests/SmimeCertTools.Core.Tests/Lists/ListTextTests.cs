using SmimeCertTools.Core.Lists;
using Xunit;

namespace SmimeCertTools.Core.Tests.Lists;

public class ListTextTests
{
    [Theory]
    [InlineData("alice@contoso.com", "alice@contoso.com")]
    [InlineData("  alice@contoso.com\t", "alice@contoso.com")]
    [InlineData("\u00A0alice@contoso.com\u202F", "alice@contoso.com")]
    [InlineData("\uFEFFalice@contoso.com\u200B", "alice@contoso.com")]
    [InlineData("a b\u00A0c", "a b\u00A0c")]
    [InlineData(" \u00A0\u200B ", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Outer_blanks_of_any_kind_are_dropped_and_inner_ones_stay(string? text, string expected)
    {
        Assert.Equal(expected, ListText.Trim(text));
        Assert.Equal(expected.Length == 0, ListText.IsBlank(text));
    }
}
