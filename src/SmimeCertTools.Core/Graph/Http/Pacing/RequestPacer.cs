using System;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Http.Pacing;

/// <summary>
/// Lets the requests of one connection through at the pace that the service grants. Unpaced until the first 429; that one stops
/// all requests for as long as the service says, and from then on no more are sent within its window than it had granted. Safe
/// for concurrent use.
/// </summary>
/// <remarks>
/// Writes and all requests together are budgets of their own (facts: 100 and 1,000 in 20 s for Intune's device configuration).
/// A refused write says something about the first, a refused read about the second.
/// </remarks>
/// <param name="policy">Its clock, and how long to wait when the service does not say.</param>
internal sealed class RequestPacer(RetryPolicy policy)
{
    // What timers oversleep is made up for, up to this much.
    private static readonly TimeSpan CeilingSlack = TimeSpan.FromMilliseconds(250);

    private readonly object _lock = new();
    private readonly DateTimeOffset _start = policy.Clock.GetUtcNow();
    private readonly long _startStamp = policy.Clock.GetTimestamp();
    private readonly PacingLane _writes = new(documented: 100);
    private readonly PacingLane _all = new(documented: 1000);

    // First come, first served; a read does not wait behind writes.
    private readonly SemaphoreSlim _writeTurn = new(1, 1);
    private readonly SemaphoreSlim _readTurn = new(1, 1);

    private TaskCompletionSource<bool> _changed = NewSignal();
    private DateTimeOffset _waitsUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _nextByCeiling = DateTimeOffset.MinValue;
    private double? _ceiling;
    private int _refusalsInARow;
    private long _refusals;
    private long _requests;

    // Nobody's correction of the clock may stop or hurry an import.
    private DateTimeOffset Now => _start + policy.Clock.GetElapsedTime(_startStamp);

    public PacerState State
    {
        get
        {
            lock (_lock)
            {
                var now = Now;
                return new(
                    _waitsUntil > now ? _waitsUntil - now : null, _writes.Limit, _refusals, Interlocked.Read(ref _requests));
            }
        }
    }

    /// <summary>Sets how many requests are sent a second at most, until the result is disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public IDisposable Limit(double requestsPerSecond)
    {
        if (!(requestsPerSecond > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(requestsPerSecond), "It must be positive.");
        }

        lock (_lock)
        {
            var before = _ceiling;
            _ceiling = requestsPerSecond;
            return new Ceiling(this, before);
        }
    }

    /// <summary>Waits until requests may be sent. Dispose the ticket when the answer is there.</summary>
    /// <param name="isWrite">Whether they change something.</param>
    /// <param name="count">How many: a batch counts with its parts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<PacerTicket> EnterAsync(bool isWrite, int count, CancellationToken cancellationToken)
    {
        if (TryEnter(isWrite, count, out var ticket, out _, out _))
        {
            return ticket!;
        }

        var turn = isWrite ? _writeTurn : _readTurn;
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (!TryEnter(isWrite, count, out ticket, out var delay, out var changed))
            {
                await WaitAsync(delay, changed, cancellationToken).ConfigureAwait(false);
            }

            return ticket!;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Counts a request that is sent; a batch is one.</summary>
    public void CountRequest() => Interlocked.Increment(ref _requests);

    internal void Grant(PacerTicket ticket)
    {
        lock (_lock)
        {
            var now = Now;
            _all.Grant(ticket.Sent, now, ticket.Count);
            if (ticket.IsWrite)
            {
                _writes.Grant(ticket.Sent, now, ticket.Count);
            }

            if (ticket.Sent >= _waitsUntil)
            {
                _refusalsInARow = 0;
            }

            Signal();
        }
    }

    internal void Refuse(PacerTicket ticket, TimeSpan? retryAfter, int refused)
    {
        lock (_lock)
        {
            var now = Now;
            _refusals += refused;

            // The first of those that were under way together tells how long, and the others may say longer.
            if (ticket.Sent >= _waitsUntil)
            {
                _refusalsInARow++;
            }

            var wait = retryAfter ?? policy.Backoff(Math.Max(1, _refusalsInARow));
            var until = now + (wait < policy.MaxRetryDelay ? wait : policy.MaxRetryDelay);
            _waitsUntil = until > _waitsUntil ? until : _waitsUntil;
            if (ticket.IsWrite)
            {
                _writes.Refuse(ticket.Sent, now, ticket.Count);
                _all.Grant(ticket.Sent, now, ticket.Count);
            }
            else
            {
                _all.Refuse(ticket.Sent, now, ticket.Count);
            }

            Signal();
        }
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryEnter(bool isWrite, int count, out PacerTicket? ticket, out TimeSpan? delay, out Task changed)
    {
        lock (_lock)
        {
            var now = Now;
            ticket = null;
            changed = _changed.Task;
            if (Opening(now, isWrite, count) is not { } opening)
            {
                delay = null;
                return false;
            }

            delay = opening - now;
            if (opening > now)
            {
                return false;
            }

            _all.Enter(now, count);
            if (isWrite)
            {
                _writes.Enter(now, count);
            }

            if (_ceiling is { } ceiling)
            {
                var due = _nextByCeiling > now - CeilingSlack ? _nextByCeiling : now - CeilingSlack;
                _nextByCeiling = due + TimeSpan.FromTicks((long)(count / ceiling * TimeSpan.TicksPerSecond));
            }

            ticket = new PacerTicket(this, isWrite, count, now);
            return true;
        }
    }

    private DateTimeOffset? Opening(DateTimeOffset now, bool isWrite, int count)
    {
        if (_waitsUntil > now)
        {
            return _waitsUntil;
        }

        _all.Measure();
        _writes.Measure();
        var opening = _all.Opening(now, count);
        if (isWrite)
        {
            var forWrites = _writes.Opening(now, count);
            opening = opening is null || forWrites is null ? null : forWrites > opening ? forWrites : opening;
        }

        return _ceiling is not null && opening < _nextByCeiling ? _nextByCeiling : opening;
    }

    private async Task WaitAsync(TimeSpan? delay, Task changed, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = policy.PauseAsync(delay ?? Timeout.InfiniteTimeSpan, end.Token);
        await Task.WhenAny(timer, changed).ConfigureAwait(false);
        end.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.TrySetResult(true);
    }

    private sealed class Ceiling(RequestPacer pacer, double? before) : IDisposable
    {
        public void Dispose()
        {
            lock (pacer._lock)
            {
                pacer._ceiling = before;
                pacer.Signal();
            }
        }
    }
}
