using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

/// <summary>A certificate is imported for whom it is made out to.</summary>
public sealed class AddressImportTests
{
    [Fact]
    public async Task A_certificate_of_somebody_else_is_not_uploaded_and_the_error_names_both()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("bob.pfx", TestTenant.Bob);

        var result = await tenant.ImportFileAsync(path);

        Assert.Equal("AddressDiffers", Assert.Single(result.ErrorIds));
        var error = Assert.Single(result.Errors);
        Assert.Equal(path, error.TargetObject);
        Assert.Contains($"is made out to {TestTenant.Bob}", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(TestTenant.Alice, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowOtherAddress", error.ErrorDetails.Message, StringComparison.Ordinal);
        var item = Assert.Single(result.OutputAs<SmimeImportResult>());
        Assert.Equal((SmimeImportStatus.Failed, "AddressDiffers", thumbprint), (item.Status, item.ErrorId, item.Thumbprint));
        Assert.Empty(tenant.Records);
    }

    [Theory]
    [InlineData("-AllowOtherAddress", null)]
    [InlineData("", "yes")]
    [InlineData("", "True")]
    [InlineData("", true)]
    [InlineData("", 1)]
    public async Task It_is_uploaded_where_that_is_said(string options, object? column)
    {
        await using var tenant = await TestTenant.StartAsync();
        var row = tenant.CsvRow(TestTenant.Alice, tenant.AddPfx("bob.pfx", TestTenant.Bob).Path);
        if (column is not null)
        {
            row.Properties.Add(new PSNoteProperty("AllowOtherAddress", column));
        }

        var result = await tenant.ImportAsync(new[] { row }, options);

        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
    }

    [Fact]
    public async Task A_column_that_says_neither_yes_nor_no_fails_its_row()
    {
        await using var tenant = await TestTenant.StartAsync();
        var row = tenant.CsvRow(TestTenant.Alice, tenant.AddPfx("alice.pfx").Path);
        row.Properties.Add(new PSNoteProperty("AllowOtherAddress", "perhaps"));

        var result = await tenant.ImportAsync(new[] { row });

        Assert.Equal("ValueUnusable", Assert.Single(result.ErrorIds));
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task Any_of_the_users_addresses_will_do()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Users.Add(
            "dora@contoso.com", mail: "Dora.Smith@contoso.com", aliases: ["former@fabrikam.com"]);
        string[] names = ["DORA@contoso.com", "dora.smith@contoso.com", "Former@Fabrikam.com", "dora@fabrikam.com"];
        var rows = names.Select((address, place) =>
            tenant.CsvRow("dora@contoso.com", tenant.AddPfx($"{place}.pfx", address).Path)).ToArray();

        var result = await tenant.ImportAsync(rows);

        Assert.Equal("AddressDiffers", Assert.Single(result.ErrorIds));
        Assert.Equal(3, tenant.Records.Count);
    }

    [Theory]
    [InlineData(TestTenant.Alice, "AddressDiffers")]
    [InlineData("nobody@contoso.com", "UserNotFound")]
    public async Task With_StopOnInvalid_nothing_is_sent_when_one_is_somebody_elses(string user, string errorId)
    {
        await using var tenant = await TestTenant.StartAsync();
        var rows = new[]
        {
            tenant.CsvRow(TestTenant.Alice, tenant.AddPfx("alice.pfx").Path),
            tenant.CsvRow(user, tenant.AddPfx("bob.pfx", TestTenant.Bob).Path),
        };

        var result = await tenant.ImportAsync(rows, "-StopOnInvalid");

        Assert.Equal(new[] { errorId, "RowsInvalid" }.Order(), result.ErrorIds.Order());
        Assert.Empty(tenant.Records);
        Assert.Equal(0, tenant.Writes());
    }

    [Fact]
    public async Task WhatIf_shows_it_and_sends_nothing()
    {
        await using var tenant = await TestTenant.StartAsync();
        var rows = new[]
        {
            tenant.CsvRow(TestTenant.Alice, tenant.AddPfx("bob.pfx", TestTenant.Bob).Path),
            tenant.CsvRow(TestTenant.Alice, tenant.AddPfx("alice.pfx").Path),
        };

        var result = await tenant.ImportAsync(rows, "-WhatIf");

        Assert.Equal("AddressDiffers", Assert.Single(result.ErrorIds));
        Assert.Contains("What if", result.HostText, StringComparison.Ordinal);
        Assert.Equal(0, tenant.Writes());
    }

    [Fact]
    public async Task Without_connection_WhatIf_warns_and_says_why_it_is_not_more()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);

        var result = await tenant.ImportFileAsync(tenant.AddPfx("bob.pfx", TestTenant.Bob).Path, options: "-WhatIf");

        Assert.Contains(
            "there is no connection to ask by", Assert.Single(result.EnsureNoErrors().Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_made_without_network_warns_of_another_name_than_the_users()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        var row = tenant.CsvRow(TestTenant.Alice, tenant.AddPfx("bob.pfx", TestTenant.Bob).Path);
        var own = tenant.CsvRow(TestTenant.Alice, tenant.AddPfx("alice.pfx").Path);
        var script = "param($Key) $input | New-SmimeUserPfx -PublicKeyPath $Key ";

        var result = await tenant.RunAsync(script, new() { ["Key"] = tenant.KeyPath }, new[] { row, own });

        var warning = Assert.Single(result.EnsureNoErrors().Warnings);
        Assert.Contains(TestTenant.Bob, warning, StringComparison.Ordinal);
        Assert.Contains("records are made without network", warning, StringComparison.Ordinal);
        Assert.Empty((await tenant.RunAsync(script + "-AllowOtherAddress", new() { ["Key"] = tenant.KeyPath }, new[] { row }))
            .EnsureNoErrors().Warnings);
    }
}
