using System;
using System.Globalization;

namespace SmimeCertTools.Hosting;

/// <summary>Which of the module's two sets of dependencies a runtime takes.</summary>
internal static class RuntimeEdition
{
    private const string DotNet = ".NET ";
    private const string DotNetCore = ".NET Core ";
    private const string DotNetFramework = ".NET Framework";

    /// <summary>PowerShell 7.4 runs on .NET 8; the manifest cannot ask for a version of one edition alone.</summary>
    private const int OldestDotNet = 8;

    /// <summary>
    /// The folder, beneath the module's, with the dependencies for PowerShell 7 ("core") or Windows PowerShell ("desktop").
    /// </summary>
    /// <param name="frameworkDescription"><c>RuntimeInformation.FrameworkDescription</c>: ".NET 8.0.31", ".NET Core 3.1.3", ".NET
    /// Framework 4.8.9290.0". Mono, which names itself, has the libraries of .NET Framework.</param>
    /// <exception cref="PlatformNotSupportedException">The runtime is that of PowerShell 6 to 7.3. Without this the first
    /// assembly that is loaded would fail, with words that lead nowhere.</exception>
    public static string Of(string frameworkDescription)
    {
        if (frameworkDescription.StartsWith(DotNetFramework, StringComparison.Ordinal)
            || !frameworkDescription.StartsWith(DotNet, StringComparison.Ordinal))
        {
            return "desktop";
        }

        var isOld = frameworkDescription.StartsWith(DotNetCore, StringComparison.Ordinal)
            || (int.TryParse(
                frameworkDescription.Substring(DotNet.Length).Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture,
                out var major)
                && major < OldestDotNet);
        return isOld
            ? throw new PlatformNotSupportedException(
                "SmimeCertTools needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this PowerShell runs on "
                + $"{frameworkDescription}. Install a current PowerShell from https://aka.ms/powershell and import the module "
                + "there.")
            : "core";
    }
}
