using System;
using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Hosting;
using SmimeCertTools.Profiles;

namespace SmimeCertTools.Connectors;

/// <summary>Something to know of a certificate connector.</summary>
public sealed class SmimeConnectorFinding
{
    private readonly ConnectorFinding _finding;

    internal SmimeConnectorFinding(ConnectorFinding finding) => _finding = finding;

    /// <summary>A stable identifier, such as ConnectorTooOld.</summary>
    public string Id => _finding.Id.Visible();

    /// <summary>How much it matters for imported certificates.</summary>
    public SmimeFindingSeverity Severity => _finding.Severity;

    /// <summary>What is the case.</summary>
    public string Message => _finding.Message.Visible();

    /// <summary>What to do.</summary>
    public string Advice => _finding.Advice.Visible();

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>A certificate connector, joined from the tenant's two lists by the name of its machine.</summary>
public sealed class SmimeCertificateConnector : IKnown
{
    private readonly CertificateConnector _connector;

    internal SmimeCertificateConnector(CertificateConnector connector)
    {
        _connector = connector;
        Findings = [.. connector.Findings.Select(finding => new SmimeConnectorFinding(finding))];
    }

    /// <summary>The machine; empty when neither list names it.</summary>
    public string MachineName => _connector.MachineName.Visible();

    /// <summary>The name in Intune; null for none.</summary>
    public string? Name => _connector.DisplayName.Visible();

    /// <summary>The state.</summary>
    public SmimeConnectorState State => _connector.State;

    /// <summary>The version; null when it is not known.</summary>
    public string? Version => _connector.Version.Visible();

    /// <summary>The last contact, in local time; null when none is recorded.</summary>
    public DateTime? LastContact => _connector.LastContact?.LocalDateTime;

    /// <summary>When it was enrolled, in local time; null when it is not known.</summary>
    public DateTime? Enrolled => _connector.Enrolled?.LocalDateTime;

    /// <summary>Whether nothing is known that keeps it from serving imported certificates.</summary>
    public bool ServesImportedPfx => _connector.ServesImportedPfx;

    /// <summary>What is wrong with it, the worst first; empty for nothing.</summary>
    public SmimeConnectorFinding[] Findings { get; }

    /// <summary>The id in ndesConnectors; null when it is not there.</summary>
    public string? NdesConnectorId => _connector.NdesConnectorId.Visible();

    /// <summary>The id in certificateConnectorDetails; null when it is not there.</summary>
    public string? ConnectorDetailsId => _connector.ConnectorDetailsId.Visible();

    /// <inheritdoc/>
    public override string ToString() => MachineName;

    void IKnown.Remember(KnownNames names)
    {
        names.Add(KnownNameKind.Connector, MachineName, $"{State}, version {Version ?? "unknown"}");
    }
}
