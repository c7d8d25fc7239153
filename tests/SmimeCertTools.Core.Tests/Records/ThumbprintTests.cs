using System;
using SmimeCertTools.Core.Records;
using Xunit;

namespace SmimeCertTools.Core.Tests.Records;

public sealed class ThumbprintTests
{
    private const string Normal = "0123456789ABCDEF0123456789ABCDEF01234567";

    [Theory]
    [InlineData(Normal)]
    [InlineData("0123456789abcdef0123456789abcdef01234567")]
    [InlineData("\u200E01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67")]
    [InlineData("01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67")]
    [InlineData("01-23-45-67-89-AB-CD-EF-01-23-45-67-89-AB-CD-EF-01-23-45-67\u00A0\r\n")]
    public void Every_common_form_becomes_one(string value) => Assert.Equal(Normal, Thumbprint.Normalize(value));

    [Theory]
    [InlineData("")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF0123456")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF012345678")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF0123456G")]
    [InlineData("012345678901234567890123456789012345678٣")]
    [InlineData("0x0123456789ABCDEF0123456789ABCDEF012345")]
    public void Anything_else_is_refused(string value)
    {
        Assert.Contains("40 hexadecimal digits", Assert.Throws<FormatException>(() => Thumbprint.Normalize(value)).Message);
        Assert.False(Thumbprint.TryNormalize(value, out _));
    }
}
