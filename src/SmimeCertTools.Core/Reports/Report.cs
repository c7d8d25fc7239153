using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Reports;

/// <summary>
/// All that a report says, collected once: what is written as HTML, CSV or JSON, and what templates have. Texts from elsewhere
/// are such as may be shown (<see cref="VisibleText"/>); moments are UTC.
/// </summary>
public sealed class Report
{
    /// <summary>Where it comes from.</summary>
    public required ReportOrigin Origin { get; init; }

    /// <summary>The users, by name.</summary>
    public required IReadOnlyList<ReportUser> Users { get; init; }

    /// <summary>How many days ahead are called soon.</summary>
    public required int SoonDays { get; init; }

    /// <summary>The years that all timelines show.</summary>
    public required ReportAxis Axis { get; init; }

    /// <summary>Certificates that end, month by month, from this month on.</summary>
    public required IReadOnlyList<ReportMonth> Months { get; init; }

    /// <summary>What stands out, most severe first.</summary>
    public required IReadOnlyList<ReportFinding> Findings { get; init; }

    /// <summary>The same by severity and identifier.</summary>
    public IReadOnlyList<ReportFindingGroup> FindingGroups =>
    [
        .. Findings.GroupBy(finding => (finding.Severity, finding.Area, finding.Id))
            .OrderByDescending(group => group.Key.Severity)
            .Select(group => new ReportFindingGroup(group.Key.Id, group.Key.Severity, group.Key.Area, [.. group])),
    ];

    /// <summary>What needs somebody within the days that are called soon, the most urgent first.</summary>
    public required IReadOnlyList<ReportFinding> Actions { get; init; }

    /// <summary>The profiles by platform.</summary>
    public required IReadOnlyList<ReportPlatform> Platforms { get; init; }

    /// <summary>The profiles, by name.</summary>
    public required IReadOnlyList<ReportProfile> Profiles { get; init; }

    /// <summary>The certificate connectors, by machine.</summary>
    public required IReadOnlyList<ReportConnector> Connectors { get; init; }

    /// <summary>How many users have what.</summary>
    public required ReportCoverage Coverage { get; init; }

    /// <summary>How many certificates there are.</summary>
    public int CertificateCount => Users.Sum(user => user.Certificates.Count);

    /// <summary>How many findings are of a severity.</summary>
    public int Count(SmimeFindingSeverity severity) => Findings.Count(finding => finding.Severity == severity);
}

/// <summary>How many users have what today.</summary>
/// <param name="Users">All of them.</param>
/// <param name="Both">Can be sent encrypted mail, and sign.</param>
/// <param name="EncryptionOnly">Can be sent encrypted mail.</param>
/// <param name="SigningOnly">Can sign.</param>
/// <param name="Nothing">Neither.</param>
/// <param name="EncryptionSoonGone">Of those with encryption, whose last certificate ends soon.</param>
public sealed record ReportCoverage(
    int Users, int Both, int EncryptionOnly, int SigningOnly, int Nothing, int EncryptionSoonGone)
{
    /// <summary>How many can be sent encrypted mail.</summary>
    public int Encryption => Both + EncryptionOnly;

    /// <summary>The part of the users of whom that is true, in percent, rounded down; 0 where there are none.</summary>
    public int EncryptionPercent => Users == 0 ? 0 : (int)(100L * Encryption / Users);
}

/// <summary>The certificates that end in a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Encryption">Encryption certificates.</param>
/// <param name="Signing">Signing certificates.</param>
/// <param name="Other">Certificates of no purpose.</param>
/// <param name="Followed">Those of them that have a successor in Intune.</param>
public sealed record ReportMonth(DateTimeOffset Month, int Encryption, int Signing, int Other, int Followed)
{
    /// <summary>All of them.</summary>
    public int Total => Encryption + Signing + Other;
}

/// <summary>Findings of one kind.</summary>
/// <param name="Id">Their identifier.</param>
/// <param name="Severity">How much they matter.</param>
/// <param name="Area">Users, Connectors, Profiles, and so on.</param>
/// <param name="Findings">The findings.</param>
public sealed record ReportFindingGroup(
    string Id, SmimeFindingSeverity Severity, string Area, IReadOnlyList<ReportFinding> Findings)
{
    /// <summary>What to do, where it is the same for all; else null.</summary>
    public string? NextStep => Findings.All(finding => finding.NextStep == Findings[0].NextStep) ? Findings[0].NextStep : null;
}

/// <summary>Something that stands out.</summary>
public sealed record ReportFinding
{
    /// <summary>A stable identifier such as EncryptionGap.</summary>
    public required string Id { get; init; }

    /// <summary>How much it matters.</summary>
    public required SmimeFindingSeverity Severity { get; init; }

    /// <summary>Users, Connectors, Profiles, and so on.</summary>
    public required string Area { get; init; }

    /// <summary>The user, the connector or the profile; empty for the tenant as a whole.</summary>
    public required string Target { get; init; }

    /// <summary>What is the case.</summary>
    public required string Message { get; init; }

    /// <summary>What to do; null where the message says it.</summary>
    public string? NextStep { get; init; }

    /// <summary>The certificate it is about; null for none in particular.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>When it will hurt, UTC; null for now or no day in particular.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Whole days until then; null without such a day.</summary>
    public int? DaysLeft { get; init; }
}
