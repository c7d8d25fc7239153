using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Bulk;

/// <summary>Brings items from one side to the other, in order. Who adds more than is taken waits. One side takes.</summary>
/// <typeparam name="T">What is brought.</typeparam>
/// <param name="mostWaiting">How many items it takes before who adds waits.</param>
public sealed class JobQueue<T>(int mostWaiting = 16) : IDisposable
    where T : class
{
    private readonly Queue<T> _items = new();
    private readonly SemaphoreSlim _added = new(0);
    private readonly SemaphoreSlim _room = new(mostWaiting);

    /// <summary>Adds an item, as soon as there is room.</summary>
    public async Task AddAsync(T item, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_items)
        {
            _items.Enqueue(item);
        }

        _added.Release();
    }

    /// <summary>Says that no more items come.</summary>
    public void Complete() => _added.Release();

    /// <summary>The next item; null after the last.</summary>
    public async Task<T?> NextAsync(CancellationToken cancellationToken)
    {
        await _added.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_items)
        {
            if (_items.Count == 0)
            {
                return null;
            }

            _room.Release();
            return _items.Dequeue();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _added.Dispose();
        _room.Dispose();
    }
}
