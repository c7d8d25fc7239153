using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>All that can be had of a key that is about to be overwritten.</summary>
internal sealed class FormerKey(
    string providerName, string keyName, ProviderKey? key, string? fingerprint, ConnectorPrivateKey? copy) : IDisposable
{
    private readonly IReadOnlyList<KeyAccessEntry>? _access =
        key?.SecurityDescriptor is { } descriptor ? KeySecurityDescriptor.Read(descriptor) : null;

    public string ProviderName => providerName;

    public string KeyName => keyName;

    /// <summary>The public half's; null for a key that cannot be read, of another algorithm or damaged.</summary>
    public string? Fingerprint => fingerprint;

    /// <summary>The key itself; null where it is not exportable, as most keys are.</summary>
    public ConnectorPrivateKey? Private => copy;

    /// <summary>
    /// Reads the key. One that cannot be read is replaced all the same: that is what was asked for.
    /// </summary>
    public static FormerKey Read(ConnectorKeyStorage storage, string providerName, string keyName)
    {
        ProviderKey? key = null;
        string? fingerprint = null;
        try
        {
            key = storage.Read(providerName, keyName);
            fingerprint = storage.OpenPublicKey(providerName, keyName).Fingerprint;
            return new FormerKey(providerName, keyName, key, fingerprint, storage.ExportPrivateKey(providerName, keyName));
        }
        catch (KeyProtectionException)
        {
            return new FormerKey(providerName, keyName, key, fingerprint, null);
        }
    }

    /// <summary>What makes the key anew: with the access list and the export policy that it had.</summary>
    public ProviderKeySpecification ToSpecification(byte[] privateBlob) => new()
    {
        ProviderName = providerName,
        KeyName = keyName,
        PrivateBlob = privateBlob,
        Exportable = true,
        ExportPolicy = key?.ExportPolicy,
        SecurityDescriptor = key?.SecurityDescriptor,
        Overwrite = true,
    };

    /// <summary>Whether both keys show an access list, and it is the same one.</summary>
    public bool HasAccessOf(FormerKey other) =>
        _access is { } own && other._access is { } others && own.SequenceEqual(others);

    /// <inheritdoc/>
    public void Dispose() => copy?.Dispose();
}
