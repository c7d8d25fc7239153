using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Records;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

/// <summary>
/// Records that New-IntuneUserPfxCertificate of the earlier scripts made, in every form that people keep them in.
/// </summary>
public sealed class EarlierRecordTests
{
    public static TheoryData<string> Forms { get; } =
    [
        "live", "wrapped", "custom object", "Clixml", "Clixml of a file", "Clixml, flat",
        "PowerShell 7 JSON", "Windows PowerShell JSON",
        "Windows PowerShell JSON, dates as text", "deep JSON", "base64", "hashtable",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_record_of_the_earlier_scripts_is_imported_as_it_was_made(string form)
    {
        await using var tenant = await TestTenant.StartAsync();
        var made = await MakeAsync(tenant);
        var earlier = EarlierRecord.Of(made);

        var result = await tenant.RunAsync("$input | Import-SmimeUserPfx", input: new[] { earlier.ReadBack(form) });

        var item = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>());
        Assert.Equal((SmimeImportStatus.Imported, made.Thumbprint), (item.Status, item.Thumbprint));
        var stored = Assert.Single(tenant.Records);
        Assert.Equal(earlier.EncryptedPfxBlob, stored.EncryptedPfxBlob);
        Assert.Equal(earlier.EncryptedPfxPassword, stored.EncryptedPfxPassword);
        Assert.Equal(earlier.Thumbprint, stored.Thumbprint);
        Assert.Equal(earlier.StartDateTime.UtcDateTime, stored.StartDateTime.UtcDateTime);
        Assert.Equal(earlier.ExpirationDateTime.UtcDateTime, stored.ExpirationDateTime.UtcDateTime);
        Assert.Equal("smimeEncryption", stored.IntendedPurpose);
        using var delivery = tenant.Host.Devices.Deliver(TestTenant.Alice);
        Assert.Equal(DeliveryStatus.Delivered, Assert.Single(delivery.Records).Status);
    }

    [Fact]
    public async Task A_list_of_them_is_taken_under_the_name_that_the_earlier_cmdlet_had_for_it()
    {
        await using var tenant = await TestTenant.StartAsync();
        var list = new List<EarlierRecord>
        {
            EarlierRecord.Of(await MakeAsync(tenant)), EarlierRecord.Of(await MakeAsync(tenant)),
        };
        var counted = new PSObject();
        counted.Properties.Add(
            new PSNoteProperty("value", new object[] { EarlierRecord.Of(await MakeAsync(tenant)).ReadBack("base64") }));
        counted.Properties.Add(new PSNoteProperty("Count", 1));

        var named = await tenant.RunAsync("param($List) Import-SmimeUserPfx -CertificateList $List", new() { ["List"] = list });
        var piped = await tenant.RunAsync("$input | Import-SmimeUserPfx", input: new object[] { counted });

        Assert.Equal(2, named.EnsureNoErrors().Output.Count);
        Assert.Single(piped.EnsureNoErrors().Output);
        Assert.Equal(3, tenant.Records.Count);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_record_without_key_names_says_so_and_takes_those_that_are_given(string form)
    {
        await using var tenant = await TestTenant.StartAsync();
        var made = await MakeAsync(tenant);
        var record = EarlierRecord.Of(made, hasKeyNames: false).ReadBack(form);

        var refused = await tenant.RunAsync("$input | Import-SmimeUserPfx", input: new[] { record });
        var half = await tenant.RunAsync(
            "$input | Import-SmimeUserPfx -KeyName PFXEncryptionKey", input: new[] { record });

        Assert.Equal("RecordInvalid", Assert.Single(refused.ErrorIds));
        var message = refused.Errors[0].Exception.Message;
        Assert.Contains("ProviderName is empty", message, StringComparison.Ordinal);
        Assert.Contains("-KeyName and -ProviderName", message, StringComparison.Ordinal);
        Assert.Equal(made.Thumbprint, Assert.Single(refused.OutputAs<SmimeImportResult>()).Thumbprint);
        Assert.Equal("RecordInvalid", Assert.Single(half.ErrorIds));
        Assert.Empty(tenant.Records);

        var named = await tenant.RunAsync(
            "param($Provider) $input | Import-SmimeUserPfx -KeyName PFXEncryptionKey -ProviderName $Provider",
            new() { ["Provider"] = made.ProviderName }, new[] { record });
        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(named.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
        Assert.Equal(("PFXEncryptionKey", made.ProviderName),
            (Assert.Single(tenant.Records).KeyName, Assert.Single(tenant.Records).ProviderName));
    }

    [Fact]
    public async Task Names_that_a_record_has_are_kept_whatever_is_given()
    {
        await using var tenant = await TestTenant.StartAsync();
        var made = await MakeAsync(tenant);

        (await tenant.RunAsync(
            "$input | Import-SmimeUserPfx -KeyName Other -ProviderName Other", input: new[] { EarlierRecord.Of(made) }))
            .EnsureNoErrors();

        Assert.Equal(made.KeyName, Assert.Single(tenant.Records).KeyName);
    }

    [Fact]
    public async Task Users_are_taken_under_the_name_that_the_earlier_cmdlets_had_for_them()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.ImportFileAsync(tenant.AddPfx("alice.pfx").Path)).EnsureNoErrors();
        (await tenant.ImportFileAsync(tenant.AddPfx("bob.pfx", TestTenant.Bob).Path, TestTenant.Bob)).EnsureNoErrors();
        (await tenant.ImportFileAsync(tenant.AddPfx("carol.pfx", TestTenant.Carol).Path, TestTenant.Carol)).EnsureNoErrors();

        var found = await tenant.RunAsync($"Get-SmimeUserPfx -UserList {TestTenant.Alice}, {TestTenant.Bob}");
        Assert.Equal([TestTenant.Alice, TestTenant.Bob],
            found.EnsureNoErrors().OutputAs<SmimeUserPfx>().Select(item => item.UserPrincipalName));
        (await tenant.RunAsync($"Remove-SmimeUserPfx -UserList {TestTenant.Alice}, {TestTenant.Bob} -All -Confirm:$false"))
            .EnsureNoErrors();
        Assert.Equal(TestTenant.Carol, Assert.Single(tenant.Records).UserPrincipalName);
    }

