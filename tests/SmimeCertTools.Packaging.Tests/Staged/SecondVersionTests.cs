using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Staged;

/// <summary>Two versions on PSModulePath, and an import of each in one session of the real PowerShell.</summary>
public sealed class SecondVersionTests : IDisposable
{
    private const string Other = "9.8.7";

    private const string Script =
        """
        param([string] $First, [string] $Second, [string] $Meanwhile)
        Import-Module -Name SmimeCertTools -RequiredVersion $First -ErrorAction Stop
        if ($Meanwhile) { & ([scriptblock]::Create($Meanwhile)) }
        try { Import-Module -Name SmimeCertTools -RequiredVersion $Second -Force -ErrorAction Stop; 'imported' }
        catch { $_.Exception.Message }
        "loaded $((Get-Module -Name SmimeCertTools).Version)"
        Import-Module -Name SmimeCertTools -RequiredVersion $First -ErrorAction Stop
        try { Get-SmimePfx -Path ./none.pfx -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
        """;

    private static readonly string Staged = Path.GetFileName(StagedModule.Folder);

    private readonly TempFolder folder = new();

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "$null = Get-SmimeGraphContext -ErrorAction Ignore")]
    [InlineData(true, "Remove-Module -Name SmimeCertTools")]
    public async Task The_second_is_refused_with_advice_and_the_first_goes_on(bool isOtherSecond, string meanwhile)
    {
        OtherVersion.Write(folder.Path, Other);
        var (first, second) = isOtherSecond ? (Staged, Other) : (Other, Staged);
        var lines = await RunAsync(first, second, meanwhile);
        var loadedFrom = isOtherSecond ? StagedModule.Folder : Path.Combine(folder.Path, "SmimeCertTools", Other);
        Assert.Equal(
            $"SmimeCertTools {first}.0 from '{loadedFrom}' is already loaded in this process, so version {second}.0 cannot be. "
            + "Start a new PowerShell session and import that one only.",
            lines[0]);
        Assert.Equal(
            meanwhile.StartsWith("Remove", StringComparison.Ordinal) ? "loaded " : $"loaded {first}", lines[1]);
        Assert.StartsWith("PathNotFound,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_session_of_its_own_each_is_imported()
    {
        OtherVersion.Write(folder.Path, Other);
        var lines = await RunAsync(Other, Other, string.Empty);
        Assert.Equal(["imported", $"loaded {Other}"], lines[..2]);
    }

    public void Dispose() => folder.Dispose();

    private async Task<string[]> RunAsync(string first, string second, string meanwhile)
    {
        var outcome = await RealPowerShell.RunAsync(new PowerShellScript
        {
            Text = Script,
            Arguments = ["-First", first, "-Second", second, "-Meanwhile", meanwhile],
            ModulePaths = [folder.Path, Path.GetFullPath(Path.Combine(StagedModule.Folder, "..", ".."))],
        });
        return
        [
            .. outcome.EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.TrimEnd('\r')),
        ];
    }
}
