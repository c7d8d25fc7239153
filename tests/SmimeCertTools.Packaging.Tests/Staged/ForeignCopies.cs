using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace SmimeCertTools.Packaging.Tests.Staged;

/// <summary>
/// A process in which other modules got there first: before any test runs, assemblies with the identities of the module's
/// dependencies, but with nothing in them, are loaded where everybody finds them. So every test here that imports the module does
/// so beside them.
/// </summary>
internal static class ForeignCopies
{
    private static readonly string[] Names =
        ["BouncyCastle.Cryptography", "Microsoft.Graph", "Microsoft.Identity.Client", "Azure.Core"];

    /// <summary>The copies.</summary>
    public static IReadOnlyList<Assembly> All { get; private set; } = [];

    [ModuleInitializer]
    internal static void Load() => All = [.. Names.Select(Load)];

    private static Assembly Load(string name)
    {
        var identity = AssemblyName.GetAssemblyName(StagedModule.FileOf(name));
        var assembly = new PersistedAssemblyBuilder(identity, typeof(object).Assembly);
        assembly.DefineDynamicModule(name).DefineType("Foreign.Marker", TypeAttributes.Public).CreateType();
        using var image = new MemoryStream();
        assembly.Save(image);
        image.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(image);
    }
}
