using System;
using System.Collections.Generic;

namespace SmimeCertTools.Core.Reports;

/// <summary>Where a report comes from: who asked whom for what, and when.</summary>
public sealed class ReportOrigin
{
    /// <summary>When the first request was sent.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When the last answer had come: the moment that the report is about.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>The tenant's id; null when the token does not say.</summary>
    public string? Tenant { get; init; }

    /// <summary>The person who was signed in; null for an application.</summary>
    public string? Account { get; init; }

    /// <summary>The application's id; null when the token does not say.</summary>
    public string? ClientId { get; init; }

    /// <summary>The service that was asked.</summary>
    public required string Service { get; init; }

    /// <summary>The version of the module.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>Which users it is about: "all users with imported certificates", "group 'Mail users'".</summary>
    public required string Scope { get; init; }

    /// <summary>The archive that was compared with; null for none.</summary>
    public string? Archive { get; init; }

    /// <summary>The collections that were read, in order.</summary>
    public required IReadOnlyList<ReportReading> Readings { get; init; }

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<ReportUnread> Unread { get; init; } = [];
}

/// <summary>A collection that was read.</summary>
public sealed class ReportReading
{
    /// <summary>Its address relative to the service, such as deviceManagement/userPfxCertificates.</summary>
    public required string Collection { get; init; }

    /// <summary>What it was read for.</summary>
    public required string Purpose { get; init; }

    /// <summary>When the reading began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How often it was asked for; a part of a batch counts as one.</summary>
    public required long Requests { get; init; }

    /// <summary>The objects that it gave.</summary>
    public required long Items { get; init; }
}

/// <summary>What could not be read, so that a part of the report is not known.</summary>
/// <param name="What">What it would have told of.</param>
/// <param name="Problem">Why it could not be read.</param>
public sealed record ReportUnread(string What, string Problem);

/// <summary>The years that timelines show.</summary>
public sealed class ReportAxis
{
    /// <summary>Its beginning: the first day of a year.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end: the first day of a year.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Where today is, in percent.</summary>
    public required double Today { get; init; }

    /// <summary>The years that have a mark.</summary>
    public required IReadOnlyList<ReportYear> Years { get; init; }

    /// <summary>The bar of a time, as far as the axis shows it.</summary>
    public ReportBar Bar(DateTimeOffset from, DateTimeOffset to)
    {
        var (start, end) = (Place(from), Place(to));
        return new ReportBar(Math.Round(start, 1), Math.Round(Math.Max(end - start, 0.3), 1));
    }

    /// <summary>Where a moment is, in percent.</summary>
    public double Place(DateTimeOffset moment) =>
        Math.Min(100, Math.Max(0, 100.0 * (moment - From).Ticks / (To - From).Ticks));
}

/// <summary>A year of the axis.</summary>
/// <param name="Year">The year.</param>
/// <param name="Start">Where it begins, in percent.</param>
public sealed record ReportYear(int Year, double Start);
