using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Graph.Intune;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>Imports into a tenant whose users are renamed, deleted and made anew, and into which others import as well.</summary>
public sealed class UserPfxImporterTenantTests
{
    private const string Anna = "anna@contoso.com";
    private const string Renamed = "anna.berg@contoso.com";

    [Fact]
    public async Task The_record_of_an_account_that_was_deleted_and_made_anew_is_not_the_new_users()
    {
        await using var tenant = await StartAsync();
        var before = await ImportAsync(tenant, Anna);
        tenant.Host.State.Users.Remove(Anna);
        var anew = tenant.Host.State.Users.Add(Anna);

        var importer = new UserPfxImporter(tenant.Connection.UserPfx);
        var first = await ImportAsync(tenant, Anna, importer: importer);
        var second = await ImportAsync(tenant, Anna, importer: importer);
        var third = await ImportAsync(tenant, Anna);

        Assert.Equal(
            [SmimeImportStatus.Imported, SmimeImportStatus.AlreadyPresent, SmimeImportStatus.AlreadyPresent],
            new[] { first, second, third }.Select(outcome => outcome.Status));
        Assert.Equal(anew.Id, first.Record.UserId);
        Assert.Equal([first.Record.Id, first.Record.Id], new[] { second, third }.Select(outcome => outcome.Record.Id));
        Assert.Equal(
            new[] { before.Record.Id, first.Record.Id }.Order(),
            tenant.Host.State.UserPfxCertificates.All.Select(record => record.Id));
    }

    [Fact]
    public async Task The_old_accounts_record_stays_when_the_new_ones_is_replaced()
    {
        await using var tenant = await StartAsync();
        var before = await ImportAsync(tenant, Anna);
        tenant.Host.State.Users.Remove(Anna);
        tenant.Host.State.Users.Add(Anna);
        var created = await ImportAsync(tenant, Anna);

        var replaced = await ImportAsync(tenant, Anna, force: true);

        Assert.Equal((SmimeImportStatus.Updated, created.Record.Id), (replaced.Status, replaced.Record.Id));
        Assert.Equal(
            before.Record.LastModifiedDateTime,
            tenant.Host.State.UserPfxCertificates.Find(before.Record.Id!)!.LastModifiedDateTime);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    public async Task A_renamed_users_record_is_present_and_is_replaced_under_the_name_that_it_has(int duplicateStatus)
    {
        await using var tenant = await StartAsync(new SandboxOptions { DuplicateRecordStatus = duplicateStatus });
        var before = await ImportAsync(tenant, Anna);
        tenant.Host.State.Users.Rename(Anna, Renamed);

        var importer = new UserPfxImporter(tenant.Connection.UserPfx);
        var present = await ImportAsync(tenant, Renamed, importer: importer);
        var requests = tenant.Host.State.Requests.Entries.Count;
        var again = await ImportAsync(tenant, Renamed, importer: importer);
        var replaced = await ImportAsync(tenant, Renamed, force: true);

        Assert.All(new[] { present, again, replaced }, outcome => Assert.Equal(
            (before.Record.Id, Anna, $"user principal name {Anna} → {Renamed}"),
            (outcome.Record.Id, outcome.Record.UserPrincipalName, outcome.Difference)));
        Assert.Equal(
            [SmimeImportStatus.AlreadyPresent, SmimeImportStatus.AlreadyPresent, SmimeImportStatus.Updated],
            new[] { present, again, replaced }.Select(outcome => outcome.Status));
        Assert.True(replaced.Record.LastModifiedDateTime > before.Record.LastModifiedDateTime);
        Assert.Single(tenant.Host.State.UserPfxCertificates.All);
    }

    [Fact]
    public async Task A_renamed_users_record_that_an_earlier_run_replaced_is_left_alone_by_the_next()
    {
        await using var tenant = await StartAsync();
        await ImportAsync(tenant, Anna);
        tenant.Host.State.Users.Rename(Anna, Renamed);
        var replaced = await ImportAsync(tenant, Renamed, force: true);

        var next = await new UserPfxImporter(tenant.Connection.UserPfx).ImportAsync(
            GraphTestData.Record(Renamed), force: true, replaced.Record.LastModifiedDateTime, CancellationToken.None);

        Assert.Equal(SmimeImportStatus.AlreadyPresent, next.Status);
        Assert.Equal(replaced.Record.LastModifiedDateTime, next.Record.LastModifiedDateTime);
    }

    [Fact]
    public async Task Without_the_permission_to_look_users_up_the_name_decides_and_the_warning_says_so()
    {
        await using var tenant = await StartAsync(permissions: "DeviceManagementConfiguration.ReadWrite.All");
        await ImportAsync(tenant, Anna);
        tenant.Host.State.Users.Remove(Anna);
        tenant.Host.State.Users.Add(Anna);
        var warnings = new List<string>();

        var outcome = await ImportAsync(
            tenant, Anna, importer: new UserPfxImporter(tenant.Connection.UserPfx, warnings.Add));

        Assert.Equal(SmimeImportStatus.AlreadyPresent, outcome.Status);
        Assert.Contains("somebody who had the name before", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(409, false)]
    [InlineData(400, true)]
    public async Task Two_imports_of_the_same_records_at_once_both_end_well(int duplicateStatus, bool force)
    {
        await using var tenant = await StartAsync(new SandboxOptions { DuplicateRecordStatus = duplicateStatus });
        string[] thumbprints = [.. Enumerable.Range(0, 40).Select(i => $"{i:X40}")];

        // Both have looked before either writes.
        UserPfxImporter[] importers = [new(tenant.Connection.UserPfx), new(tenant.Connection.UserPfx)];
        foreach (var importer in importers)
        {
            await ImportAsync(tenant, Anna, new string('F', 40), importer: importer);
        }

        var outcomes = await Task.WhenAll(importers.SelectMany(importer => thumbprints.Select(
            thumbprint => ImportAsync(tenant, Anna, thumbprint, force, importer))));

        Assert.Equal(41, tenant.Host.State.UserPfxCertificates.Count);
        Assert.Equal(40, outcomes.Count(outcome => outcome.Status == SmimeImportStatus.Imported));
        Assert.Equal(40, outcomes.Count(outcome =>
            outcome.Status == (force ? SmimeImportStatus.Updated : SmimeImportStatus.AlreadyPresent)));
    }

    private static async Task<IntuneTenant> StartAsync(SandboxOptions? options = null, params string[] permissions)
    {
        var tenant = await IntuneTenant.StartAsync(options, permissions is [] ? null : permissions);
        tenant.Host.State.Users.Add(Anna);
        return tenant;
    }

    private static Task<ImportOutcome> ImportAsync(IntuneTenant tenant, string user, string thumbprint = GraphTestData.Print,
        bool force = false, UserPfxImporter? importer = null) =>
        (importer ?? new UserPfxImporter(tenant.Connection.UserPfx)).ImportAsync(
            GraphTestData.Record(user, thumbprint), force, CancellationToken.None);
}
