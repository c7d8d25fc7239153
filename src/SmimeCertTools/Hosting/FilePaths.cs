using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Errors;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Turns the paths of -Path, -LiteralPath and the like into full paths in the file system, relative to PowerShell's location and
/// not to the process's directory. Call it on the pipeline thread.
/// </summary>
internal static class FilePaths
{
    private const string FileSystem = "FileSystem";

    /// <summary>The files that <paramref name="path"/> stands for. Folders that wildcards match are left out.</summary>
    /// <param name="cmdlet">The cmdlet whose session resolves.</param>
    /// <param name="path">The path as the user gave it.</param>
    /// <param name="literal">Whether wildcard characters in it stand for themselves.</param>
    public static ResolvedPath ResolveFiles(this PSCmdlet cmdlet, string path, bool literal)
    {
        var resolved = cmdlet.ResolveExisting(path, literal);
        if (resolved.Error is not null)
        {
            return resolved;
        }

        var files = resolved.Paths.Where(found => !Directory.Exists(found)).ToList();
        if (files.Count > 0)
        {
            return ResolvedPath.To(path, files);
        }

        var isPattern = !literal && WildcardPattern.ContainsWildcardCharacters(path);
        return ResolvedPath.Failed(path, isPattern ? PathErrors.NotFound(path) : PathErrors.IsFolder(path));
    }

    /// <summary>
    /// The files that the paths of one input object stand for, each with its full path, or an error with the path as given.
    /// A file of exactly the name given wins over a pattern: "alice[2024].pfx" is a file's name more often.
    /// </summary>
    /// <param name="cmdlet">The cmdlet whose session resolves.</param>
    /// <param name="paths">The paths as the user gave them.</param>
    /// <param name="literal">Whether wildcard characters in them stand for themselves.</param>
    /// <param name="missing">Makes the error of a path without text; the path beside it is then null.</param>
    public static List<(string? Path, ErrorRecord? Error)> ResolveInput(
        this PSCmdlet cmdlet, IEnumerable<string> paths, bool literal, Func<ErrorRecord> missing)
    {
        var files = new List<(string?, ErrorRecord?)>();
        foreach (var path in paths)
        {
            if (string.IsNullOrWhiteSpace(path))
            {
                files.Add((null, missing()));
                continue;
            }

            var resolved = cmdlet.ResolveFiles(path, literal: true);
            if (!literal && MayBePattern(resolved))
            {
                resolved = cmdlet.ResolveFiles(path, literal: false);
            }

            if (resolved.Error is not null)
            {
                files.Add((path, resolved.Error));
            }

            files.AddRange(resolved.Paths.Select(file => ((string?)file, (ErrorRecord?)null)));
        }

        return files;
    }

    /// <summary>The one file that <paramref name="path"/> stands for. A file of exactly that name wins over a pattern.</summary>
    public static ResolvedPath ResolveFile(this PSCmdlet cmdlet, string path)
    {
        var exact = cmdlet.ResolveFiles(path, literal: true);
        return MayBePattern(exact) ? Single(cmdlet.ResolveFiles(path, literal: false)) : exact;
    }

    /// <summary>
    /// The one file or folder that <paramref name="path"/> stands for. One of exactly that name wins over a pattern.
    /// </summary>
    public static ResolvedPath ResolveFileOrFolder(this PSCmdlet cmdlet, string path)
    {
        var exact = cmdlet.ResolveExisting(path, literal: true);
        return MayBePattern(exact) ? Single(cmdlet.ResolveExisting(path, literal: false)) : exact;
    }

    /// <summary>The full path that <paramref name="path"/> stands for, whether something is there or not. No wildcards.</summary>
    public static ResolvedPath ResolveNew(this PSCmdlet cmdlet, string path)
    {
        var resolved = cmdlet.ResolveLiteral(path);
        return resolved.Error is null && WindowsNames.ProblemOfWriting(resolved.Paths[0]) is { } problem
            ? ResolvedPath.Failed(path, PathErrors.Unusable(path, problem))
            : resolved;
    }

    /// <summary>The one path that a parameter resolved to; anything else ends the command.</summary>
    public static string Single(this PSCmdlet cmdlet, ResolvedPath resolved)
    {
        if (resolved.Error is not null)
        {
            cmdlet.ThrowTerminatingError(resolved.Error);
        }

        return resolved.Paths[0];
    }

    // A path that cannot be one has been told why.
    private static bool MayBePattern(ResolvedPath exact) =>
        exact.Error is { } error && !error.FullyQualifiedErrorId.StartsWith(PathErrors.UnusableId, StringComparison.Ordinal);

    private static ResolvedPath ResolveLiteral(this PSCmdlet cmdlet, string path) => Resolve(
        path,
        () =>
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return ([full], provider);
        });

    private static ResolvedPath ResolveExisting(this PSCmdlet cmdlet, string path, bool literal)
    {
        var resolved = literal
            ? cmdlet.ResolveLiteral(path)
            : Resolve(path, () => (cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider), provider));
        if (resolved.Error is not null)
        {
            return resolved;
        }

        if (resolved.Paths.Select(WindowsNames.ProblemOfReading).FirstOrDefault(problem => problem is not null) is { } problem)
        {
            return ResolvedPath.Failed(path, PathErrors.Unusable(path, problem));
        }

        var found = resolved.Paths.Where(item => File.Exists(item) || Directory.Exists(item)).ToList();
        return found.Count == 0 ? ResolvedPath.Failed(path, PathErrors.NotFound(path)) : ResolvedPath.To(path, found);
    }

    private static ResolvedPath Resolve(string path, Func<(IReadOnlyList<string> Paths, ProviderInfo Provider)> resolve)
    {
        try
        {
            var (paths, provider) = resolve();
            return string.Equals(provider.Name, FileSystem, StringComparison.OrdinalIgnoreCase)
                ? ResolvedPath.To(path, Usable(paths))
                : ResolvedPath.Failed(path, PathErrors.NotFileSystem(path, provider.Name));
        }
        catch (System.Management.Automation.DriveNotFoundException error)
        {
            return ResolvedPath.Failed(path, PathErrors.DriveNotFound(path, error));
        }
        catch (ProviderNotFoundException error)
        {
            return ResolvedPath.Failed(path, PathErrors.NotFileSystem(path, error.ItemName));
        }
        catch (ItemNotFoundException)
        {
            return ResolvedPath.Failed(path, PathErrors.NotFound(path));
        }
        catch (Exception error) when (error is ProviderInvocationException or ArgumentException or NotSupportedException
            or IOException or UnauthorizedAccessException)
        {
            return ResolvedPath.Failed(path, PathErrors.Unusable(path, error));
        }
    }

    // .NET Framework refuses a path with characters such as '|', or one that is too long, wherever it is first handed to it; here
    // it is told as what it is.
    private static IReadOnlyList<string> Usable(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            _ = Path.GetFullPath(path);
        }

        return paths;
    }

    private static ResolvedPath Single(ResolvedPath resolved) => resolved.Paths.Count > 1
        ? ResolvedPath.Failed(resolved.Given, PathErrors.Ambiguous(resolved.Given, resolved.Paths.Count))
        : resolved;
}
