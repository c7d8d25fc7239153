using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Records;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

public sealed class NewUserPfxTests
{
    private static readonly string[] Members =
    [
        "UserPrincipalName", "Thumbprint", "IntendedPurpose", "StartDateTime", "ExpirationDateTime", "ProviderName", "KeyName",
        "PaddingScheme",
        "EncryptedPfxBlob", "EncryptedPfxPassword",
        "NotBefore", "NotAfter", "Purpose",
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
    [InlineData("ConvertTo-Json | ConvertFrom-Json")]
    [InlineData("ConvertTo-Json -Compress -EnumsAsStrings | ConvertFrom-Json")]
    [InlineData("ConvertTo-Json -AsArray | ConvertFrom-Json")]
    [InlineData("ConvertTo-Json -AsArray | ConvertFrom-Json -NoEnumerate")]
    [InlineData("ConvertTo-Json | ConvertFrom-Json -AsHashtable")]
    [InlineData("ConvertTo-Json | ConvertFrom-Json -DateKind String")]
    [InlineData("ConvertTo-Json | ConvertFrom-Json -DateKind Local")]
    [InlineData("ConvertTo-Json | ConvertFrom-Json -DateKind Offset")]
    [InlineData("Select-Object * | ConvertTo-Json | Set-Content records.json; Get-Content records.json -Raw | ConvertFrom-Json")]
    [InlineData("Export-Clixml records.xml; Import-Clixml records.xml")]
    [InlineData("ConvertTo-CliXml | ConvertFrom-CliXml")]
    [InlineData("Export-Csv records.csv -NoTypeInformation; Import-Csv records.csv")]
    [InlineData("Export-Csv records.csv -UseCulture -Encoding unicode; Import-Csv records.csv -UseCulture -Encoding unicode")]
    [InlineData("Sort-Object ExpirationDateTime | Group-Object UserPrincipalName | Select-Object -ExpandProperty Group")]
    public async Task Records_that_were_kept_import_as_they_were(string kept)
    {
        await using var tenant = await TestTenant.StartAsync();
        var made = await MakeOneAsync(tenant);

        var result = await tenant.RunAsync(
            $"param($Folder, $Record) Set-Location -LiteralPath $Folder; & {{ $Record | {kept} }} | Import-SmimeUserPfx",
            new() { ["Folder"] = tenant.Folder.Path, ["Record"] = made });

        AssertImported(tenant, made, result);
    }

    [Fact]
    public async Task Dates_as_Windows_PowerShell_writes_them_to_json_are_read()
    {
        await using var tenant = await TestTenant.StartAsync();
        var made = await MakeOneAsync(tenant);

        var result = await tenant.RunAsync(
            """
            param($Record)
            $dated = $Record | Select-Object *
            foreach ($name in 'StartDateTime', 'ExpirationDateTime') {
                $dated.$name = "/Date($(([datetimeoffset] $dated.$name).ToUnixTimeMilliseconds()))/"
            }
            $dated | ConvertTo-Json | ConvertFrom-Json -DateKind String | Import-SmimeUserPfx
            """,
            new() { ["Record"] = made });

        AssertImported(tenant, made, result);
    }

    [Fact]
    public async Task Records_in_one_file_keep_their_secrets_apart()
    {
        await using var tenant = await TestTenant.StartAsync();
        var made = (await MakeAsync(
            tenant, [.. Enumerable.Range(0, 3).Select(i => tenant.CsvRow(TestTenant.Alice, tenant.AddPfx($"{i}.pfx").Path))]))
                .EnsureNoErrors();

        var result = await tenant.RunAsync(
            "param($File) $input | ConvertTo-Json | Set-Content $File; "
                + "Get-Content $File -Raw | ConvertFrom-Json | Import-SmimeUserPfx",
            new() { ["File"] = tenant.Folder.Combine("records.json") },
            made.Output);

        Assert.Equal(
            made.OutputAs<SmimeUserPfxRecord>().Select(record => record.Thumbprint).Order(),
            result.EnsureNoErrors().OutputAs<SmimeImportResult>().Select(item => item.Thumbprint).Order());
        using var delivery = tenant.Host.Devices.Deliver(TestTenant.Alice);
        Assert.Equal(3, delivery.Records.Count(record => record.Status == DeliveryStatus.Delivered));
    }

    [Fact]
    public async Task A_record_with_a_bad_member_is_named_and_the_others_are_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var made = await MakeOneAsync(tenant);
        (string Member, string Value)[] faults =
        [
            ("Thumbprint", "12 34"), ("StartDateTime", "31.12.2026"), ("IntendedPurpose", "77"), ("PaddingScheme", "Pkcs1"),
            ("EncryptedPfxBlob", "AA=="), ("EncryptedPfxPassword", "not base64"), ("KeyName", string.Empty),
        ];

        var result = await tenant.RunAsync(
            """
            param($Record, $Faults)
            $json = $Record | ConvertTo-Json
            & {
                foreach ($fault in $Faults) {
                    $bad = $json | ConvertFrom-Json
                    $bad.($fault.Item1) = if ($fault.Item2 -match '^\d+$') { [long] $fault.Item2 } else { $fault.Item2 }
                    $bad
                }
                $Record
            } | Import-SmimeUserPfx
            """,
            new() { ["Record"] = made, ["Faults"] = faults });
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
    [InlineData("$null")]
    [InlineData("'not base64!'")]
    public async Task Text_that_is_no_pfx_in_base64_is_one_error(string text)
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        var result = await tenant.RunAsync(
            $"param($Key, $Secret) New-SmimeUserPfx -Base64EncodedPfx {text} -Password $Secret "
            + "-UserPrincipalName alice@contoso.com -PublicKeyPath $Key",
            new() { ["Key"] = tenant.KeyPath, ["Secret"] = TestTenant.Secure(tenant.Password) });

        Assert.Equal("Base64Invalid", Assert.Single(result.ErrorIds));
    }

    private static Task<ShellResult> MakeAsync(TestTenant tenant, IReadOnlyList<PSObject> rows) => tenant.RunAsync(
        "param($Key) $input | New-SmimeUserPfx -PublicKeyPath $Key", new() { ["Key"] = tenant.KeyPath }, rows);

    private static async Task<SmimeUserPfxRecord> MakeOneAsync(TestTenant tenant) => Assert.Single(
        (await MakeAsync(tenant, [tenant.CsvRow(TestTenant.Alice, tenant.AddPfx("alice.pfx").Path)]))
            .EnsureNoErrors().OutputAs<SmimeUserPfxRecord>());

    private static void AssertImported(TestTenant tenant, SmimeUserPfxRecord made, ShellResult result)
    {
        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
        var stored = Assert.Single(tenant.Records);
        Assert.Equal(made.EncryptedPfxBlob, Convert.ToBase64String(stored.EncryptedPfxBlob));
        Assert.Equal(made.EncryptedPfxPassword, stored.EncryptedPfxPassword);
        Assert.Equal(DateTimeOffset.Parse(made.StartDateTime, CultureInfo.InvariantCulture), stored.StartDateTime);
        Assert.Equal("smimeEncryption", stored.IntendedPurpose);
        Assert.Equal("oaepSha512", stored.PaddingScheme);
    }
}
