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

    /// <summary>The user's records; empty with an error.</summary>
    public IReadOnlyList<UserPfxRecord> Records { get; init; } = [];

    /// <summary>Why the look-up failed; null when it did not.</summary>
    public GraphRequestException? Error { get; init; }
}
