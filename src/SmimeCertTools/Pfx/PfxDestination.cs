using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Runtime.InteropServices;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Pfx;

/// <summary>Names the files that converted PFX files are written to.</summary>
internal sealed class PfxDestination
{
    private readonly string? _path;
    private readonly bool _isFolder;

    private PfxDestination(string? path, bool isFolder)
    {
        _path = path;
        _isFolder = isFolder;
    }

    /// <summary>
    /// Compares names of files: exactly where the platform usually does so, without regard to case elsewhere. One too many
    /// taken for the same is refused, which loses nothing.
    /// </summary>
    public static StringComparer Names { get; } =
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Beside each source, under a name of its own.</summary>
    public static PfxDestination BesideSource { get; } = new(null, isFolder: false);

    /// <summary>
    /// What -DestinationPath means where a cmdlet runs; beside each source when it is empty, or with an error of what it is.
    /// </summary>
    /// <param name="cmdlet">Whose location relative paths begin at.</param>
    /// <param name="given">The path as the user gave it.</param>
    public static (PfxDestination Destination, ErrorRecord? Error) Resolve(PSCmdlet cmdlet, string given)
    {
        if (given.Length == 0)
        {
            return (BesideSource, null);
        }

        var resolved = cmdlet.ResolveNew(given);
        return resolved.Error is null ? (At(given, resolved.Paths[0]), null) : (BesideSource, resolved.Error);
    }

    /// <summary>What -DestinationPath means: a folder when there is one, or when it ends as only a folder's path does.</summary>
    /// <param name="given">The path as the user gave it.</param>
    /// <param name="full">The full path.</param>
    public static PfxDestination At(string given, string full)
    {
        // PowerShell takes either slash on every platform.
        return new PfxDestination(full, Directory.Exists(full) || given[given.Length - 1] is '/' or '\\');
    }

    /// <summary>The full path of the file to write.</summary>
    /// <param name="source">The full path of the file it is made of.</param>
    /// <param name="thumbprint">The certificate of the key pair, for a file that holds one of several; else null.</param>
    public string NameFor(string source, string? thumbprint)
    {
        if (_path is not null && !_isFolder)
        {
            return thumbprint is null
                ? _path
                : Join(Path.GetDirectoryName(_path), _path, "-" + thumbprint, Path.GetExtension(_path));
        }

        var suffix = thumbprint is not null ? "-" + thumbprint : _path is null ? "-converted" : string.Empty;
        return Join(_path ?? Path.GetDirectoryName(source), source, suffix, Extension(source));
    }

    private static string Join(string? folder, string name, string suffix, string extension) =>
        Path.Combine(folder ?? string.Empty, Path.GetFileNameWithoutExtension(name) + suffix + extension);

    private static string Extension(string source)
    {
        var extension = Path.GetExtension(source);
        var known = new List<string> { ".pfx", ".p12" };
        return known.Exists(item => item.Equals(extension, StringComparison.OrdinalIgnoreCase)) ? extension : ".pfx";
    }
}
