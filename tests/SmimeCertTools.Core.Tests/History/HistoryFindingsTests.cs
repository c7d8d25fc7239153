using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using Xunit;
using static SmimeCertTools.Core.Tests.History.Histories;

namespace SmimeCertTools.Core.Tests.History;

public sealed class HistoryFindingsTests
{
    [Theory]
    [InlineData("2026-01-01", "2027-01-01", SmimeFindingSeverity.Warning)]
    [InlineData("2024-01-01", "2025-01-01", SmimeFindingSeverity.Information)]
    [InlineData("2027-01-01", "2028-01-01", SmimeFindingSeverity.Information)]
    public void A_signing_certificate_that_Intune_lacks_matters_while_it_is_valid(
        string start, string end, SmimeFindingSeverity severity)
    {
        var history = Build([], [Archived('1', start, end, CertificateKeyUsages.DigitalSignature)]);
        Assert.Equal(severity, Assert.Single(history.Findings, finding => finding.Id == "MissingInIntune").Severity);
    }

    [Fact]
    public void A_certificate_for_other_uses_is_not_missed_in_Intune() =>
        Assert.Empty(Ids(
            Build([], [Archived('1', "2026-01-01", "2027-01-01", CertificateKeyUsages.KeyCertSign)]), "MissingInIntune"));

    [Theory]
    [InlineData("2026-01-01", "2027-06-01", true)]
    [InlineData("2025-01-01", "2026-01-01", false)]
    [InlineData("2027-01-01", "2028-01-01", false)]
    public void Without_a_valid_certificate_of_a_purpose_there_is_a_finding(string start, string end, bool valid)
    {
        var history = Build(Record('1', start, end), Record('2', start, end, Signing));
        (string, SmimeFindingSeverity)[] expected =
            [("NoEncryptionCertificate", SmimeFindingSeverity.Error), ("NoSigningCertificate", SmimeFindingSeverity.Information)];
        Assert.Equal(valid ? [] : expected, history.Findings.Select(finding => (finding.Id, finding.Severity)));
    }

    [Fact]
    public void A_valid_certificate_in_the_archive_alone_does_not_help_devices() =>
        Assert.Single(Ids(Build([], [Archived('1', "2026-01-01", "2027-06-01")]), "NoEncryptionCertificate"));

