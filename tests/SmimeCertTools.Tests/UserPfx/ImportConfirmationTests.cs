using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

/// <summary>Nothing is reported as done that was not confirmed, and nothing as failed that is there.</summary>
public sealed class ImportConfirmationTests
{
    [Theory]
    [InlineData(FaultMode.UnreadableBefore, 2)]
    [InlineData(FaultMode.UnreadableAfterEffect, 1)]
    public async Task An_upload_answered_with_a_page_is_looked_up_before_it_is_sent_again(FaultMode mode, int posts)
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        await tenant.ConnectHastilyAsync();
        tenant.Host.Faults.Add("POST", TestTenant.RecordsPath, mode);

        var result = (await tenant.ImportFileAsync(tenant.AddPfx("a.pfx").Path)).EnsureNoErrors();

        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(result.OutputAs<SmimeImportResult>()).Status);
        Assert.Single(tenant.Records);
        Assert.Equal(posts, tenant.Host.State.Requests.Find("POST", TestTenant.RecordsPath).Count);
    }

    [Fact]
    public async Task A_replacement_answered_with_the_old_record_is_not_updated()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        await tenant.ConnectHastilyAsync();
        var (path, thumbprint) = tenant.AddPfx("a.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        var before = Assert.Single(tenant.Records);
        tenant.Host.Faults.Add("PATCH", TestTenant.RecordsPath, FaultMode.SuccessWithoutEffect);

        var result = await tenant.ImportFileAsync(path, options: "-Force");

        Assert.Equal("GraphNotConfirmed", Assert.Single(result.ErrorIds));
        Assert.Equal(path, result.Errors[0].TargetObject);
        var row = Assert.Single(result.OutputAs<SmimeImportResult>());
        Assert.Equal((SmimeImportStatus.Failed, thumbprint), (row.Status, row.Thumbprint));
        Assert.Contains("a look-up shows it unchanged", row.Error, StringComparison.Ordinal);
        Assert.Equal(before, Assert.Single(tenant.Records));
    }

    [Fact]
    public async Task What_another_import_stored_meanwhile_is_present()
    {
        await using var tenant = await TestTenant.StartAsync();
        var paths = Enumerable.Range(0, 3).Select(i => tenant.AddPfx($"{i}.pfx").Path).ToList();
        (await tenant.ImportFileAsync(tenant.Folder.Combine("*.pfx"))).EnsureNoErrors();

        // The listing shows nothing to the first look, as it does while two imports look at the same time.
        tenant.Host.Faults.Add("GET", TestTenant.RecordsPath, FaultMode.EmptyList);
        var result = (await tenant.ImportFileAsync(tenant.Folder.Combine("*.pfx"))).EnsureNoErrors();

        Assert.Equal(paths.Count, result.OutputAs<SmimeImportResult>().Count());
        Assert.All(
            result.OutputAs<SmimeImportResult>(), row => Assert.Equal(SmimeImportStatus.AlreadyPresent, row.Status));
        Assert.Equal(paths.Count, tenant.Records.Count);
    }
}
