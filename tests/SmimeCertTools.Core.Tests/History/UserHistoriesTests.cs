using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Graph.Intune;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;

namespace SmimeCertTools.Core.Tests.History;

public sealed class UserHistoriesTests
{
    private static readonly string[] Users = [.. Enumerable.Range(1, 36).Select(i => $"user{i}@contoso.com")];

    [Fact]
    public async Task Users_who_are_announced_are_read_in_full_groups()
    {
        await using var tenant = await StartAsync();
        var histories = new UserHistories(tenant.Connection.UserPfx, archive: null);
        foreach (var user in Users)
        {
            histories.Announce(user, CancellationToken.None);
        }

        foreach (var user in Users)
        {
            var history = await histories.ReadAsync(user.ToUpperInvariant(), CancellationToken.None);
            Assert.Equal(user, history.UserPrincipalName);
            Assert.Equal(user == "user7@contoso.com" ? 1 : 0, history.Entries.Count);
        }

        // Two batches, and one listing for records under former names, since nearly nobody has a certificate.
        Assert.Equal(3, tenant.Host.State.Requests.Entries.Count(entry => entry.BatchPartId is null));
    }

    [Theory]
    [InlineData(100, 1, 2)]
    [InlineData(1, 12, 8)]
    public async Task Many_users_are_read_from_one_listing_unless_it_is_longer_than_their_groups(
        int pageSize, int listings, int batches)
    {
        await using var tenant = await StartAsync(new SandboxOptions { PageSize = pageSize });
        string[] users = [.. Enumerable.Range(1, 126).Select(i => $"user{i}@contoso.com")];
        foreach (var user in users.Skip(Users.Length))
        {
            tenant.Host.State.Users.Add(user);
        }

        foreach (var user in users.Take(9))
        {
            await tenant.Connection.UserPfx.CreateAsync(
                GraphTestData.Record(user, new string('C', 40)), CancellationToken.None);
        }

        var before = tenant.Host.State.Requests.Entries.Count;
        var histories = new UserHistories(tenant.Connection.UserPfx, archive: null);
        foreach (var user in users.Append("nobody@contoso.com"))
        {
            histories.Announce(user, CancellationToken.None);
        }

        foreach (var user in users)
        {
            var history = await histories.ReadAsync(user, CancellationToken.None);
            Assert.Equal((users.Take(9).Contains(user) ? 1 : 0) + (user == "user7@contoso.com" ? 1 : 0), history.Entries.Count);
        }

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => histories.ReadAsync("nobody@contoso.com", CancellationToken.None));
        var sent = tenant.Host.State.Requests.Entries.Skip(before).Where(entry => entry.BatchPartId is null).ToList();
        Assert.Equal(GraphErrorKind.UserNotFound, error.Kind);
        Assert.Equal(batches, sent.Count(entry => entry.Path.EndsWith("$batch", StringComparison.Ordinal)));

        // One listing, and one more look-up for who was not found. Where groups are looked up: the whole listing all
        // the same, for former names of those who have no certificate, a second page of one of them, and nobody twice.
        Assert.Equal(listings, sent.Count(entry => entry.Path.Contains("userPfxCertificates", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_object_id_finds_the_records_of_its_user()
    {
        await using var tenant = await StartAsync();
        var histories = new UserHistories(tenant.Connection.UserPfx, archive: null);
        var id = tenant.Host.State.Users.Find("user7@contoso.com")!.Id.ToString();

        var history = await histories.ReadAsync(id, CancellationToken.None);

        Assert.Equal("user7@contoso.com", history.UserPrincipalName);
        Assert.Single(history.Entries);
    }

    [Fact]
    public async Task Who_is_not_in_the_directory_is_an_error_of_that_user_alone()
    {
        await using var tenant = await StartAsync();
        var histories = new UserHistories(tenant.Connection.UserPfx, archive: null);
        histories.Announce("nobody@contoso.com", CancellationToken.None);
        histories.Announce("user7@contoso.com", CancellationToken.None);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => histories.ReadAsync("nobody@contoso.com", CancellationToken.None));

        Assert.Equal(GraphErrorKind.UserNotFound, error.Kind);
        Assert.Single((await histories.ReadAsync("user7@contoso.com", CancellationToken.None)).Entries);
    }

    [Fact]
    public async Task Without_the_permission_to_read_users_there_is_no_history()
    {
        await using var tenant = await StartAsync("DeviceManagementConfiguration.ReadWrite.All");
        var histories = new UserHistories(tenant.Connection.UserPfx, archive: null);
        histories.Announce("user1@contoso.com", CancellationToken.None);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => histories.ReadAsync("user7@contoso.com", CancellationToken.None));

        Assert.Equal(GraphErrorKind.Forbidden, error.Kind);
    }

    private static Task<IntuneTenant> StartAsync(params string[] permissions) => StartAsync(new SandboxOptions(), permissions);

    private static async Task<IntuneTenant> StartAsync(SandboxOptions options, params string[] permissions)
    {
        var tenant = await IntuneTenant.StartAsync(options, permissions is [] ? null : permissions);
        foreach (var user in Users)
        {
            tenant.Host.State.Users.Add(user);
        }

        await tenant.Connection.UserPfx.CreateAsync(
            GraphTestData.Record("user7@contoso.com", new string('A', 40)), CancellationToken.None);
        tenant.Host.State.Requests.Clear();
        return tenant;
    }
}
