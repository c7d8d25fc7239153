using System;
using System.Collections.Generic;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.ImportBenchmarks.Soak;

/// <summary>How long and how hard removals are tried.</summary>
public sealed record RemovalSoakOptions
{
    /// <summary>How often the removing process is ended in the middle of its work.</summary>
    public int Kills { get; init; } = 50;

    /// <summary>Records that are removed.</summary>
    public int Rows { get; init; } = 400;

    /// <summary>The seed of kills and faults.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long listings still show what was deleted.</summary>
    public TimeSpan Lag { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Told of the records that are to be removed; null for nobody.</summary>
    public Action<IReadOnlyList<StoredUserPfx>>? Started { get; init; }

    /// <summary>
    /// Called before the check with the service, the file of results and the list for the CA, so that a test can see the check
    /// fail; null for nothing.
    /// </summary>
    public Action<SandboxHost, string, string>? BeforeCheck { get; init; }
}
