using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Fuzzing.Targets;

namespace SmimeCertTools.Fuzzing;

/// <summary>Runs inputs one after the other, on one thread, and keeps what must not happen.</summary>
/// <param name="target">The reader under test.</param>
/// <param name="options">The run.</param>
public sealed class FuzzRunner(IFuzzTarget target, FuzzOptions options)
{
    private readonly FuzzReport _report = new();
    private readonly Stopwatch _clock = new();
    private FuzzFinding? _current;
    private long _currentSince;

    /// <summary>Is told of each finding as it is made.</summary>
    public Action<FuzzFinding>? Found { get; init; }

    /// <summary>Is told the number of each input before it is run, so that it is known even if the process dies of it.</summary>
    public Action<long>? Starting { get; init; }

    /// <summary>Counts so far.</summary>
    public long Done => _report.Count;

    /// <summary>The input that is running, and how long already on the clock; null between two.</summary>
    public (FuzzFinding Input, TimeSpan Time)? Current
    {
        get
        {
            var current = Volatile.Read(ref _current);
            return current is null ? null : (current, Stopwatch.GetElapsedTime(Interlocked.Read(ref _currentSince)));
        }
    }

    /// <summary>Runs them all.</summary>
    public FuzzReport Run(CancellationToken cancellation = default)
    {
        _clock.Start();
        for (var index = options.Start; index < options.Start + options.Count; index++)
        {
            if (cancellation.IsCancellationRequested || _clock.Elapsed > options.Duration
                || _report.Findings.Count >= options.MaxFindings)
            {
                break;
            }

            Starting?.Invoke(index);
            Run(index, target.Create(new FuzzRandom(options.Seed, index)));
        }

        _report.Time = _clock.Elapsed;
        return _report;
    }

    /// <summary>Runs one input that was kept.</summary>
    public FuzzReport Run(FuzzInput input)
    {
        _clock.Start();
        Run(0, input);
        _report.Time = _clock.Elapsed;
        return _report;
    }

    private void Run(long index, FuzzInput input)
    {
        Interlocked.Exchange(ref _currentSince, Stopwatch.GetTimestamp());
        Volatile.Write(ref _current, new FuzzFinding(index, input, string.Empty));
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var outcome = Outcome(input, out var problem);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var time = Stopwatch.GetElapsedTime(Interlocked.Read(ref _currentSince));

        // The clock also runs while others have the processor, and freed memory counts as allocated: look again before
        // complaining.
        if (problem is null && time > options.MaxTime && ProcessorTime(input) is var taken && taken > options.MaxTime)
        {
            problem = "It took " + taken.TotalSeconds + " s of processor time.";
        }

        if (problem is null && bytes > options.MaxMemory && PeakMemory(input) is var peak && peak > options.MaxMemory)
        {
            problem = "It held " + (peak >> 20) + " MiB at a time.";
        }

        Volatile.Write(ref _current, null);
        _report.Count++;
        _report.Slowest = time > _report.Slowest.Time ? (time, index) : _report.Slowest;
        _report.Largest = bytes > _report.Largest.Bytes ? (bytes, index) : _report.Largest;
        outcome = problem is null ? outcome : "finding";
        _report.Outcomes[outcome] = _report.Outcomes.GetValueOrDefault(outcome) + 1;
        if (problem is not null)
        {
            var finding = new FuzzFinding(index, input, problem);
            _report.Findings.Add(finding);
            Found?.Invoke(finding);
        }
    }

    private string Outcome(FuzzInput input, out string? problem)
    {
        problem = null;
        try
        {
            return target.Run(input);
        }
#pragma warning disable CA1031 // Any exception that comes out is what is looked for.
        catch (Exception e)
        {
            problem = e.ToString();
            return string.Empty;
        }
#pragma warning restore CA1031
    }

    private TimeSpan ProcessorTime(FuzzInput input)
    {
        var before = Environment.CpuUsage.TotalTime;
        Outcome(input, out _);
        return Environment.CpuUsage.TotalTime - before;
    }

    private long PeakMemory(FuzzInput input)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var run = Task.Run(() => Outcome(input, out _));
        var peak = 0L;
        while (!run.Wait(TimeSpan.FromMilliseconds(1)))
        {
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        return peak;
    }
}
