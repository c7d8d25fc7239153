using System;
using System.IO;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Lists;

/// <summary>Opens lists and finds the files that they name.</summary>
internal static class ListFile
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Opens a list for reading; on Windows nobody can change it meanwhile.</summary>
    /// <exception cref="SmimeException">It cannot be opened.</exception>
    public static async Task<FileStream> OpenAsync(string path, ListErrors errors, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            throw errors.Unreadable("is a folder", new FileNotFoundException());
        }

        try
        {
            return await HeldFile.OpenAsync(
                () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, useAsync: true),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw errors.Unreadable("does not exist", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or SecurityException)
        {
            throw errors.Unreadable("may not be read by this account", e);
        }
        catch (IOException e) when (HeldFile.IsCause(e))
        {
            throw errors.InUse(e);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            throw errors.Unreadable($"cannot be opened ({e.Message.TrimEnd('.')})", e);
        }
    }

    /// <summary>
    /// The full path that a value, relative to the list at <paramref name="list"/>, stands for; null when it is no path.
    /// </summary>
    public static string? Resolve(string list, string file)
    {
        try
        {
            return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(list) ?? string.Empty, file));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException or SecurityException)
        {
            return null;
        }
    }
}
