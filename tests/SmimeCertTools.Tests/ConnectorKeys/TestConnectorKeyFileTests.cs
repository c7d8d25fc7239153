using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.ConnectorKeys;

/// <summary>Test-SmimeConnectorKey with files and records.</summary>
public sealed class TestConnectorKeyFileTests
{
    private static readonly string[] RoundTrip =
        ["RoundTripOaepSha256 True", "RoundTripOaepSha384 True", "RoundTripOaepSha512 True"];

    [Fact]
    public async Task A_new_key_passes_straight_from_the_pipeline()
    {
        await using var shell = await KeyShell.OpenAsync();
        var result = await shell.RunAsync(
            "New-SmimeConnectorKey -Path key.pem -Password $Password -KeySize 2048 | "
            + "Test-SmimeConnectorKey -Password $Password");
        Assert.Equal([.. RoundTrip, "PublicKey True"], Checks(result));
        var alone = await shell.RunAsync(
            "Get-SmimeConnectorKey -Path key.pem -Password $Password | Test-SmimeConnectorKey -Password "
            + "$Password");
        Assert.Equal(RoundTrip, Checks(alone));
    }

    [Fact]
    public async Task Another_public_key_is_found_out()
    {
        await using var shell = await KeyShell.OpenAsync();
        await shell.NewAsync();
        await shell.FileAsync("New-SmimeConnectorKey -Path other.pem -Password $Password -KeySize 2048");
        const string test = "Test-SmimeConnectorKey -Path key.pem -Password $Password -PublicKeyPath ";
        Assert.Equal([.. RoundTrip, "PublicKey False"], Checks(await shell.RunAsync(test + "other.pub.pem")));
        Assert.Equal([false], Quiet(await shell.RunAsync(test + "other.pub.pem -Quiet")));
        Assert.Equal([true], Quiet(await shell.RunAsync(test + "key.pub.pem -Quiet")));
    }

    [Theory]
    [InlineData("-Path key.pem -Password $Wrong", "PrivateKeyPasswordIncorrect")]
    [InlineData("-Path none.pem -Password $Password", "PathNotFound")]
    [InlineData("-Path key.pub.pem -Password $Password", "PrivateKeyNotRecognized")]
    [InlineData("-Path key.pem -Password $Password -PublicKeyPath none.pem", "PathNotFound")]
    public async Task What_cannot_be_read_is_an_error_and_Quiet_says_false(string arguments, string errorId)
    {
        await using var shell = await KeyShell.OpenAsync();
        await shell.NewAsync();
        var result = await shell.RunAsync($"Test-SmimeConnectorKey {arguments} -Quiet");
        Assert.Equal(errorId, Assert.Single(result.ErrorIds));
        Assert.False((bool)Assert.Single(result.Output).BaseObject);
    }

    [Fact]
    public async Task Records_made_with_an_exported_public_key_open_with_the_private_one()
    {
        await using var shell = await KeyShell.OpenAsync();
        await shell.NewAsync();
        await shell.FileAsync("New-SmimeConnectorKey -Path other.pem -Password $Password -KeySize 2048");
        var rows = new List<PSObject>();
        foreach (var (name, usage) in new[] { ("a.pfx", CertificateUsage.Encryption), ("b.pfx", CertificateUsage.Signing) })
        {
            using var certificate = TestTenant.Pki.Issue(new PersonCertificate { MailAddress = TestTenant.Alice, Usage = usage });
            shell.Write(name, PfxWriter.Write(certificate, shell.Text));
            rows.Add(CsvRow.Of(
                ("UserPrincipalName", TestTenant.Alice), ("Path", shell.PathOf(name)), ("Password", shell.Text)));
        }

        foreach (var (format, encryption) in new[] { ("Pem", "TripleDesSha1"), ("CngBlob", "Unchanged") })
        {
            await shell.FileAsync(
                $"Export-SmimeConnectorKey -Path key.pem -Password $Password -Format {format} -Destination {format}.key");
            var made = (await shell.RunAsync(
                $"$input | New-SmimeUserPfx -PublicKeyPath {format}.key -PfxEncryption {encryption}", rows)).EnsureNoErrors();
            var right = await shell.RunAsync("$input | Test-SmimeConnectorKey -Path key.pem -Password $Password", made.Output);
            Assert.Equal(["Record True", "Record True"], Checks(right));
            var wrong = await shell.RunAsync("$input | Test-SmimeConnectorKey -Path other.pem -Password $Password", made.Output);
            Assert.Equal(["Record False", "Record False"], Checks(wrong));
            var quiet = await shell.RunAsync(
                "$input | Test-SmimeConnectorKey -Path key.pem -Password $Password -Quiet", made.Output);
            Assert.Equal([true], Quiet(quiet));
        }
    }

    private static IEnumerable<string> Checks(ShellResult result) =>
        result.EnsureNoErrors().OutputAs<SmimeConnectorKeyTestResult>().Select(item => $"{item.Check} {item.Passed}");

    private static IEnumerable<bool> Quiet(ShellResult result) => result.EnsureNoErrors().OutputAs<bool>();
}
