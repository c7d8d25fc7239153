using System.Collections.Generic;

namespace SmimeCertTools.ImportBenchmarks.Soak;

/// <summary>What a soak test of removals met and found.</summary>
public sealed record RemovalSoakReport
{
    /// <summary>What both soak tests count.</summary>
    public required SoakReport Common { get; init; }

    /// <summary>How often the process was ended by each signal.</summary>
    public required IReadOnlyDictionary<string, int> Signals { get; init; }

    /// <summary>Deletions that the file of results says were begun, those begun again counted each time.</summary>
    public required int Begun { get; init; }

    /// <summary>Removals that another run wrote down than the one that had begun them.</summary>
    public required int Settled { get; init; }

    /// <summary>Entries of deletions that could not be seen to take effect.</summary>
    public required int Unconfirmed { get; init; }
}
