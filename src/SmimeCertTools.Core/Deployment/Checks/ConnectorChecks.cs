using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Graph.Intune;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>The certificate connectors: whether there are any, what each says of itself, and its version.</summary>
internal static class ConnectorChecks
{
    public static IEnumerable<DeploymentCheckResult> Missing(DeploymentView view)
    {
        var report = view.Data.Connectors.Value;
        foreach (var finding in report.Findings.Where(finding => finding.Id is "ConnectorMissing" or "ConnectorListUnread"))
        {
            yield return finding.Id == "ConnectorMissing"
                ? Found.Fail(Found.Tenant, Text(finding))
                : Found.Unknown(Found.Tenant, Text(finding));
        }

        if (report.Connectors.Count > 0)
        {
            yield return Found.Pass(Found.Tenant, $"The tenant has {Found.Count(report.Connectors.Count, "connector")}: "
                + $"{Found.Named(report.Connectors.Select(Name))}.");
        }
    }

    public static IEnumerable<DeploymentCheckResult> Inactive(DeploymentView view) =>
        Of(view, mayFail: !IsServed(view), "ConnectorInactive");

    public static IEnumerable<DeploymentCheckResult> Silent(DeploymentView view) =>
        Of(view, mayFail: !IsServed(view), "ConnectorNotSeen");

    public static IEnumerable<DeploymentCheckResult> Version(DeploymentView view) =>
        Of(view, mayFail: true, "ConnectorTooOld", "ConnectorOutOfSupport", "ConnectorVersionUnknown");

    public static IEnumerable<DeploymentCheckResult> Contradiction(DeploymentView view) =>
        Of(view, mayFail: false, "ConnectorContradiction");

    private static bool IsServed(DeploymentView view) =>
        view.Data.Connectors.Value.Connectors.Any(connector => connector.ServesImportedPfx);

    // While another one serves, one that does not is no fault of the deployment yet.
    private static IEnumerable<DeploymentCheckResult> Of(DeploymentView view, bool mayFail, params string[] ids) =>
        view.Data.Connectors.Value.Connectors.SelectMany(connector => connector.Findings
            .Where(finding => ids.Contains(finding.Id) && finding.Severity != SmimeFindingSeverity.Information
                && !IsSaid(connector, finding))
            .Select(finding => Found.Make(
                finding.Severity == SmimeFindingSeverity.Error && mayFail ? SmimeCheckStatus.Fail : SmimeCheckStatus.Warning,
                Name(connector), $"{Name(connector)}: {Text(finding)}",
                new DeploymentCheckDetails { MachineName = connector.MachineName })));

    // One that is inactive is silent for that reason.
    private static bool IsSaid(CertificateConnector connector, ConnectorFinding finding) =>
        finding.Id == "ConnectorNotSeen" && connector.State == SmimeConnectorState.Inactive;

    private static string Name(CertificateConnector connector) =>
        connector.MachineName.Length > 0 ? connector.MachineName : connector.DisplayName ?? "(no name)";

    private static string Text(ConnectorFinding finding) => $"{finding.Message} {finding.Advice}";
}
