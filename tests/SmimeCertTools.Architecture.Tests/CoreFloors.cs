using System.Collections.Generic;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>The floors of SmimeCertTools.Core.</summary>
internal static class CoreFloors
{
    private const string Core = "SmimeCertTools.Core";

    /// <summary>A new folder gets its line here.</summary>
    public static IReadOnlyDictionary<string, int> Table { get; } = Floors.Of(
        // 1: what everything stands on.
        (1, [Core, Core + ".Asn1", Core + ".Files", Core + ".Formats", Core + ".Secrets"]),

        // 2: certificates and keys, of no one in particular.
        (2,
        [
            Core + ".Messages.Reading",
            Core + ".Certificates", Core + ".Conversion", Core + ".KeyProtection", Core + ".Pfx", Core + ".Pfx.Algorithms",
            Core + ".Pfx.Inspection", Core + ".Pfx.Keys", Core + ".Pfx.Writing",
        ]),

        // 3: requests and answers, of no one in particular.
        (3,
        [
            Core + ".Graph", Core + ".Graph.Batch", Core + ".Graph.Connection", Core + ".Graph.Http",
            Core + ".Graph.Http.Pacing", Core + ".Graph.SignIn",
        ]),

        // 4: what Intune and the directory know.
        (4,
        [
            Core + ".Graph.Applications", Core + ".Graph.Intune", Core + ".Graph.Users", Core + ".Profiles",
            Core + ".Records",
        ]),

        // 5: whole jobs.
        (5,
        [
            Core + ".Bulk", Core + ".Bulk.Checking", Core + ".Bulk.Results", Core + ".Bulk.Manifest",
            Core + ".Catalog",
            Core + ".Deployment", Core + ".Deployment.Checks", Core + ".Deployment.Status",
            Core + ".Messages",
            Core + ".History", Core + ".Import", Core + ".Jobs", Core + ".Lists",
            Core + ".Migration", Core + ".Preflight", Core + ".Reports",
            Core + ".Revocation",
        ]));
}
