using System.Threading;
using System.Threading.Tasks;

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
    public static Task<ConnectorPublicKey> ReadAsync(string path, CancellationToken cancellationToken) => KeyFile.ReadAsync(
        path,
        "public key",
        "Check the path and the permissions, or export the connector's public key again.",
        content => ConnectorPublicKey.Parse(content, path),
        cancellationToken);
}
