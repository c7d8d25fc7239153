using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>What is known of a user: the records that the service has, by thumbprint. Safe for concurrent use.</summary>
internal sealed class UserState
{
    public UserState(UserLookup lookup)
    {
        User = lookup.User;
        All = lookup.Records;
        foreach (var record in lookup.Records)
        {
            if (record.Id is not null)
            {
                Records[record.Thumbprint] = record;
            }
        }
    }

    /// <summary>The user as the directory has it; null when it was not asked.</summary>
    public GraphUser? User { get; }

    /// <summary>The user principal name as the directory has it; null when it was not asked.</summary>
    public string? DirectoryName => User?.UserPrincipalName;

    /// <summary>All records of the user as they were looked up: a certificate may have several.</summary>
    public IReadOnlyList<UserPfxRecord> All { get; }

    /// <summary>The user's records.</summary>
    public ConcurrentDictionary<string, UserPfxRecord> Records { get; } = new(StringComparer.OrdinalIgnoreCase);
}
