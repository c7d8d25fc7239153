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

    /// <summary>How long a write that is under way may still take to be answered and seen after a cancellation.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestFirstDelay = TimeSpan.FromSeconds(1);

    private AnswerFlag _answers = new();

    public TimeProvider Clock => clock;

    public int MaxRetries => options.MaxRetries;

    /// <summary>The longest wait that is accepted; one that the service asks for beyond it is no wait but a failure.</summary>
    public TimeSpan MaxRetryDelay => options.MaxRetryDelay;

    public TimeSpan MaxRetryTime => options.MaxRetryTime;

    /// <summary>How long one try may take.</summary>
    public TimeSpan RequestTimeout => options.RequestTimeout;

    /// <summary>The policy of one command: the service, its clock and what is known of it are the same.</summary>
    public RetryPolicy For(GraphCommandOptions command) =>
        new(options.For(command), clock, jitter) { _answers = _answers };

    /// <summary>
    /// The wait before retry <paramref name="attempt"/> (from 1); null when the retries are used up or the service names more
    /// than is accepted.
    /// </summary>
    public TimeSpan? DelayBefore(int attempt, TimeSpan? serverDelay) =>
        attempt > options.MaxRetries || serverDelay > options.MaxRetryDelay ? null : Delay(attempt, serverDelay);

    /// <summary>
    /// The wait after the given number of failures in a row: exponential with jitter, or what the service named. A service that
    /// fails again after a wait that it named itself named too little, and then the exponential one is the least.
    /// </summary>
    public TimeSpan Delay(int attempt, TimeSpan? serverDelay)
    {
        var least = Shorter(Backoff(attempt), options.MaxRetryDelay);
        return serverDelay is { } named && named > TimeSpan.Zero && (attempt == 1 || named > least) ? named : least;
    }

    /// <summary>
    /// The wait before retry <paramref name="attempt"/> of a request that got no answer; null when there is no such retry. A
    /// service that has answered before is worth waiting for: what is broken then is the network, and it comes back.
    /// </summary>
    public TimeSpan? DelayBeforeReconnect(int attempt) => _answers.HasAnswered ? DelayBefore(attempt, null)
        : attempt > Math.Min(FirstConnectionRetries, options.MaxRetries) ? null
        : Shorter(Backoff(attempt), LongestFirstDelay);

    /// <summary>Says that the service has answered, whatever it said.</summary>
    public void NoteAnswer() => _answers.HasAnswered = true;

    /// <summary>Tells of the wait before a request is sent again, and waits.</summary>
    public async Task WaitAsync(int status, int attempt, TimeSpan delay, bool isServerDelay, CancellationToken cancellationToken)
    {
        Tell(new GraphRetry(status, delay, attempt, isServerDelay));
        await PauseAsync(delay, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells whoever waits what for and how long.</summary>
    public void Tell(GraphRetry wait) => options.OnRetry?.Invoke(wait with { Until = clock.GetLocalNow() + wait.Delay });

    /// <summary>Waits without telling: between two look-ups of the same thing.</summary>
    public Task PauseBetweenLookupsAsync(CancellationToken cancellationToken) =>
        PauseAsync(Shorter(options.RetryBaseDelay, options.MaxRetryDelay), cancellationToken);

    /// <summary>Waits by the clock.</summary>
    public Task PauseAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
#if NET
        return Task.Delay(delay, Clock, cancellationToken);
#else
        return Clock.Delay(delay, cancellationToken);
#endif
    }

    /// <summary>A source that is cancelled when a time is over, by the clock.</summary>
    public CancellationTokenSource Limit(TimeSpan time)
    {
#if NET
        return new(time, Clock);
#else
        return Clock.CreateCancellationTokenSource(time);
#endif
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private TimeSpan Backoff(int attempt)
    {
        var ticks = options.RetryBaseDelay.Ticks * Math.Pow(2, attempt - 1) * (0.5 + jitter());
        return ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : new TimeSpan((long)ticks);
    }

    /// <summary>Whether the service has ever answered, for all commands of a connection.</summary>
    private sealed class AnswerFlag
    {
        private volatile bool _hasAnswered;

        public bool HasAnswered
        {
            get => _hasAnswered;
            set => _hasAnswered = value;
        }
    }
}
