using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Deployment;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Deployment;

public sealed class UserStatusTests
{
    private const string Profiles = "New-PkcsImportedProfile -Name Encryption -Platform IOS -IntendedPurpose SmimeEncryption "
        + "-AllUsers -ExcludeGroup Guests";

    [Fact]
    public async Task What_devices_report_and_which_profiles_reach_the_user_are_on_one_screen()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (alice, bob) = (tenant.Host.State.Users.Find(TestTenant.Alice)!, tenant.Host.State.Users.Find(TestTenant.Bob)!);
        tenant.Host.State.Groups.Add("Guests", bob);
        tenant.Host.State.Devices.Add("Phone", Sandbox.Devices.DevicePlatform.Ios, alice);
        var (path, thumbprint) = tenant.AddPfx("a.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        (await tenant.RunAsync(Profiles)).EnsureNoErrors();

        var status = (await tenant.RunAsync("Get-SmimeUserStatus alice@contoso.com, bob@contoso.com")).EnsureNoErrors()
            .OutputAs<SmimeUserStatus>().ToList();
        Assert.Equal([TestTenant.Alice, TestTenant.Bob], status.Select(user => user.UserPrincipalName));
        var device = Assert.Single(status[0].Devices);
        Assert.Equal(("Phone", true, thumbprint, "Encryption", UserPfxPurpose.SmimeEncryption),
            (device.DeviceName, device.IsInstalled, device.Thumbprint, device.ProfileName, device.Purpose));
        Assert.Empty(status[1].Devices);
        var (reached, left) = (Assert.Single(status[0].Profiles), Assert.Single(status[1].Profiles));
        Assert.Equal((true, "all users"), (reached.Reaches, Assert.Single(reached.Through)));
        Assert.Equal((false, "excluded group 'Guests'"), (left.Reaches, Assert.Single(left.Through)));
        Assert.False(Assert.Single(status[0].MailClients).IsAutomatic);
        Assert.Equal(SmimeFindingSeverity.Error, status[1].Findings[0].Severity);
        Assert.Contains(status[1].Findings, finding => finding is { Id: "NoEncryptionCertificate", IsOfUser: true });
        foreach (var width in new[] { 80, 120 })
        {
            var lines = UserStatusText.Text(status[0], width, null, isRedirected: true).Split('\n');
            Assert.All(lines, line => Assert.InRange(line.Length, 0, width - 1));
            Assert.InRange(lines.Length, 12, 40);
            Assert.Contains(lines, line => line.Contains("Phone", StringComparison.Ordinal)
                && line.Contains("ok installed", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains("iOS: reached by Encryption (all users)", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_may_not_be_read_is_told_at_the_end()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.Faults.Add("GET", "deviceManagement/deviceConfigurations", 403, times: 10);
        var status = (await tenant.RunAsync("Get-SmimeUserStatus alice@contoso.com")).EnsureNoErrors()
            .OutputAs<SmimeUserStatus>().Single();
        Assert.Contains(status.Unread, unread => unread.StartsWith("Profiles: ", StringComparison.Ordinal));
        Assert.Null(status.SignsByProfile);
        Assert.Contains("Not read", UserStatusText.Text(status, 80, null, isRedirected: true), StringComparison.Ordinal);
    }
}
