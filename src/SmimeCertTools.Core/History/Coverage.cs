using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.History;

/// <summary>What of the time to come certificates cover.</summary>
internal static class Coverage
{
    /// <summary>Certificates end at …:59:59 and their successors start at …:00:00: no moment between is uncovered.</summary>
    public static readonly TimeSpan Adjacent = TimeSpan.FromSeconds(1);

    /// <summary>Whether another of the certificates, of the same purpose, takes over when one ends.</summary>
    public static bool IsFollowed(CertificateHistoryEntry entry, IEnumerable<CertificateHistoryEntry> own) =>
        own.Any(other => other.Purpose == entry.Purpose && other.NotAfter > entry.NotAfter
            && other.NotBefore - entry.NotAfter <= Adjacent);

    /// <summary>
    /// The end of what certificates of a purpose cover from now on without a gap; null where none is valid now.
    /// </summary>
    public static DateTimeOffset? Until(
        IEnumerable<CertificateHistoryEntry> own, UserPfxPurpose purpose, DateTimeOffset now)
    {
        DateTimeOffset? until = null;
        foreach (var entry in own.Where(entry => entry.Purpose == purpose && entry.NotAfter >= now)
            .OrderBy(entry => entry.NotBefore))
        {
            if (entry.NotBefore <= now || (until is { } end && entry.NotBefore - end <= Adjacent))
            {
                until = until is { } known && known > entry.NotAfter ? known : entry.NotAfter;
            }
        }

        return until;
    }
}
