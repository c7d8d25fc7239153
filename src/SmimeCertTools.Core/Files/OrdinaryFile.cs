using System.IO;
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
    public static Task WriteAsync(string path, byte[] content, bool overwrite, CancellationToken cancellationToken) =>
        OwnerOnlyFile.WriteAsync(path, content, overwrite, Create, cancellationToken);

    private static FileStream Create(string path) =>
        new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, FileOptions.Asynchronous);
}
