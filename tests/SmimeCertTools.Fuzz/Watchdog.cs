using System;
using System.Threading;
using SmimeCertTools.Fuzzing;

namespace SmimeCertTools.Fuzz;

/// <summary>Ends the process when an input does not end: nothing else can stop a thread that never returns.</summary>
internal sealed class Watchdog : IDisposable
{
    public const int ExitCode = 3;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly FuzzRunner _runner;
    private readonly TimeSpan _limit;
    private readonly Action<FuzzFinding> _found;
    private readonly Timer _timer;
    private long _index = -1;
    private TimeSpan _usedBefore;

    public Watchdog(FuzzRunner runner, TimeSpan limit, Action<FuzzFinding> found)
    {
        _runner = runner;
        _limit = limit;
        _found = found;
        _timer = new Timer(_ => Look(), null, Pace, Pace);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var used = Environment.CpuUsage.TotalTime;
        if (_runner.Current is not { } current || current.Input.Index != _index)
        {
            _index = _runner.Current?.Input.Index ?? -1;
            _usedBefore = used;
        }
        else if (used - _usedBefore > _limit)
        {
            _found(current.Input with
            {
                Problem = $"It had not ended after {(used - _usedBefore).TotalSeconds:F0} s of processor time.",
            });
            Environment.Exit(ExitCode);
        }
    }
}
