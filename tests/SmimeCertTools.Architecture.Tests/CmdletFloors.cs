using System.Collections.Generic;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>The floors of SmimeCertTools, the cmdlets.</summary>
internal static class CmdletFloors
{
    private const string Cmdlets = "SmimeCertTools";

    /// <summary>A new folder gets its line here.</summary>
    public static IReadOnlyDictionary<string, int> Table { get; } = Floors.Of(
        (1, [Cmdlets + ".Errors", Cmdlets + ".Permissions"]),
        (2, [Cmdlets + ".Hosting"]),
        (3, [Cmdlets + ".Connection"]),
        (4, [Cmdlets + ".Pfx", Cmdlets + ".Records", Cmdlets + ".ConnectorKeys"]),
        (5, [Cmdlets + ".UserPfx", Cmdlets + ".Profiles", Cmdlets + ".Connectors"]),
        (6,
        [
            Cmdlets + ".Catalog", Cmdlets + ".Deployment", Cmdlets + ".Deployment.NextSteps", Cmdlets + ".History",
            Cmdlets + ".Messages",
        ]),
        (7, [Cmdlets + ".Reports"]));
}
