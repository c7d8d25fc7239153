using System;
using SmimeCertTools.Core.Graph;

namespace SmimeCertTools.Core.Bulk;

/// <summary>One run of an import: its id, its times, and how long the service held it back. Safe for concurrent use.</summary>
public sealed class ImportRun
{
    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private readonly long _start;
    private TimeSpan _heldUntil;
    private TimeSpan _held;

    /// <summary>Starts a run.</summary>
    public ImportRun()
        : this(TimeProvider.System)
    {
    }

    internal ImportRun(TimeProvider clock)
    {
        _clock = clock;
        _start = clock.GetTimestamp();
        Started = clock.GetUtcNow();
    }

    /// <summary>The run's id: 32 hexadecimal digits.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>When it started, UTC.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>How long it has been running.</summary>
    public TimeSpan Elapsed => _clock.GetElapsedTime(_start);

    /// <summary>How long the service held the run back; waits at the same time count once.</summary>
    public TimeSpan Held
    {
        get
        {
            lock (_gate)
            {
                var rest = _heldUntil - Elapsed;
                return rest > TimeSpan.Zero ? _held - rest : _held;
            }
        }
    }

    /// <summary>Counts a wait before a request is sent again, where it is the service that holds the run back.</summary>
    public void Hold(GraphRetry retry)
    {
        if (Guard.NotNull(retry).StatusCode == 429 || retry.IsServerDelay)
        {
            Hold(retry.Delay);
        }
    }

    /// <summary>Says that a request waits from now on because the service throttles.</summary>
    /// <param name="delay">How long.</param>
    public void Hold(TimeSpan delay)
    {
        lock (_gate)
        {
            var now = Elapsed;
            var from = _heldUntil > now ? _heldUntil : now;
            if (now + delay > from)
            {
                _held += now + delay - from;
                _heldUntil = now + delay;
            }
        }
    }
}
