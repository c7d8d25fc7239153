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
public sealed class UserRecords
{
    private readonly UserGroupLookup _groups;
    private readonly UserLookups _users;

    /// <param name="client">The connection's client.</param>
    public UserRecords(UserPfxClient client)
    {
        _groups = new UserGroupLookup(Guard.NotNull(client), DirectoryUse.IfKnown);
        _users = new UserLookups(_groups.LookUpAsync, client.Policy);
    }

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
            State = user,
            Listing = _groups.Listing,
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
    /// <summary>All of it, as look-ups remember it.</summary>
    internal UserState? State { get; init; }

    /// <summary>The records of others, as far as they were read in looking for this user's.</summary>
    internal TenantListing? Listing { get; init; }

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
