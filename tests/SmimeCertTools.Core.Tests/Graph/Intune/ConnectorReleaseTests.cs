using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Sandbox.Intune;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.Intune;

/// <summary>The table of releases, and the support that follows from it.</summary>
public sealed class ConnectorReleaseTests
{
    [Theory]
    // Microsoft's example: the next version came on 2022-05-04, so support ends on 2022-11-04 and service in 2023-11.
    [InlineData("6.2202.38.0", "2022-05-03", "ConnectorOutdated", SmimeFindingSeverity.Information)]
    [InlineData("6.2202.38.0", "2022-11-03", "ConnectorOutdated", SmimeFindingSeverity.Information)]
    [InlineData("6.2202.38.0", "2022-11-04", "ConnectorOutOfSupport", SmimeFindingSeverity.Warning)]
    [InlineData("6.2202.38.0", "2023-11-03", "ConnectorOutOfSupport", SmimeFindingSeverity.Warning)]
    [InlineData("6.2202.38.0", "2023-11-04", "ConnectorOutOfSupport", SmimeFindingSeverity.Error)]
    // Its successor came on 2026-02-18.
    [InlineData("6.2406.0.2002", "2026-08-17", "ConnectorOutdated", SmimeFindingSeverity.Information)]
    [InlineData("6.2406.0.2002", "2026-08-18", "ConnectorOutOfSupport", SmimeFindingSeverity.Warning)]
    [InlineData("6.2406.0.2002", "2027-08-17", "ConnectorOutOfSupport", SmimeFindingSeverity.Warning)]
    [InlineData("6.2406.0.2002", "2027-08-18", "ConnectorOutOfSupport", SmimeFindingSeverity.Error)]
    // Between two rows: the later one counts.
    [InlineData("6.2304.0.1", "2025-03-18", "ConnectorOutdated", SmimeFindingSeverity.Information)]
    [InlineData("6.2304.0.1", "2025-03-19", "ConnectorOutOfSupport", SmimeFindingSeverity.Warning)]
    [InlineData("6.2304.0.1", "2026-03-19", "ConnectorOutOfSupport", SmimeFindingSeverity.Error)]
    // Older than the table, and able to serve imported files.
    [InlineData("6.2008.60.607", "2022-01-28", "ConnectorOutdated", SmimeFindingSeverity.Information)]
    [InlineData("6.2008.60.607", "2023-01-29", "ConnectorOutOfSupport", SmimeFindingSeverity.Error)]
    public void Support_is_reckoned_from_the_next_release(string version, string day, string id, SmimeFindingSeverity severity)
    {
        var finding = Finding(version, day);

        Assert.Equal((id, severity), (finding!.Id, finding.Severity));
    }

    [Fact]
    public void A_finding_names_the_days_and_the_successor()
    {
        Assert.Equal(
            "Version 6.2202.38.0 has been out of support since 2022-11-04 and may stop working on 2023-11-04: its successor "
                + "6.2203.12.0 came on 2022-05-04.",
            Finding("6.2202.38.0", "2023-01-01")!.Message);
        Assert.Equal("Version 6.2202.38.0 is supported until 2022-11-04: its successor 6.2203.12.0 came on 2022-05-04.",
            Finding("6.2202.38.0", "2022-06-01")!.Message);
    }

    [Fact]
    public void A_version_between_two_releases_is_measured_by_the_later_one_and_says_so()
    {
        var message = Finding("6.2304.0.1", "2026-01-01")!.Message;

        Assert.Contains("since 2025-03-19 at the latest", message, StringComparison.Ordinal);
        Assert.Contains("it is in no list of releases", message, StringComparison.Ordinal);
        Assert.Contains("6.2406.0.1001, came on 2024-09-19", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_day_the_newest_release_has_no_finding_and_a_newer_one_is_information()
    {
        var newest = ConnectorReleases.Newest;
        Assert.Null(Finding(newest.Version.ToString(), "2036-01-01"));
        var finding = Finding($"{newest.Version.Major}.{newest.Version.Minor + 1}.0.1", "2036-01-01")!;
        Assert.Equal(("ConnectorVersionNewer", SmimeFindingSeverity.Information), (finding.Id, finding.Severity));
        Assert.Contains($"{newest.Version} of {newest.Released:yyyy-MM-dd}", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_is_read_whole_and_the_sandbox_has_its_newest_release()
    {
        Assert.InRange(ConnectorReleases.All.Count, 15, 1000);
        Assert.Equal("6.2107.45.0", ConnectorReleases.All[0].Version.ToString());
        Assert.Equal(ConnectorReleases.Newest.Version.ToString(), SandboxConnector.CurrentVersion);
        Assert.Equal(SandboxConnector.CurrentVersion, new SandboxConnector { MachineName = "srv1.contoso.com" }.Version);
    }

    [Theory]
    [InlineData("6.1.0.0 2022-01-01\n6.1.0.0 2022-02-01")]
    [InlineData("6.2.0.0 2022-01-01\n6.1.0.0 2022-02-01")]
    [InlineData("6.1.0.0 2022-03-01\n6.2.0.0 2022-02-01")]
    [InlineData("6.1.0.0 01.03.2022")]
    [InlineData("6.1.0.0")]
    [InlineData("six 2022-03-01")]
    public void A_table_that_cannot_be_right_is_refused(string table) =>
        Assert.Throws<InvalidDataException>(() => ConnectorReleases.Read(new StringReader(table)));

    private static ConnectorFinding? Finding(string version, string day)
    {
        var now = DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);
        var connector = new JsonObject
        {
            ["id"] = "1",
            ["machineName"] = "srv1.contoso.com",
            ["connectorVersion"] = version,
            ["state"] = "active",
            ["lastConnectionDateTime"] = now.ToString("O"),
        };
        return Assert.Single(ConnectorReport.Create([connector], [], now).Connectors).Findings.SingleOrDefault();
    }
}
