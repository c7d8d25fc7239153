using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.History;
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
        Assert.Equal([ConnectorState.Active, ConnectorState.Unknown, ConnectorState.Active],
            report.Connectors.Select(connector => connector.State));
        Assert.Empty(report.Findings);
    }

    [Fact]
    public void No_connector_at_all_is_a_finding() => Assert.Equal("ConnectorMissing",
        Assert.Single(ConnectorReport.Create([], [], Now).Findings).Id);

    [Theory]
    [InlineData("6.2008.60.606", "ConnectorTooOld", FindingSeverity.Error)]
    [InlineData("6.2008.60.607", "ConnectorOutOfSupport", FindingSeverity.Error)]
    [InlineData("6.2406.0.2002", "ConnectorOutOfSupport", FindingSeverity.Warning)]
    [InlineData("99.0.0.1", "ConnectorVersionNewer", FindingSeverity.Information)]
    [InlineData("unknown", "ConnectorVersionUnknown", FindingSeverity.Warning)]
    public void Versions_have_their_findings(string version, string id, FindingSeverity severity)
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
