using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Hosting;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

/// <summary>Certificates that are named by objects, as users of the earlier scripts name them.</summary>
public sealed class RemoveRecordTests
{
    [Theory]
    [InlineData("Get-SmimeUserPfx")]
    [InlineData("[System.Collections.Generic.List[object]] @(Get-SmimeUserPfx)")]
    [InlineData("Get-SmimeUserPfx | ConvertTo-Json -AsArray | ConvertFrom-Json -NoEnumerate")]
    [InlineData("Get-SmimeUserPfx | ConvertTo-Csv | ConvertFrom-Csv")]
    [InlineData("Get-SmimeUserPfx | ForEach-Object { @{ "
        + "UserPrincipalName = \" $($_.UserPrincipalName) \"; Thumbprint = $_.Thumbprint.ToLower() } }")]
    public async Task A_list_of_records_by_name_is_removed(string list)
    {
        await using var tenant = await TestTenant.StartAsync();
        await AddTwoAsync(tenant);
        var kept = tenant.AddPfx("kept.pfx").Thumbprint;
        var command = $"$list = {list}; Import-SmimeUserPfx -Path $Path -UserPrincipalName {TestTenant.Alice} -Password "
            + "$Password -PublicKeyPath $Key | Out-Null; Remove-SmimeUserPfx -CertificateList $list -Confirm:$false -PassThru";

        var result = await tenant.RunAsync("param($Path, $Password, $Key) " + command, new()
        {
            ["Path"] = tenant.Folder.Combine("kept.pfx"),
            ["Password"] = tenant.Password,
            ["Key"] = tenant.KeyPath,
        });

        Assert.Equal([TestTenant.Alice, TestTenant.Bob], result.EnsureNoErrors().OutputAs<SmimeRemoveResult>()
            .Select(item => item.UserPrincipalName).Order());
        Assert.All(result.OutputAs<SmimeRemoveResult>(), item => Assert.Equal(SmimeRemoveStatus.Removed, item.Status));
        Assert.Equal(kept, Assert.Single(tenant.Records).Thumbprint, ignoreCase: true);
    }

    [Fact]
    public async Task Objects_without_user_or_certificate_are_errors_of_their_own_and_show_no_secret()
    {
        await using var tenant = await TestTenant.StartAsync();
        await AddTwoAsync(tenant);

        var result = await tenant.RunAsync(
            "$list = @(Get-SmimeUserPfx) + [pscustomobject]@{ UserPrincipalName = 'carol@contoso.com' }, "
            + $"[pscustomobject]@{{ Thumbprint = '{new string('A', 40)}'; Password = 'hidden-word' }}, 'text', "
            + "[pscustomobject]@{ UserPrincipalName = 'carol@contoso.com'; Thumbprint = 'xyz' }; "
            + "Remove-SmimeUserPfx -CertificateList $list -Confirm:$false -PassThru");

        Assert.Equal(["RecordInvalid", "RecordInvalid", "RecordInvalid", "ThumbprintInvalid"], result.ErrorIds.Order());
        Assert.Equal(4, result.OutputAs<SmimeRemoveResult>().Count(item => item.Status == SmimeRemoveStatus.Failed));
        Assert.Contains(result.Errors, error => error.Exception.Message.Contains("carol@contoso.com", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Errors, error => error.Exception.Message.Contains("hidden-word", StringComparison.Ordinal));
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task Nothing_is_removed_without_a_list_with_all_beside_it_or_with_whatif()
    {
        await using var tenant = await TestTenant.StartAsync();
        await AddTwoAsync(tenant);

        Assert.NotEmpty((await tenant.RunAsync("Remove-SmimeUserPfx -CertificateList @() -Confirm:$false")).Errors);
        Assert.NotEmpty((await tenant.RunAsync(
            "Remove-SmimeUserPfx -CertificateList (Get-SmimeUserPfx) -All -Confirm:$false")).Errors);
        (await tenant.RunAsync("Remove-SmimeUserPfx -CertificateList (Get-SmimeUserPfx) -WhatIf")).EnsureNoErrors();

        Assert.Equal(2, tenant.Records.Count);
    }

    private static async Task AddTwoAsync(TestTenant tenant)
    {
        (await tenant.ImportFileAsync(tenant.AddPfx("a.pfx").Path)).EnsureNoErrors();
        (await tenant.ImportFileAsync(tenant.AddPfx("b.pfx", TestTenant.Bob).Path, TestTenant.Bob)).EnsureNoErrors();
    }
}
