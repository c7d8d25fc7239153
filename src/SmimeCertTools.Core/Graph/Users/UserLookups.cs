using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>
/// Looks up each user once, groups of users together, and remembers the latest ones. Who is announced early is looked up in a
/// full group; who is asked for at once waits a moment for others. Failures are given to those who wait and then forgotten. Keys
/// are user principal names: case does not count. Safe for concurrent use.
/// </summary>
/// <param name="lookUp">Looks up a group of users.</param>
/// <param name="policy">Its clock measures how long a group is gathered.</param>
/// <param name="capacity">How many users are remembered.</param>
/// <param name="groupSize">How many users make a group.</param>
internal sealed class UserLookups(Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<UserLookup>>> lookUp,
    RetryPolicy policy, int capacity = UserLookups.DefaultCapacity, int groupSize = UserGroupLookup.MaxUsers)
{
    /// <summary>How many users are remembered: far more than are under way at a time, and a few megabytes.</summary>
    public const int DefaultCapacity = 2_000;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    private readonly object _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<Entry> _byUse = new();
    private List<Entry> _gathered = [];

    /// <summary>Look-ups through a connection.</summary>
    /// <param name="client">The connection's client.</param>
    /// <param name="directory">Whether the directory is asked.</param>
    /// <param name="onForbidden">Told, once, that the directory may not be asked and is left out.</param>
    public UserLookups(UserPfxClient client, DirectoryUse directory, Action? onForbidden = null)
        : this(new UserGroupLookup(client, directory, onForbidden).LookUpAsync, client.Policy)
    {
    }

    /// <summary>
    /// Says that a user will be asked for. Looked up as soon as a group of users is complete or one of it is asked for.
    /// </summary>
    public void Announce(string userPrincipalName, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            FindOrAdd(userPrincipalName, cancellationToken);
        }
    }

    /// <summary>What is known of a user.</summary>
    /// <exception cref="GraphRequestException">The look-up failed.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<UserState> GetAsync(string userPrincipalName, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Entry entry;
            bool isGathered;
            lock (_gate)
            {
                entry = FindOrAdd(userPrincipalName, cancellationToken);
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
                return result.State ?? throw result.Error!;
            }
        }
    }

    /// <summary>What is remembered of a user; null when nothing is.</summary>
    public UserState? Find(string userPrincipalName)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(userPrincipalName, out var node) ? node.Value.Remembered : null;
        }
    }

    private Entry FindOrAdd(string userPrincipalName, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(userPrincipalName, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value;
        }

        var entry = new Entry(userPrincipalName);
        _entries[userPrincipalName] = _byUse.AddLast(entry);
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
    private async Task<IReadOnlyList<UserLookup>> AskAsync(List<Entry> group, CancellationToken cancellationToken)
    {
        var found = await lookUp([.. group.Select(entry => entry.UserPrincipalName)], cancellationToken).ConfigureAwait(false);
        return found.Count == group.Count
            ? found
            : throw new InvalidOperationException($"{group.Count} users were looked up, and there are {found.Count} answers.");
    }

    private void Settle(Entry entry, Task<IReadOnlyList<UserLookup>> group, int place, bool isGivenUp)
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
        if (_entries.TryGetValue(entry.UserPrincipalName, out var node) && node.Value == entry)
        {
            _entries.Remove(entry.UserPrincipalName);
            _byUse.Remove(node);
        }
    }

    private sealed class Entry(string userPrincipalName)
    {
        private readonly TaskCompletionSource<Result?> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string UserPrincipalName { get; } = userPrincipalName;

        public bool IsSettled => _result.Task.IsCompleted;

        public UserState? Remembered =>
            _result.Task.Status == TaskStatus.RanToCompletion ? _result.Task.GetAwaiter().GetResult()?.State : null;

        public void Settle(UserLookup? lookup, AggregateException? fault)
        {
            if (fault is not null)
            {
                _result.TrySetException(fault.InnerExceptions);
            }
            else
            {
                _result.TrySetResult(lookup switch
                {
                    null => null,
                    { Error: { } error } => new(null, error),
                    _ => new(new UserState(lookup), null),
                });
            }
        }

        /// <summary>
        /// The look-up ended as cancelled though nobody gave it up: asking again would end the same way, without end.
        /// </summary>
        public void Cancel() => _result.TrySetCanceled();

        /// <summary>Null when whoever started the look-up gave it up.</summary>
        public async Task<Result?> ResultAsync(CancellationToken cancellationToken)
        {
            if (!_result.Task.IsCompleted)
            {
                var cancelled = new TaskCompletionSource<Result?>(TaskCreationOptions.RunContinuationsAsynchronously);
                using var registration = cancellationToken.Register(() => cancelled.TrySetCanceled(cancellationToken));
                return await (await Task.WhenAny(_result.Task, cancelled.Task).ConfigureAwait(false)).ConfigureAwait(false);
            }

            return await _result.Task.ConfigureAwait(false);
        }
    }

    private sealed record Result(UserState? State, GraphRequestException? Error);
}
