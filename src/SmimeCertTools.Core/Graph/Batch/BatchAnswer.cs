using System.Text.Json.Nodes;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Batch;

/// <summary>What became of one part of a batch: its body, or why there is none.</summary>
/// <param name="Body">The body; null with a failure and where it is no JSON object.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
internal sealed record BatchAnswer(JsonObject? Body, GraphFailureException? Failure = null);
