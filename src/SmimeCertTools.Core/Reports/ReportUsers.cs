using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.History;

namespace SmimeCertTools.Core.Reports;

/// <summary>Makes the users of a report from their histories.</summary>
/// <param name="now">The moment that the report is about, UTC.</param>
/// <param name="nextStep">What to do about a finding of a history; null where its message says it all.</param>
internal sealed class ReportUsers(DateTimeOffset now, Func<HistoryFinding, string?> nextStep)
{
    private static readonly UserPfxPurpose[] Lanes =
        [UserPfxPurpose.SmimeEncryption, UserPfxPurpose.SmimeSigning, UserPfxPurpose.Unassigned];

    /// <summary>One user, on an axis.</summary>
    /// <param name="history">The user's history.</param>
    /// <param name="signsByProfile">Whether a profile issues signing certificates; null where nobody could say.</param>
    /// <param name="axis">The years that timelines show.</param>
    public ReportUser Make(CertificateHistory history, bool? signsByProfile, ReportAxis axis)
    {
        var user = history.UserPrincipalName.Visible();
        var (tracks, count) = Tracks(history.Entries);
        var own = history.InIntune.ToList();
        return new ReportUser
        {
            UserPrincipalName = user,
            DisplayName = history.DisplayName.Visible() is { Length: > 0 } name ? name : null,
            Certificates = [.. history.Entries.Select(entry => Make(entry, tracks[entry], axis))],
            Gaps = [.. Gaps(history, own).Select(gap => new ReportGap(gap.From, gap.To, axis.Bar(gap.From, gap.To)))],
            Tracks = count,
            EncryptionUntil = Coverage.Until(own, UserPfxPurpose.SmimeEncryption, now),
            SigningUntil = Coverage.Until(own, UserPfxPurpose.SmimeSigning, now),
            SignsByProfile = signsByProfile,
            Findings = [.. history.FindingsWhere(signsByProfile).Select(finding => Make(finding, user))],
        };
    }

    // The history's own gaps lie between two certificates; one after the last of them goes on to this day.
    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Gaps(
        CertificateHistory history, IReadOnlyList<CertificateHistoryEntry> own)
    {
        foreach (var finding in history.Findings.Where(
            finding => finding is { Id: "EncryptionGap", From: not null, To: not null }))
        {
            yield return (finding.From!.Value, finding.To!.Value);
        }

        var ends = own.Where(entry => entry.Purpose == UserPfxPurpose.SmimeEncryption).Select(entry => entry.NotAfter).ToList();
        if (ends.Count > 0 && ends.Max() < now)
        {
            yield return (ends.Max(), now);
        }
    }

    private ReportFinding Make(HistoryFinding finding, string user) => new()
    {
        Id = finding.Id,
        Severity = finding.Severity,
        Area = "Users",
        Target = user,
        Message = finding.Message.Visible(),
        NextStep = nextStep(finding).Visible(),
        Thumbprint = finding.Thumbprint.Visible(),
        Due = finding.Id == "ExpiresSoon" ? finding.ExpiresOn : null,
        DaysLeft = finding.Id == "ExpiresSoon" ? finding.DaysLeft : null,
    };

    private static ReportCertificate Make(CertificateHistoryEntry entry, int track, ReportAxis axis) => new()
    {
        Thumbprint = entry.Thumbprint.Visible(),
        Purpose = entry.Purpose,
        NotBefore = entry.NotBefore,
        NotAfter = entry.NotAfter,
        DaysLeft = entry.DaysLeft,
        State = entry.State,
        Location = entry.Location,
        KeyName = (entry.Record?.KeyName).Visible(),
        Imported = entry.Record?.CreatedDateTime is { Year: > 1 } created ? created : null,
        Subject = (entry.Archived?.Subject).Visible(),
        Note = entry.IsOfEarlierAccount ? "Of an account that had this name before"
            : entry.FormerName is { } former ? $"Under the former name {former.Visible()}" : null,
        Track = track,
        Bar = axis.Bar(entry.NotBefore, entry.NotAfter),
    };

    // Certificates of one purpose that overlap stand one below the other, each purpose for itself.
    private static (Dictionary<CertificateHistoryEntry, int> Tracks, int Count) Tracks(
        IReadOnlyList<CertificateHistoryEntry> entries)
    {
        var tracks = new Dictionary<CertificateHistoryEntry, int>();
        var first = 0;
        foreach (var lane in entries.GroupBy(entry => Array.IndexOf(Lanes, entry.Purpose) is >= 0 and var lane ? lane : 2)
            .OrderBy(lane => lane.Key))
        {
            List<DateTimeOffset> ends = [];
            foreach (var entry in lane)
            {
                var free = ends.FindIndex(end => end < entry.NotBefore);
                if (free < 0)
                {
                    (free, ends) = (ends.Count, [.. ends, entry.NotAfter]);
                }
                else
                {
                    ends[free] = entry.NotAfter;
                }

                tracks[entry] = first + free;
            }

            first += ends.Count;
        }

        return (tracks, Math.Max(1, first));
    }
}
