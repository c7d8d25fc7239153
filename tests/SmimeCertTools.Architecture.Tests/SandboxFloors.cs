using System.Collections.Generic;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>The floors of SmimeCertTools.Sandbox.</summary>
internal static class SandboxFloors
{
    private const string Sandbox = "SmimeCertTools.Sandbox";

    /// <summary>A new folder gets its line here.</summary>
    public static IReadOnlyDictionary<string, int> Table { get; } = Floors.Of(
        (1, [Sandbox + ".DirectoryObjects", Sandbox + ".Pki", Sandbox + ".Requests"]),
        (2, [Sandbox + ".Batch", Sandbox + ".Faults", Sandbox + ".OAuth", Sandbox + ".Odata"]),
        (3, [Sandbox + ".Intune"]),
        (4, [Sandbox + ".Devices"]),
        (5, [Sandbox + ".DirectoryRequests"]),
        (6, [Sandbox + ".Hosting"]));
}
