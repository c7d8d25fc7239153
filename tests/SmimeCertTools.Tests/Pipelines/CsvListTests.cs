using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.Pipelines;

/// <summary>Lists as Excel and people write them, read by Import-Csv and piped on. {0} is the files' password.</summary>
public sealed class CsvListTests
{
    private const string Plain = "UserPrincipalName,Path,Password,IntendedPurpose\r\n"
        + "alice@contoso.com,alice.pfx,{0},\r\nbob@contoso.com,bob.pfx,{0},Signing\r\n";

    private const string Wide = "Department;upn;Display Name;PATH;pfxpassword;Intendedpurpose;Note\r\n"
        + "Sales;alice@contoso.com;\"Jones, Alice\";alice.pfx;{0};;\"first line\nsecond; line\"\r\n"
        + "\"R&D; labs\";bob@contoso.com;\"Bob \"\"Bobby\"\" Brown\";.\\bob.pfx;\"{0}\";S/MIME Signing;\r\n";

    private const string Spaced = "UserPrincipalName,Path,Password,IntendedPurpose\r\n\r\n"
        + "alice@contoso.com ,alice.pfx,{0},\" \"\r\n   \r\n\" bob@contoso.com\",bob.pfx,{0}, signing \r\n";

    private const string Typed = "#TYPE System.Management.Automation.PSCustomObject\r\n"
        + "\"UserPrincipalName\",\"Path\",\"Password\",\"IntendedPurpose\"\r\n"
        + "\"alice@contoso.com\",\"alice.pfx\",\"{0}\",\r\n\"bob@contoso.com\",\"bob.pfx\",\"{0}\",\"Signing\"\r\n";

    private const string Short = "UserPrincipalName,Path,Password,IntendedPurpose\n"
        + "alice@contoso.com,alice.pfx,{0}\nbob@contoso.com,bob.pfx,{0},Signing,more,than,asked\n";

    private const string Headless = "alice@contoso.com|alice.pfx|{0}|\nbob@contoso.com|bob.pfx|{0}|Signing\n";

    [Theory]
    [InlineData(Plain, "utf-8", true, "")]
    [InlineData(Plain, "utf-8", false, "-Encoding utf8")]
    [InlineData(Plain, "utf-16", true, "")]
    [InlineData(Wide, "utf-8", true, "-Delimiter ';'")]
    [InlineData(Wide, "utf-16", true, "-Delimiter ';' -Encoding unicode")]
    [InlineData(Spaced, "utf-8", false, "")]
    [InlineData(Typed, "utf-8", false, "")]
    [InlineData(Short, "utf-8", false, "")]
    [InlineData(Headless, "utf-8", false, "-Delimiter '|' -Header UserPrincipalName, Path, Password, IntendedPurpose")]
    public async Task A_list_is_imported_as_it_was_saved(string text, string encoding, bool mark, string options)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx");
        tenant.AddPfx("bob.pfx", TestTenant.Bob, CertificateUsage.Dual);
        Save(tenant, text.Replace("{0}", tenant.Password, StringComparison.Ordinal), encoding, mark);

        var result = await ImportAsync(tenant, options);

