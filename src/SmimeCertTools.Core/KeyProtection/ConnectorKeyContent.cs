using System;
using System.Threading;
using SmimeCertTools.Core.Formats;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>What a key file holds: a public key, or both halves.</summary>
public sealed class ConnectorKeyContent : IDisposable
{
    private ConnectorKeyContent(ConnectorPublicKey publicKey, ConnectorPrivateKey? privateKey, bool isPlaintext) =>
        (PublicKey, PrivateKey, IsPlaintext) = (publicKey, privateKey, isPlaintext);

    /// <summary>The public half.</summary>
    public ConnectorPublicKey PublicKey { get; }

    /// <summary>Both halves, where the file holds them; disposed of with this object.</summary>
    public ConnectorPrivateKey? PrivateKey { get; }

    /// <summary>Whether the private half lies in the file in clear, as in the earlier scripts' blob.</summary>
    public bool IsPlaintext { get; }

    /// <inheritdoc/>
    public void Dispose() => PrivateKey?.Dispose();

    internal static ConnectorKeyContent Parse(byte[] content, SecretText password, string path, bool onlyPrivate,
        CancellationToken cancellationToken)
    {
        if (onlyPrivate)
        {
            return ParsePrivate(content, password, path, cancellationToken);
        }

        try
        {
            return new ConnectorKeyContent(ConnectorPublicKey.Parse(content, path), null, isPlaintext: false);
        }
        catch (KeyProtectionException asPublic) when (asPublic.Kind == KeyProtectionErrorKind.PublicKeyNotRecognized)
        {
            try
            {
                return ParsePrivate(content, password, path, cancellationToken);
            }
            catch (KeyProtectionException asPrivate) when (asPrivate.Kind == KeyProtectionErrorKind.PrivateKeyNotRecognized)
            {
                // It is neither; what keeps it from being a public key is what people can do something about.
                throw new KeyProtectionException(asPublic.Kind, asPublic.Message, path, asPrivate);
            }
        }
    }

    private static ConnectorKeyContent ParsePrivate(
        byte[] content, SecretText password, string path, CancellationToken cancellationToken)
    {
        var key = ConnectorPrivateKey.Parse(content, password, path, cancellationToken);
        return new ConnectorKeyContent(key.PublicKey, key, IsBlob(content));
    }

    private static bool IsBlob(byte[] content)
    {
        using var found = RecognizedContent.Read(content, PublicKeyParser.MaximumBlocks);
        return found.Kind == ContentKind.CngPrivateKey;
    }
}
