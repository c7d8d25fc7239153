using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Runs asynchronous work on the thread that calls <see cref="Run"/> and brings every continuation, and every report of a
/// <see cref="Progress{T}"/> made there, back to it. PowerShell lets a cmdlet write to its streams from that thread alone.
/// </summary>
/// <param name="onFault">Called when a posted callback throws, so that the work can be ended.</param>
internal sealed class PipelinePump(Action onFault) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private SynchronizationContext? _outer;
    private int _thread;

    /// <summary>
    /// Queues a callback; it runs during this or the next <see cref="Run"/>. May be called on any thread at any time.
    /// </summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_queue)
        {
            _queue.Enqueue((d, state));
            Monitor.Pulse(_queue);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Called on another thread, which would have to wait for the pipeline.</exception>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != Volatile.Read(ref _thread))
        {
            throw new NotSupportedException("Only Post reaches the pipeline thread from another thread.");
        }

        d(state);
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>
    /// Runs <paramref name="block"/> and returns, or throws what it or a posted callback threw, when it has ended; never before.
    /// </summary>
    public void Run(Func<Task> block)
    {
        var (task, fault) = RunToEnd(block);
        if (!task.IsFaulted)
        {
            fault?.GetAwaiter().GetResult();
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>Runs <paramref name="block"/> to its end, when nobody is left to tell how it went.</summary>
    public void Settle(Func<Task> block) => RunToEnd(block);

    /// <summary>
    /// Calls code that is not ours (the commands after this one) without this context: code of theirs that blocks on an
    /// asynchronous call would otherwise wait for a continuation that waits for it.
    /// </summary>
    public void CallOutside(Action action)
    {
        var current = Current;
        SetSynchronizationContext(_outer);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(current);
        }
    }

    /// <summary>Returns the ended task, and the first callback that threw as a failed task.</summary>
    private (Task Task, Task? Fault) RunToEnd(Func<Task> block)
    {
        var outer = Current;
        _outer = outer;
        Volatile.Write(ref _thread, Environment.CurrentManagedThreadId);
        SetSynchronizationContext(this);
        try
        {
            var task = block();
            return (task, PumpUntilEnd(task));
        }
        finally
        {
            SetSynchronizationContext(outer);
            Volatile.Write(ref _thread, 0);
        }
    }

    private Task? PumpUntilEnd(Task task)
    {
        Task? fault = null;
        var ended = false;

        // The end is posted like everything else, so that what was posted before it (the last progress report) still runs.
        task.ContinueWith(
            _ => Post(_ => ended = true, null),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        while (!ended)
        {
            var (callback, state) = Take();

            // A task keeps what the callback throws, with its stack, until the work has ended.
            var run = new Task(() => callback(state));
            run.RunSynchronously(TaskScheduler.Default);
            if (run.IsFaulted && fault is null)
            {
                fault = run;
                onFault();
            }
        }

        return fault;
    }

    private (SendOrPostCallback Callback, object? State) Take()
    {
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                Monitor.Wait(_queue);
            }

            return _queue.Dequeue();
        }
    }
}
