using System;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace SmimeCertTools.Quickstart;

/// <summary>
/// Ctrl+C, and the signals that end a program, as a task. From when this exists they end nothing by themselves: the folder with
/// the PFX files is to be deleted first.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    /// <summary>The exit code of what Ctrl+C ended, as shells have it.</summary>
    public const int ExitCode = 130;

    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop),
    ];

    /// <summary>Ends when the first signal comes.</summary>
    public Task Received => _received.Task;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _received.TrySetResult();
    }
}
