using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;

namespace SmimeCertTools.Quickstart.Shell;

/// <summary>A PowerShell that can be started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="FirstArgument">What stands in front of PowerShell's own arguments; null for nothing.</param>
/// <param name="Description">What it is, for people.</param>
internal sealed record PowerShellProgram(string FileName, string? FirstArgument, string Description)
{
    private static readonly Version s_oldest = new(7, 4);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether it is the one that people get by typing "pwsh".</summary>
    public bool IsInstalled => FirstArgument is null;

    /// <summary>The pwsh on the PATH where it is 7.4 or later, else that of the NuGet package.</summary>
    /// <exception cref="FileNotFoundException">There is neither.</exception>
    public static PowerShellProgram Find() => FindInstalled()
        ?? new PowerShellProgram(PowerShellPackage.DotNet, PowerShellPackage.Program, "PowerShell of the NuGet package");

    private static PowerShellProgram? FindInstalled()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("pwsh", ["--version"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            process.StandardInput.Close();
            var answer = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(s_patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return process.ExitCode == 0 && IsNewEnough(answer.GetAwaiter().GetResult(), out var description)
                ? new PowerShellProgram("pwsh", null, description) : null;
        }
        catch (Win32Exception)
        {
            // There is none.
            return null;
        }
    }

    /// <summary>Reads "PowerShell 7.6.9" or "PowerShell 7.7.0-preview.1".</summary>
    internal static bool IsNewEnough(string answer, out string description)
    {
        description = answer.Trim();
        var words = description.Split(' ', '-');
        return words.Length >= 2 && words[0] == "PowerShell" && Version.TryParse(words[1], out var version)
            && version >= s_oldest;
    }
}
