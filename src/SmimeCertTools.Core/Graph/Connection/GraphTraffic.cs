using System;
using SmimeCertTools.Core.Graph.Http.Pacing;

namespace SmimeCertTools.Core.Graph.Connection;

/// <summary>What a connection has sent up to a moment, and how the service holds it back.</summary>
public sealed class GraphTraffic
{
    internal GraphTraffic(PacerState state)
    {
        Requests = state.Requests;
        Throttled = state.Refusals;
        WaitsFor = state.WaitsFor;
        WritesPerWindow = state.WritesPerWindow;
    }

    /// <summary>The requests sent: a batch is one, and one that is tried again counts each time.</summary>
    public long Requests { get; }

    /// <summary>The requests, parts of batches among them, that were answered with 429 (Too Many Requests).</summary>
    public long Throttled { get; }

    /// <summary>How much is left of the wait that the service asked for; null when none is under way.</summary>
    public TimeSpan? WaitsFor { get; }

    /// <summary>The writes that are sent within 20 seconds at most; null as long as the service has refused none.</summary>
    public int? WritesPerWindow { get; }
}
