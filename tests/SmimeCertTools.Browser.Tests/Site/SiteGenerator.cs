using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;

namespace SmimeCertTools.Browser.Tests.Site;

/// <summary>docfx, the .NET tool that makes the site; docs/site names its version.</summary>
internal static class SiteGenerator
{
    private static readonly Lazy<string?> LazyAbsence = new(FindAbsence);

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = typeof(SiteGenerator).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Why the tool cannot be had, with what to do; null where it can be. CI has it, or fails.</summary>
    public static string? Absence => LazyAbsence.Value;

    private static string Folder => Path.Combine(Root, "docs", "site");

    /// <summary>Makes the site in a folder.</summary>
    /// <exception cref="InvalidOperationException">docfx ended with an error or a warning, which the message has.</exception>
    public static async Task MakeAsync(string output)
    {
        await RunAsync("tool", "restore");
        await RunAsync(
            "docfx", "build", Path.Combine(Root, "docfx.json"),
            "--output", output, "--warningsAsErrors", "--logLevel", "warning");
    }

    private static string? FindAbsence()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            return null;
        }

        try
        {
            RunAsync("tool", "restore").GetAwaiter().GetResult();
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return "docfx could not be had, so no site was made of the documentation. Once NuGet can be reached: "
                + $"'dotnet tool restore' in docs/site. {exception.Message}";
        }
    }

    private static async Task RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await errors}".Trim());
        }
    }
}
