using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.History;

/// <summary>
/// Reads the histories of many users through one connection; those who are announced or asked for together are looked up
/// together. Safe for concurrent use.
/// </summary>
public sealed class UserHistories
{
    /// <summary>How many users are looked up together.</summary>
    public const int UsersAtATime = UserGroupLookup.MaxListedUsers;

    private readonly CertificateHolders _holders = new();
    private readonly ManyUsersLookup _lookup;
    private readonly UserLookups _users;
    private readonly TimeProvider _clock;
    private TenantListing? _taken;

    /// <param name="client">The connection's client.</param>
    /// <param name="archive">The archive; null when there is none to compare with.</param>
    /// <param name="maxRequests">How many groups of users are looked up at a time, each with one request.</param>
    public UserHistories(UserPfxClient client, CertificateArchive? archive, int maxRequests = 8)
    {
        (Archive, _clock) = (archive, Guard.NotNull(client).Policy.Clock);
        _lookup = new ManyUsersLookup(Guard.NotNull(client), maxRequests);
        _users = new UserLookups(_lookup.LookUpAsync, client.Policy, groupSize: UsersAtATime);
    }

    /// <summary>The archive; null when there is none to compare with.</summary>
    public CertificateArchive? Archive { get; set; }

    /// <summary>How long before its end a certificate expires soon; null for 30 days.</summary>
    public TimeSpan? Soon { get; set; }

    /// <summary>
    /// Says that a user will be asked for: users who are announced ahead are looked up together.
    /// </summary>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public void Announce(string userPrincipalName, CancellationToken cancellationToken) =>
        _users.Announce(Guard.NotBlank(userPrincipalName).Trim(), cancellationToken);

    /// <summary>Takes all records of the tenant from who read them just now, so that none is read again.</summary>
    /// <param name="all">The records.</param>
    public void Take(IReadOnlyList<UserPfxRecord> all) => _lookup.Listing.Take(Guard.NotNull(all));

    /// <summary>
    /// Takes a user's records from who read them just now. What the directory does not know of the user is asked for again.
    /// </summary>
    /// <param name="found">The user and the records.</param>
    public void Take(FoundUserRecords found)
    {
        if (Guard.NotNull(found) is { State: { } state, User: { } user })
        {
            _users.Take(user.UserPrincipalName, state);
            _taken = found.Listing;
        }
    }

    /// <summary>The history of a user as of now.</summary>
    /// <param name="userPrincipalName">The user principal name, or the object id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="GraphRequestException">
    /// The user is unknown and no record is left under the name, or a request failed.
    /// </exception>
    public async Task<CertificateHistory> ReadAsync(string userPrincipalName, CancellationToken cancellationToken)
    {
        var name = Guard.NotBlank(userPrincipalName).Trim();
        var found = await _users.GetAsync(name, cancellationToken).ConfigureAwait(false);

        // A user whom the directory does not know comes with the records that are left; without any it is an error.
        var user = found.User ?? (found.Records.IsEmpty ? throw found.NotFound!
            : new GraphUser { Id = string.Empty, UserPrincipalName = found.Records.Values.First().UserPrincipalName });
        var records = found.Records.Values.ToList();
        foreach (var record in records.Where(record => found.HolderOf(record) != RecordHolder.EarlierHolder))
        {
            _holders.Add(record, user.UserPrincipalName);
        }

        return UserHistory.Build(user, records, Archive, _clock, new HistoryHolders
        {
            IsUserUnknown = found.User is null,
            Of = found.HolderOf,
            Others = record => _holders.Others(
                record, user, [.. _lookup.Listing.Of(record.Thumbprint), .. _taken?.Of(record.Thumbprint) ?? []]),
        }, Soon);
    }
}
