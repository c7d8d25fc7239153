using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Sandbox.Intune;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.Intune;

/// <summary>Connectors of two lists, and what is wrong with them.</summary>
public sealed class ConnectorReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Connectors_of_either_list_are_joined_by_machine()
    {
        await using var tenant = await IntuneTenant.StartAsync();
        var state = tenant.Host.State;
        state.AddConnector(new SandboxConnector { MachineName = "both.contoso.com" });
        state.AddConnector(new SandboxConnector { MachineName = "ndes.contoso.com", IsInConnectorDetails = false });
        state.AddConnector(new SandboxConnector { MachineName = "details.contoso.com", IsInNdesConnectors = false });

        var report = await tenant.Intune.GetConnectorsAsync(CancellationToken.None);

        Assert.Equal(["both.contoso.com", "details.contoso.com", "ndes.contoso.com"],
            report.Connectors.Select(connector => connector.MachineName));
        Assert.All(report.Connectors, connector => Assert.Empty(connector.Findings));
        Assert.Equal([SmimeConnectorState.Active, SmimeConnectorState.Unknown, SmimeConnectorState.Active],
            report.Connectors.Select(connector => connector.State));
        Assert.Empty(report.Findings);
    }

    [Fact]
    public void No_connector_at_all_is_a_finding() => Assert.Equal("ConnectorMissing",
        Assert.Single(ConnectorReport.Create([], [], Now).Findings).Id);

    [Theory]
    [InlineData("6.2008.60.606", "ConnectorTooOld", SmimeFindingSeverity.Error)]
    [InlineData("6.2008.60.607", "ConnectorOutOfSupport", SmimeFindingSeverity.Error)]
    [InlineData("6.2406.0.2002", "ConnectorOutOfSupport", SmimeFindingSeverity.Warning)]
    [InlineData("99.0.0.1", "ConnectorVersionNewer", SmimeFindingSeverity.Information)]
    [InlineData("unknown", "ConnectorVersionUnknown", SmimeFindingSeverity.Warning)]
    public void Versions_have_their_findings(string version, string id, SmimeFindingSeverity severity)
    {
        var finding = Assert.Single(Assert.Single(ConnectorReport.Create([Ndes(version)], [], Now).Connectors).Findings);

        Assert.Equal(id, finding.Id);
        Assert.Equal(severity, finding.Severity);
    }

    [Fact]
    public void The_newest_known_version_has_none() =>
        Assert.Empty(Assert.Single(ConnectorReport.Create([Ndes()], [], Now).Connectors).Findings);

    [Fact]
    public void An_inactive_one_that_was_not_seen_lately_serves_nobody()
    {
        var report = ConnectorReport.Create([Ndes(state: "inactive", contact: Now.AddDays(-30))], [], Now);

        Assert.Equal(
            ["ConnectorInactive", "ConnectorNotSeen"], Assert.Single(report.Connectors).Findings.Select(item => item.Id));
        Assert.Equal("ConnectorNoneServes", Assert.Single(report.Findings).Id);
    }

    [Fact]
    public void Lists_that_contradict_each_other_are_told()
    {
        var details = new JsonObject
        {
            ["id"] = "2",
            ["machineName"] = "SRV1.contoso.com",
            ["connectorVersion"] = "99.0.0.1",
            ["lastCheckinDateTime"] = "2026-11-24T11:59:00Z",
        };

        var connector = Assert.Single(ConnectorReport.Create([Ndes()], [details], Now).Connectors);

        Assert.Equal(["ConnectorContradiction", "ConnectorVersionNewer"], connector.Findings.Select(finding => finding.Id));
        Assert.Equal("99.0.0.1", connector.Version);
    }

    [Fact]
    public void An_entry_left_behind_does_not_count()
    {
        var connector = Assert.Single(ConnectorReport.Create(
            [Ndes("6.1.0.0", "inactive", Now.AddYears(-2)), Ndes()], [], Now).Connectors);

        Assert.Equal("ConnectorRepeated", Assert.Single(connector.Findings).Id);
        Assert.True(connector.ServesImportedPfx);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(29, true)]
    [InlineData(31, false)]
    [InlineData(400, false)]
    public void One_that_is_silent_for_a_month_serves_nobody(int days, bool serves)
    {
        var report = ConnectorReport.Create([Ndes(contact: Now.AddDays(-days))], [], Now);

        Assert.Equal(serves, Assert.Single(report.Connectors).ServesImportedPfx);
        Assert.Equal(serves ? [] : ["ConnectorNoneServes"], report.Findings.Select(finding => finding.Id));
    }

    [Fact]
    public void One_of_unknown_version_is_not_counted_on()
    {
        var entry = Ndes();
        entry["connectorVersion"] = null;
        var report = ConnectorReport.Create([entry], [], Now);

        Assert.False(Assert.Single(report.Connectors).ServesImportedPfx);
        Assert.Equal(["ConnectorNoneServes"], report.Findings.Select(finding => finding.Id));
    }

    [Theory]
    [InlineData("ndesConnectors")]
    [InlineData("certificateConnectorDetails")]
    public async Task The_list_that_answers_is_shown_when_the_other_fails(string failing)
    {
        await using var tenant = await IntuneTenant.StartAsync();
        tenant.Host.State.AddConnector(new Sandbox.Intune.SandboxConnector { MachineName = "srv1.contoso.com" });
        tenant.Host.Faults.Add("GET", failing, 403);

        var report = await tenant.Intune.GetConnectorsAsync(default);

        Assert.Equal("srv1.contoso.com", Assert.Single(report.Connectors).MachineName);
        Assert.Contains("ConnectorListUnread", report.Findings.Select(finding => finding.Id));
    }

    [Fact]
    public async Task Of_a_list_that_was_not_read_nothing_is_claimed_and_two_failures_are_an_error()
    {
        await using var tenant = await IntuneTenant.StartAsync();
        tenant.Host.Faults.Add("GET", "ndesConnectors", 403, times: 2);

        Assert.Equal(
            ["ConnectorListUnread"], (await tenant.Intune.GetConnectorsAsync(default)).Findings.Select(finding => finding.Id));
        tenant.Host.Faults.Add("GET", "certificateConnectorDetails", 403);
        await Assert.ThrowsAsync<GraphRequestException>(() => tenant.Intune.GetConnectorsAsync(default));
    }

    [Fact]
    public void A_moment_of_the_year_one_is_no_contact()
    {
        var connector = Assert.Single(ConnectorReport.Create([Ndes(contact: DateTimeOffset.MinValue)], [], Now).Connectors);

        Assert.Null(connector.LastContact);
        Assert.Equal("ConnectorNotSeen", Assert.Single(connector.Findings).Id);
    }

    private static JsonObject Ndes(
        string? version = null, string state = "active", DateTimeOffset? contact = null) => new()
        {
            ["id"] = "1",
            ["machineName"] = "srv1.contoso.com",
            ["displayName"] = "srv1",
            ["connectorVersion"] = version ?? ConnectorReleases.Newest.Version.ToString(),
            ["state"] = state,
            ["lastConnectionDateTime"] = (contact ?? Now.AddMinutes(-5)).ToString("O"),
            ["enrolledDateTime"] = "2025-01-01T00:00:00Z",
        };
}
