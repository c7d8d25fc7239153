using System;
using System.IO;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Files;

/// <summary>
/// Writes files that hold no secret, with the permissions that the folder gives to new files: a reader sees either the whole new
/// content or what was there before.
/// </summary>
internal static class OrdinaryFile
{
    private const int BufferSize = 4096;

    /// <summary>
    /// Writes <paramref name="content"/> to a new file beside <paramref name="path"/> and gives it its name in one step.
    /// </summary>
    /// <param name="path">A full path in a folder that exists.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="cancellationToken">Ends the call before the file gets its name.</param>
    /// <exception cref="FileWriteException">
    /// The file could not be written; what was at the path before is still there.
    /// </exception>
    public static async Task WriteAsync(string path, byte[] content, bool overwrite, CancellationToken cancellationToken)
    {
        OwnerOnlyFile.EnsureFree(path, overwrite);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, "." + Guid.NewGuid().ToString("N") + ".tmp");
        try
        {
            using (var stream = new FileStream(
                temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, FileOptions.Asynchronous))
            {
                await stream.WriteAsync(content, 0, content.Length, cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            await HeldFile
                .RenameAsync(path, () => OwnerOnlyFile.Rename(temporary, path, overwrite), cancellationToken)
                .ConfigureAwait(false);
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
            OwnerOnlyFile.Remove(temporary);
        }
    }
}
