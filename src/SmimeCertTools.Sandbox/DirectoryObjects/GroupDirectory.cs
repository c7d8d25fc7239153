using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Sandbox.DirectoryObjects;

/// <summary>The groups of the tenant. Names may repeat, as they may in a tenant. Safe for concurrent use.</summary>
public sealed class GroupDirectory
{
    private readonly ConcurrentDictionary<Guid, SandboxGroup> _byId = new();

    /// <summary>All groups, by name.</summary>
    public IReadOnlyList<SandboxGroup> All =>
        [.. _byId.Values.OrderBy(group => group.SortKey, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Adds a group with its members.</summary>
    public SandboxGroup Add(string displayName, params IEnumerable<SandboxUser> members)
    {
        var group = new SandboxGroup(Guid.NewGuid(), displayName, [.. members.Select(member => member.Id)]);
        _byId[group.Id] = group;
        return group;
    }

    /// <summary>The group with this object id; null for none.</summary>
    public SandboxGroup? Find(string id) => Guid.TryParse(id, out var guid) ? _byId.GetValueOrDefault(guid) : null;
}

/// <summary>A group.</summary>
/// <param name="Id">The object id.</param>
/// <param name="DisplayName">The display name.</param>
/// <param name="MemberIds">The object ids of its members.</param>
public sealed record SandboxGroup(Guid Id, string DisplayName, IReadOnlyList<Guid> MemberIds)
{
    /// <summary>Name and id: names alone may repeat.</summary>
    internal string SortKey => $"{DisplayName} {Id}";
}
