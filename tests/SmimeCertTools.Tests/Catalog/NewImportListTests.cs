using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Catalog;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.Catalog;

public sealed class NewImportListTests
{
    [Fact]
    public async Task The_list_is_what_an_import_takes_and_it_imports()
    {
        await using var tenant = await TestTenant.StartAsync();
        var passwords = Export(tenant);

        var made = await ListAsync(tenant, passwords, "-IncludePassword");
        var import = await ImportAsync(tenant, string.Empty);

        Assert.Equal(
            ["4711-bob_sig.pfx Matched bob@contoso.com SmimeSigning", "a.lice.pfx Matched alice@contoso.com SmimeEncryption",
            "carol.p12 Matched carol@contoso.com SmimeSigning", "copy of carol.pfx Duplicate  ",
            "lost.pfx PasswordNotFound  ", "page.pfx NotAPfx  ",
            "shared.pfx Ambiguous  SmimeEncryption", "stranger.pfx UserNotFound  SmimeEncryption"],
            made.OutputAs<SmimeImportListRow>()
                .Select(row => $"{row.FileName} {row.Status} {row.UserPrincipalName} {row.Purpose}")
                .Order(StringComparer.Ordinal));
        Assert.Empty(made.ErrorIds);
        Assert.Contains(made.Warnings, warning => warning.Contains("5 of 8 files", StringComparison.Ordinal));
        Assert.Contains(made.Warnings, warning => warning.Contains("passwords in clear", StringComparison.Ordinal));
        Assert.All(
            made.OutputAs<SmimeImportListRow>().Where(row => row.Status != SmimeImportListStatus.Matched),
            row => Assert.Contains(row.FileName, row.Message, StringComparison.Ordinal));
        Assert.Equal(
            ["alice@contoso.com Imported", "bob@contoso.com Imported", "carol@contoso.com Imported"],
            import.EnsureNoErrors().OutputAs<SmimeImportResult>()
                .Select(result => $"{result.UserPrincipalName} {result.Status}").Order(StringComparer.Ordinal));
        Assert.Empty(import.Warnings);
    }

    [Fact]
    public async Task Without_IncludePassword_no_password_is_in_the_list_or_anywhere_and_a_provider_gives_them()
    {
        await using var tenant = await TestTenant.StartAsync();
        var passwords = Export(tenant);

        var made = await ListAsync(tenant, passwords, "-Verbose");
        var list = File.ReadAllText(tenant.Folder.Combine("import.csv"));

        Assert.StartsWith(
            "\"UserPrincipalName\",\"Path\",\"IntendedPurpose\"\r\n", list.TrimStart('\uFEFF'), StringComparison.Ordinal);
        foreach (var password in new[] { tenant.Password, "=bob's \"own\"", "zzz-of-nobody" })
        {
            Assert.DoesNotContain(password, list + made.AllText(), StringComparison.Ordinal);
        }

        var byPath = new System.Collections.Hashtable();
        foreach (var row in made.OutputAs<SmimeImportListRow>().Where(row => row.Status == SmimeImportListStatus.Matched))
        {
            byPath[row.Path] = row.Password;
        }

        var import = await ImportAsync(tenant, "-PasswordProvider { $ByPath[$_.Path] }", byPath);
        Assert.Equal(3, import.EnsureNoErrors().OutputAs<SmimeImportResult>().Count());
    }

    [Fact]
    public async Task Unconnected_the_names_in_certificates_stand_for_users_with_a_warning()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        var passwords = Export(tenant);

        var made = await ListAsync(tenant, passwords, "-WhatIf");

