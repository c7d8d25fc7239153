using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.History;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.History;

public sealed class UserCertHistoryTests
{
    [Fact]
    public async Task Users_come_in_the_order_of_input_and_certificates_in_time_order()
    {
        await using var tenant = await TestTenant.StartAsync();
        var current = tenant.AddPfx("alice-now.pfx").Thumbprint;
        var expired = tenant.AddPfx("alice-old.pfx", startYear: -3).Thumbprint;
        var bob = tenant.AddPfx("bob.pfx", TestTenant.Bob, CertificateUsage.Signing);
        (await tenant.ImportFileAsync(tenant.Folder.Combine("alice-*.pfx"))).EnsureNoErrors();
        (await tenant.ImportFileAsync(bob.Path, TestTenant.Bob)).EnsureNoErrors();

        var result = await tenant.RunAsync(
            "$input | Get-UserCertHistory", input: new[] { TestTenant.Bob, "nobody@contoso.com", TestTenant.Alice });
        Assert.Equal("UserNotFound", Assert.Single(result.ErrorIds));
        Assert.Equal("nobody@contoso.com", result.Errors[0].TargetObject);
        var entries = result.OutputAs<SmimeCertHistoryEntry>();
        Assert.Equal([bob.Thumbprint, expired, current], entries.Select(entry => entry.Thumbprint));
        Assert.Equal([SmimeCertState.Current, SmimeCertState.Expired, SmimeCertState.Current],
            entries.Select(entry => entry.State));
        Assert.All(entries, entry => Assert.Equal(SmimeCertLocation.Intune, entry.Location));
        Assert.All(entries, entry => Assert.Equal("PFXEncryptionKey", entry.KeyName));
        Assert.All(entries, entry => Assert.NotNull(entry.ImportedOn));

        // Alice could read nothing in the two years between.
        Assert.Contains(result.Warnings, warning => warning.Contains(TestTenant.Alice, StringComparison.Ordinal));
        var findings = (await tenant.RunAsync("Get-UserCertHistory alice@contoso.com -Finding")).EnsureNoErrors();
        Assert.Contains(findings.OutputAs<SmimeCertFinding>(), finding => finding.Id == "EncryptionGap");
        Assert.Empty(findings.Warnings);
    }

    [Fact]
    public async Task A_folder_shows_what_is_missing_on_either_side_and_names_files_it_cannot_open()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (kept, both) = tenant.AddPfx("both.pfx");
        var (lost, intuneOnly) = tenant.AddPfx("lost.pfx", startYear: -1);
        (await tenant.ImportAsync(new[] { tenant.CsvRow(TestTenant.Alice, kept), tenant.CsvRow(TestTenant.Alice, lost) }))
            .EnsureNoErrors();
        File.Delete(lost);
        Directory.CreateDirectory(tenant.Folder.Combine("2020"));
        var archiveOnly = tenant.AddPfx(Path.Combine("2020", "old.p12"), startYear: -5).Thumbprint;
        var (locked, _) = tenant.AddPfx("locked.pfx", password: "another");

        var result = await tenant.RunAsync(
            "param($Path, $Password) Get-UserCertHistory alice@contoso.com -ArchivePath $Path -ArchivePassword $Password",
            new() { ["Path"] = tenant.Folder.Path, ["Password"] = tenant.Password });
        Assert.Equal("PfxPasswordIncorrect", Assert.Single(result.ErrorIds));
        Assert.Equal(locked, result.Errors[0].TargetObject);
        Assert.Equal(
            [(archiveOnly, SmimeCertLocation.ArchiveOnly), (intuneOnly, SmimeCertLocation.IntuneOnly),
            (both, SmimeCertLocation.Both)],
            result.OutputAs<SmimeCertHistoryEntry>().Select(entry => (entry.Thumbprint, entry.Location)));
        Assert.Equal(kept, result.OutputAs<SmimeCertHistoryEntry>()[2].Path);
    }

    [Theory]
    [InlineData(',', false)]
    [InlineData(';', true)]
    public async Task A_csv_file_lists_files_with_passwords_of_their_own(char separator, bool withMark)
    {
        await using var tenant = await TestTenant.StartAsync();
        const string password = "with \"quotes\", and; more ";
        var (_, thumbprint) = tenant.AddPfx("shared-mailbox.pfx", "other@contoso.com", password: password);
        var quoted = '"' + password.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        string[] lines =
        [
            string.Join(separator, "Path", "UserPrincipalName", "Password"),
            string.Join(separator, "shared-mailbox.pfx", TestTenant.Alice, quoted),
            string.Join(separator, "", TestTenant.Alice, "x"),
            string.Join(separator, "nowhere.pfx", TestTenant.Alice, "x"),
        ];
        var csv = tenant.Folder.Combine("archive.csv");
        File.WriteAllText(csv, string.Join("\r\n", lines), new System.Text.UTF8Encoding(withMark));
        var result = await tenant.RunAsync("param($Path) Get-UserCertHistory alice@contoso.com -ArchivePath $Path",
            new() { ["Path"] = csv });
        Assert.Equal(["ArchiveManifestRowInvalid", "PathNotFound"], result.ErrorIds.Order());
        Assert.Contains(result.Errors, error => error.Exception.Message.Contains("Line 3 ", StringComparison.Ordinal));
        var entry = Assert.Single(result.OutputAs<SmimeCertHistoryEntry>());
        Assert.Equal((thumbprint, SmimeCertLocation.ArchiveOnly), (entry.Thumbprint, entry.Location));
        Assert.DoesNotContain(password, result.AllText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("archive.csv", "File;User\r\na;b", "ArchiveManifestInvalid")]
    [InlineData("archive.dat", "text", "ArchiveNotRecognized")]
    [InlineData("archive.txt", "text", "ArchiveManifestInvalid")]
    public async Task What_is_no_archive_ends_the_command(string name, string content, string errorId)
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = tenant.Folder.Write(name, content);
        var result = await tenant.RunAsync("param($Path) Get-UserCertHistory alice@contoso.com -ArchivePath $Path",
            new() { ["Path"] = path });
        Assert.Equal(errorId, Assert.Single(result.ErrorIds));
        Assert.Empty(result.Output);
    }
}
