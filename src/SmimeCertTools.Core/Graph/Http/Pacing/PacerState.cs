using System;

namespace SmimeCertTools.Core.Graph.Http.Pacing;

/// <summary>What the pacer does at a moment, for progress.</summary>
/// <param name="WaitsUntil">When the wait that the service asked for ends; null when none is under way.</param>
/// <param name="WritesPerWindow">The writes that are sent within 20 seconds at most; null before the service refused one.</param>
/// <param name="Refusals">The requests that the service answered with 429 so far.</param>
internal sealed record PacerState(DateTimeOffset? WaitsUntil, int? WritesPerWindow, long Refusals);
