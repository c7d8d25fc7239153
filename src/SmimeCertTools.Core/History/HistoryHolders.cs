using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.History;

/// <summary>What is known of those who hold the records of a history.</summary>
internal sealed class HistoryHolders
{
    /// <summary>Whether the directory does not know the user, or no longer.</summary>
    public bool IsUserUnknown { get; init; }

    /// <summary>Tells whose a record is.</summary>
    public Func<UserPfxRecord, RecordHolder> Of { get; init; } = _ => RecordHolder.User;

    /// <summary>The other users that are known to have a record of the same certificate.</summary>
    public Func<UserPfxRecord, IReadOnlyList<string>> Others { get; init; } = _ => [];
}
