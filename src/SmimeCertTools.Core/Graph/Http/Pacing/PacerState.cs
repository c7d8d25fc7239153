using System;

namespace SmimeCertTools.Core.Graph.Http.Pacing;

/// <summary>What the pacer does at a moment, and what came through a line so far.</summary>
/// <param name="WaitsFor">How much is left of the wait that the service asked for; null when none is under way.</param>
/// <param name="WritesPerWindow">The writes that are sent within 20 seconds at most; null before the service refused one.</param>
/// <param name="Refusals">The line's requests, parts of batches among them, that were answered with 429 so far.</param>
/// <param name="Requests">The line's requests sent so far, those tried again counted each time.</param>
internal sealed record PacerState(TimeSpan? WaitsFor, int? WritesPerWindow, long Refusals, long Requests);
