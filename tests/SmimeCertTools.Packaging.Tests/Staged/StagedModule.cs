using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Staged;

/// <summary>The staged module, which the build of this project has made.</summary>
public sealed class StagedModule : IDisposable
{
    private readonly TempFolder folder = new();

    /// <summary>The module's folder.</summary>
    public static string Folder { get; } = BuiltAt("ModuleFolder");

    /// <summary>The folder with what both editions load.</summary>
    public static string Shared { get; } = Path.Combine(Folder, "shared");

    /// <summary>The program that runs it on other runtimes.</summary>
    public static string Probe { get; } = BuiltAt("RuntimeProbe");

    /// <summary>The engine's interface in the oldest PowerShell, without code.</summary>
    public static string PowerShellStandard { get; } = BuiltAt("PowerShellStandard");

    /// <summary>What a user imports.</summary>
    public static string Manifest { get; } = Path.Combine(Folder, "SmimeCertTools.psd1");

    /// <summary>Every file of the module by its path in it, "/" between parts.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/'))];

    /// <summary>The file of an assembly that PowerShell 7 loads: its own, or the one that both editions share.</summary>
    public static string FileOf(string name) =>
        new[] { Path.Combine(Folder, "core"), Shared }.Select(folder => Path.Combine(folder, name + ".dll")).First(File.Exists);

    /// <summary>The files, as their vendors published them, that an edition would consist of if nothing were taken out.</summary>
    public static IReadOnlyList<string> Published(string edition) =>
        File.ReadAllLines(RepositoryRoot.Combine("artifacts", "module", $"{edition}.sources.txt"));

    /// <summary>A copy of the module in another folder, deleted after the last test.</summary>
    public string CopyModule(string name)
    {
        foreach (var file in Files)
        {
            var target = folder.Combine(name, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Folder, file), target);
        }

        return folder.Combine(name, "SmimeCertTools.psd1");
    }

    public void Dispose() => folder.Dispose();

    private static string BuiltAt(string name) => Path.GetFullPath(typeof(StagedModule).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!);
}

/// <summary>
/// Tests that import the module into this process share the process's state, so they run one after the other. Those that start a
/// process of their own are not among them: they run beside.
/// </summary>
[CollectionDefinition(Name)]
public sealed class StagedModuleCollection : ICollectionFixture<StagedModule>
{
    public const string Name = "Staged module";
}
