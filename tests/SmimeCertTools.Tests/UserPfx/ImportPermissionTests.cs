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
}
