using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Reports;

/// <summary>A user of a report.</summary>
public sealed class ReportUser
{
    /// <summary>The user principal name.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The display name; null where the directory has none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The certificates in time order.</summary>
    public required IReadOnlyList<ReportCertificate> Certificates { get; init; }

    /// <summary>The times that no encryption certificate covers, with others before and after.</summary>
    public required IReadOnlyList<ReportGap> Gaps { get; init; }

    /// <summary>How many rows the timeline has.</summary>
    public required int Tracks { get; init; }

    /// <summary>The end of what an imported encryption certificate covers from now on; null for none that is valid.</summary>
    public DateTimeOffset? EncryptionUntil { get; init; }

    /// <summary>The same for signing.</summary>
    public DateTimeOffset? SigningUntil { get; init; }

    /// <summary>Whether a profile issues a signing certificate to each device; null where nobody could say.</summary>
    public bool? SignsByProfile { get; init; }

    /// <summary>Whether the user can be sent encrypted mail today.</summary>
    public bool HasEncryption => EncryptionUntil is not null;

    /// <summary>Whether the user can sign today.</summary>
    public bool HasSigning => SigningUntil is not null || SignsByProfile == true;

    /// <summary>What stands out, most severe first.</summary>
    public required IReadOnlyList<ReportFinding> Findings { get; init; }

    /// <summary>The severity of the worst finding; null for none.</summary>
    public SmimeFindingSeverity? Worst => Findings.Count == 0 ? null : Findings.Max(finding => finding.Severity);
}

/// <summary>A certificate of a user.</summary>
public sealed class ReportCertificate
{
    /// <summary>SHA-1 thumbprint.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>What it is for.</summary>
    public required UserPfxPurpose Purpose { get; init; }

    /// <summary>First moment of validity.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Last moment of validity.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Whole days until then, negative once it is over.</summary>
    public required int DaysLeft { get; init; }

    /// <summary>Where it stands.</summary>
    public required SmimeCertState State { get; init; }

    /// <summary>Where it was found.</summary>
    public required SmimeCertLocation Location { get; init; }

    /// <summary>The connector key; null when it is not in Intune.</summary>
    public string? KeyName { get; init; }

    /// <summary>When it was imported; null when it is not in Intune or the service does not say.</summary>
    public DateTimeOffset? Imported { get; init; }

    /// <summary>The name in the archive's certificate; null when it is not in the archive.</summary>
    public string? Subject { get; init; }

    /// <summary>What is to be known of its holder; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The row of the timeline, from 0.</summary>
    public required int Track { get; init; }

    /// <summary>
    /// How its bar looks: e, s or o for encryption, signing and others, with c, p, x or n for current, superseded, expired and
    /// not yet valid; then a for one that is in the archive alone, or i for one that is in Intune alone.
    /// </summary>
    public string Mark => string.Concat(
        Purpose switch { UserPfxPurpose.SmimeEncryption => "e", UserPfxPurpose.SmimeSigning => "s", _ => "o" },
        State switch { SmimeCertState.Current => "c", SmimeCertState.Superseded => "p", SmimeCertState.Expired => "x", _ => "n" },
        Location switch { SmimeCertLocation.ArchiveOnly => " a", SmimeCertLocation.IntuneOnly => " i", _ => string.Empty });

    /// <summary>Where its bar begins and how long it is.</summary>
    public required ReportBar Bar { get; init; }
}

/// <summary>A time that no encryption certificate covers.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
/// <param name="Bar">Where it is shown.</param>
public sealed record ReportGap(DateTimeOffset From, DateTimeOffset To, ReportBar Bar)
{
    /// <summary>Whole days, at least one.</summary>
    public int Days => Math.Max(1, (int)(To - From).TotalDays);
}

/// <summary>A place on the timeline.</summary>
/// <param name="Start">Its beginning, in percent of the axis.</param>
/// <param name="Length">Its length, in percent of the axis.</param>
public readonly record struct ReportBar(double Start, double Length);
