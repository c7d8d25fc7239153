using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Reports;

/// <summary>A profile of a report.</summary>
public sealed class ReportProfile
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>What it does; null for SCEP, which has certificates issued.</summary>
    public required SmimeProfileKind? Kind { get; init; }

    /// <summary>The same in words.</summary>
    public string KindName => Kind is { } kind ? ProfileNames.Of(kind) : "SCEP certificate profile";

    /// <summary>The platforms it is for.</summary>
    public required IReadOnlyList<SmimePlatform> Platforms { get; init; }

    /// <summary>The purpose of the imported certificates it delivers; null for other kinds.</summary>
    public UserPfxPurpose? Purpose { get; init; }

    /// <summary>Whom it is assigned to, such as "group 'Mail users'"; null where that could not be read.</summary>
    public IReadOnlyList<string>? Assignments { get; init; }

    /// <summary>The certificates that devices report as installed.</summary>
    public int Installed { get; init; }

    /// <summary>Those that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Those in between.</summary>
    public int Pending { get; init; }

    /// <summary>When it was last changed; null when the service does not say.</summary>
    public DateTimeOffset? Modified { get; init; }
}

/// <summary>What a platform has, in the order of the matrix's columns.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Cells">A cell for each column.</param>
/// <param name="MailClient">How S/MIME comes on in the mail client there; null where nobody could say.</param>
public sealed record ReportPlatform(SmimePlatform Platform, IReadOnlyList<ReportCell> Cells, string? MailClient);

/// <summary>What a platform has of one column.</summary>
/// <param name="Column">The heading.</param>
/// <param name="State">Assigned, Unassigned, Missing, or NotOffered where Intune has no such profile.</param>
/// <param name="Profiles">The profiles' names.</param>
public sealed record ReportCell(string Column, ReportCellState State, IReadOnlyList<string> Profiles);

/// <summary>What is to be said of a cell.</summary>
public enum ReportCellState
{
    /// <summary>There is a profile and it is assigned.</summary>
    Assigned,

    /// <summary>There is one, and nobody gets it.</summary>
    Unassigned,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>Intune has no such profile on the platform.</summary>
    NotOffered,
}

/// <summary>A certificate connector of a report.</summary>
public sealed class ReportConnector
{
    /// <summary>The machine.</summary>
    public required string MachineName { get; init; }

    /// <summary>The name in Intune; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Its state.</summary>
    public required SmimeConnectorState State { get; init; }

    /// <summary>Its version; null when nobody says it.</summary>
    public string? Version { get; init; }

    /// <summary>The last contact; null when nobody says it.</summary>
    public DateTimeOffset? LastContact { get; init; }

    /// <summary>Whether it is known to be able to serve imported certificates.</summary>
    public required bool Serves { get; init; }
}
