using System.Collections.Generic;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>What a look-up of a user and the user's records found.</summary>
internal sealed class UserLookup
{
    /// <summary>The user principal name that was looked up.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The user as the directory has it; null when the directory was not or could not be asked.</summary>
    public GraphUser? User { get; init; }

    /// <summary>The name as the directory has it; null when the directory was not or could not be asked.</summary>
    public string? DirectoryName => User?.UserPrincipalName;

    /// <summary>
    /// The records under that name, and those of the user under other names where they were looked for
    /// (<see cref="DirectoryUse"/>); <see cref="RecordHolders"/> tells them apart. Empty with an error.
    /// </summary>
    public IReadOnlyList<UserPfxRecord> Records { get; init; } = [];

    /// <summary>
    /// What the directory says of a user whom it does not know, or no longer, and whose records are told none the less; else
    /// null.
    /// </summary>
    public GraphRequestException? NotFound { get; init; }

    /// <summary>
    /// Whether all records of the tenant were looked through for those of the user under other names; not for a user whom the
    /// directory does not know or was not asked about.
    /// </summary>
    public bool AreFormerNamesKnown { get; init; }

    /// <summary>Why the look-up failed; null when it did not.</summary>
    public GraphRequestException? Error { get; init; }
}
