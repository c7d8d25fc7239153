using System.Collections.Generic;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Stands in where there are no key storage providers.</summary>
internal sealed class UnsupportedKeyStorage : IKeyStorage
{
    private const string RunThere = "Run this on the connector's server";
    private const string RunThereOrNameFile = RunThere + ", or name a key file.";

    /// <inheritdoc/>
    public ConnectorPublicKey OpenPublicKey(string providerName, string keyName) => throw Unavailable("opened", providerName,
        keyName, "Export the key's public half on the connector's server and name that file.");

    /// <inheritdoc/>
    public ConnectorKeyInfo Get(string providerName, string keyName) =>
        throw Unavailable("looked up", providerName, keyName, RunThereOrNameFile);

    /// <inheritdoc/>
    public bool Exists(string providerName, string keyName) =>
        throw Unavailable("looked up", providerName, keyName, RunThereOrNameFile);

    /// <inheritdoc/>
    public IReadOnlyList<string> FindDroppedAccounts(ConnectorKeyRequest request) =>
        throw Unavailable("looked up", Guard.NotNull(request).ProviderName, request.KeyName, RunThere + ".");

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string providerName) => throw Missing(
        "There are no keys to list here", providerName, RunThere + ".", providerName);

    /// <inheritdoc/>
    public ConnectorKeyInfo Create(ConnectorKeyRequest request) => throw Unavailable(
        "made", Guard.NotNull(request).ProviderName, request.KeyName, RunThere + ", or make an encrypted key file.");

    /// <inheritdoc/>
    public ConnectorKeyInfo Import(ConnectorKeyRequest request, ConnectorPrivateKey key) =>
        throw Unavailable("imported", Guard.NotNull(request).ProviderName, request.KeyName, RunThere + ".");

    /// <inheritdoc/>
    public ConnectorPrivateKey ExportPrivateKey(string providerName, string keyName) =>
        throw Unavailable("exported", providerName, keyName, RunThereOrNameFile);

    /// <inheritdoc/>
    public string FindAccount(string account) => throw new KeyProtectionException(KeyProtectionErrorKind.KeyStorageUnavailable,
        $"The account '{Guard.NotBlank(account)}' cannot be looked up here: the connector's accounts are Windows'. {RunThere}.",
        account);

    /// <inheritdoc/>
    public SecretBytes Decrypt(string providerName, string keyName, byte[] encrypted, UserPfxPaddingScheme padding) =>
        throw Unavailable("used", providerName, keyName, RunThereOrNameFile);

    private static KeyProtectionException Unavailable(string work, string providerName, string keyName, string advice) =>
        Missing($"The key '{Guard.NotBlank(keyName)}' cannot be {work} here", providerName, advice, keyName);

    private static KeyProtectionException Missing(string problem, string providerName, string advice, string item) => new(
        KeyProtectionErrorKind.KeyStorageUnavailable,
        $"{problem}: key storage providers such as '{Guard.NotBlank(providerName)}' exist on Windows only. {advice}", item);
}
