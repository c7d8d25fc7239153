using System;

namespace SmimeCertTools.Fuzzing;

/// <summary>How long a run is, and what it holds against an input.</summary>
public sealed record FuzzOptions
{
    /// <summary>The numbers that a run is made of: the same seed makes the same inputs.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The first input's number.</summary>
    public long Start { get; init; }

    /// <summary>How many inputs.</summary>
    public long Count { get; init; } = 100_000;

    /// <summary>When to stop in any case; null for never.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The most processor time that one input may take. Default 2 seconds.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The most memory that one input may hold at a time, in bytes. Default 64 MiB.</summary>
    public long MaxMemory { get; init; } = 64L * 1024 * 1024;

    /// <summary>Findings after which the run ends. Default 100.</summary>
    public int MaxFindings { get; init; } = 100;
}
