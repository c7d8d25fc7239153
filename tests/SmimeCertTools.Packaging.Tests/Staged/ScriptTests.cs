using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Staged;

/// <summary>Scripts that only a machine with a whole PowerShell can run are at least read by the engine.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts =>
    [
        "build.ps1",
        .. Directory.GetFiles(RepositoryRoot.Combine("tests", "pester"), "*.ps1")
            .Select(f => "tests/pester/" + Path.GetFileName(f)),
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void It_parses_and_is_ascii_for_Windows_PowerShell(string script)
    {
        var path = RepositoryRoot.Combine(script.Split('/'));
        Parser.ParseFile(path, out _, out var errors);
        Assert.Empty(errors);
        Assert.True(
            File.ReadAllText(path).All(char.IsAscii),
            "Windows PowerShell reads a file without a mark in the system's code page.");
    }
}
