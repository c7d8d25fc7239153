using System.Diagnostics;
using Xunit;

namespace SmimeCertTools.Core.Tests.Files;

/// <summary>Runs what another program does to a file that is held here: on Unix a shell asks for no lock.</summary>
internal static class HeldFileShell
{
    public static string Run(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
