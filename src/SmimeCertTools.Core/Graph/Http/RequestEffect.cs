using System;
using System.Net.Http;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>Whether a request changes something: the one place that decides it, for retries and for the pacer.</summary>
internal static class RequestEffect
{
    /// <summary>The last segment of the address that batches go to.</summary>
    public const string Batch = "$batch";

    /// <summary>A GET, or a batch: only look-ups are sent in batches.</summary>
    public static bool IsRead(HttpRequestMessage request) => request.Method == HttpMethod.Get
        || request.RequestUri?.AbsolutePath.EndsWith("/" + Batch, StringComparison.Ordinal) == true;
}
