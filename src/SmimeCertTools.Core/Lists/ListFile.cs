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

    // A hundred thousand rows that carry their PFX files in base64.
    private const long MaxLength = 1024L * 1024 * 1024;

    /// <summary>Opens a list for reading; on Windows nobody can change it meanwhile.</summary>
    /// <exception cref="SmimeException">It cannot be opened.</exception>
    public static async Task<FileStream> OpenAsync(string path, ListErrors errors, CancellationToken cancellationToken)
    {
        var stream = await InputFile.OpenAsync(path, BufferSize, errors.NotOpened, cancellationToken).ConfigureAwait(false);
        if (stream.Length <= MaxLength)
        {
            return stream;
        }

        stream.Dispose();
        throw errors.Unreadable($"is larger than {MaxLength >> 20} MiB, which no list is", new IOException());
    }

    /// <summary>
    /// The full path that a value, relative to the list at <paramref name="list"/>, stands for; null when it is no path.
    /// </summary>
    public static string? Resolve(string list, string file)
    {
        var path = Full(list, file);

        // Lists are written on Windows as a rule; there may be a file with such a name all the same.
        return path is not null && Path.DirectorySeparatorChar != '\\' && file.IndexOf('\\') >= 0 && !File.Exists(path)
            ? Full(list, file.Replace('\\', Path.DirectorySeparatorChar))
            : path;
    }

    private static string? Full(string list, string file)
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
