using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Import;

/// <summary>
/// Remembers the answer to each question; those who ask meanwhile share one request. A failure is given to those who share it and
/// then forgotten. Keys are user principal names: case does not count.
/// </summary>
internal sealed class AsyncCache<T>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<T>>> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, CancellationToken, Task<T>> _load;

    public AsyncCache(Func<string, CancellationToken, Task<T>> load) => _load = load;

    public async Task<T> GetAsync(string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = _entries.GetOrAdd(key, k => new Lazy<Task<T>>(() => _load(k, cancellationToken)));
            try
            {
                return await entry.Value.ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Whoever asked first gave up; that is not our answer. The entry goes below, and we ask ourselves.
            }
            finally
            {
                if (entry.Value.Status != TaskStatus.RanToCompletion)
                {
                    ((ICollection<KeyValuePair<string, Lazy<Task<T>>>>)_entries).Remove(
                        new KeyValuePair<string, Lazy<Task<T>>>(key, entry));
                }
            }
        }
    }
}
