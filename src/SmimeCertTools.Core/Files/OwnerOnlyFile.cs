using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Files;

/// <summary>
/// Writes files that hold secrets: nobody but the writing account can open them at any moment, and a reader sees either the whole
/// new content or what was there before.
/// </summary>
public static class OwnerOnlyFile
{
    /// <summary>
    /// Writes <paramref name="content"/> to a new file beside <paramref name="path"/>, flushes it to the disk, and gives it its
    /// name in one step. Mode 0600 on Unix; on Windows an access list with the current account alone, nothing inherited.
    /// </summary>
    /// <param name="path">A full path in a folder that exists.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="cancellationToken">Ends the call before the file gets its name.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative.</exception>
    /// <exception cref="FileWriteException">
    /// The file could not be written; what was at the path before is still there.
    /// </exception>
    public static Task WriteAsync(
        string path, ReadOnlyMemory<byte> content, bool overwrite, CancellationToken cancellationToken) =>
        WriteAsync(path, content, overwrite, Create, cancellationToken);

    /// <summary>The same with a file that <paramref name="create"/> makes.</summary>
    internal static Task WriteAsync(string path, ReadOnlyMemory<byte> content, bool overwrite,
        Func<string, FileStream> create, CancellationToken cancellationToken) =>
        WriteAsync(path, stream => WriteAsync(stream, content, cancellationToken), overwrite, create, cancellationToken);

    /// <summary>The same with what <paramref name="write"/> writes into it; what that throws else leaves no file.</summary>
    internal static async Task WriteAsync(string path, Func<FileStream, Task> write, bool overwrite,
        Func<string, FileStream> create, CancellationToken cancellationToken)
    {
        EnsureFree(path, overwrite);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, "." + Guid.NewGuid().ToString("N") + ".tmp");
        try
        {
            using (var stream = create(temporary))
            {
                await write(stream).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            await HeldFile.RenameAsync(path, () => Rename(temporary, path, overwrite), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            // Somebody else made it meanwhile.
            throw FileWriteErrors.Exists(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException)
        {
            throw FileWriteErrors.NotWritable(path, e);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>
    /// Says at once what <see cref="WriteAsync(string, ReadOnlyMemory{byte}, bool, CancellationToken)"/> would refuse.
    /// </summary>
    /// <param name="path">A full path in a folder that exists.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative.</exception>
    /// <exception cref="FileWriteException">There is no such folder, or something is at the path already.</exception>
    public static void EnsureFree(string path, bool overwrite)
    {
        if (!Path.IsPathRooted(Guard.NotBlank(path)))
        {
            throw new ArgumentException("A full path is required.", nameof(path));
        }

        var folder = Path.GetDirectoryName(path);
        if (folder is null || Directory.Exists(path))
        {
            throw FileWriteErrors.IsFolder(path);
        }

        if (!Directory.Exists(folder))
        {
            throw FileWriteErrors.FolderNotFound(path, folder);
        }

        // To rename over a device would put a file in its place.
        if (FileKind.ProblemOf(path) is { } problem)
        {
            throw FileWriteErrors.NotFile(path, problem);
        }

        if (!overwrite && File.Exists(path))
        {
            throw FileWriteErrors.Exists(path);
        }
    }

    /// <summary>Creates a file that only the current account can open; it must not be there.</summary>
    internal static FileStream Create(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return WindowsFiles.CreateForOwner(path);
        }

#if NET
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
#else
        // This build runs in Windows PowerShell only. Without a way to keep others out nothing is written.
        throw new NotSupportedException("this build of the library protects files on Windows only");
#endif
    }

    private static async Task WriteAsync(FileStream stream, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
#if NET
        await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
#else
        var copy = content.ToArray();
        try
        {
            await stream.WriteAsync(copy, 0, copy.Length, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Secrets.SecretBytes.Zero(copy);
        }
#endif
    }

    /// <summary>
    /// Gives a finished file its name in one step, so that of several writers at once one succeeds unless they may overwrite.
    /// <see cref="Remove"/> <paramref name="from"/> afterwards in any case.
    /// </summary>
    internal static void Rename(string from, string to, bool overwrite)
    {
#if NET
        // After the linking the caller removes the first name.
        if (overwrite || RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || !UnixFiles.TryLink(from, to))
        {
            File.Move(from, to, overwrite);
        }
#else
        if (overwrite)
        {
            WindowsFiles.Replace(from, to);
        }
        else
        {
            File.Move(from, to);
        }
#endif
    }

    // After the renaming there is nothing left to remove; before it, what was written is no file anybody asked for.
    internal static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more than this one.
        }
    }
}