    [Theory]
    [InlineData("2024-01-01..2025-01-01 2025-01-01..2027-06-01", "")]
    [InlineData("2024-01-01..2025-01-01 2025-02-01..2027-06-01", "2025-01-01..2025-02-01")]
    [InlineData(
        "2024-01-01..2024-06-01 2025-01-01..2025-06-01 2026-01-01..2027-06-01",
        "2024-06-01..2025-01-01 2025-06-01..2026-01-01")]
    [InlineData("2024-01-01..2027-06-01 2024-02-01..2024-03-01 2025-01-01..2025-02-01", "")] // a long one covers the others
    [InlineData("2024-01-01..2025-01-01", "")] // after the last: NoEncryptionCertificate says it
    [InlineData("2025-01-01..2026-11-01 2026-12-01..2027-12-01", "2026-11-01..2026-12-01")] // now
    [InlineData("2025-01-01..2027-01-01 2027-02-01..2028-01-01", "")] // still to come
    [InlineData("2027-02-01..2028-01-01", "")]
    [InlineData("", "")]
    public void Periods_without_an_encryption_certificate_are_found(string validity, string gaps)
    {
        var history = Build([.. Periods(validity).Select((period, i) => Record((char)('1' + i), period.Start, period.End))]);
        var expected = Periods(gaps).Select(gap => ((DateTimeOffset?)Day(gap.Start), (DateTimeOffset?)Day(gap.End)));
        var found = history.Findings.Where(finding => finding.Id == "EncryptionGap").ToList();
        Assert.Equal(expected, found.Select(finding => (finding.From, finding.To)));
        Assert.All(found, finding =>
        {
            Assert.Equal(SmimeFindingSeverity.Warning, finding.Severity);
            Assert.Contains(finding.From!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), finding.Message);
            Assert.Contains(finding.To!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), finding.Message);
        });
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void Certificates_that_follow_within_a_second_leave_no_gap(int seconds, int gaps)
    {
        var first = Record('1', "2025-01-01", "2026-01-01");
        var start = first.ExpirationDateTime.AddSeconds(seconds);
        var second = Record('2', "2026-01-01", "2027-06-01") with { StartDateTime = start };
        Assert.Equal(gaps, Ids(Build(first, second), "EncryptionGap").Count);
    }

    [Fact]
    public void The_archive_closes_a_gap_and_signing_certificates_do_not()
    {
        UserPfxRecord[] records = [Record('1', "2024-01-01", "2025-01-01"), Record('3', "2026-01-01", "2027-06-01")];
        Assert.Empty(Ids(Build(records, [Archived('2', "2025-01-01", "2026-01-01")]), "EncryptionGap"));
        Assert.Single(Ids(Build([.. records, Record('2', "2025-01-01", "2026-01-01", Signing)]), "EncryptionGap"));
    }

    [Theory]
    [InlineData("2026-12-22", null, null, true)]
    [InlineData("2026-12-24", null, null, false)]
    [InlineData("2026-12-22", "2026-12-01", "2027-12-01", false)] // a successor is there
    [InlineData("2026-12-22", "2026-12-23", "2027-12-01", true)] // but starts a day late
    [InlineData("2026-12-22", "2025-12-01", "2026-12-10", true)] // or ends earlier
    public void A_certificate_that_ends_within_30_days_without_a_successor_is_found(
        string end, string? nextStart, string? nextEnd, bool found)
    {
        foreach (var purpose in new[] { Encryption, Signing })
        {
            List<UserPfxRecord> records = [Record('1', "2026-01-01", end, purpose)];
            if (nextStart is not null)
            {
                records.Add(Record('2', nextStart, nextEnd!, purpose));
            }

            var findings = Build([.. records]).Findings.Where(finding => finding.Id == "ExpiresSoon").ToList();
            Assert.Equal(found ? 1 : 0, findings.Count);
            Assert.All(findings, finding => Assert.Equal(new string('1', 40), finding.Thumbprint));
            Assert.All(findings, finding => Assert.Equal(SmimeFindingSeverity.Warning, finding.Severity));
            Assert.All(findings, finding => Assert.Contains(end, finding.Message));
            Assert.All(findings, finding => Assert.Equal(records[0].ExpirationDateTime, finding.ExpiresOn));
            Assert.All(findings, finding => Assert.InRange(finding.DaysLeft!.Value, 28, 30));
        }
    }

    [Fact]
    public void Several_connector_keys_are_found_and_named()
    {
        var one = Record('1', "2025-01-01", "2026-01-01");
        Assert.Empty(Ids(Build(one, Record('2', "2026-01-01", "2027-06-01")), "KeyNameDiffers"));
        var history = Build(one with { KeyName = "OldKey" }, Record('2', "2026-01-01", "2027-06-01"));
        var finding = Assert.Single(history.Findings, finding => finding.Id == "KeyNameDiffers");
        Assert.Equal(SmimeFindingSeverity.Warning, finding.Severity);
        Assert.Contains("Provider\\Key, Provider\\OldKey", finding.Message);
    }

    [Theory]
    [InlineData(UserPfxPaddingScheme.None, 1)]
    [InlineData(UserPfxPaddingScheme.Pkcs1, 1)]
    [InlineData(UserPfxPaddingScheme.OaepSha1, 1)]
    [InlineData(UserPfxPaddingScheme.OaepSha256, 0)]
    [InlineData(UserPfxPaddingScheme.OaepSha512, 0)]
    public void Records_with_old_padding_are_found(UserPfxPaddingScheme padding, int count) => Assert.Equal(
        count, Ids(Build(Record('1', "2026-01-01", "2027-06-01") with { PaddingScheme = padding }), "PaddingUnsupported").Count);

    [Fact]
    public void A_record_without_purpose_is_found_unless_it_is_for_other_uses()
    {
        var record = Record('1', "2026-01-01", "2027-06-01", UserPfxPurpose.Unassigned);
        Assert.Single(Ids(Build(record), "PurposeUnassigned"));
        Assert.Single(Ids(Build([record], [Archived('1', "2026-01-01", "2027-06-01")]), "PurposeUnassigned"));
        Assert.Empty(Ids(
            Build([record], [Archived('1', "2026-01-01", "2027-06-01", CertificateKeyUsages.KeyCertSign)]), "PurposeUnassigned"));
    }

    [Fact]
    public void Findings_come_most_severe_first_then_by_time()
    {
        var history = Build(
            [
                Record('3', "2025-06-01", "2026-01-01") with { PaddingScheme = UserPfxPaddingScheme.Pkcs1 },
                Record('1', "2024-01-01", "2025-01-01") with { PaddingScheme = UserPfxPaddingScheme.Pkcs1 },
            ],
            null);
        Assert.Equal(
            ["NoEncryptionCertificate", "PaddingUnsupported", "EncryptionGap", "PaddingUnsupported", "NoSigningCertificate"],
            history.Findings.Select(finding => finding.Id));
        Assert.All(history.Findings, finding => Assert.Contains(User, finding.Message));
    }

    [Fact]
    public void A_user_without_anything_has_an_empty_history()
    {
        var history = Build([], []);
        Assert.Empty(history.Entries);
        Assert.Equal(["NoEncryptionCertificate", "NoSigningCertificate"], history.Findings.Select(finding => finding.Id));
    }

    [Fact]
    public void Dates_in_messages_do_not_follow_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("th-TH"); // counts years from another epoch
            Assert.Contains(Build().Findings, finding => finding.Message.Contains("2026-11-23"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
