using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Graph.Http.Pacing;

namespace SmimeCertTools.Core.Tests.Graph.Pacing;

/// <summary>
/// Workers that write one after the other through a lane to a service with a sliding window, in simulated time: nothing depends
/// on the speed of this machine.
/// </summary>
internal sealed class PacedImport(PacingLane lane, int workers, TimeSpan latency, Func<DateTimeOffset, int> limit)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (DateTimeOffset Time, long Order)> _events = new();
    private readonly Queue<DateTimeOffset> _window = new();
    private readonly Queue<Action> _waiting = new();
    private long _order;
    private DateTimeOffset _now = Start;
    private DateTimeOffset _gate = Start;

    public int Granted { get; private set; }

    public List<DateTimeOffset> Refused { get; } = [];

    /// <summary>Whether the service refuses this write for a reason of its own.</summary>
    public Func<int, bool> RefusesAnyway { get; init; } = _ => false;

    /// <summary>Whether the wait that is asked for is in whole seconds, rounded up, as in most answers.</summary>
    public bool WholeSeconds { get; init; } = true;

    public PacedImport Run(TimeSpan time)
    {
        for (var i = 0; i < workers; i++)
        {
            TrySend();
        }

        while (_events.TryDequeue(out var action, out var at) && at.Time <= Start + time)
        {
            _now = at.Time;
            action();
        }

        return this;
    }

    private void At(DateTimeOffset time, Action action) => _events.Enqueue(action, (time, _order++));

    private void TrySend()
    {
        if (_gate > _now)
        {
            At(_gate, TrySend);
            return;
        }

        lane.Measure();
        var opening = lane.Opening(_now, 1);
        if (opening is null)
        {
            _waiting.Enqueue(TrySend);
        }
        else if (opening > _now)
        {
            At(opening.Value, TrySend);
        }
        else
        {
            lane.Enter(_now, 1);
            var sent = _now;
            At(_now + (latency / 2), () => Arrive(sent));
        }
    }

    private void Arrive(DateTimeOffset sent)
    {
        while (_window.TryPeek(out var oldest) && _now - oldest >= PacingLane.Window)
        {
            _window.Dequeue();
        }

        if (RefusesAnyway(Granted + Refused.Count))
        {
            Refused.Add(_now);
            At(_now + (latency / 2), () => Refuse(sent, TimeSpan.FromSeconds(1)));
        }
        else if (_window.Count >= limit(_now))
        {
            Refused.Add(_now);
            var wait = PacingLane.Window - (_now - _window.Peek());
            wait = WholeSeconds ? TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds)) : wait;
            At(_now + (latency / 2), () => Refuse(sent, wait));
        }
        else
        {
            Granted++;
            _window.Enqueue(_now);
            At(_now + (latency / 2), () => Answer(() => lane.Grant(sent, _now, 1)));
        }
    }

    private void Refuse(DateTimeOffset sent, TimeSpan wait)
    {
        _gate = _now + wait > _gate ? _now + wait : _gate;
        Answer(() => lane.Refuse(sent, _now, 1));
    }

    private void Answer(Action verdict)
    {
        verdict();
        while (_waiting.TryDequeue(out var waiting))
        {
            waiting();
        }

        TrySend();
    }
}
