using System;
using System.Collections.Generic;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// Windows' CNG key storage providers. Only machine keys are opened: the connector's service cannot use a key of the
/// administrator's own profile, and a key of the same name there would be the wrong one.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsKeyStorage : IKeyStorage
{
    /// <inheritdoc/>
    public ConnectorPublicKey OpenPublicKey(string providerName, string keyName)
    {
        Guard.NotBlank(providerName);
        Guard.NotBlank(keyName);
        try
        {
            // Silent: a provider that wants to show a window would wait for ever in a scheduled task.
            const CngKeyOpenOptions Options = CngKeyOpenOptions.MachineKey | CngKeyOpenOptions.Silent;
            using var key = CngKey.Open(keyName, new CngProvider(providerName), Options);
            if (key.AlgorithmGroup != CngAlgorithmGroup.Rsa)
            {
                var algorithm = key.AlgorithmGroup?.AlgorithmGroup ?? key.Algorithm.Algorithm;
                throw KeyStorageErrors.NotRsa(providerName, keyName, algorithm);
            }

            var blob = key.Export(new CngKeyBlobFormat("RSAPUBLICBLOB"));
            return ConnectorPublicKey.Parse(blob, KeyStorageErrors.Name(providerName, keyName));
        }
        catch (CryptographicException exception)
        {
            throw KeyStorageErrors.FromProvider(providerName, keyName, exception);
        }
        catch (PlatformNotSupportedException exception)
        {
            throw KeyStorageErrors.Unavailable(providerName, keyName, exception);
        }
    }

    public ConnectorKeyInfo Get(string providerName, string keyName) => throw new NotImplementedException();

    public IReadOnlyList<string> List(string providerName) => throw new NotImplementedException();

    public ConnectorKeyInfo Create(ConnectorKeyRequest request) => throw new NotImplementedException();

    public ConnectorKeyInfo Import(ConnectorKeyRequest request, ConnectorPrivateKey key) => throw new NotImplementedException();

    public ConnectorPrivateKey ExportPrivateKey(string providerName, string keyName) => throw new NotImplementedException();

    public SecretBytes Decrypt(string providerName, string keyName, byte[] encrypted, PaddingScheme padding) =>
        throw new NotImplementedException();
}
