using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

public sealed class GetUserPfxTests
{
    [Fact]
    public async Task All_pages_are_read_and_users_and_thumbprints_narrow_it_down()
    {
        await using var tenant = await TestTenant.StartAsync(new SandboxOptions { PageSize = 2 });
        var alice = Enumerable.Range(0, 3).Select(i => tenant.AddPfx($"alice-{i}.pfx").Thumbprint).ToArray();
        var (path, bob) = tenant.AddPfx("bob.pfx", TestTenant.Bob);
        (await tenant.ImportFileAsync(tenant.Folder.Combine("alice-*.pfx"))).EnsureNoErrors();
        (await tenant.ImportFileAsync(path, TestTenant.Bob)).EnsureNoErrors();

        Assert.Equal(alice.Append(bob).Order(), await ListAsync(tenant, ""));
        Assert.Equal(alice.Order(), await ListAsync(tenant, "ALICE@contoso.com"));
        Assert.Equal([bob], await ListAsync(tenant, "b*, bob*"));
        Assert.Equal(alice.Append(bob).Order(), await ListAsync(tenant, "alice@contoso.com, bob@contoso.com"));
        Assert.Empty(await ListAsync(tenant, "carol@contoso.com"));
        var spaced = string.Join(' ', alice[1].Chunk(2).Select(pair => new string(pair))).ToLowerInvariant();
        Assert.Equal([alice[1]], await ListAsync(tenant, $"-Thumbprint '{spaced}'"));
        Assert.Empty(await ListAsync(tenant, "bob@contoso.com -Thumbprint " + alice[1]));
        Assert.Equal(new[] { alice[1], bob }.Order(), await ListAsync(tenant, $"-Thumbprint {alice[1]}, {bob}"));
    }

    [Fact]
    public async Task A_thumbprint_that_is_none_is_an_error_and_shows_nothing()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.ImportFileAsync(tenant.AddPfx("a.pfx").Path)).EnsureNoErrors();
        var result = await tenant.RunAsync("Get-SmimeUserPfx -Thumbprint 1234");
        Assert.Equal("ThumbprintInvalid", Assert.Single(result.ErrorIds));
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task What_is_shown_is_what_intune_holds_and_an_error_of_one_user_leaves_the_others()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.ImportFileAsync(tenant.AddPfx("b.pfx", TestTenant.Bob).Path, TestTenant.Bob)).EnsureNoErrors();
        tenant.Host.Faults.Add("GET", "alice", 400, times: int.MaxValue);
        var result = await tenant.RunAsync("Get-SmimeUserPfx alice@contoso.com, bob@contoso.com");
        Assert.Equal("GraphBadRequest", Assert.Single(result.ErrorIds));
        Assert.Equal(TestTenant.Alice, result.Errors[0].TargetObject);

        var stored = Assert.Single(tenant.Records);
        var shown = Assert.Single(result.OutputAs<SmimeUserPfx>());
        Assert.Equal(stored.Id, shown.Id);
        Assert.Equal(stored.KeyName, shown.KeyName);
        Assert.Equal(stored.StartDateTime.LocalDateTime, shown.StartDateTime);
        Assert.Equal(stored.ExpirationDateTime.LocalDateTime, shown.ExpirationDateTime);
        Assert.Equal(DateTimeKind.Local, shown.ExpirationDateTime.Kind);
        Assert.Equal(UserPfxPaddingScheme.OaepSha512, shown.PaddingScheme);
    }

    [Fact]
    public async Task Certificates_under_a_former_name_and_of_an_earlier_account_are_shown_and_named()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.ImportFileAsync(tenant.AddPfx("a.pfx").Path)).EnsureNoErrors();
        var users = tenant.Host.State.Users;
        var alice = users.Rename(TestTenant.Alice, "alice.berg@contoso.com");
        users.Add(TestTenant.Alice);

        var renamed = (await tenant.RunAsync("Get-SmimeUserPfx alice.berg@contoso.com")).EnsureNoErrors();
        var other = (await tenant.RunAsync("Get-SmimeUserPfx alice@contoso.com")).EnsureNoErrors();

        foreach (var result in new[] { renamed, other })
        {
            var shown = Assert.Single(result.OutputAs<SmimeUserPfx>());
            Assert.Equal((alice.Id, TestTenant.Alice), (shown.UserId, shown.UserPrincipalName));
        }

        Assert.Equal("alice.berg@contoso.com: 1 imported certificate is under the name alice@contoso.com, which this user had at "
            + "the import.", Assert.Single(renamed.Warnings));
        Assert.Equal($"alice@contoso.com: 1 imported certificate is another account's ({alice.Id}), which had this name before. "
            + "This user has another object id.", Assert.Single(other.Warnings));
    }

    [Fact]
    public async Task Certificates_of_somebody_who_was_deleted_are_shown()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.ImportFileAsync(tenant.AddPfx("a.pfx").Path)).EnsureNoErrors();
        tenant.Host.State.Users.Remove(TestTenant.Alice);

        var result = (await tenant.RunAsync("Get-SmimeUserPfx alice@contoso.com")).EnsureNoErrors();

        Assert.Single(result.Output);
        Assert.Empty(result.Warnings);
    }

    private static async Task<string[]> ListAsync(TestTenant tenant, string arguments) =>
        [.. (await tenant.RunAsync("Get-SmimeUserPfx " + arguments)).EnsureNoErrors().OutputAs<SmimeUserPfx>()
            .Select(r => r.Thumbprint).Order()];
}
