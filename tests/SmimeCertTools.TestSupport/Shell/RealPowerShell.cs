using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Quickstart.Shell;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.TestSupport.Shell;

/// <summary>
/// Runs scripts in the real PowerShell, from its NuGet package, as a process of its own: with an empty home, no profile, no
/// questions, no colours, no telemetry and no look for updates.
/// </summary>
public static class RealPowerShell
{
    /// <summary>Full path of the package's pwsh.dll, which the dotnet command starts.</summary>
    /// <exception cref="FileNotFoundException">The package is not there; the message says what to do.</exception>
    public static string Program => PowerShellPackage.Program;

    /// <summary>Runs a script to its end.</summary>
    /// <exception cref="FileNotFoundException">The package is not there.</exception>
    /// <exception cref="TimeoutException">It took too long and was ended; the message has what it wrote until then.</exception>
    public static async Task<PowerShellOutcome> RunAsync(PowerShellScript script, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(script);
        using var home = new TempFolder();
        var file = script.Path ?? home.Write("script.ps1", script.Text
            ?? throw new ArgumentException("A script needs its text or its path.", nameof(script)));
        using var process = Process.Start(StartInfo(script, file, home.Path))
            ?? throw new InvalidOperationException("PowerShell did not start.");
        var output = new StringBuilder();
        var errors = new StringBuilder();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(script.Timeout);
        try
        {
            var reading = ReadAsync(process.StandardOutput, output, script.OutputLine, limit.Token);
            var complaints = ReadAsync(process.StandardError, errors, null, limit.Token);
            await FeedAsync(process, script.Input, limit.Token);
            await Task.WhenAll(reading, complaints, process.WaitForExitAsync(limit.Token));
            return new PowerShellOutcome(process.ExitCode, output.ToString(), errors.ToString());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"PowerShell did not end within {script.Timeout.TotalSeconds:F0} s. It wrote:\n{errors}\n{output}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);

                // Its home is deleted next.
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static ProcessStartInfo StartInfo(PowerShellScript script, string file, string home)
    {
        var start = new ProcessStartInfo(
            PowerShellPackage.DotNet, [Program, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", file, .. script.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = script.WorkingFolder ?? home,
        };

        // What a user keeps at home: profiles, modules, histories, caches.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("XDG_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var name in OperatingSystem.IsWindows() ? new[] { "USERPROFILE", "APPDATA", "LOCALAPPDATA" } : ["HOME"])
        {
            start.Environment[name] = home;
        }

        // An example of the help sets it, for the whole process of the tests.
        start.Environment.Remove("AZURE_AUTHORITY_HOST");
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["NO_COLOR"] = "1";
        start.Environment["PSModulePath"] = string.Join(Path.PathSeparator, script.ModulePaths);
        if (OperatingSystem.IsWindows())
        {
            start.Environment["PSExecutionPolicyPreference"] = "Bypass";
        }

        foreach (var (name, value) in script.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }

    private static async Task ReadAsync(
        StreamReader reader, StringBuilder text, Action<string>? onLine, CancellationToken cancellation)
    {
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            text.Append(line).Append('\n');
            onLine?.Invoke(line);
        }
    }

    private static async Task FeedAsync(Process process, string? input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input; its exit code says whether that was wrong.
        }
    }
}
