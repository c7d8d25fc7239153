using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// Writes connector keys to files: private halves encrypted and for their owner alone, public halves as ordinary files.
/// </summary>
public static class ConnectorKeyWriter
{
    /// <summary>
    /// Writes both halves of a key, or nothing: when one file cannot be written, the other is as it was before.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="password">What the private half is encrypted with; not empty.</param>
    /// <param name="path">The full path of the private half's file.</param>
    /// <param name="publicKeyPath">The full path of the public half's file (PEM); another one.</param>
    /// <param name="overwrite">Whether files of these names are replaced.</param>
    /// <param name="cancellationToken">Ends the call before the files get their names.</param>
    /// <exception cref="FileWriteException">A file could not be written.</exception>
    public static async Task WritePairAsync(ConnectorPrivateKey key, SecretText password, string path, string publicKeyPath,
        bool overwrite, CancellationToken cancellationToken)
    {
        Guard.NotNull(key);
        OwnerOnlyFile.EnsureFree(path, overwrite);
        OwnerOnlyFile.EnsureFree(publicKeyPath, overwrite);
        var earlier = ReadEarlier(publicKeyPath);

        // The private half comes last: until then the one that may be there, and with it all records of it, is safe.
        await WritePublicAsync(key.PublicKey, SmimePublicKeyFormat.Pem, publicKeyPath, overwrite, cancellationToken)
            .ConfigureAwait(false);
        var done = false;
        try
        {
            await WritePrivateAsync(key, password, path, overwrite, cancellationToken).ConfigureAwait(false);
            done = true;
        }
        finally
        {
            if (!done)
            {
                await RestoreAsync(publicKeyPath, earlier).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes the private half as encrypted PEM to a file that its owner alone can open.</summary>
    /// <param name="key">The key.</param>
    /// <param name="password">What it is encrypted with; not empty.</param>
    /// <param name="path">The file's full path.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="cancellationToken">Ends the call before the file gets its name.</param>
    /// <exception cref="FileWriteException">The file could not be written.</exception>
    public static async Task WritePrivateAsync(
        ConnectorPrivateKey key, SecretText password, string path, bool overwrite, CancellationToken cancellationToken)
    {
        var pem = Encoding.ASCII.GetBytes(Guard.NotNull(key).ToEncryptedPem(password));

        // A key that its password does not open again must not take the place of one that may be there.
        using (var opened = ConnectorPrivateKey.Parse(pem, password, path))
        {
            if (opened.PublicKey.Fingerprint != key.PublicKey.Fingerprint)
            {
                throw new InvalidOperationException("The encrypted key does not hold the key that was encrypted.");
            }
        }

        await OwnerOnlyFile.WriteAsync(path, pem, overwrite, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the public half to an ordinary file.</summary>
    /// <param name="key">The key.</param>
    /// <param name="format">The form.</param>
    /// <param name="path">The file's full path.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="cancellationToken">Ends the call before the file gets its name.</param>
    /// <exception cref="FileWriteException">The file could not be written.</exception>
    public static Task WritePublicAsync(
        ConnectorPublicKey key, SmimePublicKeyFormat format, string path, bool overwrite, CancellationToken cancellationToken) =>
        OrdinaryFile.WriteAsync(
            path,
            format == SmimePublicKeyFormat.CngBlob
                ? Guard.NotNull(key).ToCngBlob() : Encoding.ASCII.GetBytes(Guard.NotNull(key).ToPem()),
            overwrite,
            cancellationToken);

    private static byte[]? ReadEarlier(string path)
    {
        try
        {
            return !File.Exists(path) ? null
                : FileKind.ProblemOf(path) is { } problem ? throw FileWriteErrors.NotFile(path, problem)
                : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileWriteErrors.NotWritable(path, e);
        }
    }

    private static async Task RestoreAsync(string path, byte[]? earlier)
    {
        if (earlier is null)
        {
            OwnerOnlyFile.Remove(path);
            return;
        }

        try
        {
            await OrdinaryFile.WriteAsync(path, earlier, overwrite: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (FileWriteException)
        {
            // The error that led here says more than this one.
        }
    }
}
