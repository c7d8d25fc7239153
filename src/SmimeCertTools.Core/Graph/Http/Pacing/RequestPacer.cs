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
    /// <summary>
    /// What is remembered of a wait that the service asks for. Nobody has met longer ones that were meant, and a slip of
    /// something in between must not close a connection for years.
    /// </summary>
    private static readonly TimeSpan LongestRemembered = TimeSpan.FromHours(2);

    private readonly object _lock = new();
    private readonly DateTimeOffset _start = policy.Clock.GetUtcNow();
    private readonly long _startStamp = policy.Clock.GetTimestamp();
    private readonly PacingLane _writes = new(documented: 100);
    private readonly PacingLane _all = new(documented: 1000);

    private TaskCompletionSource<bool> _changed = NewSignal();
    private DateTimeOffset _waitsUntil = DateTimeOffset.MinValue;
    private int _refusalsInARow;

    // Nobody's correction of the clock may stop or hurry an import.
    private DateTimeOffset Now => _start + policy.Clock.GetElapsedTime(_startStamp);

    /// <summary>How much is left of the wait that the service asked for; null when none is under way.</summary>
    public TimeSpan? WaitsFor
    {
        get
        {
            lock (_lock)
            {
                var now = Now;
                return _waitsUntil > now ? _waitsUntil - now : null;
            }
        }
    }

    /// <summary>The writes that are sent within 20 seconds at most; null before the service refused one.</summary>
    public int? WritesPerWindow
    {
        get
        {
            lock (_lock)
            {
                return _writes.Limit;
            }
        }
    }

    /// <summary>Takes places for requests of a line, or says why there are none.</summary>
    public PacerTicket? TryEnter(PacerLine line, RequestCeiling? ceiling, bool isWrite, int count, out PacerHold hold)
    {
        lock (_lock)
        {
            var now = Now;
            var (reason, opening) = Opening(now, ceiling, isWrite, count);
            hold = new PacerHold(reason, opening - now, _changed.Task);
            if (opening is null || opening > now)
            {
                return null;
            }

            _all.Enter(now, count);
            if (isWrite)
            {
                _writes.Enter(now, count);
            }

            ceiling?.Enter(now, count);
            return new PacerTicket(this, line, isWrite, count, now);
        }
    }

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

    internal void Refuse(PacerTicket ticket, TimeSpan? retryAfter)
    {
        lock (_lock)
        {
            var now = Now;

            // The first of those that were under way together tells how long, and the others may say longer.
            if (ticket.Sent >= _waitsUntil)
            {
                _refusalsInARow++;
            }

            var wait = policy.Delay(Math.Max(1, _refusalsInARow), retryAfter);
            var until = now + (wait < LongestRemembered ? wait : LongestRemembered);
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

    private (PacerReason Reason, DateTimeOffset? Opening) Opening(
        DateTimeOffset now, RequestCeiling? ceiling, bool isWrite, int count)
    {
        if (_waitsUntil > now)
        {
            return (PacerReason.Asked, _waitsUntil);
        }

        _all.Measure();
        _writes.Measure();
        var opening = _all.Opening(now, count);
        if (isWrite)
        {
            var forWrites = _writes.Opening(now, count);
            opening = opening is null || forWrites is null ? null : forWrites > opening ? forWrites : opening;
        }

        return ceiling is not null && opening < ceiling.Next
            ? (PacerReason.Ceiling, ceiling.Next)
            : (PacerReason.Paced, opening);
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.TrySetResult(true);
    }
}
