using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Packaging.Tests.Runtimes;

/// <summary>A .NET of a PowerShell that the module names: 8 of 7.4, 9 of 7.5, 10 of 7.6.</summary>
/// <param name="Host">The dotnet program that has it.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">Where its assemblies lie.</param>
internal sealed record DotNetRuntime(string Host, Version Version, string Folder)
{
    private static readonly string RunningFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>The installation that these tests run from: its runtimes lie in shared/Microsoft.NETCore.App.</summary>
    private static readonly string Installation = Path.GetFullPath(Path.Combine(RunningFolder, "..", "..", ".."));

    private static readonly string Program = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>Why the runtime cannot be had here; null when it can.</summary>
    public static string? AbsentMessage(int major) => major == Environment.Version.Major || PackFolder(major) is not null
        ? null
        : $"The build takes the runtime pack of .NET {major} on Linux x64 only, not on {RuntimeInformation.RuntimeIdentifier}.";

    /// <summary>
    /// The one that runs these tests, or one put together from its runtime pack, whose files are taken as they are.
    /// </summary>
    public static DotNetRuntime Get(int major)
    {
        if (major == Environment.Version.Major)
        {
            return new DotNetRuntime(Path.Combine(Installation, Program), Environment.Version, RunningFolder);
        }

        var pack = PackFolder(major)!;
        var version = Path.GetFileName(pack);
        var root = RepositoryRoot.Combine("artifacts", "runtimes", version);
        var shared = Path.Combine(root, "shared", "Microsoft.NETCore.App", version);
        if (!File.Exists(Path.Combine(root, Program)))
        {
            Directory.CreateDirectory(shared);
            var platform = Path.Combine(pack, "runtimes", "linux-x64");
            foreach (var file in Directory.GetFiles(Path.Combine(platform, "lib", $"net{major}.0"))
                .Concat(Directory.GetFiles(Path.Combine(platform, "native"))))
            {
                File.Copy(file, Path.Combine(shared, Path.GetFileName(file)), overwrite: true);
            }

            foreach (var file in Directory.GetFiles(Path.Combine(Installation, "host"), "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(root, Path.GetRelativePath(Installation, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target, overwrite: true);
            }

            // Last: its presence says that the rest is complete.
            File.Copy(Path.Combine(Installation, Program), Path.Combine(root, Program));
        }

        return new DotNetRuntime(Path.Combine(root, Program), Version.Parse(version), shared);
    }

    /// <summary>The assemblies by name.</summary>
    public IReadOnlyDictionary<string, string> Assemblies() => Directory.GetFiles(Folder, "*.dll")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);

    private static string? PackFolder(int major) =>
        typeof(DotNetRuntime).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == $"RuntimePack{major}")?.Value;
}
