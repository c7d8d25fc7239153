using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>The certificate connectors of a tenant.</summary>
public sealed class ConnectorReport
{
    private ConnectorReport(IReadOnlyList<CertificateConnector> connectors, GraphRequestException? unread)
    {
        Connectors = connectors;
        List<ConnectorFinding> findings = [];
        if (unread is not null)
        {
            findings.Add(new("ConnectorListUnread", SmimeFindingSeverity.Warning,
                "One of the tenant's two lists of connectors could not be read, so connectors or facts about them may be "
                    + "missing. " + unread.Message,
                "What the other list says is shown."));
        }

        if (connectors.Count == 0 && unread is null)
        {
            // Of a list that was not read nothing can be said.
            findings.Add(new("ConnectorMissing", SmimeFindingSeverity.Error,
                "The tenant has no certificate connector, so imported certificates reach no device.",
                "Install the Certificate Connector for Microsoft Intune with the feature PKCS imported certificates."));
        }
        else if (connectors.Count > 0 && !connectors.Any(connector => connector.ServesImportedPfx))
        {
            findings.Add(new("ConnectorNoneServes", SmimeFindingSeverity.Error,
                "No certificate connector of the tenant is known to serve imported certificates.",
                "See the findings of each connector."));
        }

        Findings = findings;
    }

    /// <summary>The connectors by machine.</summary>
    public IReadOnlyList<CertificateConnector> Connectors { get; }

    /// <summary>What is wrong with the connectors as a whole; empty for nothing.</summary>
    public IReadOnlyList<ConnectorFinding> Findings { get; }

    /// <summary>Joins the two lists by machine name. Which of them has connectors for imports only is not documented.</summary>
    /// <param name="ndes">The entries of ndesConnectors.</param>
    /// <param name="details">The entries of certificateConnectorDetails.</param>
    /// <param name="now">The time.</param>
    /// <param name="unread">Why one of them could not be read; null when both were.</param>
    internal static ConnectorReport Create(IReadOnlyList<JsonObject> ndes, IReadOnlyList<JsonObject> details, DateTimeOffset now,
        GraphRequestException? unread = null)
    {
        var entries = ndes.Select(json => new ConnectorEntry(json, isNdes: true))
            .Concat(details.Select(json => new ConnectorEntry(json, isNdes: false)));
        return new ConnectorReport(
        [
            .. entries.GroupBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase)
                .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
                .Select(group => Join([.. group], now)),
        ],
        unread);
    }

    private static CertificateConnector Join(IReadOnlyList<ConnectorEntry> entries, DateTimeOffset now)
    {
        // A connector that was installed anew leaves its old entry behind: the newest one of each list counts.
        var ndes = entries.Where(entry => entry.IsNdes).OrderByDescending(entry => entry.LastContact).FirstOrDefault();
        var details = entries.Where(entry => !entry.IsNdes).OrderByDescending(entry => entry.LastContact).FirstOrDefault();
        return new CertificateConnector
        {
            MachineName = ndes?.MachineName ?? details?.MachineName ?? string.Empty,
            DisplayName = ndes?.Name ?? details?.Name,
            State = ndes?.State ?? SmimeConnectorState.Unknown,
            Version = ConnectorFindings.Newest(ndes, details)?.Version ?? ndes?.Version ?? details?.Version,
            LastContact = Later(ndes?.LastContact, details?.LastContact),
            Enrolled = ndes?.Enrolled ?? details?.Enrolled,
            NdesConnectorId = ndes?.Id,
            ConnectorDetailsId = details?.Id,
            Findings = ConnectorFindings.Of(ndes, details, entries.Count, now),
        };
    }

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null || right > left ? right : left;
}

/// <summary>An entry of either list.</summary>
internal sealed class ConnectorEntry(JsonObject json, bool isNdes)
{
    public bool IsNdes { get; } = isNdes;

    public string Id { get; } = json.Text("id") ?? string.Empty;

    public string? MachineName { get; } = json.Text("machineName");

    public string? Name { get; } = json.Text(isNdes ? "displayName" : "connectorName");

    public string? Version { get; } = json.Text("connectorVersion");

    public DateTimeOffset? LastContact { get; } = json.Date(isNdes ? "lastConnectionDateTime" : "lastCheckinDateTime");

    public DateTimeOffset? Enrolled { get; } = json.Date(isNdes ? "enrolledDateTime" : "enrollmentDateTime");

    public SmimeConnectorState State { get; } = json.Value<SmimeConnectorState>("state") ?? SmimeConnectorState.Unknown;

    /// <summary>What the lists are joined by.</summary>
    public string Key => string.IsNullOrEmpty(MachineName) ? "\u0001" + (Name ?? Id) : MachineName!;
}
