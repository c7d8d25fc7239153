using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Deployment;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Deployment;

/// <summary>Test-SmimeDeployment as a person and a script call it.</summary>
public sealed class TestSmimeDeploymentTests
{
    [Fact]
    public async Task Quiet_is_one_truth_value_that_warnings_do_not_touch()
    {
        await using var sound = await DeploymentTenant.StartAsync();
        await using var warning = await DeploymentTenant.StartAsync(PlantedFault.ConnectorInactive);
        await using var fail = await DeploymentTenant.StartAsync(PlantedFault.ConnectorMissing);

        foreach (var (tenant, expected) in new[] { (sound, true), (warning, true), (fail, false) })
        {
            var result = (await tenant.Tenant.RunAsync("Test-SmimeDeployment -Quiet")).EnsureNoErrors();
            Assert.Equal(expected, Assert.IsType<bool>(Assert.Single(result.Output).BaseObject));
        }
    }

    [Theory]
    [InlineData("'carla@contoso.com' | Test-SmimeDeployment", true)]
    [InlineData("[pscustomobject]@{ UserPrincipalName = 'carla@contoso.com' } | Test-SmimeDeployment", true)]
    [InlineData("Get-SmimeUserPfx | Test-SmimeDeployment", true)]
    [InlineData("Test-SmimeDeployment -GroupName 'Mail users'", true)]
    [InlineData("Test-SmimeDeployment carla@contoso.com", true)]
    [InlineData("Test-SmimeDeployment -UPN anna@contoso.com, bert@contoso.com", false)]
    [InlineData("'anna@contoso.com', '', 'bert@contoso.com' | Test-SmimeDeployment", false)]
    [InlineData("Test-SmimeDeployment -Platform IOS", true)]
    public async Task Users_come_in_words_by_pipeline_and_by_group(string script, bool isFound)
    {
        await using var tenant = await DeploymentTenant.StartAsync(PlantedFault.EncryptionMissing);

        var checks = (await tenant.Tenant.RunAsync(script)).EnsureNoErrors().OutputAs<SmimeDeploymentCheck>();

        var found = checks.Where(check => check.Status != SmimeCheckStatus.Pass).ToList();
        Assert.Equal(isFound ? ["EncryptionMissing"] : [], found.Select(check => check.Id));
        Assert.All(found, check => Assert.Equal(["carla@contoso.com"], check.Users));
    }

    [Fact]
    public async Task Who_does_not_exist_is_an_error_of_its_own_and_the_others_are_looked_at()
    {
        await using var tenant = await DeploymentTenant.StartAsync();

        var result = await tenant.Tenant.RunAsync("Test-SmimeDeployment nobody@contoso.com, anna@contoso.com -GroupName Nobody");

        Assert.Equal(["GroupNotFound", "UserNotFound"], result.ErrorIds);
        Assert.Equal("SignIn", result.OutputAs<SmimeDeploymentCheck>()[0].Id);
        var none = await tenant.Tenant.RunAsync("Test-SmimeDeployment -GroupName Nobody");
        Assert.Equal(["GroupNotFound"], none.ErrorIds);
        Assert.Empty(none.Output);
        var unknown = await tenant.Tenant.RunAsync("Test-SmimeDeployment nobody@contoso.com");
        Assert.Equal(["UserNotFound"], unknown.ErrorIds);
        Assert.Empty(unknown.Output);
    }

