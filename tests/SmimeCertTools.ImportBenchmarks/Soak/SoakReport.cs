using System;
using System.Collections.Generic;

namespace SmimeCertTools.ImportBenchmarks.Soak;

/// <summary>What a soak test met and found.</summary>
public sealed record SoakReport
{
    /// <summary>How often the process was killed in the middle of its work.</summary>
    public required int Kills { get; init; }

    /// <summary>How often it was started.</summary>
    public required int Starts { get; init; }

    /// <summary>Requests and parts of batches that were answered, or not.</summary>
    public required long Requests { get; init; }

    /// <summary>Those answered 429.</summary>
    public required long Throttled { get; init; }

    /// <summary>Those answered 503.</summary>
    public required long Unavailable { get; init; }

    /// <summary>Those whose connection was reset.</summary>
    public required long Reset { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Everything that is not as it has to be; empty for a success.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
