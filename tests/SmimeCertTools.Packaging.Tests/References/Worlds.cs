using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Mono.Cecil;
using SmimeCertTools.Loader;
using SmimeCertTools.Packaging.Tests.Runtimes;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Packaging.Tests.References;

/// <summary>Which file answers for a name in each PowerShell, as docs/design/isolation.md says.</summary>
internal static class Worlds
{
    private const string Engine = "System.Management.Automation";
    private static readonly string Module = Path.Combine(StagedModule.Folder, "SmimeCertTools.dll");
    private static readonly string Types = Path.Combine(StagedModule.Folder, "SmimeCertTools.Types.dll");

    /// <summary>The files of the module that an edition loads.</summary>
    public static IEnumerable<string> Files(string edition) =>
        Directory.GetFiles(Folder(edition), "*.dll", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(StagedModule.Shared, "*.dll")).Prepend(Types).Prepend(Module);

    /// <summary>PowerShell 7 on a runtime, with the loader's own choice.</summary>
    public static AssemblyWorld OnDotNet(int major)
    {
        var choice = new CoreFolder(Folder("core"), DotNetRuntime.Get(major).Folder, windows: false);
        return OnDotNet(major, name => choice.Find(name.Name));
    }

    /// <summary>PowerShell 7 on a runtime, with another choice: our file, or null for the runtime's.</summary>
    public static AssemblyWorld OnDotNet(int major, Func<AssemblyNameReference, string?> choice)
    {
        var runtime = DotNetRuntime.Get(major).Assemblies();
        return new AssemblyWorld((asking, name) => NewEnough(
            name,
            Shared(asking, name) ?? (IsOutside(asking, "core") ? Entry("core", asking, name) : choice(name)),
            runtime.GetValueOrDefault(name.Name)));
    }

    /// <summary>
    /// Windows PowerShell. .NET Framework answers first where it has the version; only without an answer it asks the module.
    /// </summary>
    public static AssemblyWorld OnFramework()
    {
        var framework = FrameworkAssemblies();
        var ours = Directory.GetFiles(Folder("desktop"), "*.dll").Concat(Directory.GetFiles(StagedModule.Shared, "*.dll"))
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file));
        return new AssemblyWorld((asking, name) =>
            NewEnough(name, framework.GetValueOrDefault(name.Name), null)
            ?? NewEnough(
                name,
                Shared(asking, name)
                    ?? (IsOutside(asking, "desktop") ? Entry("desktop", asking, name) : ours.GetValueOrDefault(name.Name)),
                null));
    }

    /// <summary>.NET Framework 4.7.2 as its reference assemblies have it, which the build has written down.</summary>
    public static IReadOnlyDictionary<string, string> FrameworkAssemblies()
    {
        var library = File.ReadLines(RepositoryRoot.Combine("artifacts", "module", "desktop.references.txt"))
            .Single(line => Path.GetFileName(line) == "mscorlib.dll");
        return Directory.GetFiles(Path.GetDirectoryName(library)!, "*.dll", SearchOption.AllDirectories)
            .GroupBy(file => Path.GetFileNameWithoutExtension(file))
            .ToDictionary(files => files.Key, files => files.First(), StringComparer.OrdinalIgnoreCase);
    }

    private static string Folder(string edition) => Path.Combine(StagedModule.Folder, edition);

    // The runtime's own files, and those of the module that PowerShell or the initializer loads where everybody's are.
    private static bool IsOutside(string asking, string edition) =>
        !new[] { Folder(edition), StagedModule.Shared }.Any(folder => asking.StartsWith(folder, StringComparison.Ordinal))
        || Path.GetFileName(asking) == "SmimeCertTools.Loader.dll";

    // The enumerations, to the module's assembly and to the core.
    private static string? Shared(string asking, AssemblyNameReference name) =>
        name.Name == Path.GetFileNameWithoutExtension(Types)
        && (asking == Module || Path.GetFileNameWithoutExtension(asking) == DependencyFolder.Entry) ? Types : null;

    // What those are answered besides the runtime's: the module's assembly the core and the engine, nobody anything else.
    private static string? Entry(string edition, string asking, AssemblyNameReference name) => asking != Module ? null
        : name.Name == DependencyFolder.Entry ? Path.Combine(Folder(edition), name.Name + ".dll")
        : name.Name == Engine ? StagedModule.PowerShellStandard
        : null;

    private static string? NewEnough(AssemblyNameReference name, string? first, string? second) =>
        (first ?? second) is { } file && AssemblyName.GetAssemblyName(file).Version >= name.Version ? file : null;
}
