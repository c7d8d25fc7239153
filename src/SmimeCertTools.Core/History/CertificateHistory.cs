using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.History;

/// <summary>One certificate of a user's history.</summary>
public sealed class CertificateHistoryEntry
{
    /// <summary>The user.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>SHA-1 thumbprint, 40 upper-case hexadecimal digits.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>The purpose: the record's tag, or for archive-only certificates what the key usage says.</summary>
    public required UserPfxPurpose Purpose { get; init; }

    /// <summary>First moment of validity, UTC.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Last moment of validity, UTC.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Whole days until its validity ends, negative once it is over.</summary>
    public int DaysLeft { get; init; }

    /// <summary>Where it stands.</summary>
    public required SmimeCertState State { get; init; }

    /// <summary>Where it was found.</summary>
    public required SmimeCertLocation Location { get; init; }

    /// <summary>The record; null for archive-only certificates.</summary>
    public UserPfxRecord? Record { get; init; }

    /// <summary>The archive's certificate; null when it is not in the archive.</summary>
    public CatalogEntry? Archived { get; init; }

    /// <summary>
    /// Whether the record is another account's, which had the user's name before: it is shown, and counts for nothing else.
    /// </summary>
    public bool IsOfEarlierAccount { get; init; }

    /// <summary>The name that the user's record is under, where it is a former one; else null.</summary>
    public string? FormerName { get; init; }
}

/// <summary>Something an administrator should know of a user's history.</summary>
public sealed class HistoryFinding
{
    /// <summary>A stable identifier in PascalCase, such as <c>EncryptionGap</c>.</summary>
    public required string Id { get; init; }

    /// <summary>How much it matters.</summary>
    public required SmimeFindingSeverity Severity { get; init; }

    /// <summary>The user.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>What is the case and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>The certificate it is about; null when it is about none in particular.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>Last moment of that certificate's validity, UTC; null when it is about none.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>Whole days until then, negative once it is over; null when it is about no certificate.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>Start of the period it is about, UTC; null when it is about none.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the period it is about, UTC; null when it is about none or it is open.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>A user's certificates in time order and what stands out in them.</summary>
public sealed class CertificateHistory
{
    /// <summary>The user.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The user's display name; null where the directory has none or was not asked.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The certificates by first moment of validity, then by thumbprint.</summary>
    public required IReadOnlyList<CertificateHistoryEntry> Entries { get; init; }

    /// <summary>Those of them that are the user's in Intune: not in the archive alone, and not another account's.</summary>
    public IEnumerable<CertificateHistoryEntry> InIntune =>
        Entries.Where(entry => entry.Record is not null && !entry.IsOfEarlierAccount);

    /// <summary>What stands out, most severe first.</summary>
    public required IReadOnlyList<HistoryFinding> Findings { get; init; }

    /// <summary>The same where it is known whether a profile issues signing certificates: who gets one so lacks none.</summary>
    /// <param name="signsByProfile">Whether a profile does; null where nobody could say.</param>
    public IEnumerable<HistoryFinding> FindingsWhere(bool? signsByProfile) =>
        Findings.Where(finding => finding.Id != "NoSigningCertificate" || signsByProfile != true);
}
