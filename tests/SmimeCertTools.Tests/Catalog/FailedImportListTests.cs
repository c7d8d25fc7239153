using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Catalog;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.Catalog;

/// <summary>New-SmimeImportList of what failed in an import, and the import of that.</summary>
public sealed class FailedImportListTests
{
    [Fact]
    public async Task Only_what_failed_is_listed_from_a_file_of_results()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (good, _) = tenant.AddPfx("good.pfx");
        var (bad, _) = tenant.AddPfx("bad.pfx", TestTenant.Bob, password: "another");
        var manifest = tenant.Folder.Write(
            "users.csv",
            $"UserPrincipalName,Path,Password\nalice@contoso.com,good.pfx,{tenant.Password}\nbob@contoso.com,bad.pfx,wrong\n");
        var results = tenant.Folder.Combine("results.jsonl");
        await tenant.RunAsync(
            "param($List, $Key, $Result) Import-SmimeUserPfx -ManifestPath $List -PublicKeyPath $Key -ResultPath $Result -Quiet",
            new() { ["List"] = manifest, ["Key"] = tenant.KeyPath, ["Result"] = results });

        // Corrected, the list gives the password of what failed; and as it stands in the results it can be had without any.
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("wrong", "another", StringComparison.Ordinal));
        var bare = await tenant.RunAsync(
            "param($Result, $To) New-SmimeImportList -FromResult $Result -Destination $To",
            new() { ["Result"] = results, ["To"] = tenant.Folder.Combine("bare.csv") });
        var made = await tenant.RunAsync(
            "param($Result, $List, $To) New-SmimeImportList -FromResult $Result -ArchivePath $List -Destination $To "
            + "-IncludePassword",
            new() { ["Result"] = results, ["List"] = manifest, ["To"] = tenant.Folder.Combine("import.csv") });
        var import = await ImportAsync(tenant, string.Empty);

        Assert.Equal(bad, Assert.Single(bare.EnsureNoErrors().OutputAs<SmimeImportListRow>()).Path);
        Assert.Equal(
            (bad, TestTenant.Bob),
            (Assert.Single(made.EnsureNoErrors().OutputAs<SmimeImportListRow>()).Path, made.OutputAs<SmimeImportListRow>()[0]
                .UserPrincipalName));
        Assert.Equal(TestTenant.Bob, Assert.Single(import.EnsureNoErrors().OutputAs<SmimeImportResult>()).UserPrincipalName);
        Assert.DoesNotContain(good, File.ReadAllText(tenant.Folder.Combine("import.csv")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-IncludePassword")]
    [InlineData("-PasswordFolder secrets")]
    [InlineData("")]
    public async Task What_failed_is_imported_again_from_the_list_that_it_stood_in(string where)
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("good.pfx");
        tenant.AddPfx("bad.pfx", TestTenant.Bob, password: "another");
        tenant.AddPfx("team.pfx", "team@contoso.com", password: "of the team");
        tenant.AddPfx("later.pfx", TestTenant.Carol, password: "of carol");
        tenant.Folder.Write("carol.txt", "mistyped");
        var manifest = tenant.Folder.Write(
            "users.csv",
            "UserPrincipalName,Path,Password,PasswordFile,AllowOtherAddress\n"
            + $"alice@contoso.com,good.pfx,{tenant.Password},,\nbob@contoso.com,bad.pfx,wrong,,\n"
            + "alice@contoso.com,team.pfx,wrong,,True\nbob@contoso.com,team.pfx,wrong,,True\n"
            + "carol@contoso.com,later.pfx,,carol.txt,\n");
        var results = tenant.Folder.Combine("results.jsonl");
        await tenant.RunAsync(
            "param($List, $Key, $Result) Import-SmimeUserPfx -ManifestPath $List -PublicKeyPath $Key -ResultPath $Result -Quiet",
            new() { ["List"] = manifest, ["Key"] = tenant.KeyPath, ["Result"] = results });
        File.WriteAllText(manifest, File.ReadAllText(manifest)
            .Replace("bad.pfx,wrong", "bad.pfx,another", StringComparison.Ordinal)
            .Replace("team.pfx,wrong", "team.pfx,of the team", StringComparison.Ordinal));
        tenant.Folder.Write("carol.txt", "of carol");

        var made = await tenant.RunAsync(
            "param($Result, $List, $To) Set-Location (Split-Path $To); "
            + $"New-SmimeImportList -FromResult $Result -ManifestPath $List -Destination $To {where}",
            new() { ["Result"] = results, ["List"] = manifest, ["To"] = tenant.Folder.Combine("import.csv") });
        var import = await ImportAsync(tenant, where.Length > 0 ? string.Empty
            : "-PasswordProvider { @{ 'bad.pfx' = 'another'; 'team.pfx' = 'of the team' }[(Split-Path $_.Path -Leaf)] }");

        Assert.Equal(4, made.EnsureNoErrors().OutputAs<SmimeImportListRow>().Count());
        Assert.All(made.OutputAs<SmimeImportListRow>(), row => Assert.Equal(SmimeImportListStatus.Matched, row.Status));
        Assert.Equal(where != "-IncludePassword", !File.ReadAllText(tenant.Folder.Combine("import.csv"))
            .Contains("another", StringComparison.Ordinal));
        Assert.Equal(
            ["bob@contoso.com bad.pfx Imported", "alice@contoso.com team.pfx Imported", "bob@contoso.com team.pfx Imported",
                "carol@contoso.com later.pfx Imported"],
            import.EnsureNoErrors().OutputAs<SmimeImportResult>().OrderBy(result => result.Line)
                .Select(result => $"{result.UserPrincipalName} {Path.GetFileName(result.Path)} {result.Status}"));
    }

    [Fact]
    public async Task A_list_of_what_failed_says_that_it_has_no_password_and_how_it_is_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (bad, _) = tenant.AddPfx("bad.pfx", TestTenant.Bob, password: "another");
        var results = tenant.Folder.Combine("results.csv");
        await tenant.RunAsync(
            "param($Path, $Key, $Result) Import-SmimeUserPfx -Path $Path -UserPrincipalName bob@contoso.com -Password wrong "
            + "-PublicKeyPath $Key -ResultPath $Result -Quiet",
            new() { ["Path"] = bad, ["Key"] = tenant.KeyPath, ["Result"] = results });

        var made = await tenant.RunAsync(
            "param($Result, $To) New-SmimeImportList -FromResult $Result -Destination $To",
            new() { ["Result"] = results, ["To"] = tenant.Folder.Combine("import.csv") });
        var import = await ImportAsync(tenant, "-PasswordProvider { 'another' }");

        var warning = Assert.Single(made.EnsureNoErrors().Warnings);
        Assert.Contains("Of 1 of 1 files", warning, StringComparison.Ordinal);
        Assert.Contains("-PasswordProvider", warning, StringComparison.Ordinal);
        Assert.Equal(
            SmimeImportStatus.Imported, Assert.Single(import.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
    }

    private static Task<ShellResult> ImportAsync(TestTenant tenant, string options) => tenant.RunAsync(
        "param($List, $Key) Import-SmimeUserPfx -ManifestPath $List -PublicKeyPath $Key -Quiet " + options,
        new() { ["List"] = tenant.Folder.Combine("import.csv"), ["Key"] = tenant.KeyPath });
}
