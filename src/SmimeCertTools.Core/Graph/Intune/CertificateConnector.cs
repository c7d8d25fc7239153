using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Something to know of a connector or of the connectors as a whole.</summary>
/// <param name="Id">A stable identifier.</param>
/// <param name="Severity">How much it matters for imported certificates.</param>
/// <param name="Message">What is the case.</param>
/// <param name="Advice">What to do.</param>
public sealed record ConnectorFinding(string Id, SmimeFindingSeverity Severity, string Message, string Advice)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Message}";
}

/// <summary>A certificate connector, joined from the tenant's two lists by the name of its machine.</summary>
public sealed class CertificateConnector
{
    /// <summary>The machine; empty when neither list names it.</summary>
    public required string MachineName { get; init; }

    /// <summary>The name in Intune; null for none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The state in ndesConnectors.</summary>
    public SmimeConnectorState State { get; init; }

    /// <summary>The version; null when neither list says it.</summary>
    public string? Version { get; init; }

    /// <summary>The last contact, the later of the two lists'; null when neither says it.</summary>
    public DateTimeOffset? LastContact { get; init; }

    /// <summary>When it was enrolled; null when neither list says it.</summary>
    public DateTimeOffset? Enrolled { get; init; }

    /// <summary>The id in ndesConnectors; null when it is not there.</summary>
    public string? NdesConnectorId { get; init; }

    /// <summary>The id in certificateConnectorDetails; null when it is not there.</summary>
    public string? ConnectorDetailsId { get; init; }

    /// <summary>What is wrong with it; empty for nothing.</summary>
    public IReadOnlyList<ConnectorFinding> Findings { get; init; } = [];

    /// <summary>
    /// Whether it is known to be able to serve imported certificates: its version is known, it was heard of or is active, and
    /// nothing is known that keeps it from it.
    /// </summary>
    public bool ServesImportedPfx =>
        System.Version.TryParse(Version, out _) && (LastContact is not null || State == SmimeConnectorState.Active)
        && Findings.All(finding => finding.Severity != SmimeFindingSeverity.Error);
}
