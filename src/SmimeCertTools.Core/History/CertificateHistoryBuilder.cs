using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.History;

/// <summary>Puts a user's records and archived certificates in order and says what is missing.</summary>
public static class CertificateHistoryBuilder
{
    /// <summary>Builds the history of one user.</summary>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="records">The user's records in Intune.</param>
    /// <param name="archived">The user's certificates in the archive; null when no archive was given.</param>
    /// <param name="now">The moment states refer to.</param>
    /// <returns>
    /// The history. Each purpose stands for itself: a dual-use certificate counts for the purpose its record is tagged with,
    /// since that is what profiles deliver by, and in the archive alone as an encryption certificate, since that is what its loss
    /// would hurt.
    /// </returns>
    public static CertificateHistory Build(string userPrincipalName, IReadOnlyList<UserPfxRecord> records,
        IReadOnlyList<CatalogEntry>? archived, DateTimeOffset now) =>
        Build(userPrincipalName, records, archived, now, new HistoryHolders());

    /// <summary>The same, where more is known of who holds the records.</summary>
    internal static CertificateHistory Build(string userPrincipalName, IReadOnlyList<UserPfxRecord> records,
        IReadOnlyList<CatalogEntry>? archived, DateTimeOffset now, HistoryHolders holders, TimeSpan? soon = null,
        string? displayName = null)
    {
        Guard.NotNull(userPrincipalName);
        var own = Guard.NotNull(records).Where(record => holders.Of(record) != RecordHolder.EarlierHolder).ToList();
        var candidates = Collect(own, archived);
        var current = new HashSet<Candidate>(candidates
            .Where(candidate => candidate.IsValidAt(now))
            .GroupBy(candidate => candidate.Purpose)
            .Select(Newest));
        var earlier = records.Except(own).ToList();
        candidates.AddRange(Collect(earlier, null));
        CertificateHistoryEntry[] entries =
        [
            .. candidates
                .OrderBy(candidate => candidate.NotBefore)
                .ThenBy(candidate => candidate.Thumbprint, StringComparer.Ordinal)
                .Select(candidate => new CertificateHistoryEntry
                {
                    UserPrincipalName = userPrincipalName,
                    Thumbprint = candidate.Thumbprint,
                    Purpose = candidate.Purpose,
                    NotBefore = candidate.NotBefore,
                    NotAfter = candidate.NotAfter,
                    DaysLeft = (int)Math.Floor((candidate.NotAfter - now).TotalDays),
                    State = candidate.NotBefore > now ? SmimeCertState.NotYetValid
                        : candidate.NotAfter < now ? SmimeCertState.Expired
                        : current.Contains(candidate) ? SmimeCertState.Current
                        : SmimeCertState.Superseded,
                    Location = candidate.Record is null ? SmimeCertLocation.ArchiveOnly
                        : archived is null || earlier.Contains(candidate.Record) ? SmimeCertLocation.Intune
                        : candidate.Archived is null ? SmimeCertLocation.IntuneOnly
                        : SmimeCertLocation.Both,
                    Record = candidate.Record,
                    Archived = candidate.Archived,
                    IsOfEarlierAccount = candidate.Record is { } record && earlier.Contains(record),
                    FormerName = candidate.Record is { } named && holders.Of(named) == RecordHolder.FormerName
                        ? named.UserPrincipalName : null,
                }),
        ];
        return new CertificateHistory
        {
            UserPrincipalName = userPrincipalName,
            DisplayName = displayName,
            Entries = entries,
            Findings = new HistoryFindings(
                userPrincipalName, entries, now, holders, soon ?? HistoryFindings.UsuallySoon).Find(),
        };
    }

    private static List<Candidate> Collect(IReadOnlyList<UserPfxRecord> records, IReadOnlyList<CatalogEntry>? archived)
    {
        var byThumbprint = new Dictionary<string, CatalogEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in archived ?? [])
        {
            if (!byThumbprint.ContainsKey(item.Thumbprint))
            {
                byThumbprint.Add(item.Thumbprint, item);
            }
        }

        var candidates = new List<Candidate>(records.Count + byThumbprint.Count);
        var inIntune = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var record in records)
        {
            // The service keeps thumbprints of any form; one that is none is shown as it stands.
            var thumbprint = Thumbprint.TryNormalize(record.Thumbprint, out var normalized) ? normalized : record.Thumbprint;
            byThumbprint.TryGetValue(thumbprint, out var item);
            inIntune.Add(thumbprint);
            candidates.Add(new Candidate(
                thumbprint, record.IntendedPurpose, record.StartDateTime, record.ExpirationDateTime, record, item));
        }

        foreach (var item in byThumbprint.Values)
        {
            if (!inIntune.Contains(item.Thumbprint))
            {
                candidates.Add(new Candidate(item.Thumbprint, PurposeOf(item), item.NotBefore, item.NotAfter, null, item));
            }
        }

        return candidates;
    }

    private static UserPfxPurpose PurposeOf(CatalogEntry certificate)
    {
        var capability = certificate.Capability ?? SmimeCertCapability.None;
        return (capability & SmimeCertCapability.Encryption) != 0 ? UserPfxPurpose.SmimeEncryption
            : (capability & SmimeCertCapability.Signing) != 0 ? UserPfxPurpose.SmimeSigning : UserPfxPurpose.Unassigned;
    }

    private static Candidate Newest(IEnumerable<Candidate> candidates) => candidates
        .OrderByDescending(candidate => candidate.NotBefore)
        .ThenByDescending(candidate => candidate.NotAfter)
        .ThenBy(candidate => candidate.Thumbprint, StringComparer.Ordinal)
        .First();

    private sealed class Candidate(string thumbprint, UserPfxPurpose purpose, DateTimeOffset notBefore, DateTimeOffset notAfter,
        UserPfxRecord? record, CatalogEntry? archived)
    {
        public string Thumbprint => thumbprint;

        public UserPfxPurpose Purpose => purpose;

        public DateTimeOffset NotBefore { get; } = notBefore.ToUniversalTime();

        public DateTimeOffset NotAfter { get; } = notAfter.ToUniversalTime();

        public UserPfxRecord? Record => record;

        public CatalogEntry? Archived => archived;

        public bool IsValidAt(DateTimeOffset moment) => NotBefore <= moment && moment <= NotAfter;
    }
}
