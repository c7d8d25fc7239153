using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Pester.Tests;

/// <summary>tests/pester/Invoke-Tests.ps1 in the real PowerShell, with Pester of the NuGet package.</summary>
internal static class PesterProcess
{
    /// <summary>The folder of the tests.</summary>
    public static string Folder { get; } = RepositoryRoot.Combine("tests", "pester");

    /// <summary>Runs the script and reads its report.</summary>
    /// <param name="arguments">The script's, without -ResultPath.</param>
    /// <param name="environment">Variables of the process.</param>
    /// <param name="testFolder">The folder with the script and the tests; <see cref="Folder"/> when null.</param>
    /// <param name="package">The folder of Pester's package; that of the build when null.</param>
    /// <exception cref="FileNotFoundException">A package is absent; the message says which and what to do.</exception>
    /// <exception cref="InvalidOperationException">The script wrote no report; the message has what it said.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async Task<(PesterReport Report, PowerShellOutcome Outcome)> RunAsync(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? testFolder = null,
        string? package = null)
    {
        using var folder = new TempFolder();
        var modules = folder.Combine("modules");
        LayOutPester(Path.Combine(modules, "Pester"), package);
        var reportPath = folder.Combine("report.json");
        var outcome = await RealPowerShell.RunAsync(new PowerShellScript
        {
            Path = Path.Combine(testFolder ?? Folder, "Invoke-Tests.ps1"),
            Arguments = ["-ResultPath", reportPath, .. arguments],
            Environment = environment ?? new Dictionary<string, string?>(),
            ModulePaths = [modules],
            Timeout = TimeSpan.FromMinutes(20),
        });
        if (!File.Exists(reportPath))
        {
            throw new InvalidOperationException(
                $"Invoke-Tests.ps1 ended with {outcome.ExitCode} and wrote no report.\n{outcome.Errors}\n{outcome.Output}");
        }

        await using var stream = File.OpenRead(reportPath);
        return ((await JsonSerializer.DeserializeAsync<PesterReport>(stream, JsonSerializerOptions.Web))!, outcome);
    }

    /// <summary>The package's folder "tools" is the module; PowerShell wants it under its name and version.</summary>
    internal static void LayOutPester(string target, string? package = null)
    {
        package ??= typeof(PesterProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "PesterPackage").Value!;
        var source = Path.Combine(package, "tools");
        if (!File.Exists(Path.Combine(source, "Pester.psd1")))
        {
            throw new FileNotFoundException(
                $"The NuGet package Pester is not at {package}. Run 'dotnet restore', then build again.", package);
        }

        var versioned = Path.Combine(target, Path.GetFileName(package));
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(versioned, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
