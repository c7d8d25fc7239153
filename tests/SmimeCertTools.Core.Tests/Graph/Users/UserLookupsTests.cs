using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Graph.Users;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.Users;

public sealed class UserLookupsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<IReadOnlyList<string>> _groups = [];
    private readonly HashSet<string> _bad = [];
    private TaskCompletionSource? _gate;

    [Fact]
    public async Task Users_who_are_announced_are_looked_up_in_full_groups()
    {
        var lookups = New();
        foreach (var i in Enumerable.Range(1, 40))
        {
            lookups.Announce($"user{i}@contoso.com", CancellationToken.None);
        }

        foreach (var i in Enumerable.Range(1, 40))
        {
            Assert.Equal(
                $"user{i}@contoso.com",
                (await lookups.GetAsync($"USER{i}@contoso.com", CancellationToken.None)).DirectoryName);
        }

        Assert.Equal([4, 18, 18], _groups.Select(group => group.Count).Order());
    }

    [Fact]
    public async Task Who_is_asked_for_at_the_same_time_shares_a_group_and_a_user_is_looked_up_once()
    {
        var lookups = New();

        var states = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            i => lookups.GetAsync($"user{i / 2}@contoso.com", CancellationToken.None)));

        Assert.Same(states[0], states[1]);
        Assert.Equal(5, _groups.Sum(group => group.Count));
    }

    [Fact]
    public async Task A_failure_is_for_those_who_wait_and_is_not_remembered()
    {
        var lookups = New();
        _bad.Add("user1@contoso.com");

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => lookups.GetAsync("user1@contoso.com", CancellationToken.None));
        Assert.Equal(GraphErrorKind.ServiceUnavailable, error.Kind);
        _bad.Clear();
        Assert.NotNull(await lookups.GetAsync("user1@contoso.com", CancellationToken.None));
    }

    [Fact]
    public async Task What_nobody_expected_reaches_those_who_wait()
    {
        var lookups = new UserLookups(
            (_, _) => Task.FromException<IReadOnlyList<UserLookup>>(new NotSupportedException()), Policy());

        await Assert.ThrowsAsync<NotSupportedException>(() => lookups.GetAsync("user1@contoso.com", CancellationToken.None));
    }

    [Fact]
    public async Task What_is_thrown_before_there_is_a_task_reaches_those_who_wait()
    {
        var lookups = new UserLookups((_, _) => throw new MissingMethodException("JsonEncodedText", "Encode"), Policy());
        foreach (var i in Enumerable.Range(1, UserGroupLookup.MaxUsers))
        {
            lookups.Announce($"user{i}@contoso.com", CancellationToken.None);
        }

        foreach (var i in new[] { 1, UserGroupLookup.MaxUsers, UserGroupLookup.MaxUsers + 1 })
        {
            await Assert.ThrowsAsync<MissingMethodException>(
                () => lookups.GetAsync($"user{i}@contoso.com", CancellationToken.None).WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task A_look_up_that_ends_as_cancelled_though_nobody_gave_it_up_is_not_repeated_for_ever()
    {
        var lookups = new UserLookups(
            (_, _) => Task.FromCanceled<IReadOnlyList<UserLookup>>(new CancellationToken(canceled: true)), Policy());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => lookups.GetAsync("user1@contoso.com", CancellationToken.None).WaitAsync(Patience));
    }

    [Fact]
    public async Task An_answer_too_few_is_an_error_and_leaves_nobody_waiting()
    {
        var lookups = new UserLookups((_, _) => Task.FromResult<IReadOnlyList<UserLookup>>([]), Policy());

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => lookups.GetAsync("user1@contoso.com", CancellationToken.None).WaitAsync(Patience));
    }

    [Fact]
    public async Task The_users_not_met_for_longest_are_forgotten()
    {
        var lookups = New(capacity: 20);
        foreach (var i in Enumerable.Range(1, 40))
        {
            await lookups.GetAsync($"user{i}@contoso.com", CancellationToken.None);
            await lookups.GetAsync("user1@contoso.com", CancellationToken.None);
        }

        var before = _groups.Count;
        await lookups.GetAsync("user1@contoso.com", CancellationToken.None);
        await lookups.GetAsync("user40@contoso.com", CancellationToken.None);
        Assert.Equal(before, _groups.Count);
        await lookups.GetAsync("user2@contoso.com", CancellationToken.None);
        Assert.Equal(before + 1, _groups.Count);
    }

    [Fact]
    public async Task Who_gives_up_does_not_take_the_answer_from_others()
    {
        _gate = new TaskCompletionSource();
        var lookups = New();
        using var impatient = new CancellationTokenSource();
        var first = lookups.GetAsync("user1@contoso.com", impatient.Token);
        while (_groups.Count == 0)
        {
            await Task.Yield();
        }

        var second = lookups.GetAsync("user1@contoso.com", CancellationToken.None);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _gate.SetResult();

        Assert.Equal("user1@contoso.com", (await second).DirectoryName);
    }

    private static RetryPolicy Policy() => new(new GraphConnectionOptions(), new InstantClock(), () => 0.5);

    private UserLookups New(int capacity = UserLookups.DefaultCapacity) => new(LookUpAsync, Policy(), capacity);

    private async Task<IReadOnlyList<UserLookup>> LookUpAsync(IReadOnlyList<string> users, CancellationToken cancellationToken)
    {
        lock (_groups)
        {
            _groups.Add(users);
        }

        if (_gate is not null)
        {
            await _gate.Task.WaitAsync(cancellationToken);
        }

        await Task.Yield();
        return [.. users.Select(user => new UserLookup
        {
            UserPrincipalName = user,
            User = new GraphUser { Id = user, UserPrincipalName = user },
            Error = _bad.Contains(user) ? new GraphRequestException(GraphErrorKind.ServiceUnavailable, "busy") : null,
        })];
    }
}
