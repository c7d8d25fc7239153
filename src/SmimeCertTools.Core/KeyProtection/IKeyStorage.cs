using System.Collections.Generic;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// The machine's connector keys by provider and name. All keys are machine keys: the connector's service cannot use a key of
/// an administrator's profile. Every member throws <see cref="KeyProtectionException"/>: there is no such key, it may not be
/// opened, it is not RSA, or this is not Windows.
/// </summary>
public interface IKeyStorage
{
    /// <summary>Reads the public half of a machine key.</summary>
    /// <param name="providerName">The key storage provider, such as <c>Microsoft Software Key Storage Provider</c>.</param>
    /// <param name="keyName">The key's name within the provider.</param>
    /// <exception cref="KeyProtectionException">
    /// There is no such key, it may not be opened, it is not RSA, or this is not Windows.
    /// </exception>
    ConnectorPublicKey OpenPublicKey(string providerName, string keyName);

    /// <summary>Reads what is known of one key.</summary>
    /// <param name="providerName">The key storage provider.</param>
    /// <param name="keyName">The key's name within it.</param>
    ConnectorKeyInfo Get(string providerName, string keyName);

    /// <summary>
    /// Whether the provider has something under that name: a connector key, one of another algorithm, one that is damaged, or one
    /// that this account may not open.
    /// </summary>
    /// <param name="providerName">The key storage provider.</param>
    /// <param name="keyName">The key's name within it.</param>
    /// <exception cref="KeyProtectionException">There is no such provider, or this is not Windows.</exception>
    bool Exists(string providerName, string keyName);

    /// <summary>
    /// The accounts, besides SYSTEM and Administrators, that may use the key now and could not use the one that
    /// <paramref name="request"/> puts in its place. Empty where the key or its access list cannot be read.
    /// </summary>
    /// <exception cref="KeyProtectionException">
    /// The request's service account is not known, or this is not Windows.
    /// </exception>
    IReadOnlyList<string> FindDroppedAccounts(ConnectorKeyRequest request);

    /// <summary>The names of the provider's machine keys, whatever their algorithm.</summary>
    IReadOnlyList<string> List(string providerName);

    /// <summary>Generates a key in the provider, readable by SYSTEM, Administrators and the service account.</summary>
    /// <remarks>
    /// A key that is to be replaced stays until the provider has made one like the new one under another name; only then it is
    /// overwritten, in one call, for providers cannot rename keys. Should that call fail and an exportable former key be gone, it
    /// is put back with its own access list and export policy. The message says what became of it.
    /// </remarks>
    /// <exception cref="System.ArgumentOutOfRangeException">The key size is none that is generated.</exception>
    ConnectorKeyInfo Create(ConnectorKeyRequest request);

    /// <summary>
    /// Puts <paramref name="key"/> into the provider, readable by SYSTEM, Administrators and the service account. A key is
    /// replaced as <see cref="Create"/> does it.
    /// </summary>
    ConnectorKeyInfo Import(ConnectorKeyRequest request, ConnectorPrivateKey key);

    /// <summary>Takes the private half out of the provider, if it is exportable. The caller disposes of it.</summary>
    ConnectorPrivateKey ExportPrivateKey(string providerName, string keyName);

    /// <summary>
    /// The SID of an account: <c>domain\name</c>, <c>name@domain</c>, <c>.\name</c> of this computer, <c>LocalSystem</c>, or a
    /// SID.
    /// </summary>
    string FindAccount(string account);

    /// <summary>Decrypts with the key, inside the provider. The caller disposes of the result.</summary>
    SecretBytes Decrypt(string providerName, string keyName, byte[] encrypted, UserPfxPaddingScheme padding);
}
