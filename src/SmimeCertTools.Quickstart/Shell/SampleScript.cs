using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace SmimeCertTools.Quickstart.Shell;

/// <summary>Runs a script in PowerShell on this console: its colours, its width, its Ctrl+C.</summary>
internal static class SampleScript
{
    // Ctrl+C reaches PowerShell as well, which ends by itself; a signal to this process alone does not.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);

    /// <summary>Runs the script to its end.</summary>
    /// <param name="shell">The PowerShell.</param>
    /// <param name="path">The script.</param>
    /// <param name="arguments">Its arguments. No secrets: other users of the machine can read them.</param>
    /// <param name="secrets">Environment variables for the script.</param>
    /// <param name="privateFolder">Where PowerShell may keep what it would keep in the user's home.</param>
    /// <param name="stop">Ends the script early.</param>
    /// <returns>The script's exit code, or <see cref="StopSignal.ExitCode"/> when a signal came first.</returns>
    public static async Task<int> RunAsync(
        PowerShellProgram shell, string path, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> secrets, string privateFolder, StopSignal stop)
    {
        string[] first = shell.FirstArgument is null ? [] : [shell.FirstArgument];

        // The samples come with this program; a machine's policy about scripts is not about them.
        string[] policy = OperatingSystem.IsWindows() ? ["-ExecutionPolicy", "Bypass"] : [];
        string[] all = [.. first, "-NoLogo", "-NoProfile", "-NonInteractive", .. policy, "-File", path, .. arguments];
        var start = new ProcessStartInfo(shell.FileName, all) { UseShellExecute = false };

        foreach (var (name, value) in secrets)
        {
            start.Environment[name] = value;
        }

        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["DOTNET_TieredPGO"] = "0";

        // A PowerShell that this was started from left its own; nothing of the demonstration stays in the user's home.
        start.Environment.Remove("PSModulePath");
        foreach (var name in (string[])["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"])
        {
            start.Environment[name] = Path.Combine(privateFolder, "powershell");
        }

        if (stop.Received.IsCompleted)
        {
            return StopSignal.ExitCode;
        }

        using var process = Process.Start(start)!;
        var ended = process.WaitForExitAsync();
        await Task.WhenAny(ended, stop.Received);
        if (!stop.Received.IsCompleted)
        {
            return process.ExitCode;
        }

        if (await Task.WhenAny(ended, Task.Delay(s_grace)) != ended)
        {
            process.Kill(entireProcessTree: true);
            await ended;
        }

        return StopSignal.ExitCode;
    }
}
