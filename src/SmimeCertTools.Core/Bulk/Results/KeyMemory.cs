using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>
/// Under which public key earlier runs wrote records, in about 60 bytes each. A record shows the key's name alone; another key
/// may bear the same.
/// </summary>
internal sealed class KeyMemory
{
    private readonly Dictionary<Digest128, (long Ticks, string Fingerprint)> _written = [];

    // A few keys, in many entries.
    private readonly Dictionary<string, string> _fingerprints = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes up what an entry says.</summary>
    public void Add(ResultsEntry entry)
    {
        if (entry is not { Status: SmimeImportStatus.Imported or SmimeImportStatus.Updated, RecordId: { } id })
        {
            return;
        }

        if (entry.PublicKeyFingerprint is { } text && entry.LastModified is { } modified)
        {
            if (!_fingerprints.TryGetValue(text, out var fingerprint))
            {
                _fingerprints.Add(text, fingerprint = text);
            }

            _written[KeyOf(id)] = (modified.UtcTicks, fingerprint);
        }
        else
        {
            // Written by somebody who did not say under which key.
            _written.Remove(KeyOf(id));
        }
    }

    /// <summary>
    /// The fingerprint of the key under which the record was written; null when it is not known, or when the record was changed
    /// since: then its date is another.
    /// </summary>
    public string? FingerprintOf(UserPfxRecord stored) => stored is { Id: { } id, LastModifiedDateTime: { } modified }
        && _written.TryGetValue(KeyOf(id), out var known) && known.Ticks == modified.UtcTicks ? known.Fingerprint : null;

    private static Digest128 KeyOf(string id) => Digest128.Of(id.ToUpperInvariant());
}
