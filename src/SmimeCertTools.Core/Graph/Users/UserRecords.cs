using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>
/// Finds users' records, also those that are under a name that the user had before; users who are announced or asked for together
/// are looked up together. Safe for concurrent use.
/// </summary>
/// <param name="client">The connection's client.</param>
public sealed class UserRecords(UserPfxClient client)
{
    private readonly UserLookups _users = new(Guard.NotNull(client), DirectoryUse.IfKnown);

    /// <summary>Says that a user will be asked for: users who are announced ahead are looked up together.</summary>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public void Announce(string userPrincipalName, CancellationToken cancellationToken) =>
        _users.Announce(Guard.NotBlank(userPrincipalName).Trim(), cancellationToken);

    /// <summary>The records that were found for a user.</summary>
    /// <param name="userPrincipalName">The user principal name, or the object id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<FoundUserRecords> FindAsync(string userPrincipalName, CancellationToken cancellationToken)
    {
        var user = await _users.GetAsync(Guard.NotBlank(userPrincipalName).Trim(), cancellationToken).ConfigureAwait(false);
        var records = user.Records.Values
            .OrderBy(record => user.HolderOf(record))
            .ThenBy(record => record.Id, StringComparer.OrdinalIgnoreCase)
            .ToLookup(user.HolderOf);
        return new FoundUserRecords
        {
            User = user.User,
            NotFound = user.NotFound,
            Own = [.. records[RecordHolder.User]],
            UnderFormerNames = [.. records[RecordHolder.FormerName]],
            OfEarlierHolders = [.. records[RecordHolder.EarlierHolder]],
            AreFormerNamesKnown = user.AreFormerNamesKnown,
        };
    }
}

/// <summary>The records that were found for a user.</summary>
public sealed class FoundUserRecords
{
    /// <summary>The user as the directory has it; null when it does not know the user or may not be asked.</summary>
    public GraphUser? User { get; init; }

    /// <summary>What the directory says of a user whom it does not know; else null.</summary>
    public GraphRequestException? NotFound { get; init; }

    /// <summary>The records under the user's name.</summary>
    public required IReadOnlyList<UserPfxRecord> Own { get; init; }

    /// <summary>The user's records under other names: the user was renamed after their import.</summary>
    public required IReadOnlyList<UserPfxRecord> UnderFormerNames { get; init; }

    /// <summary>
    /// The records under the user's name that belong to another object id: to an account that had the name before.
    /// </summary>
    public required IReadOnlyList<UserPfxRecord> OfEarlierHolders { get; init; }

    /// <summary>Whether all records of the tenant were looked through for those under other names.</summary>
    public bool AreFormerNamesKnown { get; init; }
}