    [Fact]
    public async Task Of_what_a_new_tenant_lacks_nothing_good_is_said()
    {
        await using var tenant = await TestTenant.StartAsync();

        var checks = (await tenant.RunAsync("Test-SmimeDeployment")).EnsureNoErrors().OutputAs<SmimeDeploymentCheck>().ToList();

        Assert.Equal(["ConnectorMissing", "ImportedProfileMissing"],
            checks.Where(check => check.Status != SmimeCheckStatus.Pass).Select(check => check.Id));
        string[] praise = ["All ", "Each ", "Everybody ", "Whoever ", "A profile ", "Certificates ", "Of each ", "The "];
        Assert.DoesNotContain(checks.Where(check => check.Status == SmimeCheckStatus.Pass && check.Id != "ReadFailed"),
            check => Array.Exists(praise, words => check.Message.StartsWith(words, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_keys_of_one_name_are_found_by_the_results_of_imports()
    {
        await using var tenant = await DeploymentTenant.StartAsync();
        using var other = SmimeCertTools.Sandbox.Pki.ConnectorKeyPair.Create(2048);
        tenant.Tenant.Folder.Write("other.pem", other.PublicKeyPem);
        tenant.Tenant.Host.State.UserPfxCertificates.Clear();
        const string import = "$rows = Import-Csv ./archive.csv; "
            + "$rows | Select-Object -First 3 | Import-SmimeUserPfx -PublicKeyPath ./connector-public.pem -ResultPath ./a.jsonl; "
            + "$rows | Select-Object -Skip 3 | Import-SmimeUserPfx -PublicKeyPath ./other.pem -ResultPath ./b.jsonl";
        (await tenant.Tenant.RunAsync(import)).EnsureNoErrors();

        var both = await tenant.TestAsync("-ResultPath ./a.jsonl, ./b.jsonl");
        var one = await tenant.TestAsync("-ResultPath ./a.jsonl");
        var none = await tenant.Tenant.RunAsync("Test-SmimeDeployment -ResultPath ./none.jsonl");

        var found = Assert.Single(both, check => check.Id == "ConnectorKeyFingerprint");
        Assert.Equal(SmimeCheckStatus.Fail, found.Status);
        (await tenant.Tenant.RunAsync(found.NextStep!)).EnsureNoErrors();
        Assert.Equal(SmimeCheckStatus.Pass, Assert.Single(
            await tenant.TestAsync("-ResultPath ./a.jsonl, ./b.jsonl"), check => check.Id == "ConnectorKeyFingerprint").Status);
        Assert.Equal(SmimeCheckStatus.Pass, Assert.Single(one, check => check.Id == "ConnectorKeyFingerprint").Status);
        Assert.Equal(["PathNotFound"], none.ErrorIds);
    }

    [Fact]
    public async Task Without_a_connection_it_ends_with_how_to_connect()
    {
        await using var tenant = await DeploymentTenant.StartAsync();

        var result = await tenant.Tenant.RunAsync("Disconnect-SmimeGraph; Test-SmimeDeployment");

        Assert.Equal(["GraphNotConnected"], result.ErrorIds);
    }

    [Fact]
    public async Task The_table_fits_and_its_command_can_be_copied()
    {
        await using var tenant = await DeploymentTenant.StartAsync(PlantedFault.ImportedProfileMissing);

        var shown = await tenant.Tenant.Shell.RenderAsync("Test-SmimeDeployment | Where-Object Status -eq Fail");

        var lines = shown.EnsureNoErrors().HostText.Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.All(lines, line => Assert.True(line.Length <= 100, line));
        Assert.Contains(lines, line => line.StartsWith("Fail", StringComparison.Ordinal)
            && line.Contains("ImportedProfileMissing", StringComparison.Ordinal));
        var start = lines.FindIndex(line => line.TrimStart().StartsWith("New-PkcsImportedProfile", StringComparison.Ordinal));
        var command = string.Join("\n", lines.Skip(start).TakeWhile(line => line.Length > 0));
        (await tenant.Tenant.RunAsync(command)).EnsureNoErrors();
        Assert.All(await tenant.TestAsync(), check => Assert.Equal(SmimeCheckStatus.Pass, check.Status));
    }

    [Fact]
    public async Task The_list_shows_target_step_and_users()
    {
        await using var tenant = await DeploymentTenant.StartAsync(PlantedFault.EncryptionGap);

        var text = (await tenant.Tenant.Shell.RenderAsync(
            "Test-SmimeDeployment | Where-Object Status -ne Pass | Format-List")).EnsureNoErrors().HostText;

        Assert.Contains("carla@contoso.com", text, StringComparison.Ordinal);
        Assert.Contains("Import-SmimeUserPfx -LiteralPath (Read-Host 'Encryption PFX of carla@contoso.com valid ", text,
            StringComparison.Ordinal);
        Assert.Contains("Target", text, StringComparison.Ordinal);
    }
}
