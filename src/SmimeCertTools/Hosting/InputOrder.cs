using System;
using System.Collections.Generic;

namespace SmimeCertTools.Hosting;

/// <summary>Puts what items that run side by side write into the order of input. For the pipeline thread alone.</summary>
internal sealed class InputOrder
{
    private readonly Dictionary<long, List<Action>> _waiting = [];
    private readonly HashSet<long> _ended = [];
    private long _next;

    /// <summary>
    /// Writes a part of an item's output, now or when all items before it have ended. More may follow.
    /// </summary>
    /// <param name="number">The item's place in the input, from 0 without gaps.</param>
    /// <param name="write">Writes it.</param>
    public void Write(long number, Action write)
    {
        if (number == _next)
        {
            write();
            return;
        }

        if (!_waiting.TryGetValue(number, out var parts))
        {
            _waiting.Add(number, parts = []);
        }

        parts.Add(write);
    }

    /// <summary>
    /// Says that the item with <paramref name="number"/> has ended; its output follows when all items before it have ended.
    /// </summary>
    /// <param name="number">The item's place in the input, from 0 without gaps.</param>
    /// <param name="write">Writes the item's last output; null when there is none.</param>
    public void Complete(long number, Action? write)
    {
        if (write is not null)
        {
            Write(number, write);
        }

        _ended.Add(number);
        while (_ended.Remove(_next))
        {
            _next++;
            if (_waiting.TryGetValue(_next, out var parts))
            {
                _waiting.Remove(_next);
                parts.ForEach(part => part());
            }
        }
    }
}
