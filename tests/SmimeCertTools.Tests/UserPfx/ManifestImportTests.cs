using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Hosting;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

public sealed class ManifestImportTests
{
    private const string Header = "UserPrincipalName;Path;Password;IntendedPurpose\r\n";

    [Fact]
    public async Task A_manifest_with_mark_semicolons_and_quotes_is_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var password = "se;cr,et\"" + tenant.Password;
        tenant.AddPfx("alice.pfx", password: password);
        tenant.AddPfx("bob.pfx", TestTenant.Bob, CertificateUsage.Signing);
        var quoted = "\"" + password.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        var path = Write(tenant, Header
            + $"{TestTenant.Alice};alice.pfx;{quoted};encrypt\r\n\r\n{TestTenant.Bob};bob.pfx;{tenant.Password};\r\n",
            mark: true);

        var result = await RunAsync(tenant, path);

        result.EnsureNoErrors();
        var items = Items(result).OrderBy(item => item.Line).ToList();
        Assert.Equal<int?>([2, 4], items.Select(item => item.Line));
        Assert.All(items, item => Assert.Equal(SmimeImportStatus.Imported, item.Status));
        Assert.Equal(2, tenant.Records.Count);
        var summary = result.Summary<SmimeImportSummary>();
        Assert.Equal((2, 2, 0, 2, true), (summary.Rows, summary.Valid, summary.Invalid, summary.Imported, summary.IsComplete));
        Assert.DoesNotContain(password, result.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_rows_are_named_by_line_and_the_others_are_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx");
        tenant.AddPfx("bob.pfx", TestTenant.Bob);
        var path = Write(tenant, Header
            + $"{TestTenant.Alice};alice.pfx;{tenant.Password};\r\n"
            + $"{TestTenant.Bob};bob.pfx;wrong;\r\n"
            + $"nobody;bob.pfx;{tenant.Password};\r\n"
            + $"{TestTenant.Alice};alice.pfx;{tenant.Password};\r\n"
            + $"{TestTenant.Carol};missing.pfx;{tenant.Password};\r\n");

        var result = await RunAsync(tenant, path);

        Assert.Equal(
            ["ManifestRowDuplicate", "ManifestRowInvalid", "PathNotFound", "PfxPasswordIncorrect"], result.ErrorIds.Order());
        Assert.Equal(
            ["2 Imported", "3 Failed", "4 Failed", "5 Failed", "6 Failed"],
            Items(result).OrderBy(item => item.Line).Select(item => $"{item.Line} {item.Status}"));
        var wrong = result.Errors.Single(
            error => error.FullyQualifiedErrorId.StartsWith("PfxPassword", StringComparison.Ordinal));
        Assert.StartsWith("Line 3 of the manifest: ", wrong.ErrorDetails.Message, StringComparison.Ordinal);
        var summary = result.Summary<SmimeImportSummary>();
        Assert.Equal((5, 4, 1, 4), (summary.Rows, summary.Invalid, summary.Imported, summary.Failed));
        Assert.Single(tenant.Records);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StopOnInvalid_uploads_nothing_when_a_row_is_bad(bool isManifest)
    {
        await using var tenant = await TestTenant.StartAsync();
        var (alice, _) = tenant.AddPfx("alice.pfx");
        var path = Write(tenant, Header
            + $"{TestTenant.Alice};alice.pfx;{tenant.Password};\r\n{TestTenant.Bob};alice.pfx;wrong;\r\n");

        var result = isManifest
            ? await RunAsync(tenant, path, "-StopOnInvalid")
            : await tenant.ImportAsync(
                new[] { tenant.CsvRow(TestTenant.Alice, alice), tenant.CsvRow(TestTenant.Bob, alice, "wrong") },
                "-StopOnInvalid");

        Assert.Equal(["PfxPasswordIncorrect", "RowsInvalid"], result.ErrorIds);
        Assert.Equal(0, tenant.Writes());
        var summary = result.Summary<SmimeImportSummary>();
        Assert.Equal((2, 1, 0, 1), (summary.Rows, summary.Invalid, summary.Imported, summary.NotAttempted));
    }

    [Theory]
    [InlineData("UserPrincipalName,Password\n", "no column Path")]
    [InlineData("UserPrincipalName,Path,Password,Purpose,IntendedPurpos\n", "'IntendedPurpos'")]
    [InlineData("UserPrincipalName,Path\n", "password provider")]
    public async Task A_manifest_without_the_right_columns_ends_the_command(string header, string problem)
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await RunAsync(tenant, Write(tenant, header));

        Assert.Equal("ManifestInvalid", Assert.Single(result.ErrorIds));
        Assert.Contains(problem, result.AllErrors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_that_are_none_of_ours_are_named_in_a_warning_and_the_rows_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");

        var result = await RunAsync(
            tenant,
            Write(tenant, $"Department,UserPrincipalName,Path,Password\nSales,{TestTenant.Alice},{path},{tenant.Password}\n"));

        Assert.Empty(result.ErrorIds);
        Assert.Contains("columns that are not read: Department.", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(1, tenant.Writes());
    }

    [Fact]
    public async Task A_row_of_the_pipeline_that_comes_twice_is_reported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");
        var row = tenant.CsvRow(TestTenant.Alice, path);

        var result = await tenant.ImportAsync(new[] { row, row });

        Assert.Equal("ManifestRowDuplicate", Assert.Single(result.ErrorIds));
        Assert.Single(tenant.Records);
    }

    [Fact]
    public async Task A_script_block_is_asked_once_for_each_row_without_a_password()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx");
        tenant.AddPfx("bob.pfx", TestTenant.Bob);
        var path = Write(tenant, "UPN,Path,Password,IntendedPurpose\n"
            + $"{TestTenant.Alice},alice.pfx,,encrypt\n{TestTenant.Bob},bob.pfx,{tenant.Password},\n");

        var result = await RunAsync(
            tenant,
            path,
            "-PasswordProvider { param($Row) $asked.Add(\"$($_.UserPrincipalName) $($Row.Line) $($_.IntendedPurpose) \" + "
            + "[System.IO.Path]::GetFileName($_.Path)); $Secret }",
            prefix: "$asked = [System.Collections.Generic.List[string]]::new(); ",
            suffix: "; ,$asked",
            secret: TestTenant.Secure(tenant.Password));

        result.EnsureNoErrors();
        Assert.Equal([$"{TestTenant.Alice} 2 SmimeEncryption alice.pfx"], (List<string>)result.Output[^1].BaseObject);
        Assert.Equal(2, tenant.Records.Count);
    }

