using System;
using System.Collections.Generic;using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Stands in where there are no key storage providers.</summary>
internal sealed class UnsupportedKeyStorage : IKeyStorage
{
    /// <inheritdoc/>
    public ConnectorPublicKey OpenPublicKey(string providerName, string keyName)
    {
        Guard.NotBlank(providerName);
        Guard.NotBlank(keyName);
        throw new KeyProtectionException(
            KeyProtectionErrorKind.KeyStorageUnavailable,
            $"The key '{keyName}' cannot be opened here: key storage providers such as '{providerName}' exist on Windows only. "
            + "Export the key's public half on the connector's server and name that file with -PublicKeyPath.",
            keyName);
    }

    public ConnectorKeyInfo Get(string providerName, string keyName) => throw new NotImplementedException();

    public IReadOnlyList<string> List(string providerName) => throw new NotImplementedException();

    public ConnectorKeyInfo Create(ConnectorKeyRequest request) => throw new NotImplementedException();

    public ConnectorKeyInfo Import(ConnectorKeyRequest request, ConnectorPrivateKey key) => throw new NotImplementedException();

    public ConnectorPrivateKey ExportPrivateKey(string providerName, string keyName) => throw new NotImplementedException();

    public SecretBytes Decrypt(string providerName, string keyName, byte[] encrypted, PaddingScheme padding) =>
        throw new NotImplementedException();
}
