using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Hosting;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

public sealed class RevocationListTests
{
    [Theory]
    [InlineData("revoke.csv")]
    [InlineData("revoke.cmd")]
    [InlineData("revoke.txt")]
    public async Task What_the_archive_knows_is_listed_with_its_command_and_the_rest_as_unknown(string name)
    {
        await using var tenant = await TestTenant.StartAsync();
        var (known, thumbprint) = tenant.AddPfx("known.pfx");
        (await tenant.ImportFileAsync(known)).EnsureNoErrors();
        Directory.CreateDirectory(tenant.Folder.Combine("archive"));
        File.Move(known, tenant.Folder.Combine("archive/known.pfx"));
        (await tenant.ImportFileAsync(tenant.AddPfx("lost.pfx", TestTenant.Bob).Path, TestTenant.Bob)).EnsureNoErrors();
        var lost = tenant.Records.Single(record => record.UserPrincipalName == TestTenant.Bob).Thumbprint.ToUpperInvariant();
        var path = tenant.Folder.Combine(name);

        var result = await RunAsync(
            tenant,
            path,
            @"-Force -CertificationAuthority 'ca1.contoso.com\Contoso Issuing CA 1' -RevocationReason KeyCompromise");

        Assert.Empty(tenant.Records);
        Assert.StartsWith("2 certificates were removed", Assert.Single(result.Warnings), StringComparison.Ordinal);
        var item = result.OutputAs<SmimeRemoveResult>().Single(one => one.Thumbprint == thumbprint);
        var text = await File.ReadAllTextAsync(path);
        var command = $@"certutil -config ""ca1.contoso.com\Contoso Issuing CA 1"" -revoke {item.SerialNumber} 1";
        Assert.Contains(
            name.EndsWith("csv", StringComparison.Ordinal) ? command.Replace("\"", "\"\"", StringComparison.Ordinal) : command,
            text,
            StringComparison.Ordinal);
        Assert.Single(text.Split("-revoke")[1..]);
        Assert.Contains(lost, text, StringComparison.Ordinal);
        Assert.Contains("Contoso Demo Issuing CA", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_gone_on_with_and_names_nobody_twice()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (file, _) = tenant.AddPfx("a.pfx");
        var path = tenant.Folder.Combine("revoke.txt");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            (await tenant.ImportFileAsync(file)).EnsureNoErrors();
            await RunAsync(tenant, path);
        }

        (await tenant.ImportFileAsync(tenant.AddPfx("b.pfx", TestTenant.Bob).Path, TestTenant.Bob)).EnsureNoErrors();
        await RunAsync(tenant, path);

        Assert.Equal(2, (await File.ReadAllTextAsync(path)).Split("-revoke").Length - 1);
    }

    [Theory]
    [InlineData(@"ca1\Name"" & del *", "AuthorityInvalid")]
    [InlineData("ca1", "AuthorityInvalid")]
    [InlineData(@"ca1\%PATH%", "AuthorityInvalid")]
    public async Task What_is_no_name_of_a_CA_is_refused_before_anything_is_removed(string authority, string id)
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.ImportFileAsync(tenant.AddPfx("a.pfx").Path)).EnsureNoErrors();

        var result = await RunAsync(tenant, tenant.Folder.Combine("x.cmd"), $"-CertificationAuthority '{authority}'");

        Assert.Equal(id, Assert.Single(result.ErrorIds));
        Assert.Single(tenant.Records);
    }

    [Fact]
    public async Task Another_kind_of_file_is_refused_before_anything_is_removed_and_WhatIf_writes_none()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await tenant.ImportFileAsync(tenant.AddPfx("a.pfx").Path)).EnsureNoErrors();

        var result = await RunAsync(tenant, tenant.Folder.Combine("revoke.docx"));
        Assert.Equal("FileFormatUnknown", Assert.Single(result.ErrorIds));

        (await RunAsync(tenant, tenant.Folder.Combine("revoke.csv"), "-WhatIf")).EnsureNoErrors();
        Assert.False(File.Exists(tenant.Folder.Combine("revoke.csv")));
        Assert.Single(tenant.Records);
    }

    private static Task<ShellResult> RunAsync(TestTenant tenant, string path, string options = "")
    {
        var archive = tenant.Folder.Combine("archive");
        return tenant.RunAsync(
            "param($List, $Archive, $Password) Get-SmimeUserPfx | Remove-SmimeUserPfx -Confirm:$false -PassThru "
                + $"-RevocationListPath $List -ArchivePath $Archive -ArchivePassword $Password {options}",
            new()
            {
                ["List"] = path,
                ["Archive"] = Directory.Exists(archive) ? archive : tenant.Folder.Path,
                ["Password"] = TestTenant.Secure(tenant.Password),
            });
    }
}
