#if NET
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SmimeCertTools.Loader;

/// <summary>
/// Which file answers for a name in PowerShell 7: ours, or the runtime's. One answer for a name, whoever asks and in whatever
/// version. Libraries of one release name the runtime's parts in different versions, and two copies of a part make two types of
/// each of its types.
/// </summary>
/// <param name="path">Full path of the folder with the module's dependencies.</param>
/// <param name="runtimeFolder">Where the runtime's own assemblies lie.</param>
/// <param name="windows">Whether builds for Windows only can run.</param>
internal sealed class CoreFolder(string path, string runtimeFolder, bool windows)
{
    private readonly ConcurrentDictionary<string, string?> answers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Our file for the simple name; null where the runtime's is taken or we have none.</summary>
    public string? Find(string name) =>
        answers.GetOrAdd(name, n => OurFile(n) is { } ours && !RuntimeReplaces(n, []) ? ours : null);

    // Builds for one system only come before the portable one, which is there to refuse.
    private string? OurFile(string name) =>
        new[]
        {
            Path.Combine(path, "runtimes", windows ? "win" : "unix", "lib", name + ".dll"),
            Path.Combine(path, name + ".dll"),
            Path.Combine(DependencyFolder.SharedBeside(path), name + ".dll"),
        }.FirstOrDefault(File.Exists);

    // The runtime's copy must be at least as new as ours, and so must the runtime's copy of whatever that one shows in its
    // signatures: taken from one side each, they would not fit together. The assembly version of the runtime's own libraries,
    // which all begin with System., tells one release from the next. Other libraries' need not (BouncyCastle.Cryptography), and
    // no type of theirs crosses.
    private bool RuntimeReplaces(string name, HashSet<string> asked)
    {
        if (!asked.Add(name) || OurFile(name) is not { } ours)
        {
            return true;
        }

        var theirs = Path.Combine(runtimeFolder, name + ".dll");
        return name.StartsWith("System.", StringComparison.OrdinalIgnoreCase)
            && File.Exists(theirs)
            && IsAtLeast(AssemblyName.GetAssemblyName(theirs), AssemblyName.GetAssemblyName(ours))
            && References(theirs).All(reference => RuntimeReplaces(reference, asked));
    }

    private static bool IsAtLeast(AssemblyName theirs, AssemblyName ours) =>
        theirs.Version >= ours.Version
        && (theirs.GetPublicKeyToken() ?? []).AsSpan().SequenceEqual(ours.GetPublicKeyToken() ?? []);

    private static string[] References(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
#endif
