using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.History;
using SmimeCertTools.Pfx;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.Pipelines;

/// <summary>What comes out of the cmdlets, in the hands of PowerShell's own.</summary>
public sealed class OutputTests
{
    [Fact]
    public async Task Select_first_ends_a_listing_early_and_the_session_goes_on()
    {
        await using var tenant = await StartAsync(pageSize: 2);
        tenant.Host.State.Requests.Clear();

        var first = await tenant.RunAsync("Get-SmimeUserPfx | Select-Object -First 1");
        Assert.Single(first.EnsureNoErrors().OutputAs<SmimeUserPfx>());
        var pages = tenant.Host.State.Requests.Find("GET", TestTenant.RecordsPath).Count;

        var all = await tenant.RunAsync("(Get-SmimeUserPfx | Measure-Object).Count");
        Assert.Equal(7, Assert.Single(all.EnsureNoErrors().OutputAs<int>()));
        Assert.InRange(pages, 1, 4);
    }

    [Fact]
    public async Task Records_are_grouped_sorted_and_chosen_by_their_properties()
    {
        await using var tenant = await StartAsync();

        Assert.Equal(
            ["4 alice@contoso.com", "2 bob@contoso.com", "1 carol@contoso.com"],
            await TextAsync(tenant, "Get-SmimeUserPfx | Group-Object UserPrincipalName -NoElement | "
                + "Sort-Object Count -Descending | ForEach-Object { \"$($_.Count) $($_.Name)\" }"));
        Assert.Equal(
            ["SmimeEncryption 6", "SmimeSigning 1"],
            await TextAsync(tenant, "Get-SmimeUserPfx | Group-Object IntendedPurpose | Sort-Object Name | "
                + "ForEach-Object { \"$($_.Name) $($_.Count)\" }"));
        Assert.Equal(
            ["bob@contoso.com"],
            await TextAsync(tenant, "Get-SmimeUserPfx | Where-Object IntendedPurpose -eq SmimeSigning | "
                + "Select-Object -ExpandProperty UserPrincipalName"));
        var expected = tenant.Records.OrderByDescending(record => record.ExpirationDateTime).ThenBy(record => record.Thumbprint)
            .Select(record => record.Thumbprint.ToUpperInvariant());
        Assert.Equal(
            expected,
            await TextAsync(tenant, "Get-SmimeUserPfx | Sort-Object "
                + "@{ Expression = 'ExpirationDateTime'; Descending = $true }, Thumbprint | ForEach-Object Thumbprint"));
        Assert.Equal(
            ["alice@contoso.com", "bob@contoso.com", "carol@contoso.com"],
            (await tenant.RunAsync("Get-SmimeUserPfx | Sort-Object UserPrincipalName -Unique | Get-UserCertHistory"))
                .EnsureNoErrors().OutputAs<SmimeCertHistoryEntry>().Select(entry => entry.UserPrincipalName).Distinct());
    }

    [Fact]
    public async Task Results_go_through_a_csv_and_come_back_to_be_used()
    {
        await using var tenant = await StartAsync();

        var text = await TextAsync(tenant, """
            Get-SmimeUserPfx | Export-Csv records.csv
            (Get-Content records.csv -TotalCount 1)
            $rows = Import-Csv records.csv
            $rows.Count
            $rows | Where-Object UserPrincipalName -eq 'bob@contoso.com' | Sort-Object IntendedPurpose |
                ForEach-Object IntendedPurpose
            """);
        Assert.Equal(
            "\"Id\",\"UserId\",\"UserPrincipalName\",\"Thumbprint\",\"IntendedPurpose\",\"StartDateTime\",\"ExpirationDateTime\","
            + "\"ProviderName\",\"KeyName\",\"PaddingScheme\",\"CreatedDateTime\",\"LastModifiedDateTime\","
            + "\"NotBefore\",\"NotAfter\",\"Purpose\"",
            text[0]);
        Assert.Equal(["7", "SmimeEncryption", "SmimeSigning"], text.Skip(1));

        (await RunAsync(tenant, "Import-Csv records.csv | Where-Object UserPrincipalName -eq 'alice@contoso.com' | "
            + "Remove-SmimeUserPfx -Confirm:$false")).EnsureNoErrors();
        Assert.Equal(["bob@contoso.com", "bob@contoso.com", "carol@contoso.com"],
            tenant.Records.Select(record => record.UserPrincipalName).Order());
    }

