using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>What is wrong with a connector.</summary>
/// <remarks>Which versions there are and how long each is supported: <see cref="ConnectorReleases"/>.</remarks>
internal static class ConnectorFindings
{
    private static readonly TimeSpan LongSilence = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromDays(30);

    /// <summary>The findings, the worst first.</summary>
    /// <param name="ndes">The newest entry of ndesConnectors; null for none.</param>
    /// <param name="details">The newest entry of certificateConnectorDetails; null for none.</param>
    /// <param name="entries">How many entries both lists have of the machine.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<ConnectorFinding> Of(
        ConnectorEntry? ndes, ConnectorEntry? details, int entries, DateTimeOffset now)
    {
        List<ConnectorFinding> findings = [];
        AddState(findings, ndes);
        AddVersion(findings, (Newest(ndes, details) ?? ndes ?? details)?.Version, now);
        AddContact(findings, ndes, details, now);
        AddContradiction(findings, ndes, details);
        if (entries > (ndes is null ? 0 : 1) + (details is null ? 0 : 1))
        {
            findings.Add(new("ConnectorRepeated", SmimeFindingSeverity.Information,
                "The machine has several entries in one list; the one with the latest contact counts.",
                "Remove entries left behind by earlier installations in the Intune admin center."));
        }

        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }

    /// <summary>The entry with a version that was in contact last.</summary>
    public static ConnectorEntry? Newest(ConnectorEntry? left, ConnectorEntry? right) =>
        left?.Version is null ? right?.Version is null ? null : right
        : right?.Version is null || !(right.LastContact > left.LastContact) ? left
        : right;

    private static void AddState(List<ConnectorFinding> findings, ConnectorEntry? ndes)
    {
        if (ndes?.State == SmimeConnectorState.Inactive)
        {
            findings.Add(new("ConnectorInactive", SmimeFindingSeverity.Error, "The connector is inactive: it serves no requests.",
                "Check that the machine runs, that its connector services are started and that it reaches Intune."));
        }
    }

    private static void AddVersion(List<ConnectorFinding> findings, string? text, DateTimeOffset now)
    {
        if (!Version.TryParse(text, out var version))
        {
            findings.Add(new("ConnectorVersionUnknown", SmimeFindingSeverity.Warning,
                text is null ? "The version is not known." : $"'{text}' is no version that can be compared.",
                $"Check on the machine that it is {ConnectorReleases.FirstForImports} or newer."));
        }
        else if (version < ConnectorReleases.FirstForImports)
        {
            findings.Add(new("ConnectorTooOld", SmimeFindingSeverity.Error,
                $"Version {version} does not serve imported certificates; {ConnectorReleases.FirstForImports} is the first "
                + "that does.", "Install the current connector."));
        }
        else if (ConnectorReleases.SupportOf(version) is { } support)
        {
            AddSupport(findings, version, support, now);
        }
        else if (version > ConnectorReleases.Newest.Version)
        {
            findings.Add(new("ConnectorVersionNewer", SmimeFindingSeverity.Information,
                $"Version {version} is newer than the newest known here, {Describe(ConnectorReleases.Newest)}; how long it is "
                    + "supported is not known.",
                "Look up its support on Microsoft's page on the connector, or update this module."));
        }
    }

    private static void AddSupport(List<ConnectorFinding> findings, Version version, ConnectorSupport support, DateTimeOffset now)
    {
        // A version that is not in the table may have had a successor that is not there either.
        var latest = support.IsListed ? "" : " at the latest";
        var reason = support.IsListed
            ? $"its successor {support.Next.Version} came on {Date(support.Next.Released)}."
            : $"it is in no list of releases, and the next one known, {support.Next.Version}, came on "
                + $"{Date(support.Next.Released)}.";
        var (supported, working) = (Date(support.SupportEnds), Date(support.ServiceEnds));
        if (now >= support.ServiceEnds)
        {
            findings.Add(new("ConnectorOutOfSupport", SmimeFindingSeverity.Error,
                $"Version {version} has been out of support since {supported}{latest} and may have stopped working since "
                    + $"{working}{latest}: {reason}",
                "Install the current connector."));
        }
        else if (now >= support.SupportEnds)
        {
            findings.Add(new("ConnectorOutOfSupport", SmimeFindingSeverity.Warning,
                $"Version {version} has been out of support since {supported}{latest} and may stop working on {working}{latest}: "
                    + reason,
                $"Install the current connector, or let it update itself, before {working}."));
        }
        else
        {
            findings.Add(new("ConnectorOutdated", SmimeFindingSeverity.Information,
                $"Version {version} is supported until {supported}{latest}: {reason}", $"Update before {supported}."));
        }
    }

    private static void AddContact(
        List<ConnectorFinding> findings, ConnectorEntry? ndes, ConnectorEntry? details, DateTimeOffset now)
    {
        var last = ndes?.LastContact is null || details?.LastContact > ndes.LastContact ? details?.LastContact : ndes.LastContact;
        if (last is null)
        {
            findings.Add(new("ConnectorNotSeen", SmimeFindingSeverity.Warning, "No contact with the connector is recorded.",
                "Check that it was set up to the end: sign-in and features."));
        }
        else if (now - last > LongSilence)
        {
            // A day may be a restart; a connector that nobody has heard of for a month serves nobody.
            var isGone = now - last > LongestSilence;
            var time = last.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            findings.Add(new("ConnectorNotSeen", isGone ? SmimeFindingSeverity.Error : SmimeFindingSeverity.Warning,
                $"The connector was last in contact on {time} UTC{(isGone ? ": it serves no requests" : string.Empty)}.", isGone
                    ? "Check that the machine runs and reaches Intune, or delete the connector in the Intune admin center."
                    : "Check that the machine runs and reaches Intune."));
        }
    }

    private static void AddContradiction(List<ConnectorFinding> findings, ConnectorEntry? ndes, ConnectorEntry? details)
    {
        if (ndes is null || details is null)
        {
            return;
        }

        if (ndes.Version is not null && details.Version is not null && ndes.Version != details.Version)
        {
            findings.Add(new("ConnectorContradiction", SmimeFindingSeverity.Warning,
                $"ndesConnectors has version {ndes.Version}, certificateConnectorDetails {details.Version}.",
                "Look at the version on the machine itself; the entry with the later contact is shown."));
        }
        else if (ndes.State == SmimeConnectorState.Inactive && details.LastContact - ndes.LastContact > LongSilence)
        {
            findings.Add(new("ConnectorContradiction", SmimeFindingSeverity.Warning,
                "ndesConnectors calls it inactive, but certificateConnectorDetails has a later contact.",
                "Look at the connector in the Intune admin center; an earlier installation may have left an entry behind."));
        }
    }

    private static string Describe(ConnectorRelease release) => $"{release.Version} of {Date(release.Released)}";

    private static string Date(DateTimeOffset date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
