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
public sealed record LoggedRequest
{
    /// <summary>When it came.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The method, upper case.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query as sent, still URL-encoded; inside a batch with the version in front.</summary>
    public required string Path { get; init; }

    /// <summary>The status of the answer; 0 where the connection was broken.</summary>
    public required int Status { get; init; }

    /// <summary>The body as sent; of token requests only the names of the fields. Null without body.</summary>
    public string? Body { get; init; }

    /// <summary>The headers as sent, without Authorization.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The id within its batch; null for a request of its own.</summary>
    public string? BatchPartId { get; init; }

    /// <summary>Why the request was refused or what fault befell it; the answer does not say it.</summary>
    public string? Diagnostic { get; init; }

    /// <summary>The request-id header of the answer.</summary>
    public required Guid RequestId { get; init; }
}
