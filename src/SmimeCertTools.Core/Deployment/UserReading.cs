using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Deployment;

/// <summary>Reads the users of a deployment and their records. For one use.</summary>
internal sealed class UserReading(UserPfxClient client, BatchedReader batches, CertificateArchive? archive,
    DeploymentScope scope, IProgress<DeploymentProgress>? progress)
{
    // Few enough for those that wait to be remembered.
    private const int UsersAtATime = 4 * UserHistories.UsersAtATime;

    private readonly UserHistories _histories = new(client, archive, scope.MaxRequests) { Soon = scope.Soon };
    private readonly List<(string User, GraphRequestException Error)> _errors = [];

    /// <summary>Why the directory could not be asked; null when it was.</summary>
    public GraphRequestException? DirectoryError { get; private set; }

    /// <summary>The users who could not be read, with the reason.</summary>
    public IReadOnlyList<(string User, GraphRequestException Error)> Errors => _errors;

    /// <summary>The records and the users whose they are.</summary>
    /// <exception cref="GraphRequestException">The session is over.</exception>
    public async Task<(Collected<IReadOnlyList<UserPfxRecord>> Records, Collected<IReadOnlyList<DeployedUser>> Users)> ReadAsync(
        CancellationToken cancellationToken)
    {
        try
        {
            var all = scope.Users is null ? await ListAsync(cancellationToken).ConfigureAwait(false) : null;
            IReadOnlyList<string> names = scope.Users ??
            [
                .. all!.Select(record => record.UserPrincipalName).Distinct(StringComparer.OrdinalIgnoreCase)
                    .OrderBy(name => name, StringComparer.OrdinalIgnoreCase),
            ];
            var users = await UsersAsync(names, all, cancellationToken).ConfigureAwait(false);
            return (
                Collected<IReadOnlyList<UserPfxRecord>>.Of(all
                    ?? [.. users.SelectMany(user => user.History.Entries).Select(entry => entry.Record).OfType<UserPfxRecord>()]),
                Collected<IReadOnlyList<DeployedUser>>.Of(users));
        }
        catch (GraphRequestException e) when (!e.IsSessionError)
        {
            return (Collected<IReadOnlyList<UserPfxRecord>>.Failed(e), Collected<IReadOnlyList<DeployedUser>>.Failed(e));
        }
    }

    private async Task<IReadOnlyList<UserPfxRecord>> ListAsync(CancellationToken cancellationToken)
    {
        List<UserPfxRecord> all = [];
        var pager = client.List();
        while (await pager.NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            all.AddRange(page);
            progress?.Report(new DeploymentProgress(DeploymentStage.Records, all.Count, null));
        }

        _histories.Take(all);
        return all;
    }

    private async Task<IReadOnlyList<DeployedUser>> UsersAsync(
        IReadOnlyList<string> names, IReadOnlyList<UserPfxRecord>? all, CancellationToken cancellationToken)
    {
        List<DeployedUser> users = [];
        for (var start = 0; start < names.Count; start += UsersAtATime)
        {
            var part = names.Skip(start).Take(UsersAtATime).ToList();
            foreach (var name in part)
            {
                _histories.Announce(name, cancellationToken);
            }

            var found = await Task.WhenAll(part.Select(name => HistoryAsync(name, cancellationToken))).ConfigureAwait(false);
            if (DirectoryError is not null)
            {
                return await WithoutDirectoryAsync(names, all, cancellationToken).ConfigureAwait(false);
            }

            users.AddRange(found.OfType<CertificateHistory>().Select(Of));
            progress?.Report(new DeploymentProgress(DeploymentStage.Users, users.Count, names.Count));
        }

        await FindRenamedAsync(users, cancellationToken).ConfigureAwait(false);

        // Under a former name and the present one it is the same user.
        return
        [
            .. users.GroupBy(user => user.UserPrincipalName, StringComparer.OrdinalIgnoreCase).Select(group => group.First())
                .OrderBy(user => user.UserPrincipalName, StringComparer.OrdinalIgnoreCase),
        ];
    }

    // A name that the directory does not know may be one that its user had before: the records' ids tell the user.
    private async Task FindRenamedAsync(List<DeployedUser> users, CancellationToken cancellationToken)
    {
        var unknown = users.Where(user => user.History.Findings.Any(finding => finding.Id == "UserUnknown"))
            .SelectMany(user => user.History.Entries.Select(entry => (User: user, Id: entry.Record?.UserId)))
            .Where(pair => pair.Id is not null).Distinct().ToList();
        var found = await batches.FindAsync(
            [.. unknown.Select(pair => ($"users/{pair.Id}?{UserPfxClient.UserSelect}",
                GraphRequestSubject.User(pair.User.UserPrincipalName)))], cancellationToken).ConfigureAwait(false);
        var names = unknown.Zip(found, (pair, user) => (pair.User, Name: user.ValueOrDefault?.Text("userPrincipalName")))
            .ToLookup(pair => pair.User, pair => pair.Name);
        foreach (var user in names.Where(user => user.All(name => name is { Length: > 0 })))
        {
            users.Remove(user.Key);
            foreach (var name in user.Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (await HistoryAsync(name!, cancellationToken).ConfigureAwait(false) is { } history)
                {
                    users.Add(Of(history));
                }
            }
        }
    }

    private static DeployedUser Of(CertificateHistory history) =>
        new() { UserPrincipalName = history.UserPrincipalName, History = history };

    private async Task<CertificateHistory?> HistoryAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _histories.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (!e.IsSessionError)
        {
            lock (_errors)
            {
                if (e.Kind == GraphErrorKind.Forbidden && !IsAboutRecords(e))
                {
                    DirectoryError ??= e;
                }
                else
                {
                    _errors.Add((name, e));
                }
            }

            return null;
        }
    }

    // Users and records are different permissions of one look-up.
    private static bool IsAboutRecords(GraphRequestException e) =>
        e.Message.IndexOf("DeviceManagementConfiguration", StringComparison.Ordinal) >= 0;

    private async Task<IReadOnlyList<DeployedUser>> WithoutDirectoryAsync(
        IReadOnlyList<string> names, IReadOnlyList<UserPfxRecord>? all, CancellationToken cancellationToken)
    {
        _errors.Clear();
        var listed = all?.ToLookup(record => record.UserPrincipalName, StringComparer.OrdinalIgnoreCase);
        var now = client.Policy.Clock.GetUtcNow();
        List<DeployedUser> users = [];
        foreach (var name in names)
        {
            var records = listed is not null ? listed[name].ToList()
                : await client.ListUserAsync(name, cancellationToken).ConfigureAwait(false);
            var archived = archive?.Find(name, [], [.. records.Select(record => record.Thumbprint)]);
            users.Add(Of(CertificateHistoryBuilder.Build(name, records, archived, now, new HistoryHolders(), scope.Soon)));
        }

        return users;
    }
}
