using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace SmimeCertTools.Quickstart.Shell;

/// <summary>Runs a script in PowerShell on this console: its colours, its width, its Ctrl+C.</summary>
internal static class SampleScript
{
    /// <summary>The exit code of what Ctrl+C ended, as shells have it.</summary>
    public const int Interrupted = 130;

    // Ctrl+C reaches PowerShell as well, which ends by itself; a signal to this process alone does not.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);

    /// <summary>Runs the script to its end.</summary>
    /// <param name="shell">The PowerShell.</param>
    /// <param name="path">The script.</param>
    /// <param name="arguments">Its arguments. No secrets: other users of the machine can read them.</param>
    /// <param name="secrets">Environment variables for the script.</param>
    /// <param name="privateFolder">Where PowerShell may keep what it would keep in the user's home.</param>
    /// <returns>The script's exit code, or <see cref="Interrupted"/>.</returns>
    public static async Task<int> RunAsync(
        PowerShellProgram shell, string path, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> secrets, string privateFolder)
    {
        var start = new ProcessStartInfo(shell.FileName) { UseShellExecute = false };
        string[] first = shell.FirstArgument is null ? [] : [shell.FirstArgument];

        // The samples come with this program; a machine's policy about scripts is not about them.
        string[] policy = OperatingSystem.IsWindows() ? ["-ExecutionPolicy", "Bypass"] : [];
        foreach (var argument in (IEnumerable<string>)[.. first, "-NoLogo", "-NoProfile", "-NonInteractive", .. policy, "-File", path, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

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

        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext context)
        {
            // The folder with the PFX files is to be deleted before this ends.
            context.Cancel = true;
            stopped.TrySetResult();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        using var process = Process.Start(start)!;
        var ended = process.WaitForExitAsync();
        await Task.WhenAny(ended, stopped.Task);
        if (!stopped.Task.IsCompleted)
        {
            return process.ExitCode;
        }

        if (await Task.WhenAny(ended, Task.Delay(s_grace)) != ended)
        {
            process.Kill(entireProcessTree: true);
            await ended;
        }

        return Interrupted;
    }
}
