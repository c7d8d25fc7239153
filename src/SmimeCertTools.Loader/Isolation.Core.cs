#if NET
using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace SmimeCertTools.Loader;

/// <summary>
/// PowerShell 7: a load context of our own. It looks in its folder first and only then where everybody does: an older
/// BouncyCastle.Cryptography that is already loaded has the same assembly version as ours, and would be taken silently. Only parts of the
/// runtime itself come from the runtime where that has them new enough: types of theirs travel to and fro between it and us.
/// </summary>
internal sealed class Isolation : AssemblyLoadContext
{
    private const string EntryAssembly = "SmimeCertTools.Core";

    private static readonly string RuntimeFolder = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? string.Empty;

    private readonly string folder;

    private Isolation(string folder)
        : base("SmimeCertTools") => this.folder = folder;

    public static void Start(DependencyFolder folder)
    {
        var context = new Isolation(folder.FullPath);

        // The only door: whoever asks for any other assembly is not answered from our folder.
        Default.Resolving += (_, wanted) =>
            wanted.Name == EntryAssembly && folder.Find(wanted) is not null ? context.LoadFromAssemblyName(wanted) : null;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (!string.IsNullOrEmpty(assemblyName.CultureName) || RuntimeHas(assemblyName))
        {
            return null;
        }

        // Builds for one system only come before the portable one, which is there to refuse.
        var file = assemblyName.Name + ".dll";
        var special = Path.Combine(folder, "runtimes", OperatingSystem.IsWindows() ? "win" : "unix", "lib", file);
        var portable = Path.Combine(folder, file);
        return File.Exists(special) ? LoadFromAssemblyPath(special)
            : File.Exists(portable) ? LoadFromAssemblyPath(portable)
            : null;
    }

    // The assembly version of the runtime's own libraries tells one from the next, unlike BouncyCastle's.
    private static bool RuntimeHas(AssemblyName wanted)
    {
        var path = Path.Combine(RuntimeFolder, wanted.Name + ".dll");
        return wanted.Name!.StartsWith("System.", StringComparison.Ordinal)
            && File.Exists(path)
            && AssemblyName.GetAssemblyName(path).Version >= wanted.Version;
    }
}
#endif
