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
    public async Task With_a_folder_for_passwords_each_is_in_a_file_of_its_owner_and_the_list_imports()
    {
        await using var tenant = await TestTenant.StartAsync();
        var passwords = Export(tenant);
        var folder = tenant.Folder.Combine("secrets");

        var tried = await ListAsync(tenant, passwords, $"-PasswordFolder '{folder}' -WhatIf");
        Assert.False(Directory.Exists(folder));
        Assert.All(tried.OutputAs<SmimeImportListRow>(), row => Assert.Null(row.PasswordFile));

        var made = await ListAsync(tenant, passwords, $"-PasswordFolder '{folder}' -Verbose");
        var rows = made.EnsureNoErrors().OutputAs<SmimeImportListRow>();
        var import = await ImportAsync(tenant, string.Empty);

        Assert.Equal(3, rows.Count(row => row.PasswordFile is not null));
        Assert.Equal(
            rows.Select(row => row.PasswordFile).OfType<string>().Order(StringComparer.Ordinal),
            Directory.GetFiles(folder).Order(StringComparer.Ordinal));
        Assert.All(rows.Where(row => row.PasswordFile is not null), row => Assert.Equal(
            $"{row.FileName}.{row.Thumbprint![..8]}.txt", Path.GetFileName(row.PasswordFile)));
        Assert.All(Directory.GetFiles(folder).Append(tenant.Folder.Combine("import.csv")), OwnersAlone);
        Assert.Contains(made.Warnings, warning => warning.Contains(folder, StringComparison.Ordinal));
        foreach (var password in new[] { tenant.Password, "=bob's \"own\"" })
        {
            Assert.DoesNotContain(
                password, File.ReadAllText(tenant.Folder.Combine("import.csv")) + made.AllText(), StringComparison.Ordinal);
        }

        Assert.Equal(3, import.EnsureNoErrors().OutputAs<SmimeImportResult>()
            .Count(result => result.Status == SmimeImportStatus.Imported));

        // Made anew, it is to replace nothing unless that is asked for.
        File.Delete(tenant.Folder.Combine("import.csv"));
        Assert.Equal(["FileExists"], (await ListAsync(tenant, passwords, $"-PasswordFolder '{folder}'")).ErrorIds);
        Assert.False(File.Exists(tenant.Folder.Combine("import.csv")));
        (await ListAsync(tenant, passwords, $"-PasswordFolder '{folder}' -Force")).EnsureNoErrors();
    }

    [Fact]
    public async Task What_a_provider_answers_and_what_stands_in_a_file_is_written_to_no_other()
    {
        await using var tenant = await TestTenant.StartAsync();
        Export(tenant);
        var own = tenant.Folder.Write("bob.txt", "=bob's \"own\"");
        var passwords = tenant.Folder.Write("files.csv", $"Owner,PasswordFile,Password\nbob,{own},\nmost,,{tenant.Password}\n");
        var folder = tenant.Folder.Combine("secrets");
        const string Asked = "-PasswordProvider { if ($_.Path -like '*lost.pfx') { 'found again' } else { throw 'no idea' } }";

        var made = await ListAsync(tenant, passwords, $"-PasswordFolder '{folder}' {Asked}");
        var import = await ImportAsync(tenant, Asked);

        Assert.Equal(2, Directory.GetFiles(folder).Length);
        Assert.Contains(made.Warnings, warning => warning.Contains("1 passwords came from", StringComparison.Ordinal));
        Assert.Equal(own, made.OutputAs<SmimeImportListRow>().Single(row => row.FileName == "4711-bob_sig.pfx").PasswordFile);
        Assert.Equal(4, import.EnsureNoErrors().OutputAs<SmimeImportResult>()
            .Count(result => result.Status == SmimeImportStatus.Imported));
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_before_anything_is_opened()
    {
        await using var tenant = await TestTenant.StartAsync();
        var passwords = Export(tenant);

        Assert.Equal(["FileFormatUnknown"], (await ListAsync(tenant, passwords, "", "import.txt")).ErrorIds);
        Assert.Equal(["PurposeNotSupported"], (await ListAsync(tenant, passwords, "-DualUsePurpose Wifi")).ErrorIds);
        Assert.Equal(["LedgerNotRecognized"], (await tenant.RunAsync(
            "param($Result, $To) New-SmimeImportList -FromResult $Result -Destination $To",
            new() { ["Result"] = passwords, ["To"] = tenant.Folder.Combine("retry.csv") })).ErrorIds);
        Assert.Equal(
            ["PasswordListInvalid"],
            (await ListAsync(tenant, tenant.Folder.Write("bad.csv", "Name,Secret\na,b\n"), "")).ErrorIds);
        Assert.Equal(
            ["InputAmbiguous"], (await ListAsync(tenant, passwords, "-IncludePassword -PasswordFolder secrets")).ErrorIds);
        Assert.Equal(["FileExists"], (await ListAsync(tenant, passwords, $"-PasswordFolder '{passwords}'")).ErrorIds);
        Assert.Equal(
            ["FileFolderNotFound"],
            (await ListAsync(tenant, passwords, $"-PasswordFolder '{tenant.Folder.Combine("none", "secrets")}'")).ErrorIds);
        (await ListAsync(tenant, passwords, "")).EnsureNoErrors();
        Assert.Equal(["FileExists"], (await ListAsync(tenant, passwords, "")).ErrorIds);
        Assert.Equal(
            ["ImportListEmpty"],
            (await ListAsync(tenant, tenant.Folder.Write("none.csv", "Password\nnone\n"), "", "other.csv")).ErrorIds);
    }

    private static void OwnersAlone(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
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
