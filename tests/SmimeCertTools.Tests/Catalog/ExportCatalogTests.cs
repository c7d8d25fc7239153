using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Catalog;
using SmimeCertTools.History;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.Catalog;

public sealed class ExportCatalogTests
{
    [Theory]
    [InlineData("catalog.csv")]
    [InlineData("catalog.jsonl")]
    public async Task A_catalogue_stands_in_for_its_archive_when_the_files_are_gone(string name)
    {
        await using var tenant = await TestTenant.StartAsync();
        var (kept, both) = tenant.AddPfx("both.pfx");
        var (_, archived) = tenant.AddPfx("old.p12", startYear: -5);
        (await tenant.ImportFileAsync(kept)).EnsureNoErrors();

        var written = await ExportAsync(tenant, tenant.Folder.Path, name);
        File.Delete(kept);
        var history = (await tenant.RunAsync(
            "param($Path) Get-UserCertHistory alice@contoso.com -ArchivePath $Path -WarningAction SilentlyContinue",
            new() { ["Path"] = tenant.Folder.Combine(name) })).EnsureNoErrors();

        var file = Assert.Single(written.EnsureNoErrors().OutputAs<SmimeCatalogFile>());
        Assert.Equal((2, 2, 0), (file.CertificateCount, file.FileCount, file.FailureCount));
        Assert.Equal(
            [(archived, SmimeCertLocation.ArchiveOnly), (both, SmimeCertLocation.Both)],
            history.OutputAs<SmimeCertHistoryEntry>().Select(entry => (entry.Thumbprint, entry.Location)));
        Assert.Equal(kept, history.OutputAs<SmimeCertHistoryEntry>()[1].Path);
    }

    [Fact]
    public async Task No_secret_is_in_it_and_it_is_the_owners_alone()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("a.pfx");
        var result = await ExportAsync(tenant, tenant.Folder.Path, "catalog.csv");

        var text = File.ReadAllText(tenant.Folder.Combine("catalog.csv"));
        Assert.DoesNotContain(tenant.Password, text + result.AllText(), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", text, StringComparison.OrdinalIgnoreCase);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(tenant.Folder.Combine("catalog.csv")));
        }
    }

    [Fact]
    public async Task Bad_files_are_errors_of_their_own_and_nothing_at_all_writes_nothing()
    {
        await using var tenant = await TestTenant.StartAsync();
        Directory.CreateDirectory(tenant.Folder.Combine("bad"));
        tenant.AddPfx(Path.Combine("bad", "locked.pfx"), password: "another");
        var none = await ExportAsync(tenant, tenant.Folder.Combine("bad"), "catalog.csv");
        Assert.Equal(["PfxPasswordIncorrect", "CatalogEmpty"], none.ErrorIds);
        Assert.False(File.Exists(tenant.Folder.Combine("catalog.csv")));

        tenant.AddPfx("good.pfx");
        var some = await ExportAsync(tenant, tenant.Folder.Path, "catalog.csv");
        Assert.Equal(["PfxPasswordIncorrect"], some.ErrorIds);
        Assert.Equal(1, Assert.Single(some.OutputAs<SmimeCatalogFile>()).FailureCount);
    }

    [Fact]
    public async Task A_file_is_replaced_with_Force_alone_and_WhatIf_writes_none()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.AddPfx("a.pfx");
        (await ExportAsync(tenant, tenant.Folder.Path, "catalog.csv", "-WhatIf")).EnsureNoErrors();
        Assert.False(File.Exists(tenant.Folder.Combine("catalog.csv")));

        (await ExportAsync(tenant, tenant.Folder.Path, "catalog.csv")).EnsureNoErrors();
        Assert.Equal(["FileExists"], (await ExportAsync(tenant, tenant.Folder.Path, "catalog.csv")).ErrorIds);
        (await ExportAsync(tenant, tenant.Folder.Path, "catalog.csv", "-Force")).EnsureNoErrors();
        Assert.Equal(["FileFormatUnknown"], (await ExportAsync(tenant, tenant.Folder.Path, "catalog.xml")).ErrorIds);
    }

    [Fact]
    public async Task A_removal_knows_issuer_and_serial_number_from_a_catalogue()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("a.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        (await ExportAsync(tenant, tenant.Folder.Path, "catalog.csv")).EnsureNoErrors();
        File.Delete(path);

        var result = await tenant.RunAsync(
            "param($Catalog, $List) Remove-SmimeUserPfx alice@contoso.com -All -ArchivePath $Catalog -RevocationListPath $List "
            + "-Confirm:$false -PassThru -Quiet -WarningAction SilentlyContinue",
            new() { ["Catalog"] = tenant.Folder.Combine("catalog.csv"), ["List"] = tenant.Folder.Combine("revoke.csv") });

        Assert.Equal(thumbprint, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeRemoveResult>()).Thumbprint);
        var list = File.ReadAllText(tenant.Folder.Combine("revoke.csv"));
        Assert.Contains("certutil -revoke", list, StringComparison.Ordinal);
        Assert.Contains(thumbprint, list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("results.csv")]
    [InlineData("results.jsonl")]
    public async Task Results_of_an_import_carry_the_facts_and_can_be_compared_with(string name)
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("a.pfx", usage: CertificateUsage.Encryption);
        (await tenant.RunAsync(
            "param($Path, $Password, $Key, $Result) Import-SmimeUserPfx $Path -UserPrincipalName alice@contoso.com "
            + "-Password $Password -PublicKeyPath $Key -ResultPath $Result -Quiet",
            new()
            {
                ["Path"] = path,
                ["Password"] = tenant.Password,
                ["Key"] = tenant.KeyPath,
                ["Result"] = tenant.Folder.Combine(name),
            })).EnsureNoErrors();
        File.Delete(path);

        var text = File.ReadAllText(tenant.Folder.Combine(name));
        Assert.Contains("1.3.6.1.5.5.7.3.4", text, StringComparison.Ordinal);
        var history = (await tenant.RunAsync(
            "param($Path) Get-UserCertHistory alice@contoso.com -ArchivePath $Path -WarningAction SilentlyContinue",
            new() { ["Path"] = tenant.Folder.Combine(name) })).EnsureNoErrors();
        var entry = Assert.Single(history.OutputAs<SmimeCertHistoryEntry>());
        Assert.Equal((thumbprint, SmimeCertLocation.Both), (entry.Thumbprint, entry.Location));
        Assert.NotNull(entry.Subject);
    }

    private static Task<TestSupport.Shell.ShellResult> ExportAsync(
        TestTenant tenant, string archive, string name, string options = "") => tenant.RunAsync(
            "param($Path, $Password, $Destination) Export-SmimeCatalog $Path $Destination -ArchivePassword $Password " + options,
            new()
            {
                ["Path"] = archive,
                ["Password"] = tenant.Password,
                ["Destination"] = tenant.Folder.Combine(name),
            });
}
