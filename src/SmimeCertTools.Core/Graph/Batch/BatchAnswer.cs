using System.Text.Json;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Batch;

/// <summary>What became of one part of a batch: its body, or why there is none.</summary>
internal sealed class BatchAnswer
{
    private BatchAnswer(JsonElement body, GraphFailureException? failure)
    {
        Body = body;
        Failure = failure;
    }

    /// <summary>The body; <see cref="JsonValueKind.Undefined"/> with a failure or without content.</summary>
    public JsonElement Body { get; }

    /// <summary>Why it failed; null when it did not.</summary>
    public GraphFailureException? Failure { get; }

    public static BatchAnswer Success(JsonElement body) => new(body, null);

    public static BatchAnswer Failed(GraphFailureException failure) => new(default, failure);
}
