using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Sandbox.DirectoryObjects;

/// <summary>The users of the tenant. Safe for concurrent use.</summary>
public sealed class UserDirectory
{
    private readonly ConcurrentDictionary<Guid, SandboxUser> _byId = new();
    private readonly ConcurrentDictionary<string, SandboxUser> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All users, by name.</summary>
    public IReadOnlyList<SandboxUser> All =>
        [.. _byId.Values.OrderBy(user => user.UserPrincipalName, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Adds a user.</summary>
    /// <param name="userPrincipalName">The user principal name.</param>
    /// <param name="displayName">The display name. Default: the user principal name.</param>
    /// <param name="mail">The primary address. Default: the user principal name.</param>
    /// <param name="id">The object id. Default: a new one.</param>
    /// <param name="aliases">Further addresses that mail for the user may go to. Default: none.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public SandboxUser Add(
        string userPrincipalName, string? displayName = null, string? mail = null, Guid? id = null,
        IEnumerable<string>? aliases = null)
    {
        var primary = mail ?? userPrincipalName;
        var user = new SandboxUser(id ?? Guid.NewGuid(), userPrincipalName, displayName ?? userPrincipalName, primary)
        {
            ProxyAddresses = ["SMTP:" + primary, .. (aliases ?? []).Select(alias => "smtp:" + alias)],
        };
        if (!_byName.TryAdd(userPrincipalName, user))
        {
            throw new ArgumentException($"There is a user {userPrincipalName} already.", nameof(userPrincipalName));
        }

        _byId[user.Id] = user;
        return user;
    }

    /// <summary>Removes a user; records of the user stay, as they do for a while in a tenant.</summary>
    public bool Remove(string userPrincipalName) =>
        _byName.TryRemove(userPrincipalName, out var user) && _byId.TryRemove(user.Id, out _);

    /// <summary>Gives a user another name. The object id stays; records keep the name that they were imported under.</summary>
    /// <exception cref="ArgumentException">There is no such user, or the new name is taken.</exception>
    public SandboxUser Rename(string userPrincipalName, string newName)
    {
        if (!_byName.TryGetValue(userPrincipalName, out var user))
        {
            throw new ArgumentException($"There is no user {userPrincipalName}.", nameof(userPrincipalName));
        }

        var renamed = user with { UserPrincipalName = newName };
        if (!_byName.TryAdd(newName, renamed))
        {
            throw new ArgumentException($"There is a user {newName} already.", nameof(newName));
        }

        _byName.TryRemove(userPrincipalName, out _);
        return _byId[user.Id] = renamed;
    }

    /// <summary>The user with this object id or user principal name; null for none.</summary>
    public SandboxUser? Find(string idOrName) =>
        Guid.TryParse(idOrName, out var id) ? _byId.GetValueOrDefault(id) : _byName.GetValueOrDefault(idOrName);
}

/// <summary>A user.</summary>
/// <param name="Id">The object id.</param>
/// <param name="UserPrincipalName">The user principal name.</param>
/// <param name="DisplayName">The display name.</param>
/// <param name="Mail">The primary mail address.</param>
public sealed record SandboxUser(Guid Id, string UserPrincipalName, string DisplayName, string Mail)
{
    /// <summary>
    /// All addresses as the directory lists them: <c>SMTP:</c> before the primary one, <c>smtp:</c> before the others.
    /// </summary>
    public IReadOnlyList<string> ProxyAddresses { get; init; } = [];
}
