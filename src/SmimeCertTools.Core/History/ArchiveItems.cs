using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.History;

/// <summary>Finds the PFX files of an archive: those of a folder, or those that a CSV file lists.</summary>
public static class ArchiveItems
{
    // Whoever reads lists says of a workbook what it is.
    private static readonly string[] Lists = [".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"];

    /// <summary>Finds the files, in the order of their paths or of the CSV file's rows. None is opened.</summary>
    /// <param name="path">
    /// The full path of a folder (searched with all folders below it for *.pfx and *.p12), or of a CSV file.
    /// </param>
    /// <param name="password">The password of files without one of their own; copied.</param>
    /// <param name="onError">Told of each folder or row that cannot be used. Called on any thread.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="onUnknown">Told of the columns of a CSV file that are none of ours, and are not read. On any thread.</param>
    /// <returns>The files; the caller disposes of their passwords.</returns>
    /// <exception cref="ArchiveException">The path leads to no archive, or it cannot be read.</exception>
    public static Task<IReadOnlyList<ArchiveItem>> FindAsync(
        string path, SecretText password, Action<SmimeException> onError, CancellationToken cancellationToken,
        Action<IReadOnlyList<string>>? onUnknown = null)
    {
        Guard.NotBlank(path);
        Guard.NotNull(password);
        Guard.NotNull(onError);
        return Task.Run(() => Find(path, password, onError, onUnknown, cancellationToken), cancellationToken);
    }

    private static Task<IReadOnlyList<ArchiveItem>> Find(
        string path, SecretText password, Action<SmimeException> onError, Action<IReadOnlyList<string>>? onUnknown,
        CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            var files = FindFiles(path, onError, cancellationToken);
            return Task.FromResult<IReadOnlyList<ArchiveItem>>(
                [.. files.Select(file => new ArchiveItem { Path = file, Password = password.Clone() })]);
        }

        return Lists.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            ? ArchiveManifest.ReadAsync(path, password, onError, onUnknown, cancellationToken)
            : throw new ArchiveException(ArchiveErrorKind.NotRecognized,
                $"'{path}' is no archive. Give a folder with PFX files, a CSV file with the columns Path and Password, or a "
                + "catalogue of certificates (.csv or .jsonl).", path);
    }

    private static List<string> FindFiles(string root, Action<SmimeException> onError, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        var folders = new Stack<string>();
        folders.Push(root);
        while (folders.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var folder = folders.Pop();
            try
            {
                files.AddRange(FilesOf(folder));
                foreach (var below in Directory.EnumerateDirectories(folder))
                {
                    // A link may lead back to where we are.
                    if ((File.GetAttributes(below) & FileAttributes.ReparsePoint) == 0)
                    {
                        folders.Push(below);
                    }
                }
            }
            catch (UnauthorizedAccessException error)
            {
                onError(Unreadable(folder, "may not be listed by this account", error));
            }
            catch (IOException error)
            {
                onError(Unreadable(folder, $"cannot be listed ({error.Message.TrimEnd('.')})", error));
            }
        }

        files.Sort(StringComparer.OrdinalIgnoreCase);
        return files;
    }

    private static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder).Where(
        file => Path.GetExtension(file).ToUpperInvariant() is ".PFX" or ".P12");

    private static ArchiveException Unreadable(string path, string problem, Exception cause) => new(ArchiveErrorKind.Unreadable,
        $"The archive folder '{path}' {problem}: certificates in it are not counted. Check the permissions.", path, cause);
}
