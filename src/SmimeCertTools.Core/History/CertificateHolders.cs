using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.History;

/// <summary>
/// Knows which users a certificate's records are for, of those that were read in a run. One person's key at another is found so.
/// Safe for concurrent use.
/// </summary>
internal sealed class CertificateHolders
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Dictionary<string, UserPfxRecord>> _users = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes that a record is a user's.</summary>
    public void Add(UserPfxRecord record, string userPrincipalName)
    {
        lock (_gate)
        {
            if (!_users.TryGetValue(record.Thumbprint, out var users))
            {
                _users.Add(record.Thumbprint, users = new(StringComparer.OrdinalIgnoreCase));
            }

            users[userPrincipalName] = record;
        }
    }

    /// <summary>The names of others who have a record of the same certificate.</summary>
    /// <param name="record">A user's record.</param>
    /// <param name="user">The user.</param>
    /// <param name="listed">All records of the certificate that were read in a listing.</param>
    public IReadOnlyList<string> Others(UserPfxRecord record, GraphUser user, IEnumerable<UserPfxRecord> listed)
    {
        var names = new SortedSet<string>(
            listed.Where(other => !IsSameUser(other, record)).Select(other => other.UserPrincipalName),
            StringComparer.OrdinalIgnoreCase);
        lock (_gate)
        {
            names.UnionWith((_users.TryGetValue(record.Thumbprint, out var users) ? users : [])
                .Where(other => record.UserId is null || other.Value.UserId != record.UserId).Select(other => other.Key));
        }

        names.Remove(user.UserPrincipalName);
        return [.. names];
    }

    // The name may be a former one; the object id decides where both have one.
    private static bool IsSameUser(UserPfxRecord one, UserPfxRecord other) =>
        one.UserId is { } id && other.UserId is { } otherId
            ? id == otherId
            : string.Equals(one.UserPrincipalName, other.UserPrincipalName, StringComparison.OrdinalIgnoreCase);
}
