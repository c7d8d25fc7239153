using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>
/// What earlier runs uploaded, in about 120 bytes a record. A record counts as done when it was sent for the same
/// user, certificate and purpose under the same public key, key name, provider and padding.
/// </summary>
public sealed class ResumeIndex
{
    private readonly Dictionary<Digest128, long> _done = [];
    private readonly KeyMemory _keys = new();

    /// <summary>How many uploads it knows.</summary>
    public int Count => _done.Count;

    /// <summary>
    /// When the service stored the record as this run would send it; null when no earlier run did. The record is still that one
    /// when the service's lastModifiedDateTime is the same.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="publicKeyFingerprint">SHA-256 of the connector key's SubjectPublicKeyInfo in hexadecimal.</param>
    public DateTimeOffset? DoneAt(UserPfxRecord record, string publicKeyFingerprint)
    {
        Guard.NotNull(record);
        var key = Key(
            record.UserPrincipalName, record.Thumbprint, record.IntendedPurpose, Guard.NotNull(publicKeyFingerprint),
            record.KeyName, record.ProviderName, record.PaddingScheme);
        return _done.TryGetValue(key, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    /// <summary>
    /// SHA-256 of the public key under which an earlier run wrote the record that the service has; null when none did, or the
    /// record was changed since.
    /// </summary>
    /// <param name="stored">The record as the service has it.</param>
    public string? FingerprintOf(UserPfxRecord stored) => _keys.FingerprintOf(Guard.NotNull(stored));

    internal void Add(ResultsEntry entry)
    {
        _keys.Add(entry);
        if (entry is
            {
                Status: SmimeImportStatus.Imported or SmimeImportStatus.Updated,
                UserPrincipalName: { } user,
                Thumbprint: { } thumbprint,
                LastModified: { } modified,
                PublicKeyFingerprint: { } fingerprint,
                KeyName: { } keyName,
                ProviderName: { } providerName,
                Padding: { } padding,
                Purpose: { } purpose,
            })
        {
            _done[Key(user, thumbprint, purpose, fingerprint, keyName, providerName, padding)] = modified.UtcTicks;
        }
    }

    private static Digest128 Key(
        string user, string thumbprint, UserPfxPurpose purpose, string fingerprint, string keyName, string providerName,
        UserPfxPaddingScheme padding) => Digest128.Of(
            user.ToUpperInvariant(), thumbprint.ToUpperInvariant(), purpose.ToString(), fingerprint.ToUpperInvariant(),
            keyName, providerName, padding.ToString());
}
