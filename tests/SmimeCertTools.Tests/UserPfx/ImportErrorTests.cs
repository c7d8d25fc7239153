using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

public sealed class ImportErrorTests
{
    [Fact]
    public async Task A_wrong_password_leaves_the_others_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("bob.pfx", TestTenant.Bob);
        await AssertOneFailsAsync(tenant, tenant.CsvRow(TestTenant.Bob, path, "not the password"), "PfxPasswordIncorrect", path);
    }

    [Fact]
    public async Task A_file_that_is_no_pfx_leaves_the_others_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = tenant.Folder.Write("bob.pfx", "<html>Sign in</html>");
        await AssertOneFailsAsync(tenant, tenant.CsvRow(TestTenant.Bob, path), "PfxNotRecognized", path);
    }

    [Fact]
    public async Task A_pfx_without_private_key_leaves_the_others_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        using var certificate = TestTenant.Pki.Issue(new PersonCertificate { MailAddress = TestTenant.Bob });
        using var bare = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(certificate.RawData);
        var path = tenant.Folder.Write(
            "bob.pfx", bare.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12, tenant.Password)!);
        await AssertOneFailsAsync(tenant, tenant.CsvRow(TestTenant.Bob, path), "PfxNoPrivateKey", path);
    }

    [Fact]
    public async Task A_file_that_is_not_there_leaves_the_others_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = tenant.Folder.Combine("nowhere.pfx");
        await AssertOneFailsAsync(tenant, tenant.CsvRow(TestTenant.Bob, path), "PathNotFound", path);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_leaves_the_others_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("bob.pfx", TestTenant.Bob);
        await using var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await AssertOneFailsAsync(tenant, tenant.CsvRow(TestTenant.Bob, path), "PfxUnreadable", path);
    }

    [Fact]
    public async Task An_unknown_user_leaves_the_others_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("nobody.pfx", "nobody@contoso.com");
        await AssertOneFailsAsync(tenant, tenant.CsvRow("nobody@contoso.com", path), "UserNotFound", path);
    }

    [Fact]
    public async Task A_row_without_user_that_leads_to_nobody_leaves_the_others_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("nobody.pfx", "nobody@contoso.com");
        await AssertOneFailsAsync(tenant, tenant.CsvRow(string.Empty, path), "UserNotIdentified", path);
    }

    [Fact]
    public async Task A_row_without_path_leaves_the_others_imported()
    {
        await using var tenant = await TestTenant.StartAsync();
        await AssertOneFailsAsync(tenant, tenant.CsvRow(TestTenant.Bob, string.Empty), "PathMissing", TestTenant.Bob);
    }

    [Fact]
    public async Task A_dual_use_certificate_asks_for_the_purpose()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("bob.pfx", TestTenant.Bob, CertificateUsage.Dual);
        await AssertOneFailsAsync(tenant, tenant.CsvRow(TestTenant.Bob, path), "PurposeRequired", path);
        var again = await tenant.ImportAsync(new[] { tenant.CsvRow(TestTenant.Bob, path, purpose: "Encryption") });
        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(again.EnsureNoErrors().OutputAs<SmimeImportResult>()).Status);
    }

    [Theory]
    [InlineData(400, "GraphBadRequest")]
    [InlineData(403, "GraphForbidden")]
    [InlineData(404, "GraphNotFound")]
    [InlineData(429, "GraphThrottled")]
    [InlineData(503, "GraphServiceUnavailable")]
    public async Task An_answer_of_the_service_is_the_error_of_its_item(int status, string errorId)
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        await tenant.ConnectHastilyAsync();
        tenant.Host.Faults.Add(new FaultRule
        {
            Match = target => target.Method == "POST" && target.Body.Contains(TestTenant.Bob, StringComparison.Ordinal),
            Status = status,
            RetryAfter = status is 429 or 503 ? "0.05" : null,
            Times = int.MaxValue,
        });
        var (path, _) = tenant.AddPfx("bob.pfx", TestTenant.Bob);
        await AssertOneFailsAsync(tenant, tenant.CsvRow(TestTenant.Bob, path), errorId, path);
    }

    [Fact]
    public async Task A_refused_connection_is_the_error_of_each_item()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            listener.Stop();
            (await tenant.ConnectAsync(tenant.Host.IssueToken(), new Uri($"http://127.0.0.1:{port}"))).EnsureNoErrors();
        }

        var (path, _) = tenant.AddPfx("alice.pfx");
        var result = await tenant.ImportFileAsync(path);
        Assert.Equal("GraphConnectionFailed", Assert.Single(result.ErrorIds));
        Assert.Equal(path, Assert.Single(result.AllErrors).TargetObject);
        Assert.Equal("GraphConnectionFailed", Assert.Single(result.OutputAs<SmimeImportResult>()).ErrorId);
    }

    [Fact]
    public async Task An_expired_token_ends_the_run_after_every_item_read_was_reported()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.Faults.Add("GET", "/users/", 401, times: int.MaxValue);
        var paths = Enumerable.Range(0, 6).Select(i => tenant.AddPfx($"{i}.pfx").Path).ToArray();
        var result = await tenant.RunAsync(
            "param($Path, $Key, $Password) Import-SmimeUserPfx $Path -UserPrincipalName alice@contoso.com -Password $Password "
            + "-PublicKeyPath $Key -ThrottleLimit 2",
            new() { ["Path"] = paths, ["Key"] = tenant.KeyPath, ["Password"] = tenant.Password });
        Assert.Equal("GraphUnauthorized", Assert.Single(result.ErrorIds));
        Assert.Contains("not attempted", result.AllErrors[0].ErrorDetails.Message, StringComparison.Ordinal);
        var items = result.OutputAs<SmimeImportResult>();
        Assert.Equal(paths, items.Select(item => item.Path).Order());
        Assert.Equal(2, items.Count(item => item.Status == SmimeImportStatus.Failed));
        Assert.Equal(4, items.Count(item => item.Status == SmimeImportStatus.NotAttempted));
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task Without_connection_nothing_is_read_and_the_error_says_how_to_connect()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        var result = await tenant.ImportFileAsync("whatever.pfx");
        Assert.Equal("GraphNotConnected", Assert.Single(result.ErrorIds));
        Assert.Contains("Connect-SmimeGraph", result.AllErrors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_public_key_that_is_not_rsa_ends_the_run_before_any_item()
    {
        await using var tenant = await TestTenant.StartAsync();
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(tenant.KeyPath, ec.ExportSubjectPublicKeyInfoPem());
        var result = await tenant.ImportFileAsync(tenant.AddPfx("alice.pfx").Path);
        Assert.Equal("PublicKeyNotRsa", Assert.Single(result.ErrorIds));
        Assert.Empty(result.Output);
        Assert.Empty(tenant.Host.State.Requests.Entries);
    }

    [Fact]
    public async Task A_public_key_file_that_is_not_there_ends_the_run_before_any_item()
    {
        await using var tenant = await TestTenant.StartAsync();
        File.Delete(tenant.KeyPath);
        var result = await tenant.ImportFileAsync(tenant.AddPfx("alice.pfx").Path);
        Assert.Equal("PathNotFound", Assert.Single(result.ErrorIds));
        Assert.Empty(result.Output);
    }

    private static async Task AssertOneFailsAsync(TestTenant tenant, PSObject bad, string errorId, string target)
    {
        var (alice, aliceThumbprint) = tenant.AddPfx("good alice.pfx");
        var (carol, carolThumbprint) = tenant.AddPfx("good carol.pfx", TestTenant.Carol);
        var result = await tenant.ImportAsync(
            new[] { tenant.CsvRow(TestTenant.Alice, alice), bad, tenant.CsvRow(TestTenant.Carol, carol) }, "-ThrottleLimit 2");

        Assert.Null(result.TerminatingError);
        Assert.Equal(errorId, Assert.Single(result.ErrorIds));
        Assert.Equal(target, Assert.Single(result.Errors).TargetObject);
        var items = result.OutputAs<SmimeImportResult>();
        Assert.Equal(3, items.Count);
        var failed = Assert.Single(items, item => item.Status == SmimeImportStatus.Failed);
        Assert.Equal(errorId, failed.ErrorId);
        Assert.False(string.IsNullOrWhiteSpace(failed.Error));
        AssertStored(tenant, aliceThumbprint, carolThumbprint);
    }

    private static void AssertStored(TestTenant tenant, params string[] thumbprints) =>
        Assert.Equal(thumbprints.Order(), tenant.Records.Select(record => record.Thumbprint.ToUpperInvariant()).Order());
}
