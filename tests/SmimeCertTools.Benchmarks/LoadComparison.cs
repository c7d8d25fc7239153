using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Benchmarks;

/// <summary>
/// Processor time of Import-Module in a fresh PowerShell: the staged module against a binary module with one empty cmdlet. The
/// two take turns, each in a process of its own, and the medians count.
/// </summary>
internal static class LoadComparison
{
    /// <summary>An empty module costs some 100 ms, so that this is 50 ms over it.</summary>
    private const double Goal = 1.5;

    private const int Rounds = 11;

    private const string Measure =
        """
        param([string] $Module)
        $process = [System.Diagnostics.Process]::GetCurrentProcess()
        $before = $process.TotalProcessorTime
        Import-Module -Name $Module -ErrorAction Stop
        $process.Refresh()
        ($process.TotalProcessorTime - $before).TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)
        """;

    private const string MakeEmpty =
        """
        param([string] $Folder)
        $code = 'using System.Management.Automation; [Cmdlet("Get", "Nothing")] public class GetNothingCommand : PSCmdlet { }'
        Add-Type -TypeDefinition $code -OutputAssembly (Join-Path $Folder 'Empty.dll') -OutputType Library
        New-ModuleManifest -Path (Join-Path $Folder 'Empty.psd1') -RootModule 'Empty.dll' -CmdletsToExport 'Get-Nothing' `
            -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()
        """;

    /// <summary>Returns the number of goals that were missed.</summary>
    /// <exception cref="FileNotFoundException">The module is not staged, or PowerShell's package is not there.</exception>
    public static async Task<int> RunAsync(TextWriter output)
    {
        var ours = Directory
            .GetFiles(RepositoryRoot.Combine("artifacts", "module"), "SmimeCertTools.psd1", SearchOption.AllDirectories)
            .OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault()
            ?? throw new FileNotFoundException("The module is not staged. Run 'dotnet build src/SmimeCertTools.Module' first.");
        using var folder = new TempFolder();
        await RunAsync(MakeEmpty, "-Folder", folder.Path);
        var empty = folder.Combine("Empty.psd1");
        var times = new Dictionary<string, List<double>> { [empty] = [], [ours] = [] };
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (module, measured) in times)
            {
                var time = double.Parse(await RunAsync(Measure, "-Module", module), CultureInfo.InvariantCulture);
                if (round > 0)
                {
                    measured.Add(time);
                }
            }
        }

        var (rival, own) = (Median(times[empty]), Median(times[ours]));
        var ratio = own / rival;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Import-Module, median of {Rounds}: an empty binary module {rival:0} ms of processor time, SmimeCertTools "
            + $"{own:0} ms"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(ratio <= Goal ? "  " : "! ")}SmimeCertTools / empty: {ratio:0.00} (goal <= {Goal:0.00})"));
        return ratio <= Goal ? 0 : 1;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static async Task<string> RunAsync(string script, params string[] arguments) =>
        (await RealPowerShell.RunAsync(new PowerShellScript { Text = script, Arguments = arguments }))
            .EnsureSuccess().Output.Trim();
}
