using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>
/// Looks up each user once, groups of users together, and remembers the latest ones. Names are user principal names.
/// </summary>
/// <param name="lookUp">Looks up a group of users.</param>
/// <param name="policy">Its clock measures how long a group is gathered.</param>
/// <param name="capacity">How many users are remembered.</param>
/// <param name="groupSize">How many users make a group.</param>
internal sealed class UserLookups(Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<UserLookup>>> lookUp,
    RetryPolicy policy, int capacity = UserLookups.DefaultCapacity, int groupSize = UserGroupLookup.MaxUsers)
    : GroupedLookups<UserState>(
        async (users, cancellationToken) =>
        [
            .. (await lookUp(users, cancellationToken).ConfigureAwait(false)).Select(user =>
                user.Error is { } error ? new GroupedAnswer<UserState>(null, error) : new(new UserState(user), null)),
        ],
        policy, capacity, groupSize)
{
    /// <summary>How many users are remembered: far more than are under way at a time, and a few megabytes.</summary>
    public const int DefaultCapacity = 2_000;

    /// <summary>Look-ups through a connection.</summary>
    /// <param name="client">The connection's client.</param>
    /// <param name="directory">Whether the directory is asked.</param>
    /// <param name="onForbidden">Told, once, that the directory may not be asked and is left out.</param>
    public UserLookups(UserPfxClient client, DirectoryUse directory, Action? onForbidden = null)
        : this(new UserGroupLookup(client, directory, onForbidden).LookUpAsync, client.Policy)
    {
    }
}
