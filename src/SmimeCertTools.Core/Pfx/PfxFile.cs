using System;
using System.IO;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Reads PFX files from disk.</summary>
public static class PfxFile
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads a whole file, up to <see cref="PfxReadOptions.MaxFileSize"/> bytes.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="options">Limits; the defaults when null. Its label is not used.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative: there is no current directory
    /// here.</exception>
    /// <exception cref="PfxException">
    /// The file cannot be found, opened or read (<see cref="PfxErrorKind.Unreadable"/>), or is too large
    /// (<see cref="PfxErrorKind.LimitExceeded"/>).
    /// </exception>
    public static async Task<byte[]> ReadAsync(
        string path, PfxReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!IsRooted(Guard.NotBlank(path)))
        {
            throw new ArgumentException("A full path is required.", nameof(path));
        }

        options ??= PfxReadOptions.Default;
        var errors = new PfxErrors(path);
        if (Directory.Exists(path))
        {
            throw errors.Unreadable("it is a folder. Name the PFX file itself.");
        }

        if (WindowsNames.ProblemOfReading(path) is { } problem)
        {
            throw errors.Unreadable(problem + ".");
        }

        try
        {
            using var stream = await HeldFile.OpenAsync(
                () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, useAsync: true),
                cancellationToken).ConfigureAwait(false);
            return await ReadToEndAsync(stream, options.MaxFileSize, errors, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw errors.Unreadable("it does not exist. Check the path.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or SecurityException)
        {
            throw errors.Unreadable("access is denied. Run as an account that may read it, or change its permissions.");
        }
        catch (IOException e) when (HeldFile.IsCause(e))
        {
            throw errors.Unreadable("another program has it open. " + HeldFile.Advice, e);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            throw errors.Unreadable(e.Message.TrimEnd('.') + ". Check the path and the disk.");
        }
    }

    private static bool IsRooted(string path)
    {
        try
        {
            return Path.IsPathRooted(path);
        }
        catch (ArgumentException)
        {
            // Characters that .NET Framework allows in no path: opening the file names the problem.
            return true;
        }
    }

    // The length is not asked for: devices and pipes state a wrong one, and a file may grow.
    private static async Task<byte[]> ReadToEndAsync(
        Stream stream, int limit, PfxErrors errors, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[BufferSize];
        while (true)
        {
#if NET
            var count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
#else
            var count = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
#endif
            if (count == 0)
            {
                return content.ToArray();
            }

            if (content.Length + count > limit)
            {
                throw errors.TooLarge(limit);
            }

            content.Write(buffer, 0, count);
        }
    }
}
