using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.History;

namespace SmimeCertTools.Core.Reports;

/// <summary>A user before the report is put together.</summary>
/// <param name="History">The history.</param>
/// <param name="SignsByProfile">Whether a profile issues signing certificates; null where nobody could say.</param>
internal sealed record ReportedUser(CertificateHistory History, bool? SignsByProfile);

/// <summary>The deployment before the report is put together.</summary>
internal sealed record ReportedDeployment
{
    /// <summary>The profiles; null where they could not be read.</summary>
    public IReadOnlyList<ReportProfile>? Profiles { get; init; }

    /// <summary>The connectors.</summary>
    public IReadOnlyList<ReportConnector> Connectors { get; init; } = [];

    /// <summary>What stands out, of the users apart.</summary>
    public IReadOnlyList<ReportFinding> Findings { get; init; } = [];

    /// <summary>How S/MIME comes on in mail clients, by platform.</summary>
    public IReadOnlyDictionary<SmimePlatform, string> MailClients { get; init; } = new Dictionary<SmimePlatform, string>();
}

/// <summary>Puts a report together from what was collected.</summary>
/// <param name="now">The moment that the report is about, UTC.</param>
/// <param name="soonDays">How many days ahead are called soon.</param>
/// <param name="nextStep">What to do about a finding of a history; null where its message says it all.</param>
internal sealed class ReportBuilder(DateTimeOffset now, int soonDays, Func<HistoryFinding, string?> nextStep)
{
    private const int MonthsAhead = 12;
    private const int YearsBack = 12;
    private const int YearsAhead = 8;
    private const int MostMarks = 9;

    private readonly DateTimeOffset _now = now.ToUniversalTime();

    /// <summary>The report.</summary>
    public Report Build(ReportOrigin origin, IReadOnlyList<ReportedUser> users, ReportedDeployment deployment)
    {
        var axis = Axis(users);
        var maker = new ReportUsers(_now, nextStep);
        ReportUser[] made =
        [
            .. users.OrderBy(user => user.History.UserPrincipalName, StringComparer.OrdinalIgnoreCase)
                .Select(user => maker.Make(user.History, user.SignsByProfile, axis)),
        ];
        ReportFinding[] findings =
        [
            .. deployment.Findings.Concat(made.SelectMany(user => user.Findings))
                .OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Due ?? DateTimeOffset.MaxValue),
        ];
        return new Report
        {
            Origin = origin,
            Users = made,
            SoonDays = soonDays,
            Axis = axis,
            Months = Months(users),
            Findings = findings,
            Actions =
            [
                .. findings.Where(finding => finding.Severity == SmimeFindingSeverity.Error || finding.DaysLeft <= soonDays)
                    .OrderBy(finding => finding.Due ?? _now),
            ],
            Platforms = ReportMatrix.Of(deployment.Profiles ?? [], deployment.MailClients),
            Profiles = deployment.Profiles ?? [],
            Connectors = deployment.Connectors,
            Coverage = CoverageOf(made),
        };
    }

    private ReportCoverage CoverageOf(IReadOnlyList<ReportUser> users) => new(
        users.Count,
        users.Count(user => user is { HasEncryption: true, HasSigning: true }),
        users.Count(user => user is { HasEncryption: true, HasSigning: false }),
        users.Count(user => user is { HasEncryption: false, HasSigning: true }),
        users.Count(user => user is { HasEncryption: false, HasSigning: false }),
        users.Count(user => user.EncryptionUntil is { } end && (end - _now).TotalDays <= soonDays));

    private List<ReportMonth> Months(IReadOnlyList<ReportedUser> users)
    {
        var first = new DateTimeOffset(_now.Year, _now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var counts = new int[MonthsAhead + 1, 4];
        foreach (var user in users)
        {
            var own = user.History.InIntune.ToList();
            foreach (var entry in own.Where(entry => entry.NotAfter >= _now))
            {
                var end = entry.NotAfter.UtcDateTime;
                var month = ((end.Year - first.Year) * 12) + end.Month - first.Month;
                if (month <= MonthsAhead)
                {
                    counts[month, entry.Purpose switch
                    {
                        UserPfxPurpose.SmimeEncryption => 0,
                        UserPfxPurpose.SmimeSigning => 1,
                        _ => 2,
                    }]++;
                    counts[month, 3] += Coverage.IsFollowed(entry, own) ? 1 : 0;
                }
            }
        }

        return
        [
            .. Enumerable.Range(0, MonthsAhead + 1).Select(month => new ReportMonth(
                first.AddMonths(month), counts[month, 0], counts[month, 1], counts[month, 2], counts[month, 3])),
        ];
    }

    private ReportAxis Axis(IReadOnlyList<ReportedUser> users)
    {
        var (first, last) = (_now.Year - 1, _now.Year + 2);
        foreach (var entry in users.SelectMany(user => user.History.Entries))
        {
            first = Math.Min(first, entry.NotBefore.UtcDateTime.Year);
            last = Math.Max(last, Math.Min(entry.NotAfter.UtcDateTime.Year, 9000) + 1);
        }

        (first, last) = (Math.Max(first, _now.Year - YearsBack), Math.Min(last, _now.Year + YearsAhead));
        var axis = new ReportAxis { From = Day(first), To = Day(last), Today = 0, Years = [] };
        var step = 1 + ((last - first) / MostMarks);
        return new ReportAxis
        {
            From = axis.From,
            To = axis.To,
            Today = Math.Round(axis.Place(_now), 1),
            Years =
            [
                .. Enumerable.Range(first, last - first).Where(year => (year - first) % step == 0)
                    .Select(year => new ReportYear(year, Math.Round(axis.Place(Day(year)), 1))),
            ],
        };
    }

    private static DateTimeOffset Day(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
