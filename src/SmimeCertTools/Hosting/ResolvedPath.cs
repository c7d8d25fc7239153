using System.Collections.Generic;
using System.Management.Automation;

namespace SmimeCertTools.Hosting;

/// <summary>What a path that a user gave stands for: full paths in the file system, or an error; never both.</summary>
internal sealed class ResolvedPath(string given, IReadOnlyList<string> paths, ErrorRecord? error)
{
    /// <summary>The path as the user gave it.</summary>
    public string Given => given;

    /// <summary>Full paths in the file system, at least one when there is no error.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>Why there are none.</summary>
    public ErrorRecord? Error => error;

    /// <summary>The path found.</summary>
    public static ResolvedPath To(string given, IReadOnlyList<string> paths) => new(given, paths, null);

    /// <summary>The error met.</summary>
    public static ResolvedPath Failed(string given, ErrorRecord error) => new(given, [], error);
}
