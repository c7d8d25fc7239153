using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.History;
using SmimeCertTools.Hosting;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

public sealed class RemoveUserPfxTests
{
    [Fact]
    public async Task It_asks_and_no_means_no_then_yes_removes_with_a_warning_about_the_ca()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("a.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        tenant.Shell.Answers.Choose("No", "Yes");
        (await tenant.RunAsync("Get-SmimeUserPfx | Remove-SmimeUserPfx")).EnsureNoErrors();
        Assert.Contains(TestTenant.Alice, Assert.Single(tenant.Shell.Answers.Asked), StringComparison.Ordinal);
        Assert.Single(tenant.Records);

        var result = await tenant.RunAsync("Get-SmimeUserPfx | Remove-SmimeUserPfx -PassThru");
        Assert.Equal(SmimeRemoveStatus.Removed, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeRemoveResult>()).Status);
        Assert.Contains(thumbprint, Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains("not revoked", result.Warnings[0], StringComparison.Ordinal);
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task Serials_from_the_archive_are_named()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.ImportFileAsync(tenant.AddPfx("a.pfx").Path)).EnsureNoErrors();
        var history = await tenant.RunAsync(
            "param($Path, $Password) Get-UserCertHistory alice@contoso.com -ArchivePath $Path -ArchivePassword $Password",
            new() { ["Path"] = tenant.Folder.Path, ["Password"] = tenant.Password });
        var entry = Assert.Single(history.EnsureNoErrors().OutputAs<SmimeCertHistoryEntry>());
        var result = await tenant.RunAsync("$input | Remove-SmimeUserPfx -Confirm:$false", input: history.Output);
        Assert.Contains(entry.SerialNumber!, Assert.Single(result.EnsureNoErrors().Warnings), StringComparison.Ordinal);
        Assert.Contains(entry.Issuer!, result.Warnings[0], StringComparison.Ordinal);
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task All_certificates_of_a_user_go_only_when_asked_for_and_never_with_whatif()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("a-1.pfx");
        tenant.AddPfx("a-2.pfx");
        (await tenant.ImportFileAsync(tenant.Folder.Combine("a-*.pfx"))).EnsureNoErrors();
        (await tenant.ImportFileAsync(tenant.AddPfx("b.pfx", TestTenant.Bob).Path, TestTenant.Bob)).EnsureNoErrors();
        (await tenant.RunAsync("Remove-SmimeUserPfx alice@contoso.com -All -WhatIf")).EnsureNoErrors();
        Assert.Equal(3, tenant.Records.Count);
        (await tenant.RunAsync("Remove-SmimeUserPfx alice@contoso.com -All -Confirm:$false")).EnsureNoErrors();
        Assert.Equal(TestTenant.Bob, Assert.Single(tenant.Records).UserPrincipalName);
    }

    [Fact]
    public async Task What_is_not_there_is_an_error_and_not_a_success()
    {
        await using var tenant = await TestTenant.StartAsync();
        var result = await tenant.RunAsync(
            $"Remove-SmimeUserPfx alice@contoso.com {new string('A', 40)}, xyz -Confirm:$false -PassThru; "
            + "Remove-SmimeUserPfx bob@contoso.com -All -Confirm:$false");
        Assert.Equal(["RecordNotFound", "RecordNotFound", "ThumbprintInvalid"], result.ErrorIds.Order());
        Assert.All(result.OutputAs<SmimeRemoveResult>(), item => Assert.Equal(SmimeRemoveStatus.Failed, item.Status));
        Assert.Empty(result.Warnings);
        Assert.Equal(0, tenant.Writes());
    }
}
