using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.History;

/// <summary>Brings together what Intune and an archive hold of one user.</summary>
public static class UserHistory
{
    /// <summary>Builds the history of <paramref name="user"/> as of now.</summary>
    /// <param name="user">The user, whose addresses find certificates in the archive.</param>
    /// <param name="records">The user's records in Intune.</param>
    /// <param name="archive">The archive; null when there is none to compare with.</param>
    public static CertificateHistory Build(GraphUser user, IReadOnlyList<UserPfxRecord> records, CertificateArchive? archive) =>
        Build(user, records, archive, TimeProvider.System);

    internal static CertificateHistory Build(GraphUser user, IReadOnlyList<UserPfxRecord> records, CertificateArchive? archive,
        TimeProvider clock, HistoryHolders? holders = null, TimeSpan? soon = null)
    {
        Guard.NotNull(user);
        Guard.NotNull(records);
        IReadOnlyList<CatalogEntry>? archived = null;
        if (archive is not null)
        {
            archived = archive.Find(user.UserPrincipalName, user.Names,
                [.. records.Select(record => record.Thumbprint)]);
        }

        return CertificateHistoryBuilder.Build(
            user.UserPrincipalName, records, archived, clock.GetUtcNow(), holders ?? new HistoryHolders(), soon,
            user.DisplayName);
    }
}
