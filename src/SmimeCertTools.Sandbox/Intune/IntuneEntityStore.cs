using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>The entities of one collection, in the order of their creation. Safe for concurrent use.</summary>
public sealed class IntuneEntityStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IntuneEntity> _byId = new(StringComparer.OrdinalIgnoreCase);
    private long _sequence;

    internal IntuneEntityStore()
    {
    }

    /// <summary>All entities, in the order of their creation.</summary>
    public IReadOnlyList<IntuneEntity> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _byId.Values.OrderBy(entity => entity.Sequence)];
            }
        }
    }

    /// <summary>The number of entities.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byId.Count;
            }
        }
    }

    /// <summary>The entity with this id; null for none.</summary>
    public IntuneEntity? Find(string id)
    {
        lock (_lock)
        {
            return _byId.GetValueOrDefault(id);
        }
    }

    /// <summary>Removes an entity; false when there is none.</summary>
    public bool Remove(string id)
    {
        lock (_lock)
        {
            return _byId.Remove(id);
        }
    }

    internal IntuneEntity Add(
        string id, StructuredType type, JsonObject values, IReadOnlyDictionary<string, string>? bindings = null)
    {
        lock (_lock)
        {
            var entity = new IntuneEntity(id, type, values)
            {
                Bindings = bindings ?? new Dictionary<string, string>(),
                Sequence = ++_sequence,
            };
            _byId.Add(id, entity);
            return entity;
        }
    }

    /// <summary>Adds an entity as it is, but for its place.</summary>
    internal IntuneEntity Add(IntuneEntity entity)
    {
        lock (_lock)
        {
            var added = entity with { Sequence = ++_sequence };
            _byId.Add(added.Id, added);
            return added;
        }
    }

    /// <summary>Changes an entity; null when it has gone meanwhile.</summary>
    internal IntuneEntity? Update(string id, Func<IntuneEntity, IntuneEntity> change)
    {
        lock (_lock)
        {
            return _byId.TryGetValue(id, out var entity) ? _byId[id] = change(entity) : null;
        }
    }
}
