using System.Collections.Generic;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>The floors of SmimeCertTools, the cmdlets.</summary>
internal static class CmdletFloors
{
    private const string Cmdlets = "SmimeCertTools";

    /// <summary>A new folder gets its line here.</summary>
    public static IReadOnlyDictionary<string, int> Table { get; } = Floors.Of(
        (1, [Cmdlets + ".Types"]),
        (2, [Cmdlets + ".Errors"]),
        (3, [Cmdlets + ".Hosting"]),
        (4, [Cmdlets + ".Connection"]),
        (5, [Cmdlets + ".Pfx", Cmdlets + ".Records", Cmdlets + ".ConnectorKeys"]),
        (6, [Cmdlets + ".UserPfx", Cmdlets + ".Profiles", Cmdlets + ".Connectors"]),
        (7, [Cmdlets + ".History"]));
}
