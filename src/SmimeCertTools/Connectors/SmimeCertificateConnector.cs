using System;
using System.Linq;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Hosting;
using SmimeCertTools.Profiles;
using SmimeCertTools.Types;

namespace SmimeCertTools.Connectors;

/// <summary>Something to know of a certificate connector.</summary>
public sealed class SmimeConnectorFinding
{
    internal SmimeConnectorFinding(ConnectorFinding finding)
    {
        Id = finding.Id;
        Severity = finding.Severity;
        Message = finding.Message;
        Advice = finding.Advice;
    }

    /// <summary>A stable identifier, such as ConnectorTooOld.</summary>
    public string Id { get; }

    /// <summary>How much it matters for imported certificates.</summary>
    public SmimeFindingSeverity Severity { get; }

    /// <summary>What is the case.</summary>
    public string Message { get; }

    /// <summary>What to do.</summary>
    public string Advice { get; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>A certificate connector, joined from the tenant's two lists by the name of its machine.</summary>
public sealed class SmimeCertificateConnector
{
    internal SmimeCertificateConnector(CertificateConnector connector)
    {
        MachineName = connector.MachineName;
        Name = connector.DisplayName;
        State = connector.State;
        Version = connector.Version;
        LastContact = connector.LastContact?.LocalDateTime;
        Enrolled = connector.Enrolled?.LocalDateTime;
        ServesImportedPfx = connector.ServesImportedPfx;
        Findings = [.. connector.Findings.Select(finding => new SmimeConnectorFinding(finding))];
        NdesConnectorId = connector.NdesConnectorId;
        ConnectorDetailsId = connector.ConnectorDetailsId;
    }

    /// <summary>The machine; empty when neither list names it.</summary>
    public string MachineName { get; }

    /// <summary>The name in Intune; null for none.</summary>
    public string? Name { get; }

    /// <summary>The state.</summary>
    public SmimeConnectorState State { get; }

    /// <summary>The version; null when it is not known.</summary>
    public string? Version { get; }

    /// <summary>The last contact, in local time; null when none is recorded.</summary>
    public DateTime? LastContact { get; }

    /// <summary>When it was enrolled, in local time; null when it is not known.</summary>
    public DateTime? Enrolled { get; }

    /// <summary>Whether nothing is known that keeps it from serving imported certificates.</summary>
    public bool ServesImportedPfx { get; }

    /// <summary>What is wrong with it, the worst first; empty for nothing.</summary>
    public SmimeConnectorFinding[] Findings { get; }

    /// <summary>The id in ndesConnectors; null when it is not there.</summary>
    public string? NdesConnectorId { get; }

    /// <summary>The id in certificateConnectorDetails; null when it is not there.</summary>
    public string? ConnectorDetailsId { get; }

    /// <inheritdoc/>
    public override string ToString() => MachineName;
}