        Assert.Equal(
            ["alice@contoso.com Imported SmimeEncryption", "bob@contoso.com Imported SmimeSigning"],
            result.EnsureNoErrors().OutputAs<SmimeImportResult>()
                .Select(item => $"{item.UserPrincipalName} {item.Status} {item.IntendedPurpose}").Order());
        Assert.Equal(["smimeEncryption", "smimeSigning"], tenant.Records.Select(record => record.IntendedPurpose).Order());
        using var delivery = tenant.Host.Devices.Deliver(TestTenant.Bob);
        Assert.True(Assert.Single(delivery.Records).IsDelivered);
    }

    [Fact]
    public async Task Tabs_of_Excels_Unicode_text_are_a_delimiter()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx");
        var text = $"UserPrincipalName\tPath\tPassword\r\nalice@contoso.com\talice.pfx\t{tenant.Password}\r\n";
        Save(tenant, text, "utf-16", mark: true);

        var result = await ImportAsync(tenant, "-Delimiter \"`t\"");

        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
    }

    [Theory]
    [InlineData("00012345", "00012345")]
    [InlineData(" between blanks ", "\" between blanks \"")]
    [InlineData("comma, and \"quotes\"", "\"comma, and \"\"quotes\"\"\"")]
    [InlineData("#hash=@1+1", "#hash=@1+1")]
    [InlineData("$env:HOME `n $(1+1)", "$env:HOME `n $(1+1)")]
    [InlineData("pässwörd €", "pässwörd €")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("1.50E+03", "1.50E+03")]
    [InlineData("TRUE", "TRUE")]
    public async Task A_password_in_a_column_is_taken_to_the_letter(string password, string column)
    {
        await using var tenant = await TestTenant.StartAsync();
        var (_, thumbprint) = tenant.AddPfx("alice.pfx", password: password);
        Save(tenant, $"UserPrincipalName,Path,Password\nalice@contoso.com,alice.pfx,{column}\n", "utf-8", mark: true);

        var result = await ImportAsync(tenant);

        Assert.Equal(thumbprint, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).Thumbprint);
        Assert.DoesNotContain(password, result.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_in_the_code_page_of_Windows_is_read_with_its_encoding_and_fails_clearly_without()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx", password: "pässwörd");
        Save(tenant, "UserPrincipalName,Path,Password\nalice@contoso.com,alice.pfx,pässwörd\n", "iso-8859-1", mark: false);

        var wrong = await ImportAsync(tenant);
        var right = await ImportAsync(tenant, "-Encoding latin1");

        Assert.Equal(["PfxPasswordIncorrect"], wrong.ErrorIds);
        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(right.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
    }

    [Theory]
    [InlineData("Import-SmimeUserPfx -PublicKeyPath $Key -StopOnInvalid")]
    [InlineData("New-SmimeUserPfx -PublicKeyPath $Key | Import-SmimeUserPfx")]
    public async Task Rows_that_Excel_left_empty_are_passed_over_as_those_of_a_manifest_are(string command)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx");
        tenant.AddPfx("bob.pfx", TestTenant.Bob);
        Save(tenant, "UserPrincipalName,Path,Password,IntendedPurpose\n"
            + $",,,\nalice@contoso.com,alice.pfx,{tenant.Password},\n , ,,\n"
            + $"bob@contoso.com,bob.pfx,{tenant.Password},Encryption\n",
            "utf-8", mark: false);

        var result = await tenant.RunAsync(
            $"param($Folder, $Key) Set-Location -LiteralPath $Folder; Import-Csv -Path users.csv | {command}",
            new() { ["Folder"] = tenant.Folder.Path, ["Key"] = tenant.KeyPath });

        Assert.Equal(2, result.EnsureNoErrors().OutputAs<SmimeImportResult>().Count);
        Assert.Equal(2, tenant.Records.Count);
    }

    [Theory]
    [InlineData(",,,Encryption", "PathMissing")]
    [InlineData(",,a password,", "PathMissing")]
    [InlineData("alice@contoso.com,,,", "PathMissing")]
    [InlineData(",alice.pfx,,", "PfxPasswordIncorrect")]
    public async Task A_row_with_any_value_is_no_empty_row(string row, string errorId)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx");
        Save(tenant, $"UserPrincipalName,Path,Password,IntendedPurpose\n{row}\n", "utf-8", mark: false);

        Assert.Equal([errorId], (await ImportAsync(tenant)).ErrorIds);
        Assert.Empty(tenant.Records);
    }

    [Theory]
    [InlineData("sep=;\nUserPrincipalName;Path;Password\nalice@contoso.com;alice.pfx;x\n", "-Delimiter ';'")]
    [InlineData("UserPrincipalName;Path;Password\nalice@contoso.com;alice.pfx;x\n", "")]
    [InlineData("User,File,Secret\nalice@contoso.com,alice.pfx,x\n", "")]
    public async Task A_list_whose_columns_are_not_found_imports_nothing_and_says_so(string text, string options)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx");
        Save(tenant, text, "utf-8", mark: false);

        var result = await ImportAsync(tenant, options);

        Assert.NotEmpty(result.AllErrors);
        Assert.All(result.OutputAs<SmimeImportResult>(), item => Assert.Equal(SmimeImportStatus.Failed, item.Status));
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task A_list_kept_as_json_is_imported_like_one_kept_as_csv()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx");
        tenant.AddPfx("bob.pfx", TestTenant.Bob, CertificateUsage.Dual);
        File.WriteAllText(tenant.Folder.Combine("users.json"), $$"""
            [
              {
                "UserPrincipalName": "alice@contoso.com", "Path": "alice.pfx", "Password": "{{tenant.Password}}",
                "IntendedPurpose": null
              },
              {
                "UserPrincipalName": "bob@contoso.com", "Path": "bob.pfx", "Password": "{{tenant.Password}}",
                "IntendedPurpose": 2
              },
              { "UserPrincipalName": "carol@contoso.com", "Path": "bob.pfx", "Password": 12345678, "IntendedPurpose": 2 }
            ]
            """);

        var result = await tenant.RunAsync(
            "param($Folder, $Key) Set-Location -LiteralPath $Folder; "
            + "Get-Content users.json -Raw | ConvertFrom-Json | Import-SmimeUserPfx -PublicKeyPath $Key",
            new() { ["Folder"] = tenant.Folder.Path, ["Key"] = tenant.KeyPath });

        Assert.Equal(["smimeEncryption", "smimeSigning"], tenant.Records.Select(record => record.IntendedPurpose).Order());
        Assert.DoesNotContain("12345678", result.Errors.Single().Exception.Message, StringComparison.Ordinal);
        Assert.Contains("leading zeros", result.Errors.Single().Exception.Message, StringComparison.Ordinal);
    }

    private static Task<ShellResult> ImportAsync(TestTenant tenant, string options = "") => tenant.RunAsync(
        "param($Folder, $Key) Set-Location -LiteralPath $Folder; "
        + $"Import-Csv -Path users.csv {options} | Import-SmimeUserPfx -PublicKeyPath $Key",
        new() { ["Folder"] = tenant.Folder.Path, ["Key"] = tenant.KeyPath });

    private static void Save(TestTenant tenant, string text, string encoding, bool mark)
    {
        var chosen = encoding == "utf-8" ? new UTF8Encoding(mark) : Encoding.GetEncoding(encoding);
        File.WriteAllText(tenant.Folder.Combine("users.csv"), text, chosen);
    }
}
