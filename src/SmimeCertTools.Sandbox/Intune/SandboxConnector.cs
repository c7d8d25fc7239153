using System;
using System.IO;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>A certificate connector, as the tenant's two lists show it.</summary>
public sealed record SandboxConnector
{
    // The first that serves imported PFX files (2020-08).
    private static readonly Version FirstForImportedPfx = new(6, 2008, 60, 607);

    /// <summary>The newest release of connector-releases.txt.</summary>
    public static string CurrentVersion { get; } = ReadCurrentVersion();

    /// <summary>The server's name.</summary>
    public required string MachineName { get; init; }

    /// <summary>The connector's version. Default: <see cref="CurrentVersion"/>.</summary>
    public string Version { get; init; } = CurrentVersion;

    /// <summary>The name in Intune. Default: the server's.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Whether it is active. Default true.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>When it was enrolled. Default: a year before it is added.</summary>
    public DateTimeOffset? Enrolled { get; init; }

    /// <summary>When it was last in contact. Default: when it is added; 30 days before, if it is not active.</summary>
    public DateTimeOffset? LastContact { get; init; }

    /// <summary>Whether ndesConnectors lists it. Default true.</summary>
    public bool IsInNdesConnectors { get; init; } = true;

    /// <summary>Whether certificateConnectorDetails lists it. Default true.</summary>
    public bool IsInConnectorDetails { get; init; } = true;

    /// <summary>Whether it serves imported PFX files.</summary>
    public bool ServesImportedPfx =>
        IsActive && System.Version.TryParse(Version, out var version) && version >= FirstForImportedPfx;

    private static string ReadCurrentVersion()
    {
        using var table = new StreamReader(
            typeof(SandboxConnector).Assembly.GetManifestResourceStream("connector-releases.txt")!);
        var lines = table.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines[^1].Split(' ')[0];
    }

    internal void AddTo(IntuneEntityStore ndesConnectors, IntuneEntityStore details, DateTimeOffset now)
    {
        var id = Guid.NewGuid().ToString();
        var enrolled = MemberReader.Date(Enrolled ?? now.AddDays(-365));
        var contact = MemberReader.Date(LastContact ?? (IsActive ? now : now.AddDays(-30)));
        if (IsInNdesConnectors)
        {
            ndesConnectors.Add(id, SchemaModel.Graph["ndesConnector"], new JsonObject
            {
                ["connectorVersion"] = Version,
                ["displayName"] = DisplayName ?? MachineName,
                ["enrolledDateTime"] = enrolled,
                ["lastConnectionDateTime"] = contact,
                ["machineName"] = MachineName,
                ["roleScopeTagIds"] = new JsonArray("0"),
                ["state"] = IsActive ? "active" : "inactive",
            });
        }

        if (IsInConnectorDetails)
        {
            details.Add(id, SchemaModel.Graph["certificateConnectorDetails"], new JsonObject
            {
                ["connectorName"] = DisplayName ?? MachineName,
                ["connectorVersion"] = Version,
                ["enrollmentDateTime"] = enrolled,
                ["lastCheckinDateTime"] = contact,
                ["machineName"] = MachineName,
            });
        }
    }
}
