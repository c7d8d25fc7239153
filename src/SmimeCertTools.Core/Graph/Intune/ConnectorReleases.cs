using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>A release of the certificate connector.</summary>
/// <param name="Version">The version.</param>
/// <param name="Released">The day it came, UTC.</param>
internal sealed record ConnectorRelease(Version Version, DateTimeOffset Released);

/// <summary>
/// The releases of the certificate connector that are known, and how long each is supported: for six months after the next one
/// came, and working for up to eighteen.
/// </summary>
/// <remarks>Microsoft's page "Certificate Connector for Microsoft Intune"; connector-releases.txt is its table.</remarks>
internal static class ConnectorReleases
{
    private const string Table = "connector-releases.txt";
    private const int SupportMonths = 6;
    private const int WorkingMonths = 18;

    /// <summary>The first version that serves imported PFX files (2020-08); older than the table.</summary>
    public static Version FirstForImports { get; } = new(6, 2008, 60, 607);

    /// <summary>The releases, the oldest first.</summary>
    public static IReadOnlyList<ConnectorRelease> All { get; } = Load();

    /// <summary>The newest release of the table.</summary>
    public static ConnectorRelease Newest => All[All.Count - 1];

    /// <summary>The support of a version; null for the newest known and for newer ones, whose successor is not known.</summary>
    public static ConnectorSupport? SupportOf(Version version) =>
        All.FirstOrDefault(release => release.Version > version) is not { } next
            ? null
            : new ConnectorSupport(All.Any(release => release.Version == version), next,
                next.Released.AddMonths(SupportMonths), next.Released.AddMonths(WorkingMonths));

    /// <summary>Reads a table of lines "version day"; empty lines and lines that begin with # are left out.</summary>
    /// <exception cref="InvalidDataException">A line is malformed, or not newer than the one before.</exception>
    internal static IReadOnlyList<ConnectorRelease> Read(TextReader table)
    {
        List<ConnectorRelease> releases = [];
        while (table.ReadLine() is { } line)
        {
            if (line.Trim() is not { Length: > 0 } text || text[0] == '#')
            {
                continue;
            }

            var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2 || !Version.TryParse(parts[0], out var version)
                || !DateTimeOffset.TryParseExact(
                    parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var released)
                || (releases.Count > 0
                    && (version <= releases[releases.Count - 1].Version || released < releases[releases.Count - 1].Released)))
            {
                throw new InvalidDataException(
                    $"'{text}' in {Table} is no release such as '6.2510.3.2002 2026-02-18' that is newer than the one before.");
            }

            releases.Add(new ConnectorRelease(version!, released));
        }

        return releases;
    }

    private static IReadOnlyList<ConnectorRelease> Load()
    {
        using var stream = typeof(ConnectorReleases).Assembly.GetManifestResourceStream(Table)!;
        using var reader = new StreamReader(stream);
        return Read(reader);
    }
}

/// <summary>How long a version is supported that has a successor.</summary>
/// <param name="IsListed">Whether it stands in the table itself; if not, its successor may have come earlier than is
/// known.</param>
/// <param name="Next">The next release of the table.</param>
/// <param name="SupportEnds">From this moment on it is out of support.</param>
/// <param name="ServiceEnds">From this moment on it may have stopped working.</param>
internal sealed record ConnectorSupport(
    bool IsListed, ConnectorRelease Next, DateTimeOffset SupportEnds, DateTimeOffset ServiceEnds);
