using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Staged;

/// <summary>
/// The staged module, and a process in which other modules got there first: before any test imports it, assemblies with the identities of
/// its dependencies, but with nothing in them, are loaded where everybody finds them.
/// </summary>
public sealed class StagedModule : IDisposable
{
    private readonly TempFolder folder = new();

    public StagedModule()
    {
        foreach (var name in new[] { "BouncyCastle.Cryptography", "Microsoft.Graph", "Microsoft.Identity.Client", "Azure.Core" })
        {
            // Under Windows a loaded file cannot be deleted, so it is loaded from memory.
            var identity = AssemblyName.GetAssemblyName(Path.Combine(Folder, "core", name + ".dll"));
            var assembly = new PersistedAssemblyBuilder(identity, typeof(object).Assembly);
            assembly.DefineDynamicModule(name).DefineType("Foreign.Marker", TypeAttributes.Public).CreateType();
            using var image = new MemoryStream();
            assembly.Save(image);
            image.Position = 0;
            Foreign.Add(AssemblyLoadContext.Default.LoadFromStream(image));
        }
    }

    /// <summary>The module's folder.</summary>
    public static string Folder { get; } = Path.GetFullPath(typeof(StagedModule).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ModuleFolder").Value!);

    /// <summary>What a user imports.</summary>
    public static string Manifest { get; } = Path.Combine(Folder, "SmimeCertTools.psd1");

    /// <summary>Every file of the module by its path in it, "/" between parts.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/'))];

    /// <summary>The copies that were there first.</summary>
    public List<Assembly> Foreign { get; } = [];

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
}

/// <summary>Tests that import the module into this process share the process's state, so they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class StagedModuleCollection : ICollectionFixture<StagedModule>
{
    public const string Name = "Staged module";
}
