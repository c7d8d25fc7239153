using SmimeCertTools.Quickstart.Shell;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Quickstart;

/// <summary>Which PowerShell the quickstart takes.</summary>
public sealed class PowerShellProgramTests
{
    [Theory]
    [InlineData("PowerShell 7.4.0\n", true)]
    [InlineData("PowerShell 7.6.9", true)]
    [InlineData("PowerShell 7.7.0-preview.1", true)]
    [InlineData("PowerShell 10.0.1", true)]
    [InlineData("PowerShell 7.3.12", false)]
    [InlineData("PowerShell 6.2.7", false)]
    [InlineData("PowerShell v6.0.0-beta.1", false)]
    [InlineData("pwsh: command not found", false)]
    [InlineData("", false)]
    public void An_installed_one_is_taken_from_7_4_on(string answer, bool expected) =>
        Assert.Equal(expected, PowerShellProgram.IsNewEnough(answer, out _));
}
