using System;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Records;
using Xunit;
using static SmimeCertTools.Core.Tests.History.Histories;

namespace SmimeCertTools.Core.Tests.History;

public sealed class CertificateHistoryBuilderTests
{
    [Fact]
    public void Entries_come_in_time_order_with_their_states()
    {
        var history = Build(
            Record('5', "2027-01-01", "2028-01-01"),
            Record('4', "2026-06-01", "2027-06-01"),
            Record('3', "2025-12-01", "2026-12-01"),
            Record('2', "2025-01-01", "2026-01-01"));

        Assert.Equal(
            [
                ("2", SmimeCertState.Expired),
                ("3", SmimeCertState.Superseded),
                ("4", SmimeCertState.Current),
                ("5", SmimeCertState.NotYetValid),
            ],
            history.Entries.Select(entry => (entry.Thumbprint[..1], entry.State)));
        Assert.All(history.Entries, entry => Assert.Equal(User, entry.UserPrincipalName));
    }

    [Fact]
    public void Each_purpose_has_its_own_current_certificate()
    {
        var history = Build(
            Record('1', "2026-01-01", "2027-01-01"),
            Record('2', "2026-02-01", "2027-01-01", Signing),
            Record('3', "2026-03-01", "2027-01-01", UserPfxPurpose.Wifi));
        Assert.All(history.Entries, entry => Assert.Equal(SmimeCertState.Current, entry.State));
    }

    [Theory]
    [InlineData("2026-01-01", "2027-01-01", "2026-01-02", "2026-12-31", '2')] // the later start wins
    [InlineData("2026-01-01", "2027-01-02", "2026-01-01", "2027-01-01", '1')] // then the later end
    [InlineData("2026-01-01", "2027-01-01", "2026-01-01", "2027-01-01", '1')] // then the thumbprint
    public void Of_several_valid_ones_one_is_current(string start1, string end1, string start2, string end2, char current)
    {
        foreach (var order in new[] { false, true })
        {
            UserPfxRecord[] records = [Record('1', start1, end1), Record('2', start2, end2)];
            var history = Build(order ? [.. records.Reverse()] : records);
            Assert.Equal(current, Assert.Single(history.Entries, entry => entry.State == SmimeCertState.Current).Thumbprint[0]);
            Assert.Single(history.Entries, entry => entry.State == SmimeCertState.Superseded);
        }
    }

    [Theory]
    [InlineData(0, 60, SmimeCertState.Current)] // starts now
    [InlineData(1, 60, SmimeCertState.NotYetValid)]
    [InlineData(-60, 0, SmimeCertState.Current)] // ends now
    [InlineData(-60, -1, SmimeCertState.Expired)]
    public void Validity_includes_its_first_and_last_moment(int start, int end, SmimeCertState state)
    {
        var record = Record('1', "2026-01-01", "2027-01-01") with
        {
            StartDateTime = Now.AddSeconds(start),
            ExpirationDateTime = Now.AddSeconds(end),
        };
        Assert.Equal(state, Build(record).Entries[0].State);
    }

    [Fact]
    public void Without_an_archive_everything_is_in_Intune() =>
        Assert.Equal(SmimeCertLocation.Intune, Build(Record('1', "2026-01-01", "2027-01-01")).Entries[0].Location);

    [Fact]
    public void With_an_archive_locations_are_compared()
    {
        var history = Build(
            [
                Record('1', "2025-01-01", "2026-01-01"),
                Record('A', "2026-01-01", "2027-06-01") with { Thumbprint = new string('a', 40) },
            ],
            [
                Archived('A', "2026-01-01", "2027-06-01"),
                Archived('2', "2024-01-01", "2025-01-01"),
                Archived('2', "2024-01-01", "2025-01-01"),
            ]);

        Assert.Equal(
            [("2", SmimeCertLocation.ArchiveOnly), ("1", SmimeCertLocation.IntuneOnly), ("A", SmimeCertLocation.Both)],
            history.Entries.Select(entry => (entry.Thumbprint[..1], entry.Location)));
        Assert.Null(history.Entries[0].Record);
        Assert.Null(history.Entries[1].Archived);
        Assert.NotNull(history.Entries[2].Record);
        Assert.NotNull(history.Entries[2].Archived);
        Assert.Equal(["MissingInIntune", "MissingInArchive"], Ids(history, "MissingInIntune", "MissingInArchive"));
        Assert.All(history.Findings.Where(finding => finding.Id == "MissingInIntune"), finding =>
        {
            Assert.Equal(SmimeFindingSeverity.Error, finding.Severity);
            Assert.Equal(new string('2', 40), finding.Thumbprint);
            Assert.Contains("2024-01-01", finding.Message);
            Assert.Contains("2.pfx", finding.Message);
        });
    }

    [Theory]
    [InlineData(CertificateKeyUsages.KeyEncipherment, Encryption)]
    [InlineData(CertificateKeyUsages.DigitalSignature, Signing)]
    [InlineData(CertificateKeyUsages.DigitalSignature | CertificateKeyUsages.KeyEncipherment, Encryption)]
    [InlineData(CertificateKeyUsages.KeyCertSign, UserPfxPurpose.Unassigned)]
    public void An_archived_certificate_has_the_purpose_of_its_key_usage(CertificateKeyUsages usage, UserPfxPurpose purpose) =>
        Assert.Equal(purpose, Build([], [Archived('1', "2026-01-01", "2027-01-01", usage)]).Entries[0].Purpose);

    [Fact]
    public void A_thumbprint_that_is_none_is_shown_as_it_stands()
    {
        var history = Build(Record('1', "2026-01-01", "2027-06-01") with { Thumbprint = "not a thumbprint" });
        Assert.Equal("not a thumbprint", history.Entries[0].Thumbprint);
    }
}
