namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Opens connector keys by provider and name.</summary>
public interface IKeyStorage
{
    /// <summary>Reads the public half of a machine key.</summary>
    /// <param name="providerName">The key storage provider, such as <c>Microsoft Software Key Storage Provider</c>.</param>
    /// <param name="keyName">The key's name within the provider.</param>
    /// <exception cref="KeyProtectionException">There is no such key, it may not be opened, it is not RSA, or this is not Windows.</exception>
    ConnectorPublicKey OpenPublicKey(string providerName, string keyName);
}
