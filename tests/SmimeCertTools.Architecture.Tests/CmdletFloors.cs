using System.Collections.Generic;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>The floors of SmimeCertTools, the cmdlets.</summary>
internal static class CmdletFloors
{
    private const string Cmdlets = "SmimeCertTools";

    /// <summary>A new folder gets its line here.</summary>
    public static IReadOnlyDictionary<string, int> Table { get; } = Floors.Of(
        (1, [Cmdlets + ".Errors", Cmdlets + ".Isolation"]),
        (2, [Cmdlets + ".Connection", Cmdlets + ".Models"]),
        (3, [Cmdlets + ".Async", Cmdlets + ".Parameters"]),
        (4, [Cmdlets + ".Completion"]),
        (5, [Cmdlets + ".Commands"]));
}