    [Theory]
    [InlineData("{ throw 'the vault is locked' }", "PasswordProviderFailed")]
    [InlineData("{ }", "PasswordMissing")]
    [InlineData("{ $null }", "PasswordMissing")]
    [InlineData("{ 'one'; 'two' }", "PasswordMissing")]
    [InlineData("{ 17 }", "PasswordProviderFailed")]
    [InlineData("{ 'wrong' }", "PfxPasswordIncorrect")]
    public async Task A_script_block_that_gives_no_password_makes_its_row_bad(string provider, string errorId)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("alice.pfx");
        var path = Write(tenant, $"UPN,Path\n{TestTenant.Alice},alice.pfx\n");

        var result = await RunAsync(tenant, path, "-PasswordProvider " + provider);

        Assert.Equal(errorId, Assert.Single(result.ErrorIds));
        Assert.Equal((2, SmimeImportStatus.Failed), (Assert.Single(Items(result)).Line, Items(result)[0].Status));
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task A_script_block_gives_passwords_to_the_pipeline_as_well()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");
        var row = CsvRow.Of(("UserPrincipalName", TestTenant.Alice), ("Path", path));

        var result = await tenant.ImportAsync(
            new[] { row }, $"-PasswordProvider {{ if ($_.Path -like '*alice*') {{ '{tenant.Password}' }} }}");

        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
    }

    [Fact]
    public async Task What_would_be_done_is_checked_and_nothing_is_written()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        tenant.AddPfx("alice.pfx");
        var path = Write(
            tenant, Header + $"{TestTenant.Alice};alice.pfx;{tenant.Password};\n{TestTenant.Bob};alice.pfx;wrong;\n");

        var result = await RunAsync(tenant, path, "-WhatIf -ResultPath results.csv");

        Assert.Equal("PfxPasswordIncorrect", Assert.Single(result.ErrorIds));
        Assert.False(File.Exists(tenant.Folder.Combine("results.csv")));
    }

    internal static string Write(TestTenant tenant, string text, bool mark = false)
    {
        var path = tenant.Folder.Combine("users.csv");
        File.WriteAllText(path, text, new UTF8Encoding(mark));
        return path;
    }

    internal static Task<ShellResult> RunAsync(
        TestTenant tenant, string path, string options = "", string prefix = "", string suffix = "", object? secret = null) =>
        tenant.RunAsync(
            "param($Folder, $Manifest, $Key, $Secret) $ExecutionContext.SessionState.Path.SetLocation($Folder) > $null; " + prefix
            + $"Import-SmimeUserPfx -ManifestPath $Manifest -PublicKeyPath $Key {options}" + suffix,
            new()
            {
                ["Folder"] = tenant.Folder.Path,
                ["Manifest"] = path,
                ["Key"] = tenant.KeyPath,
                ["Secret"] = secret,
            });

    private static List<SmimeImportResult> Items(ShellResult result) =>
        [.. result.Output.Select(item => item.BaseObject).OfType<SmimeImportResult>()];
}