    [Theory]
    [InlineData("ConvertTo-Json -Depth 4 | ConvertFrom-Json")]
    [InlineData("Export-Clixml records.xml; Import-Clixml records.xml")]
    [InlineData("ConvertTo-Csv | ConvertFrom-Csv")]
    [InlineData("Select-Object UserPrincipalName, Thumbprint")]
    public async Task Records_that_were_listed_and_kept_can_be_removed(string kept)
    {
        await using var tenant = await StartAsync();

        (await RunAsync(tenant, $"& {{ Get-SmimeUserPfx | {kept} }} | Remove-SmimeUserPfx -Confirm:$false")).EnsureNoErrors();

        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task Results_of_an_import_tell_in_a_csv_what_happened_to_each_row()
    {
        await using var tenant = await StartAsync();
        tenant.AddPfx("new.pfx", TestTenant.Carol, startYear: -3);

        var text = await TextAsync(tenant, """
            $rows = 'new.pfx', 'new.pfx', 'missing.pfx' |
                Select-Object @{ n = 'UserPrincipalName'; e = { 'carol@contoso.com' } }, @{ n = 'Path'; e = { $_ } },
                    @{ n = 'Password'; e = { $Password } }
            $rows[0, 2] | Import-SmimeUserPfx -PublicKeyPath $Key -ErrorAction SilentlyContinue | Export-Csv results.csv
            Import-Csv results.csv | Sort-Object Status |
                ForEach-Object { "$(Split-Path $_.Path -Leaf) $($_.Status) [$($_.ErrorId)]" }
            Import-Csv results.csv | Where-Object Status -ne Imported | Measure-Object | ForEach-Object Count
            (Import-Csv results.csv | Where-Object Status -eq Imported).NotAfter -as [datetime] -gt [datetime] '2020-01-01'
            """);

        Assert.Equal(["missing.pfx Failed [PathNotFound]", "new.pfx Imported []", "1", "True"], text);
    }

    [Fact]
    public async Task Lists_in_a_column_of_a_csv_are_text_that_can_be_read_and_tested_against()
    {
        await using var tenant = await StartAsync();

        var text = await TextAsync(tenant, """
            $certificate = Get-SmimePfx alice-0.pfx -Password $Password -Certificate
            $certificate.EmailAddresses.GetType().GetInterfaces().Name -contains 'IEnumerable'
            $certificate | Export-Csv inventory.csv
            Import-Csv inventory.csv |
                ForEach-Object { $_.EmailAddresses; $_.Purposes; $_.ExtendedKeyUsage; "$($_.Chain)$($_.UserPrincipalNames)" }
            ($certificate | ConvertTo-Json | ConvertFrom-Json).EmailAddresses.Count
            Import-Csv inventory.csv |
                Select-Object Path, @{ n = 'EmailAddress'; e = { "$($_.EmailAddresses); other@contoso.com" } },
                    @{ n = 'Password'; e = { $Password } } |
                Test-SmimePfx -Quiet
            """);

        Assert.Equal(["True", TestTenant.Alice, "emailProtection", "1.3.6.1.5.5.7.3.4"], text.Take(4));
        Assert.DoesNotContain("System.", text[4], StringComparison.Ordinal);
        Assert.DoesNotContain("ReadOnly", text[4], StringComparison.Ordinal);
        Assert.Equal(["1", "True"], text.Skip(5));
    }

    [Fact]
    public async Task A_converted_file_keeps_its_secret_out_of_csv_and_json_and_pipes_on_from_clixml()
    {
        await using var tenant = await StartAsync();
        tenant.AddPfx("old.pfx");

        var result = await RunAsync(tenant, """
            $made = Convert-SmimePfx old.pfx -Password $Password -RandomPassword
            $made | ConvertTo-Csv -NoTypeInformation
            $made | ConvertTo-Json -Depth 5
            $made | Format-List * | Out-String
            $made | Export-Clixml made.xml
            $clear = [System.Net.NetworkCredential]::new('', $made.NewPassword).Password
            $again = Import-Clixml made.xml
            [System.Net.NetworkCredential]::new('', $again.NewPassword).Password -ceq $clear
            $record = $again | New-SmimeUserPfx -UserPrincipalName alice@contoso.com -PublicKeyPath $Key
            $record.Thumbprint -eq $made.Thumbprint
            $global:clear = $clear
            """);

        var shown = result.EnsureNoErrors().Output.Select(item => item.ToString()).ToList();
        Assert.Equal(["True", "True"], shown[^2..]);
        var secret = (await tenant.RunAsync("$global:clear")).OutputAs<string>()[0];
        Assert.InRange(secret.Length, 16, 64);
        Assert.DoesNotContain(secret, string.Join('\n', shown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_and_lists_can_be_asked_for_by_property()
    {
        await using var tenant = await StartAsync();
        var alice = tenant.Records.First(record => record.UserPrincipalName == TestTenant.Alice);
        var bob = tenant.Records.First(record => record.UserPrincipalName == TestTenant.Bob);
        foreach (var (command, parts) in new (string, string[])[]
        {
            ("Get-SmimeUserPfx | Format-Table UserPrincipalName, IntendedPurpose, KeyName",
                ["UserPrincipalName IntendedPurpose KeyName", "PFXEncryptionKey"]),
            ("Get-SmimeUserPfx bob@contoso.com | Format-List",
                ["UserPrincipalName", "Thumbprint", bob.Thumbprint.ToUpperInvariant(), "ProviderName"]),
            ("Get-SmimeUserPfx bob@contoso.com | Format-List *", ["LastModifiedDateTime", bob.Id]),
            ("Get-SmimeUserPfx | Group-Object IntendedPurpose | Format-Table Count, Name",
                ["6 SmimeEncryption", "1 SmimeSigning"]),
            ("Get-SmimeUserPfx | Sort-Object UserPrincipalName | Format-Table -GroupBy UserPrincipalName",
                ["UserPrincipalName: bob@contoso.com"]),
            ("Get-UserCertHistory alice@contoso.com | Format-Wide Thumbprint -Column 1", [alice.Thumbprint.ToUpperInvariant()]),
            ("Get-SmimeUserPfx | Out-String -Stream | Select-String bob", ["bob@contoso.com"]),
            ("Get-SmimeUserPfx bob@contoso.com | ConvertTo-Html -Fragment",
                ["<th>Thumbprint</th>", bob.Thumbprint.ToUpperInvariant()]),
        })
        {
            var text = (await tenant.Shell.RenderAsync(command)).EnsureNoErrors().HostText;
            var flat = string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
            Assert.All(parts, part => Assert.Contains(part, flat, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_list_of_users_is_asked_for_from_any_objects_with_a_user()
    {
        await using var tenant = await StartAsync();

        Assert.Equal(
            ["4", "2"],
            await TextAsync(tenant, """
                'alice@contoso.com', 'bob@contoso.com' | ForEach-Object { [pscustomobject] @{ UserPrincipalName = $_ } } |
                    ConvertTo-Csv | ConvertFrom-Csv | Get-SmimeUserPfx | Group-Object UserPrincipalName | Sort-Object Name |
                    ForEach-Object Count
                """));
        Assert.Equal(
            ["2"],
            await TextAsync(tenant, """
                '{"UserPrincipalName":"bob@contoso.com","displayName":"Bob"}' | ConvertFrom-Json | Get-SmimeUserPfx |
                    Measure-Object | ForEach-Object Count
                """));
    }

    private static async Task<TestTenant> StartAsync(int pageSize = 100)
    {
        var tenant = await TestTenant.StartAsync(new() { ConnectorKeys = [TestTenant.ConnectorKey], PageSize = pageSize });
        var rows = Enumerable.Range(0, 4)
            .Select(i => tenant.CsvRow(TestTenant.Alice, tenant.AddPfx($"alice-{i}.pfx", startYear: -i).Path))
            .Append(tenant.CsvRow(TestTenant.Bob, tenant.AddPfx("bob.pfx", TestTenant.Bob).Path))
            .Append(tenant.CsvRow(
                TestTenant.Bob, tenant.AddPfx("bob-sign.pfx", TestTenant.Bob, CertificateUsage.Signing).Path))
            .Append(tenant.CsvRow(TestTenant.Carol, tenant.AddPfx("carol.pfx", TestTenant.Carol).Path));
        (await tenant.ImportAsync(rows.ToList())).EnsureNoErrors();
        return tenant;
    }

    private static Task<ShellResult> RunAsync(TestTenant tenant, string script) => tenant.RunAsync(
        "param($Folder, $Key, $Password) Set-Location -LiteralPath $Folder\n" + script,
        new() { ["Folder"] = tenant.Folder.Path, ["Key"] = tenant.KeyPath, ["Password"] = TestTenant.Secure(tenant.Password) });

    private static async Task<IReadOnlyList<string>> TextAsync(TestTenant tenant, string script) =>
        [.. (await RunAsync(tenant, script)).EnsureNoErrors().Output
            .Select(item => Convert.ToString(item.BaseObject, CultureInfo.InvariantCulture)!)];
}
