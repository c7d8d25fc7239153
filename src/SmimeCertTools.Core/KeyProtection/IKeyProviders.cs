using System.Collections.Generic;
using System.Security.Cryptography;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// The bare calls of the system's key storage providers, for machine keys. What they mean for connector keys is decided in
/// <see cref="ConnectorKeyStorage"/>. Every member throws <see cref="CryptographicException"/> with the provider's result.
/// </summary>
internal interface IKeyProviders
{
    /// <summary>Whether there is a key of that name.</summary>
    bool Exists(string providerName, string keyName);

    /// <summary>The names of all keys.</summary>
    IReadOnlyList<string> List(string providerName);

    /// <summary>Reads all but the private half.</summary>
    ProviderKey Read(string providerName, string keyName);

    /// <summary>Generates or imports a key. Until the provider has made it, a former one of that name is untouched.</summary>
    void Write(ProviderKeySpecification key);

    /// <summary>Removes a key.</summary>
    void Delete(string providerName, string keyName);

    /// <summary>Takes the private half out; the caller overwrites it.</summary>
    RSAParameters Export(string providerName, string keyName);

    /// <summary>Decrypts inside the provider; the caller overwrites the result.</summary>
    byte[] Decrypt(string providerName, string keyName, byte[] encrypted, UserPfxPaddingScheme padding);

    /// <summary>The SID of an account, or null where it is not known.</summary>
    string? FindSid(string account);

    /// <summary>The name of the account with a SID, or null where it is not known.</summary>
    string? FindAccount(string sid);
}

/// <summary>A key as its provider shows it.</summary>
internal sealed class ProviderKey
{
    /// <summary>The algorithm group by CNG's name, such as <c>RSA</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The public half as RSAPUBLICBLOB; empty where the algorithm is another.</summary>
    public required byte[] PublicBlob { get; init; }

    /// <summary>Whether the export policy lets the private half out.</summary>
    public required bool IsExportable { get; init; }

    /// <summary>
    /// The export policy in CNG's own bits (NCRYPT_EXPORT_POLICY_PROPERTY), as a key that is put back needs it.
    /// </summary>
    public required int ExportPolicy { get; init; }

    /// <summary>The self-relative security descriptor; null where the provider gives none.</summary>
    public byte[]? SecurityDescriptor { get; init; }
}

/// <summary>A key to be made.</summary>
internal sealed record ProviderKeySpecification
{
    public required string ProviderName { get; init; }

    public required string KeyName { get; init; }

    /// <summary>Bits to generate; not used with <see cref="PrivateBlob"/>.</summary>
    public int KeySize { get; init; }

    /// <summary>The key as RSAFULLPRIVATEBLOB; null to generate one. It belongs to the caller.</summary>
    public byte[]? PrivateBlob { get; init; }

    public required bool Exportable { get; init; }

    /// <summary>The export policy in CNG's own bits; null for what <see cref="Exportable"/> stands for.</summary>
    public int? ExportPolicy { get; init; }

    /// <summary>The self-relative security descriptor; null for the provider's own.</summary>
    public byte[]? SecurityDescriptor { get; init; }

    /// <summary>Whether a key of that name is overwritten.</summary>
    public bool Overwrite { get; init; }
}
