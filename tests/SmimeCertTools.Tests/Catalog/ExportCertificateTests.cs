using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Connection;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Catalog;

public sealed class ExportCertificateTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CertificateFactory _factory = TestTenant.Pki;
    private readonly string _password = RandomPassword.Create(20);
    private readonly Dictionary<string, string> _thumbprints = [];
    private HostedShell _shell = null!;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_folder.Combine("archive"));
        Write("alice-old", "alice", -700, -10);
        Write("alice-now", "alice", -100, 300);
        Write("alice-sign", "alice", -50, 300, CertificateUsage.Signing);
        Write("bob-now", "bob", -100, 300);
        Write("carol-old", "carol", -700, -10);
        _folder.Write("root.cer", _factory.Root.RawData);
        _folder.Write("issuing.cer", _factory.Issuing.RawData);
        _shell = await ConnectionFixture.OpenAsync();
        await _shell.RunAsync("param($Folder) Set-Location -LiteralPath $Folder", Arguments("Folder", _folder.Path));
    }

    public async Task DisposeAsync() => await _shell.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_user_gets_a_file_with_the_newest_valid_certificate()
    {
        var result = await RunAsync("Export-SmimeCertificate -ArchivePath archive -ArchivePassword $Password -Destination out");

        var written = result.EnsureNoErrors().OutputAs<SmimeExportedCertificate>().ToList();
        Assert.Equal(["alice@contoso.com", "bob@contoso.com"], written.Select(item => item.UserPrincipalName));
        Assert.Equal(["alice@contoso.com.cer", "bob@contoso.com.cer"],
            Directory.GetFiles(_folder.Combine("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var read = X509CertificateLoader.LoadCertificateFromFile(written[0].Path);
        Assert.Equal(_thumbprints["alice-now"], read.Thumbprint);
        Assert.False(read.HasPrivateKey);
        Assert.Contains("carol@contoso.com: no encryption certificate is valid now", Assert.Single(result.Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_has_base64_for_directories_and_reads_back_in_PowerShell()
    {
        var result = await RunAsync("""
            Export-SmimeCertificate -ArchivePath archive -ArchivePassword $Password -Destination users.csv `
                -AuthorityPath root.cer, issuing.cer -UserPrincipalName 'A*' > $null
            Import-Csv users.csv | ForEach-Object { [Convert]::FromBase64String($_.UserCertificate).Length }
            Import-Csv users.csv | ForEach-Object UserPrincipalName
            """);

        Assert.Equal(2, result.EnsureNoErrors().Output.Count);
        Assert.Equal("alice@contoso.com", result.Output[1].ToString());
    }

    [Fact]
    public async Task Outputs_of_Get_SmimePfx_certificates_and_files_come_by_pipeline()
    {
        var file = await RunAsync(
            "Get-SmimePfx -Path archive\\*.pfx -Password $Password | Export-SmimeCertificate a.csv");
        var certificate = await RunAsync(
            "Get-SmimePfx -Path archive\\bob-now.pfx -Password $Password -Certificate | Export-SmimeCertificate bob.cer");
        var dotnet = await RunAsync(
            "[System.Security.Cryptography.X509Certificates.X509Certificate2]::new((Resolve-Path bob.cer).Path) | "
            + "Export-SmimeCertificate b.csv");
        var files = await RunAsync("Get-ChildItem bob.cer | Export-SmimeCertificate c.csv");
        var odd = await RunAsync("42 | Export-SmimeCertificate d.csv");

        Assert.Equal(2, file.EnsureNoErrors().OutputAs<SmimeExportedCertificate>().Count());
        foreach (var result in new[] { certificate, dotnet, files })
        {
            Assert.Equal(_thumbprints["bob-now"],
                Assert.Single(result.EnsureNoErrors().OutputAs<SmimeExportedCertificate>()).Thumbprint);
        }

        Assert.Equal(["ValueUnusable"], odd.ErrorIds);
    }

    [Fact]
    public async Task With_an_archive_users_come_by_pipeline_and_nobody_else_is_exported()
    {
        const string archive = " | Export-SmimeCertificate -ArchivePath archive -ArchivePassword $Password -Destination ";
        var names = await RunAsync("'bob@contoso.com', 'dora@contoso.com'" + archive + "names");
        var objects = await RunAsync("[pscustomobject]@{ UPN = 'bob@contoso.com'; UserPrincipalName = 'alice@contoso.com' }"
            + archive + "objects");
        var nobody = await RunAsync("@()" + archive + "nobody");
        var odd = await RunAsync("[pscustomobject]@{ UserPrincipalName = $null }" + archive + "odd");

        Assert.Equal("bob@contoso.com",
            Assert.Single(names.EnsureNoErrors().OutputAs<SmimeExportedCertificate>()).UserPrincipalName);
        Assert.Contains("dora@contoso.com", Assert.Single(names.Warnings), StringComparison.Ordinal);
        Assert.Equal("alice@contoso.com",
            Assert.Single(objects.EnsureNoErrors().OutputAs<SmimeExportedCertificate>()).UserPrincipalName);
        Assert.Empty(nobody.EnsureNoErrors().Output);
        Assert.Empty(odd.Output);
        Assert.False(Directory.Exists(_folder.Combine("nobody")) || Directory.Exists(_folder.Combine("odd")));
    }

    [Fact]
    public async Task That_nothing_is_exported_says_why()
    {
        var result = await RunAsync(
            "Export-SmimeCertificate -Path archive\\alice-sign.pfx, root.cer -Password $Password -Destination none");

        Assert.Empty(result.EnsureNoErrors().Output);
        Assert.Contains("1 because it is not for encrypting mail; 1 because it is an authority's",
            Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_holds_the_issuers()
    {
        var result = await RunAsync("Export-SmimeCertificate -Path archive\\alice-now.pfx -Password $Password "
            + "-Destination alice.p7b -AuthorityPath root.cer, issuing.cer");

        Assert.Equal(2, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeExportedCertificate>()).IssuerCount);
        var bundle = new SignedCms();
        bundle.Decode(File.ReadAllBytes(_folder.Combine("alice.p7b")));
        Assert.Equal(3, bundle.Certificates.Count);
    }

    [Fact]
    public async Task Authorities_become_a_store_for_Exchange()
    {
        var result = await RunAsync(
            "Export-SmimeCertificate -AuthorityPath *.cer, archive\\alice-now.pfx -Password $Password roots.sst");

        Assert.Equal(2, result.EnsureNoErrors().OutputAs<SmimeExportedCertificate>().Count());
        Assert.Equal(
            new[] { _factory.Issuing.RawData, _factory.Root.RawData }.Select(Convert.ToBase64String)
                .Order(StringComparer.Ordinal),
            SerializedStore.Read(File.ReadAllBytes(_folder.Combine("roots.sst"))).Select(Convert.ToBase64String)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Files_of_the_pipeline_become_a_store_as_well()
    {
        var result = await RunAsync("Get-ChildItem *.cer | Export-SmimeCertificate roots.sst");

        Assert.Equal(2, result.EnsureNoErrors().OutputAs<SmimeExportedCertificate>().Count());
        Assert.Equal(2, SerializedStore.Read(File.ReadAllBytes(_folder.Combine("roots.sst"))).Count);
    }

    [Fact]
    public async Task More_values_than_Entra_Connect_takes_are_a_warning()
    {
        for (var i = 0; i < 16; i++)
        {
            Write($"dora-{i}", "dora", -100 - i, 300, folder: "many");
        }

        var result = await RunAsync(
            "Export-SmimeCertificate -ArchivePath many -ArchivePassword $Password -Destination many.csv -All");

        Assert.Equal(16, result.EnsureNoErrors().OutputAs<SmimeExportedCertificate>().Count());
        Assert.Contains("more than 15 values", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users.txt", "")]
    [InlineData("roots.sst", "")]
    [InlineData("users.csv", "-Format Cer")]
    [InlineData("folder", "-Format Csv")]
    [InlineData("one.cer", "-UserPrincipalName *")]
    public async Task A_name_that_does_not_go_with_what_is_to_be_written_is_an_error(string destination, string more)
    {
        var result = await RunAsync(
            $"Export-SmimeCertificate -ArchivePath archive -ArchivePassword $Password -Destination {destination} {more}");

        Assert.Equal(["FileFormatUnknown"], result.ErrorIds);
        Assert.False(Path.Exists(_folder.Combine(destination)));
    }

    [Fact]
    public async Task What_exists_stays_without_Force_and_WhatIf_writes_nothing()
    {
        _folder.Write("users.csv", [1]);

        var kept = await RunAsync(
            "Export-SmimeCertificate -ArchivePath archive -ArchivePassword $Password -Destination users.csv");
        var whatIf = await RunAsync(
            "Export-SmimeCertificate -ArchivePath archive -ArchivePassword $Password -Destination new -WhatIf");
        var forced = await RunAsync(
            "Export-SmimeCertificate -ArchivePath archive -ArchivePassword $Password -Destination users.csv -Force");

        Assert.Equal(["FileExists"], kept.ErrorIds);
        Assert.Empty(whatIf.EnsureNoErrors().Output);
        Assert.False(Directory.Exists(_folder.Combine("new")));
        Assert.Equal(2, forced.EnsureNoErrors().OutputAs<SmimeExportedCertificate>().Count());
        Assert.True(new FileInfo(_folder.Combine("users.csv")).Length > 1000);
    }

    [Fact]
    public async Task No_file_holds_a_private_key()
    {
        await RunAsync("Export-SmimeCertificate -ArchivePath archive -ArchivePassword $Password -Destination users.csv");
        var table = File.ReadAllText(_folder.Combine("users.csv"));

        Assert.DoesNotContain("PRIVATE KEY", table, StringComparison.Ordinal);
        Assert.DoesNotContain(_password, table, StringComparison.Ordinal);
        Assert.True(table.Length < 12_000);
    }

    private static Dictionary<string, object?> Arguments(string name, object? value) => new() { [name] = value };

    private Task<ShellResult> RunAsync(string script) => _shell.RunAsync(
        "param($Password) " + script.Replace('\\', Path.DirectorySeparatorChar),
        Arguments("Password", ConnectionFixture.Secure(_password)));

    private void Write(string file, string user, int from, int to, CertificateUsage usage = CertificateUsage.Encryption,
        string folder = "archive")
    {
        using var certificate = _factory.Issue(new PersonCertificate
        {
            MailAddress = $"{user}@contoso.com",
            Usage = usage,
            NotBefore = DateTimeOffset.UtcNow.AddDays(from),
            NotAfter = DateTimeOffset.UtcNow.AddDays(to),
        });
        _thumbprints[file] = certificate.Thumbprint;
        Directory.CreateDirectory(_folder.Combine(folder));
        _folder.Write(Path.Combine(folder, file + ".pfx"), PfxWriter.Write(certificate, _password));
    }
}
