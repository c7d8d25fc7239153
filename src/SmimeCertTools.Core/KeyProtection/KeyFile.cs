using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Reads key files into memory that its owner overwrites.</summary>
internal static class KeyFile
{
    /// <summary>
    /// Reads the file, parses it and overwrites its content: a public key file may turn out to be a private key, handed over by
    /// mistake.
    /// </summary>
    /// <param name="path">The full path.</param>
    /// <param name="what">What the file is to be, for messages: <c>public key</c>.</param>
    /// <param name="advice">A sentence on what to do about a file that cannot be read.</param>
    /// <param name="parse">Makes the key of the content.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyProtectionException">The file cannot be read.</exception>
    public static async Task<T> ReadAsync<T>(
        string path, string what, string advice, Func<byte[], T> parse, CancellationToken cancellationToken)
    {
        Guard.NotBlank(path);
        var content = await ReadBytesAsync(path, what, advice, cancellationToken).ConfigureAwait(false);
        try
        {
            return parse(content);
        }
        finally
        {
            SecretBytes.Zero(content);
        }
    }

    private static async Task<byte[]> ReadBytesAsync(string path, string what, string advice, CancellationToken cancellationToken)
    {
        // One byte more than the parsers take, so that they see and report a file that is too large.
        var buffer = new byte[PublicKeyParser.MaximumContentLength + 1];
        try
        {
            if (Directory.Exists(path))
            {
                throw Unreadable("is a folder", null);
            }

            using var stream = await HeldFile.OpenAsync(
                () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous),
                cancellationToken).ConfigureAwait(false);
            var length = 0;
            int read;
            do
            {
                read = await stream.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false);
                length += read;
            }
            while (read > 0 && length < buffer.Length);

            return buffer.AsSpan(0, length).ToArray();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable("does not exist", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or System.Security.SecurityException)
        {
            throw Unreadable("may not be read by this account", exception);
        }
        catch (IOException exception) when (HeldFile.IsCause(exception))
        {
            throw new KeyProtectionException(
                KeyProtectionErrorKind.KeyFileUnreadable,
                $"The {what} file '{path}' cannot be read: another program has it open. {HeldFile.Advice}",
                path,
                exception);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            throw Unreadable($"cannot be read ({exception.Message.TrimEnd('.')})", exception);
        }
        finally
        {
            SecretBytes.Zero(buffer);
        }

        KeyProtectionException Unreadable(string problem, Exception? cause) => new(
            KeyProtectionErrorKind.KeyFileUnreadable, $"The {what} file '{path}' {problem}. {advice}", path, cause);
    }
}
