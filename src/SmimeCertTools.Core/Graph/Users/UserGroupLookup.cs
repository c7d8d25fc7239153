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
/// is to be asked, a filter for several users at once. Where <see cref="DirectoryUse"/> says so, the user's records under other
/// names are looked for as well. Safe for concurrent use.
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

    /// <summary>How many pages of all records are read for those that are under other names than the user's.</summary>
    /// <remarks>
    /// All are read for a user who has no valid encryption certificate under the present name: before that is said, everything
    /// was looked at.
    /// </remarks>
    public const int FewPages = 5;

    private const int UserFilters = 2;
    private const int NamesPerFilter = 15;
    private const int UsersPerFilter = MaxUsers / UserFilters;

    private readonly AddressLookup _addresses = new(client);
    private int _isLeftOut = directory == DirectoryUse.LeftOut ? 1 : 0;

    /// <summary>All records of the tenant, as far as they were read.</summary>
    public TenantListing Listing { get; } = new(client);

    private bool IsForgiving => directory is DirectoryUse.Required or DirectoryUse.IfKnown;

    private bool AsksDirectory => Volatile.Read(ref _isLeftOut) == 0;

    /// <summary>Looks up 1 to <see cref="MaxUsers"/> users. What fails for one of them is in its result.</summary>
    /// <returns>Results in the order of <paramref name="users"/>.</returns>
    public async Task<IReadOnlyList<UserLookup>> LookUpAsync(IReadOnlyList<string> users, CancellationToken cancellationToken)
    {
        if (users.Count == 1)
        {
            return [await LookUpOneAsync(users[0], cancellationToken).ConfigureAwait(false)];
        }

        var filters = AsksDirectory ? Chunks(users, UsersPerFilter) : [];
        var (answers, error) = await AskAsync(users.Count,
            [.. users.Select(user => UserPfxClient.ListingOf(user.Trim())), .. filters.Select(FilterOf)], cancellationToken)
            .ConfigureAwait(false);
        if (answers is null)
        {
            return await Task.WhenAll(users.Select(user => error is null
                ? LookUpOneAsync(user, cancellationToken)
                : Task.FromResult(Failed(user, error)))).ConfigureAwait(false);
        }

        var known = DirectoryUsers(answers.Skip(users.Count));
        return await Task.WhenAll(users.Zip(answers, (user, answer) => CompleteAsync(
            user, known, () => RecordsAsync(user, answer, cancellationToken), cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>
    /// Looks up 1 to <see cref="MaxListedUsers"/> users whose records are in the listing, which was read to its end. What fails
    /// for one of them is in its result.
    /// </summary>
    /// <returns>Results in the order of <paramref name="users"/>.</returns>
    public async Task<IReadOnlyList<UserLookup>> LookUpListedAsync(
        IReadOnlyList<string> users, CancellationToken cancellationToken)
    {
        var (answers, error) = await AskAsync(
            users.Count, [.. Chunks(users, NamesPerFilter).Select(FilterOf)], cancellationToken).ConfigureAwait(false);

        // Where batches are refused each is asked for by name.
        var known = DirectoryUsers(answers ?? []);
        return await Task.WhenAll(users.Select(user => error is null
            ? CompleteAsync(user, known, () => Task.FromResult(Listing.Under(user.Trim())), cancellationToken)
            : Task.FromResult(Failed(user, error)))).ConfigureAwait(false);
    }

    /// <summary>The answers of a batch; none where batches are refused, and the error of any other failure.</summary>
    private async Task<(IReadOnlyList<BatchAnswer>? Answers, GraphRequestException? Error)> AskAsync(
        int users, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        try
        {
            return (await GraphErrors.SendAsync(GraphRequestSubject.List($"{users} users", null),
                () => client.Batch.GetAsync(parts, cancellationToken)).ConfigureAwait(false), null);
        }
        catch (GraphRequestException e)
        {
            return (null, BatchSender.IsAboutBatches(e.Kind) ? null : e);
        }
    }

    /// <summary>The users in parts of <paramref name="size"/>.</summary>
    public static List<List<string>> Chunks(IReadOnlyList<string> users, int size) =>
        [.. users.Select((user, place) => (user, place)).GroupBy(pair => pair.place / size)
            .Select(group => group.Select(pair => pair.user).ToList())];

    private static string FilterOf(List<string> users) => $"users?{UserPfxClient.UserSelect}&$filter=" + Uri.EscapeDataString(
        $"userPrincipalName in ({string.Join(",", users.Select(user => FilterText.Quote(user.Trim())))})");

    /// <summary>The users that the filters found. Who is not among them is asked for by name, which says why.</summary>
    private Dictionary<string, GraphUser> DirectoryUsers(IEnumerable<BatchAnswer> answers)
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
        CompleteAsync(user, [], () => client.ListUserAsync(user, cancellationToken), cancellationToken);

    /// <summary>What is known of a user; what fails is in the result.</summary>
    /// <param name="user">The user.</param>
    /// <param name="known">Who was found in the directory; others are asked for by name.</param>
    /// <param name="readRecords">Reads the user's records.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private async Task<UserLookup> CompleteAsync(string user, Dictionary<string, GraphUser> known,
        Func<Task<IReadOnlyList<UserPfxRecord>>> readRecords, CancellationToken cancellationToken)
    {
        var name = user.Trim();
        try
        {
            var (found, notFound) = known.TryGetValue(name, out var listed)
                ? (listed, null)
                : await DirectoryUserAsync(user, cancellationToken).ConfigureAwait(false);
            var records = await readRecords().ConfigureAwait(false);
            if (notFound is not null && records.Count == 0 && directory == DirectoryUse.Required)
            {
                return Failed(user, notFound);
            }

            var (all, isComplete) = found is not null && IsForgiving
                ? await AddFormerNamesAsync(name, found, records, cancellationToken).ConfigureAwait(false)
                : (records, false);
            return new UserLookup
            {
                UserPrincipalName = user,
                User = found,
                NotFound = notFound,
                Records = all,
                AreFormerNamesKnown = isComplete,
            };
        }
        catch (GraphRequestException e)
        {
            return Failed(user, e);
        }
    }

    /// <summary>The records and those of the user that are under other names, and whether all were looked through.</summary>
    private async Task<(IReadOnlyList<UserPfxRecord> Records, bool IsComplete)> AddFormerNamesAsync(
        string name, GraphUser user, IReadOnlyList<UserPfxRecord> records, CancellationToken cancellationToken)
    {
        // The directory finds users by their object id as well; records go by the name.
        var isName = string.Equals(user.UserPrincipalName, name, StringComparison.OrdinalIgnoreCase);
        List<UserPfxRecord> all =
        [
            .. isName ? records
                : await client.ListUserAsync(user.UserPrincipalName, cancellationToken).ConfigureAwait(false),
        ];
        if (user.ObjectId is not { } id)
        {
            return (all, false);
        }

        var now = client.Policy.Clock.GetUtcNow();
        var mostPages = all.Exists(record => record.IntendedPurpose == UserPfxPurpose.SmimeEncryption
            && record.StartDateTime <= now && now <= record.ExpirationDateTime
            && RecordHolders.Of(record, user) == RecordHolder.User) ? FewPages : int.MaxValue;
        var isComplete = await Listing.ReadAsync(mostPages, cancellationToken).ConfigureAwait(false);
        all.AddRange(Listing.Of(id).Where(record => RecordHolders.Of(record, user) == RecordHolder.FormerName));
        return (all, isComplete);
    }

    private static UserLookup Failed(string user, GraphRequestException error) =>
        new() { UserPrincipalName = user, Error = error };

    private async Task<(GraphUser? User, GraphRequestException? NotFound)> DirectoryUserAsync(
        string user, CancellationToken cancellationToken)
    {
        if (!AsksDirectory)
        {
            return default;
        }

        try
        {
            return (await client.GetUserAsync(user, cancellationToken).ConfigureAwait(false), null);
        }
        catch (GraphRequestException e) when (e.Kind == GraphErrorKind.UserNotFound)
        {
            // People take a mail address for the name, and lists of a CA have nothing else.
            var holder = await HolderAsync(user.Trim(), cancellationToken).ConfigureAwait(false);
            if (holder is null && !IsForgiving)
            {
                throw;
            }

            return (holder, holder is null ? e : null);
        }
        catch (GraphRequestException e) when (e.Kind == GraphErrorKind.Forbidden && directory != DirectoryUse.Required)
        {
            LeaveOut();
            return default;
        }
    }

    /// <summary>The one user whose mail address a name is that is nobody's user principal name; null for none.</summary>
    private async Task<GraphUser?> HolderAsync(string name, CancellationToken cancellationToken)
    {
        if (name.IndexOf('@') < 0)
        {
            return null;
        }

        var answer = (await _addresses.LookUpAsync([name], cancellationToken).ConfigureAwait(false))[0];
        return answer.Found is { Count: 1 } holders ? holders[0] : null;
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

    /// <summary>Who each user is, where the connection may ask; somebody whom it does not know is an error.</summary>
    IfAllowed,

    /// <summary>
    /// Who each user is, where the connection may ask. The records of somebody whom it does not know are told; those of a user
    /// under other names are looked for.
    /// </summary>
    IfKnown,

    /// <summary>
    /// Who each user is; not to be allowed to ask is an error, and so is somebody of whom there are no records either. The
    /// records of a user under other names are looked for.
    /// </summary>
    Required,
}
