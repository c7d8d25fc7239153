using System;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Http.Pacing;

/// <summary>
/// The requests of one command on their way to the pacer, with a ceiling of their own. First come, first served; reads do not
/// wait behind writes, nor one command's requests behind another's. Whoever waits is told what for and how long. Safe for
/// concurrent use.
/// </summary>
/// <param name="pacer">The connection's.</param>
/// <param name="policy">The command's: how long a wait it accepts, and whom to tell.</param>
/// <param name="ceiling">The command's; null for none.</param>
internal sealed class PacerLine(RequestPacer pacer, RetryPolicy policy, RequestCeiling? ceiling = null)
{
    /// <summary>Shorter waits are none for a person.</summary>
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(1);

    /// <summary>The waits of a pace are many; this one is more than a pace.</summary>
    private static readonly TimeSpan PaceWorthTelling = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _writeTurn = new(1, 1);
    private readonly SemaphoreSlim _readTurn = new(1, 1);
    private readonly long _start = policy.Clock.GetTimestamp();
    private long _refusals;
    private long _requests;
    private long _toldUntil;

    public PacerState State => new(
        pacer.WaitsFor, pacer.WritesPerWindow, Interlocked.Read(ref _refusals), Interlocked.Read(ref _requests));

    /// <summary>Waits until requests may be sent. Dispose the ticket when the answer is there.</summary>
    /// <param name="isWrite">Whether they change something.</param>
    /// <param name="count">How many: a batch counts with its parts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GraphFailureException">The service asked for a longer wait than is accepted.</exception>
    public async Task<PacerTicket> EnterAsync(bool isWrite, int count, CancellationToken cancellationToken)
    {
        if (pacer.TryEnter(this, ceiling, isWrite, count, out _) is { } free)
        {
            return free;
        }

        var turn = isWrite ? _writeTurn : _readTurn;
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                if (pacer.TryEnter(this, ceiling, isWrite, count, out var hold) is { } ticket)
                {
                    return ticket;
                }

                Tell(hold);
                await WaitAsync(hold, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Counts a request that is sent; a batch is one.</summary>
    public void CountRequest() => Interlocked.Increment(ref _requests);

    internal void CountRefusals(int count) => Interlocked.Add(ref _refusals, count);

    // The one place that decides between waiting and failing while the service wants nothing.
    private void Tell(PacerHold hold)
    {
        if (hold.Delay is not { } delay)
        {
            return;
        }

        if (hold.Reason == PacerReason.Asked && delay > policy.MaxRetryDelay)
        {
            throw new GraphFailureException(
                GraphErrorKind.Throttled, "nothing was sent, because an earlier request was answered 429 (Too Many Requests)")
            {
                RetryAfter = delay,
                RetryUntil = policy.Clock.GetLocalNow() + delay,
                Tries = 0,
            };
        }

        if (hold.Reason != PacerReason.Ceiling && delay >= (hold.Reason == PacerReason.Asked ? WorthTelling : PaceWorthTelling)
            && IsNews(delay))
        {
            policy.Tell(new GraphRetry(FailedAnswer.TooManyRequests, delay, 0, hold.Reason == PacerReason.Asked));
        }
    }

    /// <summary>Whether it is longer than what was told already: every answer has those who wait look again.</summary>
    private bool IsNews(TimeSpan delay)
    {
        var until = (policy.Clock.GetElapsedTime(_start) + delay).Ticks;
        var told = Interlocked.Read(ref _toldUntil);
        return until - told >= WorthTelling.Ticks && Interlocked.CompareExchange(ref _toldUntil, until, told) == told;
    }

    private async Task WaitAsync(PacerHold hold, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = policy.PauseAsync(hold.Delay ?? Timeout.InfiniteTimeSpan, end.Token);
        await Task.WhenAny(timer, hold.Changed).ConfigureAwait(false);
        end.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
