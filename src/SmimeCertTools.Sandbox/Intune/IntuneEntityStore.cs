using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>The entities of one collection, in the order of their creation. Safe for concurrent use.</summary>
public sealed class IntuneEntityStore
{
    private readonly ConcurrentDictionary<string, IntuneEntity> _byId = new(StringComparer.OrdinalIgnoreCase);
    private long _sequence;

    internal IntuneEntityStore()
    {
    }

    /// <summary>All entities, in the order of their creation.</summary>
    public IReadOnlyList<IntuneEntity> All => [.. _byId.Values.OrderBy(entity => entity.Sequence)];

    /// <summary>The number of entities.</summary>
    public int Count => _byId.Count;

    /// <summary>The entity with this id; null for none.</summary>
    public IntuneEntity? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Removes an entity; false when there is none.</summary>
    public bool Remove(string id) => _byId.TryRemove(id, out _);

    internal IntuneEntity Add(
        string id, StructuredType type, JsonObject values, IReadOnlyDictionary<string, string>? bindings = null) =>
        Add(new IntuneEntity(id, type, values) { Bindings = bindings ?? new Dictionary<string, string>() });

    /// <summary>Adds an entity as it is, but for its place.</summary>
    internal IntuneEntity Add(IntuneEntity entity)
    {
        var added = entity with { Sequence = Interlocked.Increment(ref _sequence) };
        return _byId.TryAdd(added.Id, added) ? added : throw new ArgumentException($"There is a {added.Id} already.");
    }

    /// <summary>Changes an entity; null when it has gone meanwhile.</summary>
    /// <param name="id">The entity's id.</param>
    /// <param name="change">Makes the changed one; called again when somebody else was faster.</param>
    internal IntuneEntity? Update(string id, Func<IntuneEntity, IntuneEntity> change)
    {
        while (_byId.TryGetValue(id, out var entity))
        {
            var changed = change(entity);
            if (_byId.TryUpdate(id, changed, entity))
            {
                return changed;
            }
        }

        return null;
    }
}
