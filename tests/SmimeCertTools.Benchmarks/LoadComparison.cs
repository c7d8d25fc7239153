using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Benchmarks;

/// <summary>
/// Processor time of Import-Module, of the first Get-Help and of the first Get-SmimePfx in a fresh PowerShell: the staged module
/// against a binary module with one empty cmdlet. The two take turns, each in a process of its own, and the medians count.
/// </summary>
internal static class LoadComparison
{
    /// <summary>An empty module costs some 100 ms, so that this is 50 ms over it.</summary>
    private const double ImportGoal = 1.5;

    private const int Rounds = 11;

    // Nothing before the import may load a module, or what importing costs anybody is gone from both sides.
    private const string Measure =
        """
        param([string] $Module, [string] $Command, [string] $File, [string] $Word)
        $ErrorActionPreference = 'Stop'
        $process = [System.Diagnostics.Process]::GetCurrentProcess()
        $password = [System.Net.NetworkCredential]::new('', $Word).SecurePassword
        $given = if ($File) { @{ Path = $File; Password = $password } } else { @{} }
        $steps = { Import-Module -Name $Module }, { Get-Help -Name $Command | Out-String }, { & $Command @given | Out-String }
        foreach ($step in $steps) {
            $process.Refresh()
            $before = $process.TotalProcessorTime
            $null = . $step
            $process.Refresh()
            ($process.TotalProcessorTime - $before).TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)
        }
        """;

    private const string MakeEmpty =
        """
        param([string] $Folder)
        $code = 'using System.Management.Automation; [Cmdlet("Get", "Nothing")] public class GetNothingCommand : PSCmdlet { }'
        Add-Type -TypeDefinition $code -OutputAssembly (Join-Path $Folder 'Empty.dll') -OutputType Library
        New-ModuleManifest -Path (Join-Path $Folder 'Empty.psd1') -RootModule 'Empty.dll' -CmdletsToExport 'Get-Nothing' `
            -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()
        """;

    private static readonly string[] Steps = ["Import-Module", "the first Get-Help", "the first Get-SmimePfx"];

    /// <summary>Returns the number of goals that were missed.</summary>
    /// <param name="output">Where the lines go.</param>
    /// <param name="manifest">The manifest of the module to measure; null for the one that was staged last.</param>
    /// <exception cref="FileNotFoundException">The module is not staged, or PowerShell's package is not there.</exception>
    public static async Task<int> RunAsync(TextWriter output, string? manifest = null)
    {
        var ours = manifest is not null ? Path.GetFullPath(manifest) : Directory
            .GetFiles(RepositoryRoot.Combine("artifacts", "module"), "SmimeCertTools.psd1", SearchOption.AllDirectories)
            .OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault()
            ?? throw new FileNotFoundException("The module is not staged. Run 'dotnet build src/SmimeCertTools.Module' first.");
        using var folder = new TempFolder();
        await RunAsync(MakeEmpty, "-Folder", folder.Path);
        var (file, word) = (folder.Combine("person.pfx"), Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        await File.WriteAllBytesAsync(file, NewFile(word));
        var runs = new (string[] Arguments, List<double[]> Times)[]
        {
            (["-Module", folder.Combine("Empty.psd1"), "-Command", "Get-Nothing"], []),
            (["-Module", ours, "-Command", "Get-SmimePfx", "-File", file, "-Word", word], []),
        };
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (arguments, times) in runs)
            {
                var lines = (await RunAsync(Measure, arguments)).Split('\n', StringSplitOptions.TrimEntries);
                if (round > 0)
                {
                    times.Add([.. lines.Select(line => double.Parse(line, CultureInfo.InvariantCulture))]);
                }
            }
        }

        var missed = 0;
        await output.WriteLineAsync(
            $"Processor time, medians of {Rounds}: an empty binary module, SmimeCertTools, the difference");
        for (var step = 0; step < Steps.Length; step++)
        {
            var (rival, own) = (Median(runs[0].Times, step), Median(runs[1].Times, step));
            var isMissed = step == 0 && own / rival > ImportGoal;
            missed += isMissed ? 1 : 0;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{(isMissed ? "! " : "  ")}{Steps[step],-22} {rival,5:0} ms {own,5:0} ms {own - rival,5:0} ms, "
                + $"{own / rival:0.00} times"
                + $"{(step == 0 ? $" (goal <= {ImportGoal:0.00})" : string.Empty)}"));
        }

        return missed;
    }

    private static byte[] NewFile(string word)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Anna", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(300));
        return certificate.Export(X509ContentType.Pfx, word);
    }

    private static double Median(List<double[]> times, int step) => times.Select(t => t[step]).Order().ElementAt(times.Count / 2);

    private static async Task<string> RunAsync(string script, params string[] arguments) =>
        (await RealPowerShell.RunAsync(new PowerShellScript { Text = script, Arguments = arguments }))
            .EnsureSuccess().Output.Trim();
}
