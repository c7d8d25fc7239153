using System;

namespace SmimeCertTools.Core.Graph;

/// <summary>
/// What one command asks of the connection that it shares with others. It holds for that command's requests alone.
/// </summary>
public sealed class GraphCommandOptions
{
    /// <summary>How many requests are sent a second at most; null for no ceiling of one's own.</summary>
    public double? MaxRequestsPerSecond { get; init; }

    /// <summary>How long each request may take; null for what the connection's options say.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>
    /// The longest wait that the command accepts when the service asks for one; null for the connection's
    /// <see cref="GraphConnectionOptions.MaxRetryDelay"/>.
    /// </summary>
    public TimeSpan? LongestWait { get; init; }

    /// <summary>Told of each wait of this command's requests; null for the connection's. Called on any thread.</summary>
    public Action<GraphRetry>? OnRetry { get; init; }
}