    [Theory]
    [InlineData("EncryptedPfxBlob", "System.Byte[]", "Export-Csv")]
    [InlineData("EncryptedPfxBlob", "AA==", "no PFX")]
    [InlineData("StartDateTime", "28.11.2026 12:00:00 +01:00", "28.11.2026")]
    [InlineData("PaddingScheme", "Pkcs1", "Pkcs1")]
    [InlineData("IntendedPurpose", "VPN", "Vpn")]
    public async Task What_was_lost_on_the_way_is_named_and_the_row_keeps_its_thumbprint(
        string member, string value, string words)
    {
        await using var tenant = await TestTenant.StartAsync();
        var made = await MakeAsync(tenant);
        var record = (PSObject)EarlierRecord.Of(made).ReadBack("base64");
        record.Properties[member].Value = value;

        var result = await tenant.RunAsync("$input | Import-SmimeUserPfx", input: new[] { record });

        var error = Assert.Single(result.Errors);
        Assert.Equal("RecordInvalid", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains(words, error.Exception.Message, StringComparison.Ordinal);
        var row = Assert.Single(result.OutputAs<SmimeImportResult>());
        Assert.Equal((SmimeImportStatus.Failed, made.Thumbprint), (row.Status, row.Thumbprint));
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task An_array_that_lost_items_is_no_pfx()
    {
        await using var tenant = await TestTenant.StartAsync();
        var record = (PSObject)EarlierRecord.Of(await MakeAsync(tenant)).ReadBack("Windows PowerShell JSON");
        ((PSObject)record.Properties["EncryptedPfxBlob"].Value).Properties["Count"].Value = 7;

        var result = await tenant.RunAsync("$input | Import-SmimeUserPfx", input: new[] { record });

        Assert.Contains("list of bytes", Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_connectors_private_key_opens_them_from_a_file_even_without_key_names(string form)
    {
        await using var tenant = await TestTenant.StartAsync();
        var made = await MakeAsync(tenant);
        tenant.Folder.Write("private.pem", TestTenant.ConnectorKey.ExportPrivateKeyPem(tenant.Password));
        var record = EarlierRecord.Of(made, hasKeyNames: false).ReadBack(form);

        var result = await tenant.RunAsync(
            "param($Path, $Password) $input | Test-SmimeConnectorKey -Path $Path -Password $Password",
            new() { ["Path"] = tenant.Folder.Combine("private.pem"), ["Password"] = TestTenant.Secure(tenant.Password) },
            new[] { record });

        Assert.True(Assert.Single(result.EnsureNoErrors().OutputAs<SmimeConnectorKeyTestResult>()).Passed, result.AllText());
    }

    private static async Task<SmimeUserPfxRecord> MakeAsync(TestTenant tenant)
    {
        var path = tenant.AddPfx($"{Guid.NewGuid():N}.pfx").Path;
        var made = await tenant.RunAsync(
            "param($Key) $input | New-SmimeUserPfx -PublicKeyPath $Key", new() { ["Key"] = tenant.KeyPath },
            new[] { tenant.CsvRow(TestTenant.Alice, path) });
        return Assert.Single(made.EnsureNoErrors().OutputAs<SmimeUserPfxRecord>());
    }
}
