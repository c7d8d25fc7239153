using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Reads the connector's public key from a file.</summary>
public static class ConnectorPublicKeyFile
{
    /// <summary>Reads the file and parses it as <see cref="ConnectorPublicKey.Parse"/> does.</summary>
    /// <param name="path">The full path in the file system.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyProtectionException">
    /// The file cannot be read (<see cref="KeyProtectionErrorKind.KeyFileUnreadable"/>), or its content is no usable RSA public
    /// key.
    /// </exception>
    public static async Task<ConnectorPublicKey> ReadAsync(string path, CancellationToken cancellationToken)
    {
        Guard.NotBlank(path);
        var content = await ReadBytesAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            return ConnectorPublicKey.Parse(content, path);
        }
        finally
        {
            // It may have been a private key, handed over by mistake.
            SecretBytes.Zero(content);
        }
    }

    private static async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        // One byte more than the parser takes, so that it sees and reports a file that is too large.
        var buffer = new byte[PublicKeyParser.MaximumContentLength + 1];
        try
        {
            if (Directory.Exists(path))
            {
                throw Unreadable(path, "is a folder", null);
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
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
            throw Unreadable(path, "does not exist", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or System.Security.SecurityException)
        {
            throw Unreadable(path, "may not be read by this account", exception);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, $"cannot be read ({exception.Message.TrimEnd('.')})", exception);
        }
        finally
        {
            SecretBytes.Zero(buffer);
        }
    }

    private static KeyProtectionException Unreadable(string path, string problem, Exception? cause) => new(
        KeyProtectionErrorKind.KeyFileUnreadable,
        $"The public key file '{path}' {problem}. Check the path and the permissions, or export the connector's public key "
        + "again.",
        path,
        cause);
}
