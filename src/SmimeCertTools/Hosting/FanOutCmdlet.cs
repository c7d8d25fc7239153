using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Hosting;

/// <summary>
/// A cmdlet that works on several items at a time. An item's own code runs on the pipeline thread, one item at a time; what it
/// awaits runs side by side. Errors of an item are the item's to write; an exception that leaves an item ends the cmdlet: the
/// other items are cancelled, waited for, and the exception is thrown again.
/// </summary>
public abstract class FanOutCmdlet : AsyncCmdlet
{
    private readonly List<Task> _running = [];

    /// <summary>How many items may be under way at a time; less than 1 counts as 1.</summary>
    protected abstract int MaxConcurrency { get; }

    /// <summary>
    /// Starts an item as soon as fewer than <see cref="MaxConcurrency"/> are under way; returns when it has started.
    /// </summary>
    /// <param name="work">
    /// The item's work. It may outlive the block that started it: it must not read parameters that PowerShell binds anew for each
    /// input object.
    /// </param>
    /// <exception cref="OperationCanceledException">The cmdlet is being stopped, or an item failed.</exception>
    protected async Task StartItemAsync(Func<CancellationToken, Task> work)
    {
        if (work is null)
        {
            throw new ArgumentNullException(nameof(work));
        }

        while (_running.Count >= Math.Max(1, MaxConcurrency) || _running.Exists(task => task.IsCompleted))
        {
            await EndOneAsync();
        }

        Cancellation.ThrowIfCancellationRequested();
        _running.Add(RunItemAsync(work));
    }

    /// <summary>
    /// Waits until all items started so far have ended. It happens by itself after <see cref="AsyncCmdlet.EndAsync"/>; call it
    /// earlier to say something about all of them.
    /// </summary>
    protected async Task DrainAsync()
    {
        while (_running.Count > 0)
        {
            await EndOneAsync();
        }
    }

    private protected sealed override async Task FinishAsync()
    {
        await base.FinishAsync();
        await DrainAsync();
    }

    private protected sealed override async Task<Task?> SettleAsync()
    {
        Task? failed = null;
        while (_running.Count > 0)
        {
            var ended = await Task.WhenAny(_running);
            _running.Remove(ended);
            if (ended.IsFaulted)
            {
                failed ??= ended;
            }
        }

        return failed;
    }

    private async Task EndOneAsync()
    {
        var ended = await Task.WhenAny(_running);
        _running.Remove(ended);
        await ended;
    }

    private async Task RunItemAsync(Func<CancellationToken, Task> work)
    {
        var completed = false;
        try
        {
            await work(Cancellation);
            completed = true;
        }
        finally
        {
            if (!completed)
            {
                CancelWork();
            }
        }
    }
}
