using System;
using System.Collections.Generic;
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
    public static CertificateHistory Build(
        string userPrincipalName, IReadOnlyList<UserPfxRecord> records, IReadOnlyList<ArchivedCertificate>? archived, DateTimeOffset now) =>
        throw new NotImplementedException();
}
