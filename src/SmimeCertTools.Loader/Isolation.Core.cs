#if NET
using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace SmimeCertTools.Loader;

/// <summary>
/// PowerShell 7: a load context of our own. It looks in its folder first and only then where everybody does: an older
/// BouncyCastle.Cryptography that is already loaded has the same assembly version as ours, and would be taken silently. Only
/// parts of the runtime itself come from the runtime where that has them new enough: types of theirs travel to and fro between it
/// and us.
/// </summary>
internal sealed class Isolation : AssemblyLoadContext
{
    private readonly CoreFolder files;
    private readonly Assembly types;

    private Isolation(string folder, Assembly types)
        : base("SmimeCertTools")
    {
        files = new CoreFolder(
            folder, Path.GetDirectoryName(typeof(object).Assembly.Location) ?? string.Empty, OperatingSystem.IsWindows());
        this.types = types;
    }

    public static void Start(DependencyFolder folder, Assembly types)
    {
        var context = new Isolation(folder.FullPath, types);

        // The only door: whoever asks for any other assembly is not answered from our folder.
        Default.Resolving += (_, wanted) =>
            wanted.Name == DependencyFolder.Entry && folder.Find(wanted) is not null
                ? context.LoadFromAssemblyName(wanted)
                : null;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == types.GetName().Name ? types
        : string.IsNullOrEmpty(assemblyName.CultureName) && files.Find(assemblyName.Name!) is { } file
            ? LoadFromAssemblyPath(file)
        : null;
}
#endif
