using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace SmimeCertTools.Quickstart.Shell;

/// <summary>
/// PowerShell from its NuGet package, a .NET tool: the whole program for each system, started by the dotnet command. The
/// quickstart and the tests share this file; each project's metadata "PowerShellPackage" says where the package is.
/// </summary>
internal static class PowerShellPackage
{
    private const string MetadataKey = "PowerShellPackage";

    /// <summary>The dotnet command of the runtime that runs this.</summary>
    public static string DotNet { get; } = Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..",
        OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>The package's pwsh.dll for this system.</summary>
    /// <exception cref="FileNotFoundException">The package is not there.</exception>
    public static string Program
    {
        get
        {
            var package = typeof(PowerShellPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(attribute => attribute.Key == MetadataKey).Value!;

            // The folder names the framework, which changes with the version.
            var system = OperatingSystem.IsWindows() ? "win" : "unix";
            var tools = Path.Combine(package, "tools");
            var program = Directory.Exists(tools)
                ? Directory.EnumerateDirectories(tools)
                    .Select(framework => Path.Combine(framework, "any", system, "pwsh.dll")).FirstOrDefault(File.Exists)
                : null;
            return program ?? throw new FileNotFoundException(
                $"The NuGet package PowerShell is not at {package}. Run 'dotnet restore', then build again.", package);
        }
    }
}
