using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Graph.Intune;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.Batch;

public sealed class UserGroupLookupTests
{
    private static readonly string[] Users = [.. Enumerable.Range(1, 18).Select(i => $"user{i}@contoso.com")];

    private readonly List<string> _forbidden = [];

    [Fact]
    public async Task Eighteen_users_are_one_request()
    {
        await using var tenant = await StartAsync();
        await AddRecordAsync(tenant, "user3@contoso.com", 'A');
        await AddRecordAsync(tenant, "user3@contoso.com", 'B');
        await AddRecordAsync(tenant, "user18@contoso.com", 'C');
        tenant.Host.State.Requests.Clear();

        var found = await LookUpAsync(tenant, Users);

        Assert.Equal(Users, found.Select(user => user.UserPrincipalName));
        Assert.Equal(Users, found.Select(user => user.DirectoryName));
        Assert.All(found, user => Assert.Null(user.Error));
        Assert.Equal(2, found[2].Records.Count);
        Assert.Equal(new string('C', 40), Assert.Single(found[17].Records).Thumbprint);
        Assert.Equal(3, found.Sum(user => user.Records.Count));
        Assert.Single(tenant.Host.State.Requests.Entries, entry => entry.BatchPartId is null);
        Assert.Equal(20, tenant.Host.State.Requests.Entries.Count(entry => entry.BatchPartId is not null));
    }

    [Fact]
    public async Task One_user_needs_no_batch()
    {
        await using var tenant = await StartAsync();

        var user = Assert.Single(await LookUpAsync(tenant, ["user1@contoso.com"]));

        Assert.Equal("user1@contoso.com", user.DirectoryName);
        Assert.All(tenant.Host.State.Requests.Entries, entry => Assert.Equal("GET", entry.Method));
    }

    [Fact]
    public async Task Names_with_quotes_and_number_signs_are_found()
    {
        await using var tenant = await StartAsync();
        string[] users = ["o'hara@contoso.com", "guest_fabrikam.com#EXT#@contoso.com"];
        foreach (var user in users)
        {
            tenant.Host.State.Users.Add(user);
            await AddRecordAsync(tenant, user, 'D');
        }

        tenant.Host.State.Requests.Clear();
        var found = await LookUpAsync(tenant, users);

        Assert.Equal(users, found.Select(user => user.DirectoryName));
        Assert.All(found, user => Assert.Single(user.Records));
        Assert.Single(tenant.Host.State.Requests.Entries, entry => entry.BatchPartId is null);
    }

    [Fact]
    public async Task Who_is_not_in_the_directory_is_an_error_of_that_user_alone()
    {
        await using var tenant = await StartAsync();

        var found = await LookUpAsync(tenant, ["user1@contoso.com", "nobody@contoso.com", "user2@contoso.com"]);

        Assert.Equal([null, GraphErrorKind.UserNotFound, null], found.Select(user => user.Error?.Kind));
        Assert.Contains("nobody@contoso.com", found[1].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_id_shows_as_another_name()
    {
        await using var tenant = await StartAsync();
        var id = tenant.Host.State.Users.Find("user1@contoso.com")!.Id.ToString();

        var found = await LookUpAsync(tenant, [id, "user2@contoso.com"]);

        Assert.Equal(["user1@contoso.com", "user2@contoso.com"], found.Select(user => user.DirectoryName));
    }

    [Fact]
    public async Task Without_the_permission_to_read_users_their_records_are_still_found()
    {
        await using var tenant = await StartAsync(["DeviceManagementConfiguration.ReadWrite.All"]);
        var lookup = New(tenant);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var found = await lookup.LookUpAsync(Users, CancellationToken.None);
            Assert.All(found, user => Assert.Null(user.Error));
            Assert.All(found, user => Assert.Null(user.DirectoryName));
        }

        Assert.Single(_forbidden);
        Assert.Equal(18, tenant.Host.State.Requests.Entries.TakeLast(19).Count(entry => entry.BatchPartId is not null));
    }

    [Fact]
    public async Task A_part_that_keeps_failing_is_an_error_of_its_user_alone()
    {
        await using var tenant = await StartAsync();
        tenant.Host.Faults.Add("GET", "user5%40contoso.com", 503, times: 100);

        var found = await LookUpAsync(tenant, [.. Users.Take(9)]);

        // The filter that names the user fails with it; the others of the filter are asked for one by one.
        Assert.Equal(["user5@contoso.com"], found.Where(user => user.Error is not null).Select(user => user.UserPrincipalName));
        Assert.Equal(GraphErrorKind.ServiceUnavailable, found[4].Error!.Kind);
    }

    [Fact]
    public async Task Where_batches_are_not_taken_users_are_looked_up_one_by_one()
    {
        await using var tenant = await StartAsync();
        tenant.Host.Faults.Add("POST", "$batch", 404, times: 100);

        var found = await LookUpAsync(tenant, Users);

        Assert.Equal(Users, found.Select(user => user.DirectoryName));
    }

    [Fact]
    public async Task More_records_than_a_page_holds_are_all_found()
    {
        await using var tenant = await StartAsync(pageSize: 2);
        foreach (var digit in "12345")
        {
            await AddRecordAsync(tenant, "user7@contoso.com", digit);
        }

        var found = await LookUpAsync(tenant, Users);

        Assert.Equal(5, found[6].Records.Count);
    }

    private static async Task<IntuneTenant> StartAsync(IEnumerable<string>? permissions = null, int? pageSize = null)
    {
        var options = pageSize is { } size ? new SandboxOptions { PageSize = size } : new SandboxOptions();
        var tenant = await IntuneTenant.StartAsync(options, permissions);
        foreach (var user in Users)
        {
            tenant.Host.State.Users.Add(user);
        }

        return tenant;
    }

    private static Task<UserPfxRecord?> AddRecordAsync(IntuneTenant tenant, string user, char digit) =>
        tenant.Connection.UserPfx.CreateAsync(
            GraphTestData.Record(user, new string(digit, 40)), CancellationToken.None);

    private UserGroupLookup New(IntuneTenant tenant) => new(
        tenant.Connection.UserPfx, DirectoryUse.IfAllowed, () => _forbidden.Add("users"));

    private Task<IReadOnlyList<UserLookup>> LookUpAsync(IntuneTenant tenant, IReadOnlyList<string> users) =>
        New(tenant).LookUpAsync(users, CancellationToken.None);
}
