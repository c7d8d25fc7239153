using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Models;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Tests.Support;
using Xunit;

namespace SmimeCertTools.Tests.New;

public sealed class NewUserPfxTests
{
    private static readonly string[] Members =
    [
        "UserPrincipalName", "Thumbprint", "IntendedPurpose", "StartDateTime", "ExpirationDateTime", "ProviderName", "KeyName",
        "PaddingScheme",
        "EncryptedPfxBlob", "EncryptedPfxPassword",
    ];

    [Fact]
    public async Task Records_come_in_the_order_of_input_without_network_and_import_later()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        var rows = Enumerable.Range(0, 4).Select(i => tenant.CsvRow(TestTenant.Alice, tenant.AddPfx($"{i}.pfx").Path)).ToList();
        rows.Insert(2, tenant.CsvRow(TestTenant.Bob, tenant.Folder.Write("bad.pfx", "bad")));
        var made = await MakeAsync(tenant, rows);
        Assert.Equal("PfxNotRecognized", Assert.Single(made.ErrorIds));
        Assert.Equal(4, made.Output.Count);
        Assert.Empty(tenant.Host.State.Requests.Entries);
        Assert.All(made.Output, record => Assert.Equal(Members, record.Properties.Select(property => property.Name)));

        (await tenant.ConnectAsync(tenant.Host.IssueToken())).EnsureNoErrors();
        var imported = await tenant.RunAsync("$input | Import-SmimeUserPfx", input: made.Output);
        Assert.Equal(4, imported.EnsureNoErrors().OutputAs<SmimeImportResult>()
            .Count(item => item.Status == SmimeImportStatus.Imported));
        using var delivery = tenant.Host.Devices.Deliver(TestTenant.Alice);
        Assert.Equal(4, delivery.Records.Count(record => record.Status == DeliveryStatus.Delivered));
    }

    [Theory]
    [InlineData("PowerShell7")]
    [InlineData("WindowsPowerShell")]
    [InlineData("MicrosoftDate")]
    public async Task Records_read_back_from_json_import_as_they_were(string reader)
    {
        await using var tenant = await TestTenant.StartAsync();
        var made = await MakeOneAsync(tenant);
        var row = ReadBack(made, reader);

        // ConvertFrom-Json of Windows PowerShell hands on an array as one object.
        object input = reader == "WindowsPowerShell" ? new object[] { row } : row;
        var result = await tenant.RunAsync("param($Record) , $Record | Import-SmimeUserPfx", new() { ["Record"] = input });
        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
        var stored = Assert.Single(tenant.Records);
        Assert.Equal(made.EncryptedPfxBlob, Convert.ToBase64String(stored.EncryptedPfxBlob));
        Assert.Equal(made.EncryptedPfxPassword, stored.EncryptedPfxPassword);
        Assert.Equal(DateTimeOffset.Parse(made.StartDateTime, CultureInfo.InvariantCulture), stored.StartDateTime);
        Assert.Equal("smimeEncryption", stored.IntendedPurpose);
        Assert.Equal("oaepSha512", stored.PaddingScheme);
    }

    [Fact]
    public async Task A_record_with_a_bad_member_is_named_and_the_others_are_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var made = await MakeOneAsync(tenant);
        (string Member, object Value)[] faults =
        [
            ("Thumbprint", "12 34"), ("StartDateTime", "31.12.2026"), ("IntendedPurpose", 77), ("PaddingScheme", "Pkcs1"),
            ("EncryptedPfxBlob", "AA=="), ("EncryptedPfxPassword", "not base64"), ("KeyName", string.Empty),
        ];
        var input = new List<object>();
        foreach (var (member, value) in faults)
        {
            var bad = ReadBack(made, "PowerShell7");
            bad.Properties[member].Value = value;
            input.Add(bad);
        }

        input.Add(made);
        var result = await tenant.RunAsync("$input | Import-SmimeUserPfx", input: input);
        Assert.Equal(Enumerable.Repeat("RecordInvalid", faults.Length), result.ErrorIds);
        Assert.All(result.Errors.Zip(faults), pair =>
        {
            Assert.Contains(pair.Second.Member, pair.First.Exception.Message, StringComparison.Ordinal);
            Assert.Equal(TestTenant.Alice, pair.First.TargetObject);
        });
        Assert.Single(tenant.Records);
    }

    [Fact]
    public async Task A_pfx_as_text_and_the_padding_None_are_taken_as_the_earlier_cmdlet_took_them()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("alice.pfx");
        var variables = new Dictionary<string, object?>
        {
            ["Key"] = tenant.KeyPath,
            ["Pfx"] = Convert.ToBase64String(System.IO.File.ReadAllBytes(path), Base64FormattingOptions.InsertLineBreaks),
            ["Secret"] = TestTenant.Secure(tenant.Password),
        };
        var made = await tenant.RunAsync(
            "param($Key, $Pfx, $Secret) New-SmimeUserPfx -Base64EncodedPfx $Pfx -PfxPassword $Secret -UPN alice@contoso.com "
            + "-PaddingScheme None -KeyFilePath $Key", variables);

        var record = Assert.Single(made.EnsureNoErrors().OutputAs<SmimeUserPfxRecord>());
        Assert.Equal((thumbprint, UserPfxPaddingScheme.OaepSha512), (record.Thumbprint, record.PaddingScheme));
        var imported = await tenant.RunAsync("$input | Import-SmimeUserPfx", input: made.Output);
        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(imported.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
        using var delivery = tenant.Host.Devices.Deliver(TestTenant.Alice);
        Assert.Equal(DeliveryStatus.Delivered, Assert.Single(delivery.Records).Status);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("'not base64!'")]
    public async Task Text_that_is_no_pfx_in_base64_is_one_error(string text)
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        var result = await tenant.RunAsync(
            $"param($Key, $Secret) New-SmimeUserPfx -Base64EncodedPfx {text} -Password $Secret -UserPrincipalName alice@contoso.com "
            + "-PublicKeyPath $Key", new() { ["Key"] = tenant.KeyPath, ["Secret"] = TestTenant.Secure(tenant.Password) });

        Assert.Equal("Base64Invalid", Assert.Single(result.ErrorIds));
    }

    private static Task<ShellResult> MakeAsync(TestTenant tenant, IReadOnlyList<PSObject> rows) => tenant.RunAsync(
        "param($Key) $input | New-SmimeUserPfx -PublicKeyPath $Key", new() { ["Key"] = tenant.KeyPath }, rows);

    private static async Task<SmimeUserPfxRecord> MakeOneAsync(TestTenant tenant) => Assert.Single(
        (await MakeAsync(tenant, [tenant.CsvRow(TestTenant.Alice, tenant.AddPfx("alice.pfx").Path)]))
            .EnsureNoErrors().OutputAs<SmimeUserPfxRecord>());

    private static PSObject ReadBack(SmimeUserPfxRecord record, string reader)
    {
        var row = TestTenant.Row([.. Members.Select(name =>
            (name, (object?)PSObject.AsPSObject(record).Properties[name].Value))]);
        row.Properties["IntendedPurpose"].Value = (long)record.IntendedPurpose;
        row.Properties["PaddingScheme"].Value = (long)record.PaddingScheme;
        foreach (var name in new[] { "StartDateTime", "ExpirationDateTime" })
        {
            var moment = DateTimeOffset.Parse((string)row.Properties[name].Value, CultureInfo.InvariantCulture);
            row.Properties[name].Value = reader switch
            {
                "PowerShell7" => moment.UtcDateTime,
                "MicrosoftDate" => $"/Date({moment.ToUnixTimeMilliseconds()})/",
                _ => row.Properties[name].Value,
            };
        }

        return row;
    }
}
