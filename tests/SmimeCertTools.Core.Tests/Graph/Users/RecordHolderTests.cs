using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Graph.Intune;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.Users;

/// <summary>Names change and change hands; object ids do not.</summary>
public sealed class RecordHolderTests
{
    private const string Anna = "anna@contoso.com";
    private const string Renamed = "anna.berg@contoso.com";
    private static readonly string Print = new('A', 40);

    [Theory]
    [InlineData("00112233445566778899aabbccddeeff-0A1B2C3D4E5F60718293A4B5C6D7E8F901234567", true)]
    [InlineData("00112233445566778899AABBCCDDEEFF-AA:BB", true)]
    [InlineData("00112233445566778899aabbccddeeff", false)]
    [InlineData("00112233445566778899aabbccddeeffAA0A1B2C3D4E5F60718293A4B5C6D7E8F901234567", false)]
    [InlineData("00112233445566778899aabbccddeexx-0A1B2C3D4E5F60718293A4B5C6D7E8F901234567", false)]
    [InlineData("00112233-4455-6677-8899-aabbccddeeff", false)]
    [InlineData("id-1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void The_user_of_a_record_stands_in_its_id(string? id, bool isThere)
    {
        var expected = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

        Assert.Equal(isThere ? expected : null, (GraphTestData.Record() with { Id = id }).UserId);
    }

    [Theory]
    [InlineData(Anna, 1, RecordHolder.User)]
    [InlineData("ANNA@contoso.com", 1, RecordHolder.User)]
    [InlineData(Renamed, 1, RecordHolder.FormerName)]
    [InlineData(Anna, 2, RecordHolder.EarlierHolder)]
    [InlineData(Renamed, 2, RecordHolder.EarlierHolder)]
    [InlineData(Anna, null, RecordHolder.User)]
    internal void The_object_id_decides_whose_a_record_is_and_the_name_where_it_is_not_known(
        string name, int? holder, RecordHolder expected)
    {
        var record = GraphTestData.Record(name) with { Id = holder is { } id ? $"{Id(id):N}-{Print}" : "opaque" };

        Assert.Equal(expected, RecordHolders.Of(record, new GraphUser { Id = Id(1).ToString(), UserPrincipalName = Anna }));
        Assert.Equal(RecordHolder.User, RecordHolders.Of(record, null));
        Assert.Equal(RecordHolder.User, RecordHolders.Of(record, new GraphUser { Id = "u", UserPrincipalName = Anna }));
    }

    [Fact]
    public void Of_several_records_of_a_certificate_the_users_own_counts_and_then_the_latest()
    {
        var day = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        UserPfxRecord[] records =
        [
            Record(2, Anna, day.AddDays(9)),
            Record(1, Renamed, day.AddDays(8)),
            Record(1, Anna, day.AddDays(1)) with { Id = $"{Id(1):N}-{Print.ToLowerInvariant()}x" },
            Record(1, Anna, day),
        ];
        var user = new GraphUser { Id = Id(1).ToString(), UserPrincipalName = Anna };

        Assert.Equal(day.AddDays(1), State(user, records).Find(Print.ToLowerInvariant())!.CreatedDateTime);
        Assert.Equal(day.AddDays(8), State(user, records[..2]).Find(Print)!.CreatedDateTime);
        Assert.Null(State(user, records[..1]).Find(Print));
        Assert.Equal(day.AddDays(9), State(null, records).Find(Print)!.CreatedDateTime);
        Assert.Null(State(user, records).Find(new string('B', 40)));
    }

    [Fact]
    public async Task Two_records_of_one_name_and_certificate_are_both_kept()
    {
        await using var tenant = await StartAsync();
        Recreate(tenant);
        await AddAsync(tenant, Anna);

        var user = Assert.Single(await New(tenant, DirectoryUse.IfAllowed).LookUpAsync([Anna], CancellationToken.None));

        Assert.Equal([RecordHolder.EarlierHolder, RecordHolder.User],
            user.Records.Select(record => RecordHolders.Of(record, user.User)).OrderDescending());
        Assert.Equal(2, new UserState(user).Records.Count);
        Assert.Equal(user.User!.ObjectId, new UserState(user).Find(Print)!.UserId);
    }

    [Theory]
    [InlineData(DirectoryUse.IfKnown)]
    [InlineData(DirectoryUse.Required)]
    internal async Task A_renamed_users_records_are_found_under_the_new_name(DirectoryUse directory)
    {
        await using var tenant = await StartAsync();
        tenant.Host.State.Users.Rename(Anna, Renamed);
        await AddAsync(tenant, Renamed, 'B');

        var found = await New(tenant, directory).LookUpAsync(["bert@contoso.com", Renamed], CancellationToken.None);

        Assert.Empty(found[0].Records);
        Assert.Equal([(Renamed, new string('B', 40)), (Anna, Print)],
            found[1].Records.Select(record => (record.UserPrincipalName, record.Thumbprint)));
        Assert.All(found, user => Assert.True(user.AreFormerNamesKnown));
        Assert.Equal([RecordHolder.FormerName, RecordHolder.User],
            found[1].Records.Select(record => RecordHolders.Of(record, found[1].User)).OrderDescending());
    }

    [Fact]
    public async Task An_import_looks_for_no_former_names()
    {
        await using var tenant = await StartAsync();
        tenant.Host.State.Users.Rename(Anna, Renamed);

        var user = Assert.Single(await New(tenant, DirectoryUse.IfAllowed).LookUpAsync([Renamed], CancellationToken.None));

        Assert.Empty(user.Records);
        Assert.False(user.AreFormerNamesKnown);
    }

    [Theory]
    [InlineData(true, false, 5)]
    [InlineData(false, true, 11)]
    public async Task Who_has_a_valid_encryption_certificate_costs_few_pages_and_others_all(
        bool hasCertificate, bool isComplete, int pages)
    {
        await using var tenant = await StartAsync(new SandboxOptions { PageSize = 1 });
        tenant.Host.State.Users.Rename(Anna, Renamed);
        foreach (var digit in "0123456789")
        {
            tenant.Host.State.Users.Add($"user{digit}@contoso.com", id: Id(digit - '0'));
            await AddAsync(tenant, $"user{digit}@contoso.com");
        }

        if (hasCertificate)
        {
            await AddAsync(tenant, Renamed, 'B');
        }

        tenant.Host.State.Requests.Clear();
        var lookup = New(tenant, DirectoryUse.IfKnown);
        var user = Assert.Single(await lookup.LookUpAsync([Renamed], CancellationToken.None));
        await lookup.LookUpAsync([Renamed], CancellationToken.None);

        Assert.Equal(isComplete, user.AreFormerNamesKnown);
        Assert.Equal(isComplete ? [Anna] : [Renamed], user.Records.Select(record => record.UserPrincipalName));
        Assert.Equal(pages, tenant.Host.State.Requests.Find("GET", "userPfxCertificates")
            .Count(entry => !entry.Path.Contains("tolower", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task The_records_of_somebody_who_was_deleted_are_told_with_what_the_directory_says()
    {
        await using var tenant = await StartAsync();
        tenant.Host.State.Users.Remove(Anna);

        foreach (var directory in new[] { DirectoryUse.IfKnown, DirectoryUse.Required })
        {
            var found = await New(tenant, directory).LookUpAsync([Anna, "bert@contoso.com"], CancellationToken.None);

            Assert.Equal((null, GraphErrorKind.UserNotFound), (found[0].User, found[0].NotFound?.Kind));
            Assert.Null(found[0].Error);
            Assert.Equal(Print, Assert.Single(found[0].Records).Thumbprint);
            Assert.Null(found[1].NotFound);
        }

        var imported = await New(tenant, DirectoryUse.IfAllowed).LookUpAsync([Anna], CancellationToken.None);
        Assert.Equal(GraphErrorKind.UserNotFound, imported[0].Error!.Kind);
    }

    [Fact]
    public async Task Who_is_unknown_and_has_no_records_is_an_error_where_the_directory_is_required()
    {
        await using var tenant = await StartAsync();

        var required = await New(tenant, DirectoryUse.Required).LookUpAsync(["nobody@contoso.com"], CancellationToken.None);
        var known = await New(tenant, DirectoryUse.IfKnown).LookUpAsync(["nobody@contoso.com"], CancellationToken.None);

        Assert.Equal(GraphErrorKind.UserNotFound, required[0].Error!.Kind);
        Assert.Equal((null, GraphErrorKind.UserNotFound), (known[0].Error, known[0].NotFound!.Kind));
    }

    [Fact]
    public async Task Without_the_permission_to_read_users_the_records_of_the_name_are_told()
    {
        await using var tenant = await StartAsync(permissions: "DeviceManagementConfiguration.ReadWrite.All");

        var user = Assert.Single(await New(tenant, DirectoryUse.IfKnown).LookUpAsync([Anna], CancellationToken.None));

        Assert.Single(user.Records);
        Assert.Equal((null, null, false), (user.User, user.NotFound, user.AreFormerNamesKnown));
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static UserPfxRecord Record(int holder, string name, DateTimeOffset created) => GraphTestData.Record(name, Print) with
    {
        Id = $"{Id(holder):N}-{Print}{name.Length}",
        CreatedDateTime = created,
    };

    private static UserState State(GraphUser? user, params UserPfxRecord[] records) =>
        new(new UserLookup { UserPrincipalName = Anna, User = user, Records = records });

    private static async Task<IntuneTenant> StartAsync(SandboxOptions? options = null, params string[] permissions)
    {
        var tenant = await IntuneTenant.StartAsync(options, permissions is [] ? null : permissions);
        tenant.Host.State.Users.Add(Anna, id: Guid.Parse("f0000000-0000-0000-0000-000000000000"));
        tenant.Host.State.Users.Add("bert@contoso.com");
        await AddAsync(tenant, Anna);
        return tenant;
    }

    private static void Recreate(IntuneTenant tenant)
    {
        tenant.Host.State.Users.Remove(Anna);
        tenant.Host.State.Users.Add(Anna);
    }

    private static Task<UserPfxRecord?> AddAsync(IntuneTenant tenant, string user, char digit = 'A') =>
        tenant.Connection.UserPfx.CreateAsync(GraphTestData.Record(user, new string(digit, 40)), CancellationToken.None);

    private static UserGroupLookup New(IntuneTenant tenant, DirectoryUse directory) => new(tenant.Connection.UserPfx, directory);
}
