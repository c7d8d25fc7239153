using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Pfx;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Tests.Pfx;

public sealed class TestPfxTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_good_file_has_one_finding_that_says_so()
    {
        await using var folder = await PfxFolder.CreateAsync();
        var (path, thumbprint) = folder.Add("alice.pfx");

        var finding = Assert.Single(
            (await folder.RunAsync("Test-SmimePfx alice.pfx -Password $Password -UserPrincipalName alice@contoso.com"))
                .EnsureNoErrors().OutputAs<SmimePfxFinding>());

        Assert.Equal("PfxOk", finding.Id);
        Assert.Equal(SmimeFindingSeverity.Information, finding.Severity);
        Assert.Equal(path, finding.Path);
        Assert.Equal(thumbprint, finding.Thumbprint);
        Assert.Equal(TestTenant.Alice, finding.UserPrincipalName);
    }

    [Fact]
    public async Task Files_that_cannot_be_opened_are_findings_and_no_errors()
    {
        await using var folder = await PfxFolder.CreateAsync();
        var path = folder.Add("a.pfx").Path;
        folder.Tenant.Folder.Write("b.pfx", "no PFX");
        folder.Tenant.Folder.Write("c.pfx", File.ReadAllBytes(path)[..500]);

        var result = (await folder.RunAsync("Test-SmimePfx a.pfx, none.pfx, b.pfx, c.pfx, '' -Password $Wrong")).EnsureNoErrors();

        Assert.Equal(
            ["PfxPasswordIncorrect", "PathNotFound", "PfxNotRecognized", "PfxTruncated", "PathMissing"],
            result.OutputAs<SmimePfxFinding>().Select(finding => finding.Id));
        Assert.All(result.OutputAs<SmimePfxFinding>(), finding => Assert.Equal(SmimeFindingSeverity.Error, finding.Severity));
        var quiet = await folder.RunAsync("Test-SmimePfx a.pfx, none.pfx, b.pfx, c.pfx -Password $Wrong -Quiet");
        Assert.Equal([false, false, false, false], quiet.EnsureNoErrors().OutputAs<bool>());
        Assert.DoesNotContain("not the password", result.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_a_list_are_tested_each_for_its_user_and_purpose()
    {
        await using var folder = await PfxFolder.CreateAsync();
        var alice = folder.Add("alice.pfx").Path;
        var dual = folder.Add("bob.pfx", CertificateUsage.Dual, TestTenant.Bob).Path;
        var rows = new[]
        {
            Row(alice, TestTenant.Alice, string.Empty), Row(alice, TestTenant.Bob, string.Empty),
            Row(alice, TestTenant.Alice, "Signing"),
            Row(dual, TestTenant.Bob, string.Empty), Row(dual, TestTenant.Bob, "Encryption"),
        };

        var result = (await folder.RunAsync("$input | Test-SmimePfx", rows)).EnsureNoErrors();

        Assert.Equal(
            ["PfxOk", "AddressDiffers", "KeyUsageNotForPurpose", "PurposeRequired", "PfxOk"],
            result.OutputAs<SmimePfxFinding>().Select(finding => finding.Id));
        Assert.Equal(
            [true, true, false, true, true],
            (await folder.RunAsync("$input | Test-SmimePfx -Quiet", rows)).EnsureNoErrors().OutputAs<bool>());
        Assert.Equal(
            [true, false, false, false, true],
            (await folder.RunAsync("$input | Test-SmimePfx -Quiet -Strict", rows)).EnsureNoErrors().OutputAs<bool>());

        System.Management.Automation.PSObject Row(string path, string user, string purpose) => CsvRow.Of(
            ("Path", path), ("UserPrincipalName", user), ("Password", folder.Tenant.Password), ("IntendedPurpose", purpose),
            ("EmailAddress", string.Empty));
    }

    [Fact]
    public async Task Addresses_are_taken_as_a_list_or_as_text_with_separators()
    {
        await using var folder = await PfxFolder.CreateAsync();
        folder.Add("alice.pfx");
        foreach (var (addresses, passes) in new[]
        {
            ("'old@contoso.com', 'ALICE@contoso.com'", true), ("'old@contoso.com; alice@contoso.com'", true),
            ("'bob@contoso.com'", false),
        })
        {
            var result = await folder.RunAsync($"Test-SmimePfx alice.pfx -Password $Password -EmailAddress {addresses} -Quiet");
            Assert.Equal([passes], result.EnsureNoErrors().OutputAs<bool>());
        }
    }

    [Fact]
    public async Task What_is_uploaded_unchanged_is_judged_by_its_own_protection()
    {
        await using var folder = await PfxFolder.CreateAsync();
        folder.Add("aes.pfx", encryption: PfxEncryption.Aes256Sha256);

        var anew = await folder.RunAsync("Test-SmimePfx aes.pfx -Password $Password");
        var unchanged = await folder.RunAsync(
            "Test-SmimePfx aes.pfx -Password $Password -PfxEncryption Unchanged -PublicKeyPath $Key -PaddingScheme OaepSha256");

        Assert.Equal(["PfxOk"], anew.EnsureNoErrors().OutputAs<SmimePfxFinding>().Select(finding => finding.Id));
        var finding = Assert.Single(unchanged.EnsureNoErrors().OutputAs<SmimePfxFinding>());
        Assert.Equal("EncodingNotUniversal", finding.Id);
        Assert.Equal(SmimeFindingSeverity.Warning, finding.Severity);
    }

    [Fact]
    public async Task A_connector_key_that_cannot_be_read_ends_the_command()
    {
        await using var folder = await PfxFolder.CreateAsync();
        folder.Add("alice.pfx");

        var result = await folder.RunAsync("Test-SmimePfx alice.pfx -Password $Password -PublicKeyPath none.pem");

        Assert.Empty(result.Output);
        Assert.Equal(["PathNotFound"], result.ErrorIds);
    }

    [Fact]
    public async Task The_view_fits_a_hundred_columns_and_groups_by_file()
    {
        await using var folder = await PfxFolder.CreateAsync();
        folder.Add("alice.pfx", CertificateUsage.Signing, fromDay: -400);
        folder.Add("bob.pfx", CertificateUsage.Dual, TestTenant.Bob);

        var text = (await folder.RenderAsync("Test-SmimePfx *.pfx -Password $Password")).HostText;

        output.WriteLine(text);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.All(
            new[] { "Expired", "PurposeRequired", "alice.pfx", "bob.pfx", "Error", "Warning" },
            part => Assert.Contains(part, text, StringComparison.Ordinal));
    }
}
