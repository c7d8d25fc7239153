using System;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.ImportBenchmarks.Soak;

/// <summary>How long and how hard.</summary>
public sealed record SoakOptions
{
    /// <summary>How often the importing process is killed.</summary>
    public int Kills { get; init; } = 50;

    /// <summary>Rows of the list, each a certificate of its own.</summary>
    public int Rows { get; init; } = 500;

    /// <summary>The seed of kills and faults.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Called before the check, so that a test can see the check fail; null for nothing.</summary>
    public Action<SandboxHost>? BeforeCheck { get; init; }
}
