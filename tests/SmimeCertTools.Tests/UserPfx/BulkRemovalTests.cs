using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

public sealed class BulkRemovalTests
{
    [Fact]
    public async Task Records_of_many_users_go_with_shared_look_ups_and_each_is_seen_to_be_gone()
    {
        await using var tenant = await StartAsync(users: 12, each: 2);
        tenant.Host.State.Requests.Clear();

        var result = await tenant.RunAsync(
            "Get-SmimeUserPfx | Remove-SmimeUserPfx -PassThru -Confirm:$false -WarningAction SilentlyContinue");

        var items = result.EnsureNoErrors().OutputAs<SmimeRemoveResult>();
        Assert.Equal(24, items.Count(item => item.Status == SmimeRemoveStatus.Removed));
        Assert.Empty(tenant.Records);
        var sent = tenant.Host.State.Requests.Entries.Where(entry => entry.BatchPartId is null).ToList();
        Assert.Equal(24, sent.Count(entry => entry.Method == "DELETE"));
        Assert.Equal(24, sent.Count(entry => entry.Path.Contains("thumbprint", StringComparison.Ordinal)));
        Assert.InRange(sent.Count, 49, 24 + 24 + 1 + 12);
        Assert.Equal(24, Summary(result).Removed);

        // The listing is another command's, on the same connection at the same time.
        Assert.Equal(sent.Count - 1, Summary(result).Requests);
    }

    [Fact]
    public async Task Somebody_who_has_left_the_directory_loses_the_certificates_all_the_same()
    {
        await using var tenant = await StartAsync(users: 1, each: 2);
        tenant.Host.State.Users.Remove("user0@contoso.com");

        (await tenant.RunAsync("Remove-SmimeUserPfx user0@contoso.com -All -Confirm:$false")).EnsureNoErrors();

        Assert.Empty(tenant.Records);
    }

    [Theory]
    [InlineData(FaultMode.ResetAfterEffect)]
    [InlineData(FaultMode.ResetBefore)]
    [InlineData(FaultMode.RespondAfterEffect)]
    public async Task A_deletion_of_unknown_outcome_is_looked_up_before_it_is_sent_again(FaultMode fault)
    {
        await using var tenant = await StartAsync(users: 3, each: 1);
        tenant.Host.Faults.Add("DELETE", TestTenant.RecordsPath, fault);
        tenant.Host.State.Requests.Clear();

        (await tenant.RunAsync("Get-SmimeUserPfx | Remove-SmimeUserPfx -Confirm:$false")).EnsureNoErrors();

        Assert.Empty(tenant.Records);
        Assert.Equal(
            fault == FaultMode.ResetBefore ? 4 : 3, tenant.Host.State.Requests.Find("DELETE", TestTenant.RecordsPath).Count);
    }

    [Fact]
    public async Task One_that_cannot_be_removed_does_not_keep_the_others()
    {
        await using var tenant = await StartAsync(users: 4, each: 1);
        var kept = tenant.Records[1];
        tenant.Host.Faults.Add("DELETE", kept.Id, 403, times: 100);

        var result = await tenant.RunAsync("Get-SmimeUserPfx | Remove-SmimeUserPfx -Confirm:$false -PassThru");

        Assert.Equal(["GraphForbidden"], result.ErrorIds);
        Assert.Equal(kept.Id, Assert.Single(tenant.Records).Id);
        Assert.Equal((3, 1, false), (Summary(result).Removed, Summary(result).Failed, Summary(result).IsComplete));
    }

    [Theory]
    [InlineData("removed.jsonl")]
    [InlineData("removed.csv")]
    public async Task The_same_command_again_finishes_the_work(string name)
    {
        await using var tenant = await StartAsync(users: 3, each: 1);
        var list = tenant.Folder.Combine("list.csv");
        (await tenant.RunAsync($"Get-SmimeUserPfx | Select-Object UserPrincipalName, Thumbprint | Export-Csv '{list}'"))
            .EnsureNoErrors();
        tenant.Host.Faults.Add("DELETE", tenant.Records[1].Id, 403);
        var command = $"Import-Csv '{list}' | "
            + $"Remove-SmimeUserPfx -Confirm:$false -PassThru -ResultPath '{tenant.Folder.Combine(name)}'";

        var first = await tenant.RunAsync(command);
        Assert.Equal(["GraphForbidden"], first.ErrorIds);
        var second = await tenant.RunAsync(command);

        Assert.Equal(
            [SmimeRemoveStatus.Removed, SmimeRemoveStatus.AlreadyRemoved, SmimeRemoveStatus.AlreadyRemoved],
            second.EnsureNoErrors().OutputAs<SmimeRemoveResult>().Select(item => item.Status).Order());
        Assert.True(Summary(second).IsComplete);
        Assert.Empty(tenant.Records);

        // Without the file nobody knows: it is an error.
        var third = await tenant.RunAsync($"Import-Csv '{list}' | Remove-SmimeUserPfx -Confirm:$false");
        Assert.Equal(3, third.ErrorIds.Count(id => id == "RecordNotFound"));
    }

    [Fact]
    public async Task After_the_session_has_ended_the_rest_is_not_attempted()
    {
        await using var tenant = await StartAsync(users: 6, each: 1);
        tenant.Host.Faults.Add("DELETE", TestTenant.RecordsPath, 401, times: 100);

        var result = await tenant.RunAsync("Get-SmimeUserPfx | Remove-SmimeUserPfx -Confirm:$false -PassThru -ThrottleLimit 1");

        Assert.Equal("GraphUnauthorized", Assert.Single(result.ErrorIds));
        var items = result.OutputAs<SmimeRemoveResult>();
        Assert.Equal((1, 5), (items.Count(item => item.Status == SmimeRemoveStatus.Failed),
            items.Count(item => item.Status == SmimeRemoveStatus.NotAttempted)));
        Assert.Equal(6, tenant.Records.Count);
    }

    [Fact]
    public async Task A_certificate_named_twice_is_removed_once()
    {
        await using var tenant = await StartAsync(users: 1, each: 1);
        var thumbprint = tenant.Records[0].Thumbprint.ToUpperInvariant();

        var result = await tenant.RunAsync(
            $"Remove-SmimeUserPfx user0@contoso.com {thumbprint}, {thumbprint} -Confirm:$false -PassThru");

        Assert.Single(result.EnsureNoErrors().OutputAs<SmimeRemoveResult>());
    }

    private static async Task<TestTenant> StartAsync(int users, int each)
    {
        var tenant = await TestTenant.StartAsync();
        var files = Enumerable.Range(0, each).Select(i => tenant.AddPfx($"{i}.pfx").Path).ToList();
        List<System.Management.Automation.PSObject> rows = [];
        for (var i = 0; i < users; i++)
        {
            tenant.Host.State.Users.Add($"user{i}@contoso.com");
            rows.AddRange(files.Select(file => tenant.CsvRow($"user{i}@contoso.com", file)));
        }

        (await tenant.ImportAsync(rows, "-AllowOtherAddress")).EnsureNoErrors();
        return tenant;
    }

    private static SmimeRemoveSummary Summary(ShellResult result) => Assert.IsType<SmimeRemoveSummary>(
        Assert.Single(result.Information, record => record.Tags.Contains("SmimeCertTools")).MessageData);
}
