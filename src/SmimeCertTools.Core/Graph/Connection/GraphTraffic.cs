using System;
using SmimeCertTools.Core.Graph.Http.Pacing;

namespace SmimeCertTools.Core.Graph.Connection;

/// <summary>What a connection has sent up to a moment, and how the service holds it back.</summary>
public sealed class GraphTraffic
{
    private readonly PacerState _state;

    internal GraphTraffic(PacerState state) => _state = state;

    /// <summary>The requests sent: a batch is one, and one that is tried again counts each time.</summary>
    public long Requests => _state.Requests;

    /// <summary>The requests, parts of batches among them, that were answered with 429 (Too Many Requests).</summary>
    public long Throttled => _state.Refusals;

    /// <summary>How much is left of the wait that the service asked for; null when none is under way.</summary>
    public TimeSpan? WaitsFor => _state.WaitsFor;

    /// <summary>The writes that are sent within 20 seconds at most; null as long as the service has refused none.</summary>
    public int? WritesPerWindow => _state.WritesPerWindow;
}
