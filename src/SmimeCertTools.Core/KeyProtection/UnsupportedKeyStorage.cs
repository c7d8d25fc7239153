using System.Collections.Generic;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Stands in where there are no key storage providers.</summary>
internal sealed class UnsupportedKeyStorage : IKeyStorage
{
    /// <inheritdoc/>
    public ConnectorPublicKey OpenPublicKey(string providerName, string keyName) => throw Unavailable(
        $"The key '{Guard.NotBlank(keyName)}' cannot be opened here",
        providerName,
        keyName,
        "Export the key's public half on the connector's server and name that file.");

    /// <inheritdoc/>
    public ConnectorKeyInfo Get(string providerName, string keyName) => throw Unavailable(
        $"The key '{Guard.NotBlank(keyName)}' cannot be looked up here",
        providerName,
        keyName,
        "Run this on the connector's server, or name a key file.");

    /// <inheritdoc/>
    public bool Exists(string providerName, string keyName) => throw Unavailable(
        $"The key '{Guard.NotBlank(keyName)}' cannot be looked up here",
        providerName,
        keyName,
        "Run this on the connector's server, or name a key file.");

    /// <inheritdoc/>
    public IReadOnlyList<string> FindDroppedAccounts(ConnectorKeyRequest request) => throw Unavailable(
        $"The key '{Guard.NotBlank(Guard.NotNull(request).KeyName)}' cannot be looked up here",
        request.ProviderName,
        request.KeyName,
        "Run this on the connector's server.");

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string providerName) => throw Unavailable(
        "There are no keys to list here", providerName, providerName, "Run this on the connector's server.");

    /// <inheritdoc/>
    public ConnectorKeyInfo Create(ConnectorKeyRequest request) => throw Unavailable(
        $"The key '{Guard.NotBlank(Guard.NotNull(request).KeyName)}' cannot be made here",
        request.ProviderName,
        request.KeyName,
        "Run this on the connector's server, or make an encrypted key file.");

    /// <inheritdoc/>
    public ConnectorKeyInfo Import(ConnectorKeyRequest request, ConnectorPrivateKey key) => throw Unavailable(
        $"The key '{Guard.NotBlank(Guard.NotNull(request).KeyName)}' cannot be imported here",
        request.ProviderName,
        request.KeyName,
        "Run this on the connector's server.");

    /// <inheritdoc/>
    public ConnectorPrivateKey ExportPrivateKey(string providerName, string keyName) => throw Unavailable(
        $"The key '{Guard.NotBlank(keyName)}' cannot be exported here",
        providerName,
        keyName,
        "Run this on the connector's server, or name a key file.");

    /// <inheritdoc/>
    public string FindAccount(string account) => throw new KeyProtectionException(
        KeyProtectionErrorKind.KeyStorageUnavailable,
        $"The account '{Guard.NotBlank(account)}' cannot be looked up here: the connector's accounts are Windows'. Run this on "
        + "the connector's server.",
        account);

    /// <inheritdoc/>
    public SecretBytes Decrypt(string providerName, string keyName, byte[] encrypted, UserPfxPaddingScheme padding) =>
        throw Unavailable(
        $"The key '{Guard.NotBlank(keyName)}' cannot be used here",
        providerName,
        keyName,
        "Run this on the connector's server, or name a key file.");

    private static KeyProtectionException Unavailable(string problem, string providerName, string item, string advice) => new(
        KeyProtectionErrorKind.KeyStorageUnavailable,
        $"{problem}: key storage providers such as '{Guard.NotBlank(providerName)}' exist on Windows only. {advice}",
        item);
}
