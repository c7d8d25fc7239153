using System;
using System.Collections.Concurrent;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>What is known of a user: the records that the service has. Safe for concurrent use.</summary>
internal sealed class UserState
{
    public UserState(UserLookup lookup)
    {
        (User, NotFound, AreFormerNamesKnown) = (lookup.User, lookup.NotFound, lookup.AreFormerNamesKnown);
        foreach (var record in lookup.Records)
        {
            if (record.Id is { } id)
            {
                Records[id] = record;
            }
        }
    }

    /// <summary>The user as the directory has it; null when it was not asked or does not know the user.</summary>
    public GraphUser? User { get; }

    /// <summary>As <see cref="UserLookup.NotFound"/>.</summary>
    public GraphRequestException? NotFound { get; }

    /// <summary>As <see cref="UserLookup.AreFormerNamesKnown"/>.</summary>
    public bool AreFormerNamesKnown { get; }

    /// <summary>The user principal name as the directory has it; null when it was not asked.</summary>
    public string? DirectoryName => User?.UserPrincipalName;

    /// <summary>
    /// The records that were found for the user, by id: a name may have several of one certificate, and not all of them are the
    /// user's (<see cref="HolderOf"/>).
    /// </summary>
    public ConcurrentDictionary<string, UserPfxRecord> Records { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whose a record is.</summary>
    public RecordHolder HolderOf(UserPfxRecord record) => RecordHolders.Of(record, User);

    /// <summary>The user's record of a certificate, as <see cref="RecordHolders.Choose"/> says.</summary>
    public UserPfxRecord? Find(string thumbprint) => RecordHolders.Choose(Records.Values, thumbprint, User);
}