        Assert.Contains(made.Warnings, warning => warning.Contains("There is no connection", StringComparison.Ordinal));
        Assert.Contains(made.OutputAs<SmimeImportListRow>(), row => row.UserPrincipalName == "stranger@contoso.com");
        Assert.False(File.Exists(tenant.Folder.Combine("import.csv")));
    }

    [Fact]
    public async Task A_provider_is_asked_for_what_no_listed_password_opens()
    {
        await using var tenant = await TestTenant.StartAsync();
        var passwords = Export(tenant);

        var made = await ListAsync(
            tenant, passwords, "-PasswordProvider { if ($_.Path -like '*lost.pfx') { 'found again' } else { throw 'no idea' } }");

        var lost = Assert.Single(made.OutputAs<SmimeImportListRow>(), row => row.FileName == "lost.pfx");
        Assert.Equal((SmimeImportListStatus.Matched, "alice@contoso.com"), (lost.Status, lost.UserPrincipalName));
    }

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

    [Fact]
    public async Task What_cannot_be_done_is_said_before_anything_is_opened()
    {
        await using var tenant = await TestTenant.StartAsync();
        var passwords = Export(tenant);

        Assert.Equal(["FileFormatUnknown"], (await ListAsync(tenant, passwords, "", "import.txt")).ErrorIds);
        Assert.Equal(["PurposeNotSupported"], (await ListAsync(tenant, passwords, "-DualUsePurpose Wifi")).ErrorIds);
        Assert.Equal(
            ["PasswordListInvalid"],
            (await ListAsync(tenant, tenant.Folder.Write("bad.csv", "Name,Secret\na,b\n"), "")).ErrorIds);
        (await ListAsync(tenant, passwords, "")).EnsureNoErrors();
        Assert.Equal(["FileExists"], (await ListAsync(tenant, passwords, "")).ErrorIds);
        Assert.Equal(
            ["ImportListEmpty"],
            (await ListAsync(tenant, tenant.Folder.Write("none.csv", "Password\nnone\n"), "", "other.csv")).ErrorIds);
    }

    // A CA's export, and the list of its passwords.
    private static string Export(TestTenant tenant)
    {
        tenant.Host.State.Users.Add("dana@contoso.com", aliases: ["team@contoso.com"]);
        tenant.Host.State.Users.Add("eric@contoso.com", aliases: ["team@contoso.com"]);
        Directory.CreateDirectory(tenant.Folder.Combine("export", "old"));
        Add("a.lice.pfx", TestTenant.Alice, CertificateUsage.Encryption, tenant.Password);
        Add(Path.Combine("old", "4711-bob_sig.pfx"), TestTenant.Bob, CertificateUsage.Dual, "=bob's \"own\"");
        Add("carol.p12", TestTenant.Carol, CertificateUsage.Signing, tenant.Password);
        File.Copy(
            tenant.Folder.Combine("export", "carol.p12"), tenant.Folder.Combine("export", "copy of carol.pfx"));
        Add("lost.pfx", TestTenant.Alice, CertificateUsage.Encryption, "found again");
        Add("shared.pfx", "team@contoso.com", CertificateUsage.Encryption, tenant.Password);
        Add("stranger.pfx", "stranger@contoso.com", CertificateUsage.Encryption, tenant.Password);
        tenant.Folder.Write(Path.Combine("export", "page.pfx"), "<html></html>");
        return tenant.Folder.Write(
            "passwords.csv", $"Owner;Password\nnobody;zzz-of-nobody\nmost;{tenant.Password}\nbob;\"=bob's \"\"own\"\"\"\n");

        void Add(string name, string user, CertificateUsage usage, string password) =>
            tenant.AddPfx(Path.Combine("export", name), user, usage, password: password);
    }

    private static Task<ShellResult> ListAsync(
        TestTenant tenant, string passwords, string options, string destination = "import.csv") => tenant.RunAsync(
            "param($Archive, $Passwords, $To) New-SmimeImportList $Archive $To -PasswordList $Passwords " + options,
            new()
            {
                ["Archive"] = tenant.Folder.Combine("export"),
                ["Passwords"] = passwords,
                ["To"] = tenant.Folder.Combine(destination),
            });

    private static Task<ShellResult> ImportAsync(TestTenant tenant, string options, object? byPath = null) => tenant.RunAsync(
        "param($List, $Key, $ByPath) Import-SmimeUserPfx -ManifestPath $List -PublicKeyPath $Key -Quiet " + options,
        new()
        {
            ["List"] = tenant.Folder.Combine("import.csv"),
            ["Key"] = tenant.KeyPath,
            ["ByPath"] = byPath,
        });
}
