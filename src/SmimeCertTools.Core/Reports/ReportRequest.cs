using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Core.History;

namespace SmimeCertTools.Core.Reports;

/// <summary>What a report is to be about.</summary>
public sealed class ReportRequest
{
    /// <summary>User principal names or object ids; null for all who have records in Intune.</summary>
    public IReadOnlyList<string>? Users { get; init; }

    /// <summary>Which users these are, in words.</summary>
    public required string Scope { get; init; }

    /// <summary>How many days ahead are called soon.</summary>
    public int SoonDays { get; init; } = 60;

    /// <summary>The archive to compare with; null for none.</summary>
    public CertificateArchive? Archive { get; init; }

    /// <summary>What the archive is called; null for none.</summary>
    public string? ArchiveName { get; init; }

    /// <summary>The version of what makes the report.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>How many groups of users are looked up at a time, each with one request.</summary>
    public int MaxRequests { get; init; } = 8;

    /// <summary>What does something about a finding of a history; null where its message says it all.</summary>
    public Func<HistoryFinding, string?> HistoryAdvice { get; init; } = _ => null;

    /// <summary>The same for a check of the deployment.</summary>
    public Func<DeploymentCheckResult, string?> CheckAdvice { get; init; } = _ => null;
}
