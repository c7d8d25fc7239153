using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>The records as the service keeps them, blobs and passwords included. Safe for concurrent use.</summary>
public sealed class UserPfxStore
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, StoredUserPfx> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<string>> _idsByUser = new(StringComparer.OrdinalIgnoreCase);

    // All records in order until the next change; never changed itself.
    private StoredUserPfx[]? _sorted;

    /// <summary>The number of records.</summary>
    public int Count => _byId.Count;

    /// <summary>All records, by id.</summary>
    public IReadOnlyList<StoredUserPfx> All
    {
        get
        {
            lock (_lock)
            {
                return _sorted ??= [.. _byId.Values.OrderBy(record => record.Id, StringComparer.OrdinalIgnoreCase)];
            }
        }
    }

    /// <summary>The records of a user, by id.</summary>
    public IReadOnlyList<StoredUserPfx> ForUser(string userPrincipalName)
    {
        lock (_lock)
        {
            return _idsByUser.TryGetValue(userPrincipalName, out var ids)
                ? [.. ids.Order(StringComparer.OrdinalIgnoreCase).Select(id => _byId[id])] : [];
        }
    }

    /// <summary>The records whose id begins with a user's object id, whatever name they were imported under, by id.</summary>
    public IReadOnlyList<StoredUserPfx> ForUser(Guid userId) =>
        [.. All.Where(record => record.Id.StartsWith($"{userId:N}-", StringComparison.OrdinalIgnoreCase))];

    /// <summary>The record with this id; null for none.</summary>
    public StoredUserPfx? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Adds a record, unless its id is taken.</summary>
    public bool TryAdd(StoredUserPfx record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_lock)
        {
            if (!_byId.TryAdd(record.Id, record))
            {
                return false;
            }

            ref var ids = ref CollectionsMarshal.GetValueRefOrAddDefault(_idsByUser, record.UserPrincipalName, out _);
            (ids ??= new(StringComparer.OrdinalIgnoreCase)).Add(record.Id);
            _sorted = null;
            return true;
        }
    }

    /// <summary>Replaces the record with the same id; false when there is none.</summary>
    public bool Replace(StoredUserPfx record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_lock)
        {
            return Remove(record.Id) && TryAdd(record);
        }
    }

    /// <summary>Removes a record; false when there is none.</summary>
    public bool Remove(string id)
    {
        lock (_lock)
        {
            if (!_byId.TryRemove(id, out var old))
            {
                return false;
            }

            _idsByUser[old.UserPrincipalName].Remove(old.Id);
            _sorted = null;
            return true;
        }
    }

    /// <summary>Removes all records.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _byId.Clear();
            _sorted = null;
            _idsByUser.Clear();
        }
    }
}
