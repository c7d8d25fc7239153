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
    public IReadOnlyList<SandboxGroup> All => [.. _byId.Values.OrderBy(group => group.SortKey, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Adds a group with its members.</summary>
    public SandboxGroup Add(string displayName, params IEnumerable<SandboxUser> members) =>
        Add(displayName, members.Select(member => member.Id));

    /// <summary>Adds a group with the object ids of its members: users, devices and groups.</summary>
    public SandboxGroup Add(string displayName, IEnumerable<Guid> memberIds)
    {
        var group = new SandboxGroup(Guid.NewGuid(), displayName, [.. memberIds]);
        return _byId[group.Id] = group;
    }

    /// <summary>Replaces the members of a group.</summary>
    /// <exception cref="KeyNotFoundException">There is no such group.</exception>
    public void SetMembers(Guid id, params IEnumerable<Guid> memberIds) =>
        _byId[id] = _byId[id] with { MemberIds = [.. memberIds] };

    /// <summary>Removes a group; false when there is none. What is assigned to it stays so.</summary>
    public bool Remove(Guid id) => _byId.TryRemove(id, out _);

    /// <summary>Whether a user or device is a member of a group, or of a group that is a member of it.</summary>
    public bool IsMember(Guid groupId, Guid id) => IsMember(groupId, id, []);

    /// <summary>The group with this object id; null for none.</summary>
    public SandboxGroup? Find(string id) => Guid.TryParse(id, out var guid) ? _byId.GetValueOrDefault(guid) : null;

    // Groups may contain each other in a circle.
    private bool IsMember(Guid groupId, Guid id, HashSet<Guid> seen) =>
        seen.Add(groupId) && _byId.TryGetValue(groupId, out var group)
        && (group.MemberIds.Contains(id) || group.MemberIds.Any(member => IsMember(member, id, seen)));
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
