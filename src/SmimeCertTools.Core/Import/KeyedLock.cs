using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Import;

/// <summary>One at a time for each key; nothing is kept for keys that nobody holds or waits for.</summary>
internal sealed class KeyedLock
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many keys are held or waited for.</summary>
    internal int Count
    {
        get
        {
            lock (_entries)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Waits for <paramref name="key"/>; disposing the result lets the next one in.</summary>
    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_entries)
        {
            if (!_entries.TryGetValue(key, out entry))
            {
                _entries[key] = entry = new Entry();
            }

            entry.Users++;
        }

        var entered = false;
        try
        {
            await entry.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            entered = true;
            return new Holder(this, key, entry);
        }
        finally
        {
            if (!entered)
            {
                Leave(key, entry);
            }
        }
    }

    private void Leave(string key, Entry entry)
    {
        lock (_entries)
        {
            if (--entry.Users == 0)
            {
                _entries.Remove(key);
                entry.Gate.Dispose();
            }
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Holder(KeyedLock owner, string key, Entry entry) : IDisposable
    {
        private Entry? _entry = entry;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _entry, null) is { } held)
            {
                held.Gate.Release();
                owner.Leave(key, held);
            }
        }
    }
}
