using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Graph.Http.Pacing;

/// <summary>
/// One budget of the service: how many requests of a kind it takes within its window. Unlimited until the service refuses one;
/// then what it had granted in the window before is the measure. Not safe for concurrent use: <see cref="RequestPacer"/> locks.
/// </summary>
/// <remarks>
/// A request holds a place from its sending until a window after its answer. The service counted it somewhere between the two, so
/// what holds no place here holds none there, whatever the latency: with the right measure nothing is refused.
/// </remarks>
/// <param name="documented">
/// What the service is documented to grant. It sends no more and no less because of it; it tells a refusal that is about this
/// budget from one that is not.
/// </param>
internal sealed class PacingLane(int documented)
{
    /// <summary>Graph's window for Intune (facts: 100 writes and 1,000 requests of an app in 20 s).</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    // Clocks and timers of two machines agree to a fraction of this.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    // What timers oversleep is made up for, up to this much.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    // Just below what was refused one more request is tried now and then. What goes well is tried again soon, in larger steps.
    private static readonly TimeSpan SlowProbe = TimeSpan.FromMinutes(5);

    // A refusal while less of the budget was used is about something else: another program's requests, or a busy moment.
    private const double Used = 0.7;
    private const double OtherReasonStep = 0.95;

    private readonly int _floor = documented / 4;

    private readonly Queue<(DateTimeOffset Sent, DateTimeOffset Answered)> _granted = new();
    private int _open;
    private int _step = 1;
    private TimeSpan _probeAfter = SlowProbe;
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private DateTimeOffset _quietSince;
    private (DateTimeOffset Sent, DateTimeOffset Answered)? _refusal;

    /// <summary>How many requests a window takes; null before the first refusal.</summary>
    public int? Limit { get; private set; }

    /// <summary>
    /// When <paramref name="count"/> requests may go: now or earlier, a time to look again at, or null for when an answer comes.
    /// </summary>
    public DateTimeOffset? Opening(DateTimeOffset now, int count)
    {
        Forget(now);
        if (Limit is not { } limit)
        {
            return now;
        }

        // A batch larger than the whole budget goes when nothing else does.
        var free = limit - _open - _granted.Count;
        if (free >= count || _open + _granted.Count == 0)
        {
            return _next;
        }

        // The one whose end makes enough room, if answered ones alone can.
        var needed = Math.Min(count, limit) - free;
        return needed <= _granted.Count ? Later(_granted.ElementAt(needed - 1).Answered + Window + Margin, _next) : null;
    }

    /// <summary>Takes places.</summary>
    public void Enter(DateTimeOffset now, int count)
    {
        _open += count;
        if (Limit is { } limit)
        {
            _next = Later(_next, now - Slack) + TimeSpan.FromTicks(Window.Ticks / limit * count);
            Probe(now, limit);
        }
    }

    /// <summary>An answer other than a refusal came, or none: the service may have counted the request.</summary>
    public void Grant(DateTimeOffset sent, DateTimeOffset now, int count)
    {
        _open -= count;
        for (var i = 0; i < count; i++)
        {
            _granted.Enqueue((sent, now));
        }
    }

    /// <summary>The service refused a request; a refused one holds no place.</summary>
    public void Refuse(DateTimeOffset sent, DateTimeOffset now, int count)
    {
        _open -= count;
        _quietSince = now;

        // Those that were under way with the first one say the same as it.
        if (_refusal is null || sent > _refusal.Value.Answered)
        {
            Measure();
            _refusal = (sent, now);
        }
    }

    /// <summary>Draws the conclusion from a refusal, when the answers of all that was under way with it are in.</summary>
    public void Measure()
    {
        if (_refusal is null)
        {
            return;
        }

        var (sent, answered) = _refusal.Value;
        _refusal = null;
        var counted = _granted.Count(request => request.Sent > sent - Window && request.Sent <= answered);
        if (Limit is not { } before)
        {
            // Somebody else had used the budget up, or it is about something else: the wait that was asked for has to do.
            if (counted < _floor)
            {
                return;
            }

            // Less than documented is believed when it is refused once more.
            Limit = counted - 1;
            (_step, _probeAfter) = counted >= documented * OtherReasonStep ? (1, SlowProbe) : (counted / 2, Window);
        }
        else
        {
            var isOurs = counted >= before * Used;
            Limit = Math.Max(Math.Min(before, _floor), isOurs ? Math.Min(before, counted) - 1 : (int)(before * OtherReasonStep));
            (_step, _probeAfter) = (1, SlowProbe);
        }

        _next = answered;
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private void Forget(DateTimeOffset now)
    {
        // A refusal is still to be measured against the window before it.
        var end = now - Window - Margin;
        while (_refusal is null && _granted.Count > 0 && _granted.Peek().Answered <= end)
        {
            _granted.Dequeue();
        }
    }

    private void Probe(DateTimeOffset now, int limit)
    {
        // Only a budget that is used up says anything about a larger one.
        if (_open + _granted.Count < limit)
        {
            return;
        }

        if (now - _quietSince >= _probeAfter)
        {
            Limit = limit + _step;
            _step = Math.Max(1, Math.Min(2 * _step, limit / 2));
            _probeAfter = Window;
            _quietSince = now;
        }
    }
}
