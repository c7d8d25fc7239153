using System;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>How often and how long to wait. Safe for concurrent use.</summary>
/// <param name="options">Bounds and callback.</param>
/// <param name="clock">Whose timers the waits use.</param>
/// <param name="jitter">Gives numbers from 0 to 1.</param>
internal sealed class RetryPolicy(GraphConnectionOptions options, TimeProvider clock, Func<double> jitter)
{
    /// <summary>
    /// Retries of a read whose connection failed or timed out before the service has ever answered: more would make a dead
    /// address slow to report.
    /// </summary>
    public const int FirstConnectionRetries = 1;

    private static readonly TimeSpan LongestFirstDelay = TimeSpan.FromSeconds(1);

    private long _requestTimeout = options.RequestTimeout.Ticks;
    private volatile bool _hasAnswered;

    public TimeProvider Clock => clock;

    /// <summary>How long a write that is under way may still take to be answered and seen after a cancellation.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    public int MaxRetries => options.MaxRetries;

    public TimeSpan MaxRetryDelay => options.MaxRetryDelay;

    public TimeSpan MaxRetryTime => options.MaxRetryTime;

    /// <summary>How long one try may take: what the options say, or what the latest <see cref="LimitRequests"/> says.</summary>
    public TimeSpan RequestTimeout => new(Interlocked.Read(ref _requestTimeout));

    /// <summary>Sets how long one try may take, until the result is disposed.</summary>
    public IDisposable LimitRequests(TimeSpan timeout) =>
        new TimeoutScope(this, Interlocked.Exchange(ref _requestTimeout, timeout.Ticks));

    /// <summary>
    /// The wait before retry <paramref name="attempt"/> (from 1): what the service named, else exponential with jitter; null when
    /// the retries are used up or the service names more than is accepted.
    /// </summary>
    public TimeSpan? DelayBefore(int attempt, TimeSpan? serverDelay) =>
        attempt > options.MaxRetries || serverDelay > options.MaxRetryDelay
            ? null
            : serverDelay ?? Shorter(Backoff(attempt), options.MaxRetryDelay);

    /// <summary>
    /// The wait before retry <paramref name="attempt"/> of a request that got no answer; null when there is no such retry. A
    /// service that has answered before is worth waiting for: what is broken then is the network, and it comes back.
    /// </summary>
    public TimeSpan? DelayBeforeReconnect(int attempt) => _hasAnswered ? DelayBefore(attempt, null)
        : attempt > Math.Min(FirstConnectionRetries, options.MaxRetries) ? null
        : Shorter(Backoff(attempt), LongestFirstDelay);

    /// <summary>Says that the service has answered, whatever it said.</summary>
    public void NoteAnswer() => _hasAnswered = true;

    /// <summary>Tells of the wait and waits.</summary>
    public async Task WaitAsync(int status, int attempt, TimeSpan delay, bool isServerDelay, CancellationToken cancellationToken)
    {
        options.OnRetry?.Invoke(new GraphRetry(status, delay, attempt, isServerDelay));
        await PauseAsync(delay, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits without telling: between two look-ups of the same thing.</summary>
    public Task PauseBetweenLookupsAsync(CancellationToken cancellationToken) =>
        PauseAsync(Shorter(options.RetryBaseDelay, options.MaxRetryDelay), cancellationToken);

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    /// <summary>
    /// The wait after the given number of failures in a row when the service names none: exponential, with jitter.
    /// </summary>
    public TimeSpan Backoff(int attempt)
    {
        var ticks = options.RetryBaseDelay.Ticks * Math.Pow(2, attempt - 1) * (0.5 + jitter());
        return ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : new TimeSpan((long)ticks);
    }

    /// <summary>Waits by the clock.</summary>
    public Task PauseAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
#if NET
        return Task.Delay(delay, Clock, cancellationToken);
#else
        return Clock.Delay(delay, cancellationToken);
#endif
    }

    private sealed class TimeoutScope(RetryPolicy policy, long before) : IDisposable
    {
        public void Dispose() => Interlocked.Exchange(ref policy._requestTimeout, before);
    }
}
