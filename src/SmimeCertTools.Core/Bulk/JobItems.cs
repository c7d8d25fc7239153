using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Bulk;

/// <summary>
/// Works on several items at a time. An exception that leaves an item cancels the others and is thrown by
/// <see cref="DrainAsync"/>. One caller starts and drains.
/// </summary>
internal sealed class JobItems(int degree, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly SemaphoreSlim _room = new(degree);
    private readonly List<Task> _running = [];

    /// <summary>Cancelled with the job, and when an item fails.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Starts an item as soon as there is room.</summary>
    /// <exception cref="OperationCanceledException">The job was cancelled, or an item failed.</exception>
    public async Task StartAsync(Func<CancellationToken, Task> work)
    {
        await _room.WaitAsync(Cancellation).ConfigureAwait(false);
        _running.RemoveAll(task => task.Status == TaskStatus.RanToCompletion);
        _running.Add(Task.Run(() => RunAsync(work), CancellationToken.None));
    }

    /// <summary>Waits until all items have ended.</summary>
    public Task DrainAsync() => Task.WhenAll(_running);

    /// <inheritdoc/>
    public void Dispose()
    {
        _room.Dispose();
        _cancellation.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task> work)
    {
        var isDone = false;
        try
        {
            await work(Cancellation).ConfigureAwait(false);
            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                _cancellation.Cancel();
            }

            _room.Release();
        }
    }
}
