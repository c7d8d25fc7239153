using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Formats;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>What a key file holds: a public key, or both halves.</summary>
public sealed class ConnectorKeyFile : IDisposable
{
    private ConnectorKeyFile(ConnectorPublicKey publicKey, ConnectorPrivateKey? privateKey, bool isPlaintext)
    {
        PublicKey = publicKey;
        PrivateKey = privateKey;
        IsPlaintext = isPlaintext;
    }

    /// <summary>The public half.</summary>
    public ConnectorPublicKey PublicKey { get; }

    /// <summary>Both halves, where the file holds them; disposed of with this object.</summary>
    public ConnectorPrivateKey? PrivateKey { get; }

    /// <summary>Whether the private half lies in the file in clear, as in the earlier scripts' blob.</summary>
    public bool IsPlaintext { get; }

    /// <summary>
    /// Reads a file in any form that <see cref="ConnectorPublicKey.Parse"/> or <see cref="ConnectorPrivateKey.Parse"/> takes.
    /// </summary>
    /// <param name="path">The full path.</param>
    /// <param name="password">The password of a private key; not used for public keys and blobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyProtectionException">
    /// The file cannot be read, holds no usable key, or the password is wrong.
    /// </exception>
    /// <exception cref="Pfx.PfxException">The file is a PFX that cannot be opened or used.</exception>
    public static Task<ConnectorKeyFile> ReadAsync(string path, SecretText password, CancellationToken cancellationToken) =>
        ReadAsync(path, password, onlyPrivate: false, cancellationToken);

    /// <summary>As <see cref="ReadAsync(string, SecretText, CancellationToken)"/>, but public keys are refused.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="password">The password; not used for blobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyProtectionException">
    /// The file cannot be read, holds no private key, or the password is wrong.
    /// </exception>
    /// <exception cref="Pfx.PfxException">The file is a PFX that cannot be opened or used.</exception>
    public static Task<ConnectorKeyFile> ReadPrivateAsync(
        string path, SecretText password, CancellationToken cancellationToken) =>
        ReadAsync(path, password, onlyPrivate: true, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => PrivateKey?.Dispose();

    private static Task<ConnectorKeyFile> ReadAsync(
        string path, SecretText password, bool onlyPrivate, CancellationToken cancellationToken)
    {
        Guard.NotNull(password);
        return KeyFile.ReadAsync(
            path,
            "key",
            "Check the path and the permissions, or export the connector's key again.",
            content => onlyPrivate ? ParsePrivate(content, password, path) : Parse(content, password, path),
            cancellationToken);
    }

    private static ConnectorKeyFile Parse(byte[] content, SecretText password, string path)
    {
        try
        {
            return new ConnectorKeyFile(ConnectorPublicKey.Parse(content, path), null, isPlaintext: false);
        }
        catch (KeyProtectionException asPublic) when (asPublic.Kind == KeyProtectionErrorKind.PublicKeyNotRecognized)
        {
            try
            {
                return ParsePrivate(content, password, path);
            }
            catch (KeyProtectionException asPrivate) when (asPrivate.Kind == KeyProtectionErrorKind.PrivateKeyNotRecognized)
            {
                // It is neither; what keeps it from being a public key is what people can do something about.
                throw new KeyProtectionException(asPublic.Kind, asPublic.Message, path, asPrivate);
            }
        }
    }

    private static ConnectorKeyFile ParsePrivate(byte[] content, SecretText password, string path)
    {
        var key = ConnectorPrivateKey.Parse(content, password, path);
        return new ConnectorKeyFile(key.PublicKey, key, IsBlob(content));
    }

    private static bool IsBlob(byte[] content)
    {
        using var found = RecognizedContent.Read(content, PublicKeyParser.MaximumBlocks);
        return found.Kind == ContentKind.CngPrivateKey;
    }
}
