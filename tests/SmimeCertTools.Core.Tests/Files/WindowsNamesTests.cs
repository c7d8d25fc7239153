using SmimeCertTools.Core.Files;
using Xunit;

namespace SmimeCertTools.Core.Tests.Files;

public sealed class WindowsNamesTests
{
    [Theory]
    [InlineData(@"C:\keys\NUL")]
    [InlineData(@"C:\keys\con")]
    [InlineData(@"C:\keys\aux.pem")]
    [InlineData(@"C:\keys\Com1.pub.pem")]
    [InlineData(@"C:\keys\LPT\u00B2")]
    [InlineData(@"C:\keys\NUL  .pem")]
    [InlineData(@"C:\keys\CONIN$")]
    [InlineData(@"\\.\COM1")]
    [InlineData(@"C:nul")]
    [InlineData(@"\\server\share\prn")]
    [InlineData("C:/keys/nul:stream")]
    public void Devices_are_told_from_files(string path) =>
        Assert.Contains("device", WindowsNames.Device(path.Replace("\\u00B2", "\u00B2", System.StringComparison.Ordinal)));

    [Theory]
    [InlineData(@"C:\con\key.pem")]
    [InlineData(@"C:\keys\console.pem")]
    [InlineData(@"C:\keys\com10.pem")]
    [InlineData(@"C:\keys\key.nul")]
    [InlineData(@"\\?\C:\keys\nul")]
    [InlineData(@"\\server\share\key.pem")]
    [InlineData(@"\\?\UNC\server\share\key.pem")]
    [InlineData(@"C:\keys\.hidden")]
    [InlineData(@"C:\keys\Schlüssel 'a' [1].pem")]
    [InlineData(@"C:\")]
    [InlineData("C:key.pem")]
    public void Files_are_files(string path)
    {
        Assert.Null(WindowsNames.Device(path));
        Assert.Null(WindowsNames.Name(path));
    }

    [Theory]
    [InlineData(@"C:\keys\key.pem.", "dots and spaces")]
    [InlineData(@"C:\keys\key.pem ", "dots and spaces")]
    [InlineData(@"\\?\C:\keys\key.", "dots and spaces")]
    [InlineData(@"C:\keys\key.pem:hidden", "colon")]
    [InlineData(@"C:\keys\key?.pem", "characters")]
    [InlineData(@"C:\keys\a|b", "characters")]
    [InlineData("C:\\keys\\a\tb", "control characters")]
    public void Names_that_become_others_are_refused(string path, string problem)
    {
        Assert.Null(WindowsNames.Device(path));
        Assert.Contains(problem, WindowsNames.Name(path));
    }
}
