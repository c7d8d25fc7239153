using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.Connection;

/// <summary>Two commands on one connection: what one asks for holds for it alone, and nothing of it stays.</summary>
public sealed class OverlappingCommandTests
{
    [Fact]
    public async Task A_timeout_of_one_command_is_not_the_others_in_its_pipeline()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        tenant.Host.Faults.Add("DELETE", TestTenant.RecordsPath, FaultMode.Delay, delay: TimeSpan.FromSeconds(2.5));

        // The import is still under way, and its timeout in force, while the removal waits for an answer that takes longer.
        var result = await tenant.RunAsync(
            "param($Path, $Key, $Password) "
            + "Import-SmimeUserPfx $Path -UserPrincipalName alice@contoso.com -Password $Password -PublicKeyPath $Key "
            + "-TimeoutSec 1 | "
            + "Remove-SmimeUserPfx -Confirm:$false -PassThru -WarningAction SilentlyContinue",
            new() { ["Path"] = path, ["Key"] = tenant.KeyPath, ["Password"] = TestTenant.Secure(tenant.Password) });

        Assert.Equal(SmimeRemoveStatus.Removed, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeRemoveResult>()).Status);
        Assert.Single(tenant.Host.State.Requests.Find("DELETE", TestTenant.RecordsPath));
    }

    [Fact]
    public async Task A_nested_command_neither_takes_nor_leaves_bounds()
    {
        await using var tenant = await TestTenant.StartAsync();
        var paths = new[] { TestTenant.Alice, TestTenant.Bob, TestTenant.Carol }
            .Select(user => tenant.AddPfx(user + ".pfx", user).Path).ToArray();
        tenant.Host.Faults.Add("GET", "/users/", FaultMode.Delay, times: int.MaxValue, delay: TimeSpan.FromSeconds(1.5));

        // The inner command ends while the outer one has still to look its users up.
        var result = await tenant.RunAsync(
            """
            param($Path, $Key, $Password)
            $provider = {
                $null = Import-SmimeUserPfx $Path[1] -UserPrincipalName bob@contoso.com -Password $Password -PublicKeyPath $Key `
                    -TimeoutSec 1 -ErrorAction SilentlyContinue
                $Password
            }.GetNewClosure()
            Import-SmimeUserPfx $Path[0] -UserPrincipalName alice@contoso.com -PasswordProvider $provider -PublicKeyPath $Key
            Import-SmimeUserPfx $Path[2] -UserPrincipalName carol@contoso.com -Password $Password -PublicKeyPath $Key
            """,
            new() { ["Path"] = paths, ["Key"] = tenant.KeyPath, ["Password"] = TestTenant.Secure(tenant.Password) });

        var items = result.OutputAs<SmimeImportResult>().ToDictionary(item => item.UserPrincipalName!);
        Assert.Equal(SmimeImportStatus.Imported, items["alice@contoso.com"].Status);
        Assert.Equal(SmimeImportStatus.Imported, items["carol@contoso.com"].Status);
        Assert.DoesNotContain("bob@contoso.com", tenant.Records.Select(record => record.UserPrincipalName));
    }

    [Fact]
    public async Task A_ceiling_of_one_command_does_not_slow_another()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");

        // At a request in ten seconds the outer import alone takes half a minute; twenty at its pace would take three.
        using var stopping = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var inner = new List<int>();
        var run = tenant.RunAsync(
            """
            param($Path, $Key, $Password, $Note)
            Import-SmimeUserPfx $Path -UserPrincipalName alice@contoso.com -PublicKeyPath $Key -MaxRequestsPerSecond 0.1 `
                -PasswordProvider {
                    1..20 | ForEach-Object { $null = Get-SmimeUserPfx -UserPrincipalName alice@contoso.com; $Note.Invoke($_) }
                    $Password
                }.GetNewClosure()
            """,
            new()
            {
                ["Path"] = path,
                ["Key"] = tenant.KeyPath,
                ["Password"] = TestTenant.Secure(tenant.Password),
                ["Note"] = (Action<int>)(number =>
                {
                    inner.Add(number);
                    if (number == 20)
                    {
                        stopping.Cancel();
                    }
                }),
            },
            stopping: stopping.Token);
        await run;

        Assert.Equal(Enumerable.Range(1, 20), inner);
    }
}
