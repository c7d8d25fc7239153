using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>The last requests the sandbox answered, in the order of their answers. Safe for concurrent use.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentQueue<LoggedRequest> _entries = new();
    private readonly int _capacity;

    internal RequestLog(int capacity) => _capacity = capacity;

    /// <summary>Raised for each request after its answer is decided. Called on any thread.</summary>
    public event Action<LoggedRequest>? Logged;

    /// <summary>What has been logged so far; parts of a batch stand before the batch.</summary>
    public IReadOnlyList<LoggedRequest> Entries => [.. _entries];

    /// <summary>
    /// The requests with this method whose path contains a text (ignoring case); batches and token requests included.
    /// </summary>
    public IReadOnlyList<LoggedRequest> Find(string method, string pathPart) => [.. Entries.Where(entry =>
        entry.Method.Equals(method, StringComparison.OrdinalIgnoreCase)
        && entry.Path.Contains(pathPart, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Forgets everything.</summary>
    public void Clear() => _entries.Clear();

    internal void Add(LoggedRequest entry)
    {
        _entries.Enqueue(entry);
        while (_entries.Count > _capacity && _entries.TryDequeue(out _))
        {
        }

        Logged?.Invoke(entry);
    }
}

/// <summary>One request and what became of it.</summary>
/// <param name="Time">When it came.</param>
/// <param name="Method">The method, upper case.</param>
/// <param name="Path">Path and query as sent, still URL-encoded; inside a batch with the version in front.</param>
/// <param name="Status">The status of the answer; 0 where the connection was broken.</param>
/// <param name="Body">The body as sent; of token requests only the names of the fields. Null without body.</param>
/// <param name="Headers">The headers as sent, without Authorization.</param>
/// <param name="BatchPartId">The id within its batch; null for a request of its own.</param>
/// <param name="Diagnostic">Why the request was refused or what fault befell it; the answer does not say it.</param>
/// <param name="RequestId">The request-id header of the answer.</param>
public sealed record LoggedRequest(DateTimeOffset Time, string Method, string Path, int Status, string? Body,
    IReadOnlyDictionary<string, string> Headers, string? BatchPartId, string? Diagnostic, Guid RequestId);
