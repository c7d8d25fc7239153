using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>
/// Looks up many users. Where many are asked for and the tenant's records are not too many, one listing of all records serves all
/// users, and a batch asks the directory for 300 of them; else users are looked up in groups. Safe for concurrent use.
/// </summary>
/// <param name="client">The connection's client.</param>
/// <param name="maxRequests">How many groups are looked up at a time.</param>
internal sealed class ManyUsersLookup(UserPfxClient client, int maxRequests)
{
    // Fewer are looked up in as many requests as a listing of few pages takes.
    private const int Many = 3 * UserGroupLookup.MaxUsers;

    private readonly UserGroupLookup _groups = new(client, DirectoryUse.Required);
    private readonly SemaphoreSlim _requests = new(maxRequests);
    private volatile bool _isGivenUp;

    /// <summary>All records of the tenant, as far as they were read.</summary>
    public TenantListing Listing => _groups.Listing;

    /// <summary>Looks up 1 to <see cref="UserGroupLookup.MaxListedUsers"/> users.</summary>
    /// <returns>Results in the order of <paramref name="users"/>; what fails for one of them is in its result.</returns>
    public async Task<IReadOnlyList<UserLookup>> LookUpAsync(IReadOnlyList<string> users, CancellationToken cancellationToken)
    {
        if (Listing.IsComplete
            || (users.Count > Many && await ListAsync(users.Count, cancellationToken).ConfigureAwait(false)))
        {
            return await _groups.LookUpListedAsync(users, cancellationToken).ConfigureAwait(false);
        }

        var groups = UserGroupLookup.Chunks(users, UserGroupLookup.MaxUsers);
        var found = await Task.WhenAll(groups.Select(group => LookUpGroupAsync(group, cancellationToken))).ConfigureAwait(false);
        return [.. found.SelectMany(group => group)];
    }

    private async Task<IReadOnlyList<UserLookup>> LookUpGroupAsync(List<string> users, CancellationToken cancellationToken)
    {
        await _requests.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _groups.LookUpAsync(users, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _requests.Release();
        }
    }

    // Given up after as many pages as groups would take requests: so a large tenant costs twice that at the most, once.
    private async Task<bool> ListAsync(int users, CancellationToken cancellationToken)
    {
        try
        {
            return !_isGivenUp
                && await _groups.Listing.ReadAsync(users / UserGroupLookup.MaxUsers, cancellationToken).ConfigureAwait(false);
        }
        catch (GraphRequestException)
        {
            // The groups' own look-ups say of each user what is wrong.
            _isGivenUp = true;
            return false;
        }
    }
}
