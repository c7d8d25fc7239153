using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;

namespace SmimeCertTools.Core.History;

/// <summary>
/// Reads the histories of many users through one connection; those who are announced or asked for together are looked up
/// together. Safe for concurrent use.
/// </summary>
/// <param name="client">The connection's client.</param>
/// <param name="archive">The archive; null when there is none to compare with.</param>
/// <param name="maxRequests">How many groups of users are looked up at a time, each with one request.</param>
public sealed class UserHistories(UserPfxClient client, CertificateArchive? archive, int maxRequests = 8)
{
    /// <summary>How many users are looked up together.</summary>
    public const int UsersAtATime = UserGroupLookup.MaxListedUsers;

    private readonly UserLookups _users = new(
        new ManyUsersLookup(Guard.NotNull(client), maxRequests).LookUpAsync, client.Policy, groupSize: UsersAtATime);

    /// <summary>
    /// Says that a user will be asked for: users who are announced ahead are looked up together.
    /// </summary>
    /// <param name="userPrincipalName">The user.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public void Announce(string userPrincipalName, CancellationToken cancellationToken) =>
        _users.Announce(Guard.NotBlank(userPrincipalName).Trim(), cancellationToken);

    /// <summary>The history of a user as of now.</summary>
    /// <param name="userPrincipalName">The user principal name, or the object id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="GraphRequestException">The user is unknown or a request failed.</exception>
    public async Task<CertificateHistory> ReadAsync(string userPrincipalName, CancellationToken cancellationToken)
    {
        var name = Guard.NotBlank(userPrincipalName).Trim();
        var found = await _users.GetAsync(name, cancellationToken).ConfigureAwait(false);
        var user = found.User ?? throw found.NotFound!;
        return UserHistory.Build(user, [.. found.Records.Values], archive);
    }
}
