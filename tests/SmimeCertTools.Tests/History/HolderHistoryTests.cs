using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.History;
using SmimeCertTools.Tests.Support;
using Xunit;

namespace SmimeCertTools.Tests.History;

/// <summary>Histories of users who are gone, were renamed, came back, or share a certificate.</summary>
public sealed class HolderHistoryTests
{
    [Fact]
    public async Task What_is_left_of_a_deleted_user_is_shown_with_a_finding()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("alice.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        tenant.Host.State.Users.Remove(TestTenant.Alice);

        var result = (await tenant.RunAsync("Get-UserCertHistory alice@contoso.com")).EnsureNoErrors();

        Assert.Equal(thumbprint, Assert.Single(result.OutputAs<SmimeCertHistoryEntry>()).Thumbprint);
        Assert.Contains("no user alice@contoso.com", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(["UserUnknown"], await FindingsAsync(tenant, TestTenant.Alice));
    }

    [Fact]
    public async Task The_records_of_a_renamed_user_are_found_under_the_old_name_and_named()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("alice.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        var id = tenant.Host.State.Users.Find(TestTenant.Alice)!.Id;
        tenant.Host.State.Users.Remove(TestTenant.Alice);
        tenant.Host.State.Users.Add("alice.new@contoso.com", id: id);

        var result = (await tenant.RunAsync("Get-UserCertHistory alice.new@contoso.com")).EnsureNoErrors();

        var entry = Assert.Single(result.OutputAs<SmimeCertHistoryEntry>());
        Assert.Equal((thumbprint, "Under the former name alice@contoso.com"), (entry.Thumbprint, entry.Note));
        var warning = Assert.Single(result.Warnings);
        Assert.Contains("former name alice@contoso.com", warning, StringComparison.Ordinal);
        Assert.Contains(thumbprint, warning, StringComparison.Ordinal);
        Assert.DoesNotContain("NoEncryptionCertificate", await FindingsAsync(tenant, "alice.new@contoso.com"));
    }

    [Fact]
    public async Task Records_of_an_account_that_had_the_name_before_are_named_as_such_and_count_for_nothing()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("alice.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        tenant.Host.State.Users.Remove(TestTenant.Alice);
        tenant.Host.State.Users.Add(TestTenant.Alice);

        var result = (await tenant.RunAsync("Get-UserCertHistory alice@contoso.com")).EnsureNoErrors();

        var entry = Assert.Single(result.OutputAs<SmimeCertHistoryEntry>());
        Assert.Equal((thumbprint, "Of an account that had this name before"), (entry.Thumbprint, entry.Note));
        Assert.Equal(["NoEncryptionCertificate", "RecordOfEarlierAccount", "NoSigningCertificate"],
            await FindingsAsync(tenant, TestTenant.Alice));
    }

    [Theory]
    [InlineData("Get-UserCertHistory bob@contoso.com -Finding", 1)]
    [InlineData("Get-UserCertHistory alice@contoso.com, bob@contoso.com, carol@contoso.com -Finding", 2)]
    [InlineData("Get-SmimeUserPfx | Get-UserCertHistory -Finding", 2)]
    [InlineData("Get-SmimeUserPfx alice@contoso.com | Get-UserCertHistory -Finding", 1)]
    public async Task One_certificate_of_several_users_is_a_finding(string script, int findings)
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("alice.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        (await tenant.ImportFileAsync(path, TestTenant.Bob, "-AllowOtherAddress")).EnsureNoErrors();

        var found = (await tenant.RunAsync(script)).EnsureNoErrors().OutputAs<SmimeCertFinding>()
            .Where(finding => finding.Id == "SharedCertificate").ToList();

        Assert.Equal(findings, found.Count);
        Assert.All(found, finding => Assert.Equal(thumbprint, finding.Thumbprint));
        Assert.All(found, finding => Assert.Contains(
            finding.UserPrincipalName == TestTenant.Bob ? $"for {TestTenant.Alice} as well" : $"for {TestTenant.Bob} as well",
            finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_read_of_a_user_is_not_read_again()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.ImportFileAsync(tenant.AddPfx("alice.pfx").Path)).EnsureNoErrors();
        tenant.Host.State.Requests.Clear();
        (await tenant.RunAsync("Get-SmimeUserPfx alice@contoso.com")).EnsureNoErrors();
        var alone = tenant.Host.State.Requests.Entries.Count;
        tenant.Host.State.Requests.Clear();

        var result = await tenant.RunAsync("Get-SmimeUserPfx alice@contoso.com | Get-UserCertHistory");

        Assert.Equal(TestTenant.Alice,
            Assert.Single(result.EnsureNoErrors().OutputAs<SmimeCertHistoryEntry>()).UserPrincipalName);
        Assert.Equal(alone, tenant.Host.State.Requests.Find("GET", TestTenant.RecordsPath).Count
            + tenant.Host.State.Requests.Find("GET", "users").Count);
    }

    [Fact]
    public async Task What_comes_of_a_listing_is_not_read_again_and_each_user_is_told_once()
    {
        await using var tenant = await TestTenant.StartAsync();
        var rows = Enumerable.Range(0, 5).Select(i => tenant.AddPfx($"{i}.pfx", startYear: -i).Path)
            .Select(path => tenant.CsvRow(TestTenant.Alice, path)).ToArray();
        (await tenant.ImportAsync(rows)).EnsureNoErrors();
        tenant.Host.State.Requests.Clear();

        var result = await tenant.RunAsync(
            "Get-SmimeUserPfx | Where-Object IntendedPurpose -eq SmimeEncryption | Select-Object -Last 2 | Get-UserCertHistory");

        Assert.Equal(5, result.EnsureNoErrors().OutputAs<SmimeCertHistoryEntry>().Count);
        Assert.Single(tenant.Host.State.Requests.Find("GET", TestTenant.RecordsPath));
    }

    private static async Task<string[]> FindingsAsync(TestTenant tenant, string user) =>
    [
        .. (await tenant.RunAsync($"Get-UserCertHistory {user} -Finding")).EnsureNoErrors().OutputAs<SmimeCertFinding>()
            .Select(finding => finding.Id),
    ];
}
