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
internal sealed class UserGroupLookup
{
    /// <summary>
    /// Eighteen listings and two filters are the twenty parts of a batch. A filter with <c>in</c> takes fifteen values
    /// (https://learn.microsoft.com/graph/filter-query-parameter).
    /// </summary>
    public const int MaxUsers = BatchSender.MaxParts - UserFilters;

    private const int UserFilters = 2;
    private const int UsersPerFilter = MaxUsers / UserFilters;

    private readonly UserPfxClient _client;
    private readonly Action? _onForbidden;
    private int _isForbidden;

    /// <param name="client">The connection's client.</param>
    /// <param name="onForbidden">
    /// Told, once, that the directory may not be asked; null to leave the directory out: the records of somebody who has left are
    /// still there.
    /// </param>
    public UserGroupLookup(UserPfxClient client, Action? onForbidden)
    {
        _client = client;
        _onForbidden = onForbidden;
        _isForbidden = onForbidden is null ? 1 : 0;
    }

    private bool AsksDirectory => Volatile.Read(ref _isForbidden) == 0;

    /// <summary>Looks up 1 to <see cref="MaxUsers"/> users. What fails for one of them is in its result.</summary>
    /// <returns>Results in the order of <paramref name="users"/>.</returns>
    public async Task<IReadOnlyList<UserLookup>> LookUpAsync(IReadOnlyList<string> users, CancellationToken cancellationToken)
    {
        if (users.Count == 1)
        {
            return [await LookUpOneAsync(users[0], cancellationToken).ConfigureAwait(false)];
        }

        IReadOnlyList<BatchAnswer> answers;
        var filters = AsksDirectory ? Chunks(users) : [];
        try
        {
            var subject = GraphRequestSubject.List($"{users.Count} users", null);
            answers = await GraphErrors.SendAsync(
                subject,
                () => _client.Batch.GetAsync([.. users.Select(user => UserPfxClient.ListingOf(user.Trim())), .. filters.Select(FilterOf)], cancellationToken))
                .ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (IsAboutBatches(e))
        {
            return await Task.WhenAll(users.Select(user => LookUpOneAsync(user, cancellationToken))).ConfigureAwait(false);
        }
        catch (GraphRequestException e)
        {
            return [.. users.Select(user => new UserLookup { UserPrincipalName = user, Error = e })];
        }

        var names = DirectoryNames([.. answers.Skip(users.Count)]);
        return await Task.WhenAll(users.Zip(answers, (user, answer) => CompleteAsync(user, names, answer, cancellationToken)))
            .ConfigureAwait(false);
    }

    private static bool IsAboutBatches(GraphRequestException e) => e.Kind is GraphErrorKind.BadRequest or GraphErrorKind.NotFound
        or GraphErrorKind.Forbidden or GraphErrorKind.UnexpectedResponse;

    private static List<List<string>> Chunks(IReadOnlyList<string> users) =>
        [.. users.Select((user, place) => (user, place)).GroupBy(pair => pair.place / UsersPerFilter)
            .Select(group => group.Select(pair => pair.user).ToList())];

    private static string FilterOf(List<string> users) => "users?$select=id,userPrincipalName&$filter=" + Uri.EscapeDataString(
        $"userPrincipalName in ({string.Join(",", users.Select(user => $"'{user.Trim().Replace("'", "''")}'"))})");

    /// <summary>The users that the filters found. Who is not among them is asked for by name, which says why.</summary>
    private HashSet<string> DirectoryNames(List<BatchAnswer> answers)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var answer in answers)
        {
            if (answer.Failure?.Kind == GraphErrorKind.Forbidden)
            {
                Forbid();
            }
            else if (answer.Body?["value"] is JsonArray found)
            {
                names.UnionWith(found.OfType<JsonObject>().Select(user => user.Text("userPrincipalName")).OfType<string>());
            }
        }

        return names;
    }

    private Task<UserLookup> LookUpOneAsync(string user, CancellationToken cancellationToken) =>
        GuardAsync(user, async () =>
        {
            var name = await DirectoryNameAsync(user, cancellationToken).ConfigureAwait(false);
            var records = await _client.ListUserAsync(user, cancellationToken).ConfigureAwait(false);
            return new UserLookup { UserPrincipalName = user, DirectoryName = name, Records = records };
        });

    private Task<UserLookup> CompleteAsync(
        string user, HashSet<string> names, BatchAnswer listing, CancellationToken cancellationToken) =>
        GuardAsync(user, async () =>
        {
            var name = names.Contains(user.Trim())
                ? user.Trim()
                : await DirectoryNameAsync(user, cancellationToken).ConfigureAwait(false);
            return new UserLookup
            {
                UserPrincipalName = user,
                DirectoryName = name,
                Records = await RecordsAsync(user, listing, cancellationToken).ConfigureAwait(false),
            };
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

    private async Task<string?> DirectoryNameAsync(string user, CancellationToken cancellationToken)
    {
        if (!AsksDirectory)
        {
            return null;
        }

        try
        {
            return (await _client.GetUserAsync(user, cancellationToken).ConfigureAwait(false)).UserPrincipalName;
        }
        catch (GraphRequestException e) when (e.Kind == GraphErrorKind.Forbidden)
        {
            Forbid();
            return null;
        }
    }

    private void Forbid()
    {
        if (Interlocked.Exchange(ref _isForbidden, 1) == 0)
        {
            _onForbidden?.Invoke();
        }
    }

    private async Task<IReadOnlyList<UserPfxRecord>> RecordsAsync(
        string user, BatchAnswer listing, CancellationToken cancellationToken)
    {
        if (listing.Failure is { } failure)
        {
            throw GraphErrors.Make(failure, GraphRequestSubject.List(user.Trim(), null));
        }

        var pager = _client.List(user);
        return [.. pager.Accept(listing.Body), .. await pager.ReadAllAsync(cancellationToken).ConfigureAwait(false)];
    }
}
