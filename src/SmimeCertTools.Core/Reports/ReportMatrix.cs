using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Reports;

/// <summary>What each platform has of each thing that S/MIME takes there.</summary>
internal static class ReportMatrix
{
    private static readonly Column[] All =
    [
        new("Trusted certificates", [SmimeProfileKind.TrustedRoot], null),
        new("Imported, encryption", [SmimeProfileKind.ImportedPfx], UserPfxPurpose.SmimeEncryption),
        new("Imported, signing", [SmimeProfileKind.ImportedPfx], UserPfxPurpose.SmimeSigning),
        new("PKCS, SCEP", [SmimeProfileKind.Pkcs], null),
        new("Mail profile", [SmimeProfileKind.Email], null),
        new("Outlook", [SmimeProfileKind.OutlookDevices, SmimeProfileKind.OutlookApps], null),
    ];

    /// <summary>The headings of the columns.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. All.Select(column => column.Heading)];

    /// <summary>The platforms that have any profile, in the order of the enumeration.</summary>
    /// <param name="profiles">The profiles.</param>
    /// <param name="mailClients">How S/MIME comes on in mail clients, by platform.</param>
    public static IReadOnlyList<ReportPlatform> Of(
        IReadOnlyList<ReportProfile> profiles, IReadOnlyDictionary<SmimePlatform, string> mailClients) =>
    [
        .. profiles.SelectMany(profile => profile.Platforms).Distinct().OrderBy(platform => platform)
            .Select(platform => new ReportPlatform(platform, [.. All.Select(column => Cell(platform, column, profiles))],
                mailClients.TryGetValue(platform, out var text) ? text : null)),
    ];

    private static ReportCell Cell(SmimePlatform platform, Column column, IReadOnlyList<ReportProfile> profiles)
    {
        var found = profiles.Where(profile => profile.Platforms.Contains(platform)
            && column.Kinds.Contains(profile.Kind ?? SmimeProfileKind.Pkcs)
            && (column.Purpose is null || profile.Purpose == column.Purpose)).ToList();
        var state = found.Exists(profile => profile.Assignments is null or { Count: > 0 }) ? ReportCellState.Assigned
            : found.Count > 0 ? ReportCellState.Unassigned
            : column.Kinds.Any(kind => ProfileTypes.Find(platform, kind) is not null) ? ReportCellState.Missing
            : ReportCellState.NotOffered;
        return new ReportCell(column.Heading, state, [.. found.Select(profile => profile.Name)]);
    }

    private sealed record Column(string Heading, SmimeProfileKind[] Kinds, UserPfxPurpose? Purpose);
}
