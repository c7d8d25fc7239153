using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;

namespace SmimeCertTools.Loader;

/// <summary>
/// The module's dependencies for one edition, and the rule by which a request is answered from them. Immutable.
/// </summary>
internal sealed class DependencyFolder
{
    /// <summary>The one assembly that the module's own names: the way in.</summary>
    public const string Entry = "SmimeCertTools.Core";

    private static readonly StringComparison PathComparison =
        Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly Dictionary<string, (AssemblyName Name, string File)> assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly string modulePath;

    /// <summary>Reads the identities of the assemblies in <paramref name="path"/>.</summary>
    /// <param name="path">Full path of the folder.</param>
    /// <param name="modulePath">Full path of the module's own assembly, which lies outside of it and may ask as well.</param>
    public DependencyFolder(string path, string modulePath)
    {
        FullPath = Path.GetFullPath(path);
        this.modulePath = Path.GetFullPath(modulePath);
        SharedPath = SharedBeside(FullPath);
        Add(FullPath);
        if (Directory.Exists(SharedPath))
        {
            Add(SharedPath);
        }
    }

    /// <summary>Full path of the folder beside it with what both editions load; it need not exist.</summary>
    public string SharedPath { get; }

    /// <summary>The folder with what both editions load, which lies beside those of each.</summary>
    public static string SharedBeside(string path) => Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, "shared");

    /// <summary>Full path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>
    /// The file that answers <paramref name="requester"/>'s question for <paramref name="wanted"/> on .NET Framework, or null.
    /// That names who asks only for assemblies that were loaded without a context; PowerShell loads the module's own by LoadFrom,
    /// and its question, which can only be for the core, comes without a name. What the core asks comes with one, since it was
    /// loaded by LoadFile.
    /// </summary>
    public string? Answer(Assembly? requester, AssemblyName wanted)
    {
        var entitled = requester is null ? wanted.Name == Entry : Serves(requester);
        return entitled ? Find(wanted) : null;
    }

    /// <summary>Whether <paramref name="requester"/> is one of ours; an unknown one never is.</summary>
    public bool Serves(Assembly? requester) => requester is { IsDynamic: false } && Serves(requester.Location);

    /// <summary>
    /// Whether the assembly at <paramref name="requester"/> is one of ours; an unknown requester (null, empty) never is.
    /// </summary>
    public bool Serves(string? requester) =>
        !string.IsNullOrEmpty(requester)
        && (string.Equals(requester, modulePath, PathComparison)
            || string.Equals(Path.GetDirectoryName(requester), FullPath, PathComparison)
            || string.Equals(Path.GetDirectoryName(requester), SharedPath, PathComparison));

    /// <summary>
    /// The file that satisfies <paramref name="wanted"/>: same name, same public key token, a version not below the one asked for
    /// (a host without binding redirects asks for the versions that each library was compiled against). Null when there is none.
    /// </summary>
    public string? Find(AssemblyName wanted)
    {
        if (wanted.Name is null
            || !assemblies.TryGetValue(wanted.Name, out var ours)
            || !string.IsNullOrEmpty(wanted.CultureName)
            || (wanted.Version is not null && ours.Name.Version < wanted.Version)
            || Token(wanted) != Token(ours.Name))
        {
            return null;
        }

        return ours.File;
    }

    private void Add(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*.dll"))
        {
            try
            {
                var name = AssemblyName.GetAssemblyName(file);
                assemblies[name.Name!] = (name, file);
            }
            catch (BadImageFormatException)
            {
                // A native library: nothing that a request for an assembly could mean.
            }
        }
    }

    // As text: comparing the bytes would bind to System.Memory, and on .NET Framework nothing can answer for what this needs.
    private static string Token(AssemblyName name) => BitConverter.ToString(name.GetPublicKeyToken() ?? new byte[0]);
}
