using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Reads a connector's private key from a file.</summary>
public static class ConnectorPrivateKeyFile
{
    /// <summary>Reads the file and parses it as <see cref="ConnectorPrivateKey.Parse"/> does. The caller disposes of the key.</summary>
    /// <param name="path">The full path in the file system.</param>
    /// <param name="password">The password of the file; not needed, and ignored, for CNG blobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyProtectionException">
    /// The file cannot be read (<see cref="KeyProtectionErrorKind.KeyFileUnreadable"/>), its content is no usable RSA private key, or
    /// the password is wrong.
    /// </exception>
    /// <exception cref="Pfx.PfxException">The file is a PFX that cannot be opened or used.</exception>
    public static Task<ConnectorPrivateKey> ReadAsync(string path, SecretText password, CancellationToken cancellationToken)
    {
        Guard.NotNull(password);
        return KeyFile.ReadAsync(
            path,
            "private key",
            "Check the path and the permissions, or export the connector's private key again.",
            content => ConnectorPrivateKey.Parse(content, password, path),
            cancellationToken);
    }
}
