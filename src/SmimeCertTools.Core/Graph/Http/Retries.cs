using System;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>
/// The retries of one request: bounded in number by <see cref="GraphConnectionOptions.MaxRetries"/> and, from its first failure
/// on, in time by <see cref="GraphConnectionOptions.MaxRetryTime"/>. Not for concurrent use.
/// </summary>
internal sealed class Retries(RetryPolicy policy)
{
    private long? _firstFailure;

    /// <summary>
    /// The wait before retry <paramref name="attempt"/> (from 1); null when number or time is used up or the service names a wait
    /// that is not accepted.
    /// </summary>
    public TimeSpan? DelayBefore(int attempt, TimeSpan? serverDelay) => WithinTime(policy.DelayBefore(attempt, serverDelay));

    /// <summary>The same for a request that got no answer.</summary>
    public TimeSpan? DelayBeforeReconnect(int attempt) => WithinTime(policy.DelayBeforeReconnect(attempt));

    private TimeSpan? WithinTime(TimeSpan? delay)
    {
        _firstFailure ??= policy.Clock.GetTimestamp();
        return delay is { } wait && policy.Clock.GetElapsedTime(_firstFailure.Value) + wait <= policy.MaxRetryTime ? delay : null;
    }
}
