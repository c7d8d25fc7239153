using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

/// <summary>The command that a run ends with is the one to type next, and tells no secret.</summary>
public sealed class NextCommandTests
{
    [Fact]
    public async Task The_shown_commands_do_what_they_say()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = RunReportTests.List(tenant, "alice", "!bob");
        var first = await ManifestImportTests.RunAsync(tenant, path, "-ResultPath results.csv -ErrorAction SilentlyContinue");
        var show = first.Shown[first.Shown.ToList().IndexOf("What is wrong with each:") + 1];
        RunReportTests.List(tenant, "alice", "bob");

        var again = await tenant.RunAsync($"Set-Location '{tenant.Folder.Path}'; {show} | Out-String; {first.Shown[^1]}");

        Assert.Contains("bob@contoso.com", (string)again.Output[0].BaseObject, StringComparison.Ordinal);
        Assert.Equal(
            [SmimeImportStatus.AlreadyPresent, SmimeImportStatus.Imported],
            again.EnsureNoErrors().Output.Skip(1).Select(item => ((SmimeImportResult)item.BaseObject).Status).Order().Reverse());
        Assert.Contains("  1 already present", again.Shown);
    }

    [Fact]
    public async Task What_is_outdated_is_replaced_by_the_command_that_is_shown()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = RunReportTests.List(tenant, "alice");
        (await ManifestImportTests.RunAsync(tenant, path)).EnsureNoErrors();

        var left = await ManifestImportTests.RunAsync(tenant, path, "-KeyName Other");
        var replaced = await tenant.RunAsync(left.Shown[^1]);

        Assert.EndsWith("-KeyName Other -Force", left.Shown[^1], StringComparison.Ordinal);
        Assert.Equal(
            SmimeImportStatus.Updated, Assert.Single(replaced.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
    }

    [Theory]
    [InlineData("Import-Csv $Folder/users.csv -Delimiter ';' | Import-SmimeUserPfx -PublicKeyPath $Key",
        "Import-Csv $Folder/users.csv -Delimiter ';' | Import-SmimeUserPfx -PublicKeyPath {0}")]
    [InlineData("@([pscustomobject]@{{ UPN = 'nobody@contoso.com'; Path = \"$Folder/alice.pfx\"; Password = '{1}' }}) | "
        + "Import-SmimeUserPfx -PublicKeyPath $Key", "... | Import-SmimeUserPfx -PublicKeyPath {0}")]
    [InlineData("Import-SmimeUserPfx -PublicKeyPath $Key -UPN nobody@contoso.com -Path $Folder/alice.pfx -Password $pw",
        "Import-SmimeUserPfx -PublicKeyPath {0} -UserPrincipalName nobody@contoso.com -Path {2} -Password $pw")]
    [InlineData("Import-SmimeUserPfx -PublicKeyPath $Key -UPN nobody@contoso.com -Path $Folder/alice.pfx -Password '{1}'",
        "Import-SmimeUserPfx -PublicKeyPath {0} -UserPrincipalName nobody@contoso.com -Path {2} -Password ...")]
    [InlineData("Import-SmimeUserPfx -ManifestPath $Folder/users.csv -PublicKeyPath $Key -PasswordProvider {{ '{1}' }}",
        "Import-SmimeUserPfx -ManifestPath {3} -PublicKeyPath {0} -PasswordProvider ...")]
    public async Task The_next_command_holds_no_secret_whatever_way_the_files_came(string command, string shown)
    {
        await using var tenant = await TestTenant.StartAsync();
        RunReportTests.List(tenant, "nobody");
        tenant.AddPfx("alice.pfx");
        string Fill(string text) => string.Format(
            System.Globalization.CultureInfo.InvariantCulture, text, tenant.KeyPath, tenant.Password,
            tenant.Folder.Path + "/alice.pfx", tenant.Folder.Path + "/users.csv");

        var result = await tenant.RunAsync(
            $"param($Folder, $Key, $pw) Set-Location $Folder; {Fill(command)}",
            new()
            {
                ["Folder"] = tenant.Folder.Path,
                ["Key"] = tenant.KeyPath,
                ["pw"] = TestTenant.Secure(tenant.Password),
            });

        Assert.Equal("  " + Fill(shown), result.Shown[^1]);
        Assert.DoesNotContain(tenant.Password, result.AllText(), StringComparison.Ordinal);
    }
}
