using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

public sealed class ImportPermissionTests
{
    [Fact]
    public async Task Without_leave_to_read_users_the_import_goes_on_and_says_so_once()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        await tenant.ConnectAsync(tenant.Host.IssueToken(["DeviceManagementConfiguration.ReadWrite.All"]));
        var (first, _) = tenant.AddPfx("alice.pfx");
        var (second, _) = tenant.AddPfx("bob.pfx", TestTenant.Bob);

        var result = await tenant.ImportAsync(new[]
        {
            tenant.CsvRow(TestTenant.Alice, first),
            tenant.CsvRow(TestTenant.Bob, second),
        });

        Assert.Empty(result.Errors);
        Assert.Equal(2, result.Output.Count(item => ((SmimeImportResult)item.BaseObject).Status == SmimeImportStatus.Imported));
        Assert.Single(result.Warnings, warning => warning.Contains("User.Read.All", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_is_not_the_users_is_then_warned_of_and_why_it_is_not_more()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        await tenant.ConnectAsync(tenant.Host.IssueToken(["DeviceManagementConfiguration.ReadWrite.All"]));

        var result = await tenant.ImportFileAsync(tenant.AddPfx("bob.pfx", TestTenant.Bob).Path);

        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
        var warning = Assert.Single(result.Warnings, text => text.Contains("made out to", StringComparison.Ordinal));
        Assert.Contains(TestTenant.Bob, warning, StringComparison.Ordinal);
        Assert.Contains(TestTenant.Alice, warning, StringComparison.Ordinal);
        Assert.Contains("User.Read.All", warning, StringComparison.Ordinal);
    }
}
