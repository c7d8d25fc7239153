using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>
/// Looks up each name once, groups of names together, and remembers the latest ones. What is announced early is looked up in a
/// full group; what is asked for at once waits a moment for others. Failures are given to those who wait and then forgotten. Case
/// does not count in names. Safe for concurrent use.
/// </summary>
/// <typeparam name="T">What is found for a name.</typeparam>
/// <param name="lookUp">Looks up a group of names; an answer for each, in their order.</param>
/// <param name="policy">Its clock measures how long a group is gathered.</param>
/// <param name="capacity">How many names are remembered.</param>
/// <param name="groupSize">How many names make a group.</param>
internal class GroupedLookups<T>(
    Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<GroupedAnswer<T>>>> lookUp, RetryPolicy policy,
    int capacity, int groupSize)
    where T : class
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    private readonly object _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<Entry> _byUse = new();
    private List<Entry> _gathered = [];

    /// <summary>
    /// Says that a name will be asked for. Looked up as soon as a group of names is complete or one of it is asked for.
    /// </summary>
    public void Announce(string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            FindOrAdd(name, cancellationToken);
        }
    }

    /// <summary>Takes what somebody else found for a name; what is known of it already stays.</summary>
    public void Take(string name, T found)
    {
        lock (_gate)
        {
            if (!_entries.ContainsKey(name))
            {
                var entry = new Entry(name);
                entry.Settle(new GroupedAnswer<T>(found, null), null);
                _entries[name] = _byUse.AddLast(entry);
            }
        }
    }

    /// <summary>What is known of a name.</summary>
    /// <exception cref="GraphRequestException">The look-up failed.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<T> GetAsync(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Entry entry;
            bool isGathered;
            lock (_gate)
            {
                entry = FindOrAdd(name, cancellationToken);
                isGathered = _gathered.Contains(entry);
            }

            if (isGathered)
            {
                await policy.PauseAsync(Gathering, cancellationToken).ConfigureAwait(false);
                StartGroupOf(entry, cancellationToken);
            }

            // Whoever asked first may have given up; that is not our answer, and the entry is gone by now.
            if (await entry.ResultAsync(cancellationToken).ConfigureAwait(false) is { } result)
            {
                return result.Found ?? throw result.Error!;
            }
        }
    }

    /// <summary>What is remembered of a name; null when nothing is.</summary>
    public T? Find(string name)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(name, out var node) ? node.Value.Remembered : null;
        }
    }

    private Entry FindOrAdd(string name, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(name, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value;
        }

        var entry = new Entry(name);
        _entries[name] = _byUse.AddLast(entry);
        _gathered.Add(entry);
        if (_gathered.Count == groupSize)
        {
            Start(TakeGathered(), cancellationToken);
        }

        // One that is being looked up is still waited for.
        for (var oldest = _byUse.First; _entries.Count > capacity && oldest is not null && oldest.Value.IsSettled;)
        {
            Forget(oldest.Value);
            oldest = _byUse.First;
        }

        return entry;
    }

    private void StartGroupOf(Entry entry, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_gathered.Contains(entry))
            {
                Start(TakeGathered(), cancellationToken);
            }
        }
    }

    private List<Entry> TakeGathered()
    {
        var group = _gathered;
        _gathered = [];
        return group;
    }

    // On the thread pool: the caller holds the lock.
    private void Start(List<Entry> group, CancellationToken cancellationToken) =>
        _ = Task.Run(() => LookUpAsync(group, cancellationToken), CancellationToken.None);

    private async Task LookUpAsync(List<Entry> group, CancellationToken cancellationToken)
    {
        var lookup = AskAsync(group, cancellationToken);
        await Task.WhenAny(lookup).ConfigureAwait(false);
        var isGivenUp = lookup.IsCanceled && cancellationToken.IsCancellationRequested;
        for (var i = 0; i < group.Count; i++)
        {
            Settle(group[i], lookup, i, isGivenUp);
        }
    }

    // Whatever is thrown, be it by a method that cannot even be started, ends in the task: those who wait would wait for ever
    // otherwise.
    private async Task<IReadOnlyList<GroupedAnswer<T>>> AskAsync(List<Entry> group, CancellationToken cancellationToken)
    {
        var found = await lookUp([.. group.Select(entry => entry.Name)], cancellationToken).ConfigureAwait(false);
        return found.Count == group.Count
            ? found
            : throw new InvalidOperationException($"{group.Count} users were looked up, and there are {found.Count} answers.");
    }

    private void Settle(Entry entry, Task<IReadOnlyList<GroupedAnswer<T>>> group, int place, bool isGivenUp)
    {
        var found = group.Status == TaskStatus.RanToCompletion ? group.GetAwaiter().GetResult()[place] : null;
        lock (_gate)
        {
            if (found is not { Error: null })
            {
                Forget(entry);
            }
        }

        if (group.IsCanceled && !isGivenUp)
        {
            entry.Cancel();
        }
        else
        {
            entry.Settle(found, group.Exception);
        }
    }

    private void Forget(Entry entry)
    {
        if (_entries.TryGetValue(entry.Name, out var node) && node.Value == entry)
        {
            _entries.Remove(entry.Name);
            _byUse.Remove(node);
        }
    }

    private sealed class Entry(string name)
    {
        private readonly TaskCompletionSource<GroupedAnswer<T>?> _result =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name { get; } = name;

        public bool IsSettled => _result.Task.IsCompleted;

        public T? Remembered =>
            _result.Task.Status == TaskStatus.RanToCompletion ? _result.Task.GetAwaiter().GetResult()?.Found : null;

        public void Settle(GroupedAnswer<T>? lookup, AggregateException? fault)
        {
            if (fault is not null)
            {
                _result.TrySetException(fault.InnerExceptions);
            }
            else
            {
                _result.TrySetResult(lookup);
            }
        }

        /// <summary>
        /// The look-up ended as cancelled though nobody gave it up: asking again would end the same way, without end.
        /// </summary>
        public void Cancel() => _result.TrySetCanceled();

        /// <summary>Null when whoever started the look-up gave it up.</summary>
        public async Task<GroupedAnswer<T>?> ResultAsync(CancellationToken cancellationToken)
        {
            if (!_result.Task.IsCompleted)
            {
                var cancelled = new TaskCompletionSource<GroupedAnswer<T>?>(TaskCreationOptions.RunContinuationsAsynchronously);
                using var registration = cancellationToken.Register(() => cancelled.TrySetCanceled(cancellationToken));
                return await (await Task.WhenAny(_result.Task, cancelled.Task).ConfigureAwait(false)).ConfigureAwait(false);
            }

            return await _result.Task.ConfigureAwait(false);
        }
    }
}

/// <summary>What a look-up found for a name, or why it failed.</summary>
/// <typeparam name="T">What is found.</typeparam>
/// <param name="Found">What was found; null with an error.</param>
/// <param name="Error">Why the look-up failed; null when it did not.</param>
internal sealed record GroupedAnswer<T>(T? Found, GraphRequestException? Error)
    where T : class;
