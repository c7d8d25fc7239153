using System;
using System.Collections.Concurrent;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import.Lookup;

/// <summary>What an import knows of a user: the records that the service has, by thumbprint. Safe for concurrent use.</summary>
internal sealed class UserState
{
    public UserState(UserLookup lookup)
    {
        DirectoryName = lookup.DirectoryName;
        foreach (var record in lookup.Records)
        {
            if (record.Id is not null)
            {
                Records[record.Thumbprint] = record;
            }
        }
    }

    /// <summary>The user principal name as the directory has it; null when it was not asked.</summary>
    public string? DirectoryName { get; }

    /// <summary>The user's records.</summary>
    public ConcurrentDictionary<string, UserPfxRecord> Records { get; } = new(StringComparer.OrdinalIgnoreCase);
}
