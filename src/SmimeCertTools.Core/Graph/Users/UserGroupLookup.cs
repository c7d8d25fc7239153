using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Batch;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>
/// Looks up users and their records, a group of users in one batch: a listing of records for each user and, where the directory
/// is to be asked, a filter for several users at once. Safe for concurrent use.
/// </summary>
/// <param name="client">The connection's client.</param>
/// <param name="directory">Whether the directory is asked.</param>
/// <param name="onForbidden">Told, once, that the directory may not be asked and is left out.</param>
internal sealed class UserGroupLookup(UserPfxClient client, DirectoryUse directory, Action? onForbidden = null)
{
    /// <summary>
    /// Eighteen listings and two filters are the twenty parts of a batch. A filter with <c>in</c> takes fifteen values
    /// (https://learn.microsoft.com/graph/filter-query-parameter).
    /// </summary>
    public const int MaxUsers = BatchSender.MaxParts - UserFilters;

    /// <summary>The users of one batch that asks the directory alone.</summary>
    public const int MaxListedUsers = BatchSender.MaxParts * NamesPerFilter;

    private const int UserFilters = 2;
    private const int NamesPerFilter = 15;
    private const int UsersPerFilter = MaxUsers / UserFilters;

    private int _isLeftOut = directory == DirectoryUse.LeftOut ? 1 : 0;

    private bool AsksDirectory => Volatile.Read(ref _isLeftOut) == 0;

