using System;
using System.Collections.Generic;

namespace SmimeCertTools.Commands;

/// <summary>Puts what items that run side by side write into the order of input. For the pipeline thread alone.</summary>
internal sealed class InputOrder
{
    private readonly Dictionary<long, Action?> _waiting = [];
    private long _next;

    /// <summary>
    /// Says that the item with <paramref name="number"/> has ended; its output follows when all items before it have ended.
    /// </summary>
    /// <param name="number">The item's place in the input, from 0 without gaps.</param>
    /// <param name="write">Writes the item's output; null when there is none.</param>
    public void Complete(long number, Action? write)
    {
        _waiting.Add(number, write);
        while (_waiting.TryGetValue(_next, out var ready))
        {
            _waiting.Remove(_next);
            _next++;
            ready?.Invoke();
        }
    }
}
