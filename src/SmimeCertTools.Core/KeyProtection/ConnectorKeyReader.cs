using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Reads connector keys from files.</summary>
public static class ConnectorKeyReader
{
    /// <summary>Reads a public key and parses it as <see cref="ConnectorPublicKey.Parse"/> does.</summary>
    /// <param name="path">The full path in the file system.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyProtectionException">
    /// The file cannot be read (<see cref="KeyProtectionErrorKind.KeyFileUnreadable"/>), or its content is no usable RSA public
    /// key.
    /// </exception>
    public static Task<ConnectorPublicKey> ReadPublicAsync(string path, CancellationToken cancellationToken) =>
        ReadAsync(path, "public key", content => ConnectorPublicKey.Parse(content, path), cancellationToken);

    /// <summary>Whether a file has a usable public key and no private one, so that no password can be needed for it.</summary>
    /// <param name="path">The full path in the file system.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<bool> IsPublicAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            _ = await ReadPublicAsync(path, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (KeyProtectionException)
        {
            return false;
        }
    }

    /// <summary>
    /// Reads a private key and parses it as <see cref="ConnectorPrivateKey.Parse"/> does. The caller disposes of the key.
    /// </summary>
    /// <param name="path">The full path in the file system.</param>
    /// <param name="password">The password of the file; not needed, and ignored, for CNG blobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyProtectionException">
    /// The file cannot be read (<see cref="KeyProtectionErrorKind.KeyFileUnreadable"/>), its content is no usable RSA private
    /// key, or the password is wrong.
    /// </exception>
    /// <exception cref="Pfx.PfxException">The file is a PFX that cannot be opened or used.</exception>
    public static Task<ConnectorPrivateKey> ReadPrivateAsync(
        string path, SecretText password, CancellationToken cancellationToken)
    {
        Guard.NotNull(password);
        return ReadAsync(
            path, "private key", content => ConnectorPrivateKey.Parse(content, password, path, cancellationToken),
            cancellationToken);
    }

    /// <summary>
    /// Reads a file in any form that <see cref="ConnectorPublicKey.Parse"/> or <see cref="ConnectorPrivateKey.Parse"/> takes.
    /// </summary>
    /// <param name="path">The full path.</param>
    /// <param name="password">The password of a private key; not used for public keys and blobs.</param>
    /// <param name="onlyPrivate">Whether public keys are refused.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyProtectionException">
    /// The file cannot be read, holds no usable key, or the password is wrong.
    /// </exception>
    /// <exception cref="Pfx.PfxException">The file is a PFX that cannot be opened or used.</exception>
    public static Task<ConnectorKeyContent> ReadAsync(
        string path, SecretText password, bool onlyPrivate, CancellationToken cancellationToken)
    {
        Guard.NotNull(password);
        return ReadAsync(
            path, "key", content => ConnectorKeyContent.Parse(content, password, path, onlyPrivate, cancellationToken),
            cancellationToken);
    }

    // The content is overwritten: a public key file may turn out to be a private key, handed over by mistake.
    private static async Task<T> ReadAsync<T>(
        string path, string what, Func<byte[], T> parse, CancellationToken cancellationToken)
    {
        var content = await InputFile.ReadAsync(Guard.NotBlank(path), PublicKeyParser.MaximumContentLength,
            (fault, cause) => Unreadable(path, what, fault, cause), cancellationToken).ConfigureAwait(false);
        try
        {
            return parse(content);
        }
        finally
        {
            SecretBytes.Zero(content);
        }
    }

    private static KeyProtectionException Unreadable(string path, string what, InputFault fault, Exception? cause)
    {
        var problem = fault switch
        {
            InputFault.Folder => "is a folder",
            InputFault.NotFound => "does not exist",
            InputFault.Denied => "may not be read by this account",
            InputFault.Other => $"cannot be read: {cause!.Message}",
            InputFault.InUse => "cannot be read: another program has it open",
            _ => $"cannot be read ({cause!.Message.TrimEnd('.')})",
        };
        var advice = fault == InputFault.InUse ? HeldFile.Advice : fault == InputFault.Other ? FileKind.Advice
            : $"Check the path and the permissions, or export the connector's {what} again.";
        return new KeyProtectionException(
            KeyProtectionErrorKind.KeyFileUnreadable, $"The {what} file '{path}' {problem}. {advice}", path, cause);
    }
}
