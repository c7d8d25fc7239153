using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Reports;
using SmimeCertTools.Core.Tests.History;
using Xunit;

namespace SmimeCertTools.Core.Tests.Reports;

public sealed class ReportBuilderTests
{
    private const UserPfxPurpose Signing = UserPfxPurpose.SmimeSigning;

    [Fact]
    public void Coverage_counts_what_is_valid_today_and_signing_by_profile()
    {
        var report = Build(
            User("both@contoso.com", null,
                Record('A', "2026-01-01", "2027-01-01"), Record('B', "2026-01-01", "2027-06-01", Signing)),
            User("profile@contoso.com", true, Record('C', "2026-01-01", "2028-01-01")),
            User("encryption@contoso.com", false, Record('D', "2026-01-01", "2028-01-01")),
            User("signing@contoso.com", false, Record('E', "2026-01-01", "2028-01-01", Signing)),
            User("expired@contoso.com", false, Record('F', "2024-01-01", "2026-01-01")));
        Assert.Equal(new ReportCoverage(5, 2, 1, 1, 1, 1), report.Coverage);
        Assert.Equal(60, report.Coverage.EncryptionPercent);
    }

    [Fact]
    public void A_successor_without_a_gap_carries_on()
    {
        var user = Build(User("a@contoso.com", false,
            Record('A', "2025-01-01", "2026-12-31"), Record('B', "2026-12-01", "2027-12-01"),
            Record('C', "2028-06-01", "2029-06-01"))).Users[0];
        Assert.Equal(Histories.Day("2027-12-01"), user.EncryptionUntil);

        // What is to come can still be closed: it is no gap yet.
        Assert.Empty(user.Gaps);
    }

    [Fact]
    public void A_time_after_the_last_certificate_is_a_gap_up_to_today()
    {
        var gap = Assert.Single(Build(User("a@contoso.com", false, Record('A', "2024-01-01", "2026-01-01"))).Users[0].Gaps);
        Assert.Equal((Histories.Day("2026-01-01"), Histories.Now), (gap.From, gap.To));
    }

    [Fact]
    public void Certificates_that_overlap_stand_one_below_the_other_each_purpose_for_itself()
    {
        var user = Build(User("a@contoso.com", false,
            Record('A', "2024-01-01", "2026-01-01"), Record('B', "2025-06-01", "2027-06-01"),
            Record('C', "2026-02-01", "2027-02-01"),
            Record('D', "2026-01-01", "2027-01-01", Signing))).Users[0];
        Assert.Equal([0, 1, 2, 0], user.Certificates.Select(certificate => certificate.Track));
        Assert.Equal(3, user.Tracks);
    }

    [Fact]
    public void Months_begin_with_this_one_and_tell_who_has_a_successor()
    {
        var report = Build(User("a@contoso.com", false,
            Record('A', "2025-01-01", "2026-11-30"), Record('B', "2026-11-01", "2027-11-01"),
            Record('C', "2025-01-01", "2026-11-29", Signing), Record('D', "2024-01-01", "2024-11-28")));
        Assert.Equal(13, report.Months.Count);
        Assert.Equal(new ReportMonth(Histories.Day("2026-11-01"), 1, 1, 0, 1), report.Months[0]);
        Assert.Equal(new ReportMonth(Histories.Day("2027-11-01"), 1, 0, 0, 0), report.Months[12]);
    }

    [Fact]
    public void Actions_are_errors_and_what_expires_within_the_days_the_most_urgent_first()
    {
        var report = Build(
            User("later@contoso.com", true, Record('A', "2026-01-01", "2027-01-10")),
            User("none@contoso.com", true),
            User("much-later@contoso.com", true, Record('B', "2026-01-01", "2027-06-01")),
            User("soon@contoso.com", true, Record('C', "2026-01-01", "2026-12-01")));
        Assert.Equal(["none@contoso.com", "soon@contoso.com", "later@contoso.com"], report.Actions.Select(found => found.Target));
        Assert.Equal([null, 8, 48], report.Actions.Select(found => found.DaysLeft));
        Assert.Equal("do ExpiresSoon", report.Actions[1].NextStep);
    }

    [Fact]
    public void The_axis_shows_whole_years_around_today_and_no_more_than_matter()
    {
        var axis = Build(User("a@contoso.com", true, Record('A', "1990-01-01", "9999-12-30"))).Axis;
        Assert.Equal((Histories.Day("2014-01-01"), Histories.Day("2034-01-01")), (axis.From, axis.To));
        Assert.InRange(axis.Years.Count, 5, 10);
        Assert.InRange(axis.Today, 60, 68);
        var empty = Build().Axis;
        Assert.Equal((Histories.Day("2025-01-01"), Histories.Day("2028-01-01")), (empty.From, empty.To));
    }

    [Theory]
    [InlineData(SmimePlatform.Windows, "Trusted certificates", ReportCellState.Missing)]
    [InlineData(SmimePlatform.Windows, "Imported, encryption", ReportCellState.Assigned)]
    [InlineData(SmimePlatform.Windows, "Imported, signing", ReportCellState.Unassigned)]
    [InlineData(SmimePlatform.Windows, "Mail profile", ReportCellState.NotOffered)]
    [InlineData(SmimePlatform.IOS, "PKCS, SCEP", ReportCellState.Assigned)]
    [InlineData(SmimePlatform.AndroidWorkProfile, "Outlook", ReportCellState.Assigned)]
    public void The_matrix_tells_what_a_platform_has(SmimePlatform platform, string column, ReportCellState state)
    {
        var row = ReportSamples.Of(1).Platforms.Single(row => row.Platform == platform);
        Assert.Equal(state, row.Cells.Single(cell => cell.Column == column).State);
    }

    private static UserPfxRecord Record(char digit, string start, string end, UserPfxPurpose purpose = Histories.Encryption) =>
        Histories.Record(digit, start, end, purpose);

    private static ReportedUser User(string name, bool? signsByProfile, params UserPfxRecord[] records) => new(
        CertificateHistoryBuilder.Build(name, records, null, Histories.Now, new HistoryHolders(), TimeSpan.FromDays(61)),
        signsByProfile);

    private static Report Build(params ReportedUser[] users) =>
        new ReportBuilder(Histories.Now, 60, finding => $"do {finding.Id}").Build(
            ReportSamples.Origin(), users, new ReportedDeployment());
}
