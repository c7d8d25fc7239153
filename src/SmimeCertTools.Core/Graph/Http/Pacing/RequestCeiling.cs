using System;

namespace SmimeCertTools.Core.Graph.Http.Pacing;

/// <summary>
/// How many requests a second a command sends at most. Not safe for concurrent use: <see cref="RequestPacer"/> locks.
/// </summary>
internal sealed class RequestCeiling
{
    // What timers oversleep is made up for, up to this much.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(250);

    private readonly double _requestsPerSecond;

    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public RequestCeiling(double requestsPerSecond)
    {
        if (!(requestsPerSecond > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(requestsPerSecond), "It must be positive.");
        }

        _requestsPerSecond = requestsPerSecond;
    }

    /// <summary>When the next request may go.</summary>
    public DateTimeOffset Next { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Takes places.</summary>
    public void Enter(DateTimeOffset now, int count)
    {
        var due = Next > now - Slack ? Next : now - Slack;
        Next = due + TimeSpan.FromTicks((long)(count / _requestsPerSecond * TimeSpan.TicksPerSecond));
    }
}