    /// <summary>Looks up 1 to <see cref="MaxUsers"/> users. What fails for one of them is in its result.</summary>
    /// <returns>Results in the order of <paramref name="users"/>.</returns>
    public async Task<IReadOnlyList<UserLookup>> LookUpAsync(IReadOnlyList<string> users, CancellationToken cancellationToken)
    {
        if (users.Count == 1)
        {
            return [await LookUpOneAsync(users[0], cancellationToken).ConfigureAwait(false)];
        }

        IReadOnlyList<BatchAnswer> answers;
        var filters = AsksDirectory ? Chunks(users, UsersPerFilter) : [];
        try
        {
            var subject = GraphRequestSubject.List($"{users.Count} users", null);
            answers = await GraphErrors.SendAsync(subject,
                () => client.Batch.GetAsync(
                    [.. users.Select(user => UserPfxClient.ListingOf(user.Trim())), .. filters.Select(FilterOf)],
                    cancellationToken)).ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (IsAboutBatches(e))
        {
            return await Task.WhenAll(users.Select(user => LookUpOneAsync(user, cancellationToken))).ConfigureAwait(false);
        }
        catch (GraphRequestException e)
        {
            return [.. users.Select(user => new UserLookup { UserPrincipalName = user, Error = e })];
        }

        var known = DirectoryUsers([.. answers.Skip(users.Count)]);
        return await Task.WhenAll(users.Zip(answers, (user, answer) => CompleteAsync(user, known, answer, cancellationToken)))
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Looks up 1 to <see cref="MaxListedUsers"/> users whose records are in a listing that was read before. What fails for one
    /// of them is in its result.
    /// </summary>
    /// <returns>Results in the order of <paramref name="users"/>.</returns>
    public async Task<IReadOnlyList<UserLookup>> LookUpListedAsync(
        IReadOnlyList<string> users, ILookup<string, UserPfxRecord> records, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, GraphUser>();
        try
        {
            known = DirectoryUsers([.. await GraphErrors.SendAsync(
                GraphRequestSubject.List($"{users.Count} users", null),
                () => client.Batch.GetAsync([.. Chunks(users, NamesPerFilter).Select(FilterOf)], cancellationToken))
                .ConfigureAwait(false)]);
        }
        catch (GraphRequestException e) when (IsAboutBatches(e))
        {
            // Each is asked for by name.
        }
        catch (GraphRequestException e)
        {
            return [.. users.Select(user => new UserLookup { UserPrincipalName = user, Error = e })];
        }

        return await Task.WhenAll(users.Select(user => GuardAsync(user, async () => new UserLookup
        {
            UserPrincipalName = user,
            User = known.TryGetValue(user.Trim(), out var found)
                ? found
                : await DirectoryUserAsync(user, cancellationToken).ConfigureAwait(false),
            Records = [.. records[user.Trim()]],
        }))).ConfigureAwait(false);
    }

    private static bool IsAboutBatches(GraphRequestException e) => e.Kind is GraphErrorKind.BadRequest or GraphErrorKind.NotFound
        or GraphErrorKind.Forbidden or GraphErrorKind.UnexpectedResponse;

    /// <summary>The users in parts of <paramref name="size"/>.</summary>
    public static List<List<string>> Chunks(IReadOnlyList<string> users, int size) =>
        [.. users.Select((user, place) => (user, place)).GroupBy(pair => pair.place / size)
            .Select(group => group.Select(pair => pair.user).ToList())];

    private static string FilterOf(List<string> users) => $"users?{UserPfxClient.UserSelect}&$filter=" + Uri.EscapeDataString(
        $"userPrincipalName in ({string.Join(",", users.Select(user => $"'{user.Trim().Replace("'", "''")}'"))})");

    /// <summary>The users that the filters found. Who is not among them is asked for by name, which says why.</summary>
    private Dictionary<string, GraphUser> DirectoryUsers(List<BatchAnswer> answers)
    {
        var users = new Dictionary<string, GraphUser>(StringComparer.OrdinalIgnoreCase);
        foreach (var answer in answers)
        {
            if (answer.Failure?.Kind == GraphErrorKind.Forbidden && directory != DirectoryUse.Required)
            {
                LeaveOut();
            }
            else if (answer.Body?["value"] is JsonArray found)
            {
                foreach (var user in found.OfType<JsonObject>().Select(UserPfxClient.ReadUser).OfType<GraphUser>())
                {
                    users[user.UserPrincipalName] = user;
                }
            }
        }

        return users;
    }

    private Task<UserLookup> LookUpOneAsync(string user, CancellationToken cancellationToken) =>
        GuardAsync(user, async () => new UserLookup
        {
            UserPrincipalName = user,
            User = await DirectoryUserAsync(user, cancellationToken).ConfigureAwait(false),
            Records = await client.ListUserAsync(user, cancellationToken).ConfigureAwait(false),
        });

    private Task<UserLookup> CompleteAsync(
        string user, Dictionary<string, GraphUser> known, BatchAnswer listing, CancellationToken cancellationToken) =>
        GuardAsync(user, async () => new UserLookup
        {
            UserPrincipalName = user,
            User = known.TryGetValue(user.Trim(), out var found)
                ? found
                : await DirectoryUserAsync(user, cancellationToken).ConfigureAwait(false),
            Records = await RecordsAsync(user, listing, cancellationToken).ConfigureAwait(false),
        });

    private static async Task<UserLookup> GuardAsync(string user, Func<Task<UserLookup>> look)
    {
        try
        {
            return await look().ConfigureAwait(false);
        }
        catch (GraphRequestException e)
        {
            return new UserLookup { UserPrincipalName = user, Error = e };
        }
    }

    private async Task<GraphUser?> DirectoryUserAsync(string user, CancellationToken cancellationToken)
    {
        if (!AsksDirectory)
        {
            return null;
        }

        try
        {
            return await client.GetUserAsync(user, cancellationToken).ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (e.Kind == GraphErrorKind.Forbidden && directory != DirectoryUse.Required)
        {
            LeaveOut();
            return null;
        }
    }

    private void LeaveOut()
    {
        if (Interlocked.Exchange(ref _isLeftOut, 1) == 0)
        {
            onForbidden?.Invoke();
        }
    }

    private async Task<IReadOnlyList<UserPfxRecord>> RecordsAsync(
        string user, BatchAnswer listing, CancellationToken cancellationToken)
    {
        if (listing.Failure is { } failure)
        {
            throw GraphErrors.Make(failure, GraphRequestSubject.List(user.Trim(), null));
        }

        var pager = client.List(user);
        return [.. pager.Accept(listing.Body), .. await pager.ReadAllAsync(cancellationToken).ConfigureAwait(false)];
    }
}

/// <summary>What a look-up of users asks the directory.</summary>
internal enum DirectoryUse
{
    /// <summary>Nothing: the records of somebody who has left are still there.</summary>
    LeftOut,

    /// <summary>Who each user is, where the connection may ask.</summary>
    IfAllowed,

    /// <summary>Who each user is; who cannot be asked for is an error.</summary>
    Required,
}
