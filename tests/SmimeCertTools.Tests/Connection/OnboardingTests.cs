using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Connection;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Connection;

public sealed class OnboardingTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private SandboxHost _sandbox = null!;
    private HostedShell _shell = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync();
        _shell = await ConnectionFixture.OpenAsync();
        await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _shell.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_registration_is_made_shown_and_not_made_twice()
    {
        var first = await _shell.RunAsync("Register-SmimeApplication -DisplayName 'S/MIME' -PublicClient");
        var again = await _shell.RunAsync("Register-SmimeApplication -DisplayName 's/mime'");

        var made = Assert.Single(first.EnsureNoErrors().OutputAs<SmimeApplication>());
        Assert.Equal(SmimeApplicationStatus.Created, made.Status);
        Assert.Equal(Assert.Single(_sandbox.State.Applications.Applications).AppId.ToString(), made.ClientId);
        Assert.Contains(made.Permission, permission => permission == Permission.ConfigurationReadWrite);
        Assert.DoesNotContain(made.Permission, permission => permission == Permission.ApplicationReadWrite);
        Assert.Contains($"client_id={made.ClientId}", made.ConsentUri!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains(made.Differences, difference => difference.Member == "servicePrincipal");
        var same = Assert.Single(again.EnsureNoErrors().OutputAs<SmimeApplication>());
        Assert.Equal(SmimeApplicationStatus.Unchanged, same.Status);
        Assert.Empty(same.Differences);
    }

    [Fact]
    public async Task WhatIf_and_ValidateOnly_send_nothing()
    {
        var what = await _shell.RunAsync("Register-SmimeApplication -DisplayName 'S/MIME' -WhatIf");
        var compared = await _shell.RunAsync("Register-SmimeApplication -DisplayName 'S/MIME' -ValidateOnly");

        Assert.Empty(what.EnsureNoErrors().Output);
        var application = Assert.Single(compared.EnsureNoErrors().OutputAs<SmimeApplication>());
        Assert.Equal(SmimeApplicationStatus.Missing, application.Status);
        Assert.Null(application.ClientId);
        Assert.Null(application.ConsentUri);
        Assert.NotEmpty(application.Differences);
        Assert.All(_sandbox.State.Requests.Entries, entry => Assert.Equal("GET", entry.Method));
    }

    [Fact]
    public async Task Consent_on_the_page_that_is_shown_is_seen_and_the_application_signs_in_with_it()
    {
        using var certificate = Certificate();
        var path = _folder.Write("app.cer", certificate.RawData);
        var parameters = new Dictionary<string, object?> { ["Path"] = path };
        const string Register = "param($Path) Register-SmimeApplication -CertificatePath $Path -Permission ReadOnly";
        var made = Assert.Single((await _shell.RunAsync(Register, parameters)).EnsureNoErrors().OutputAs<SmimeApplication>());
        var people = Assert.Single((await _shell.RunAsync("Register-SmimeApplication 'For people' -PublicClient"))
            .EnsureNoErrors().OutputAs<SmimeApplication>());
        Assert.Equal(people.Permission, people.PendingConsent!);

        foreach (var address in new[] { made.ConsentUri!, people.ConsentUri! })
        {
            Assert.Contains("True", await FollowAsync(address), StringComparison.Ordinal);
        }

        var unattended = await _shell.RunAsync(Register + " -ValidateOnly", parameters);
        Assert.Empty(Assert.Single(unattended.EnsureNoErrors().OutputAs<SmimeApplication>()).PendingConsent!);
        var attended = await _shell.RunAsync("Register-SmimeApplication 'For people' -PublicClient -ValidateOnly");
        Assert.Empty(Assert.Single(attended.EnsureNoErrors().OutputAs<SmimeApplication>()).PendingConsent!);
        Assert.Empty(attended.Warnings);
        Assert.Equal(made.Permission.Length, _sandbox.State.Applications.Grants.Count);
    }

    [Fact]
    public async Task Who_may_not_read_consents_is_told_what_is_lacking_and_the_rest_is_compared()
    {
        await ConnectAsync([Permission.ApplicationReadWrite]);
        (await _shell.RunAsync("Register-SmimeApplication 'For people' -PublicClient")).EnsureNoErrors();

        var compared = await _shell.RunAsync("Register-SmimeApplication 'For people' -PublicClient -ValidateOnly");

        var application = Assert.Single(compared.EnsureNoErrors().OutputAs<SmimeApplication>());
        Assert.Equal((SmimeApplicationStatus.Unchanged, null), (application.Status, application.PendingConsent));
        Assert.Contains("Directory.Read.All", Assert.Single(compared.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app.cer")]
    [InlineData("app.pfx")]
    public async Task A_certificate_brings_application_permissions_and_no_private_key(string name)
    {
        using var certificate = Certificate();
        var password = Guid.NewGuid().ToString("N");
        var content = name.EndsWith("pfx", StringComparison.Ordinal)
            ? certificate.Export(X509ContentType.Pfx, password) : certificate.RawData;
        var path = _folder.Write(name, content);

        var result = await _shell.RunAsync(
            "param($Path, $Password) Register-SmimeApplication -CertificatePath $Path -CertificatePassword $Password "
            + "-Permission ReadOnly",
            new Dictionary<string, object?> { ["Path"] = path, ["Password"] = ConnectionFixture.Secure(password) });

        var made = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeApplication>());
        Assert.Equal("Certificate", made.SignIn);
        Assert.Equal(certificate.Thumbprint, made.CertificateThumbprint);
        Assert.Equal(made.Permission, made.PendingConsent!);
        Assert.All(made.Permission, permission => Assert.EndsWith(".Read.All", permission, StringComparison.Ordinal));
        var sent = JsonNode.Parse(Assert.Single(_sandbox.State.Requests.Find("POST", "applications")).Body!)!;
        var key = Assert.Single(sent["keyCredentials"]!.AsArray())!.AsObject();
        Assert.Equal(Convert.ToBase64String(certificate.RawData), (string?)key["key"]);
        Assert.Equal(["displayName", "endDateTime", "key", "startDateTime", "type", "usage"],
            key.Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_has_expired_makes_no_registration()
    {
        using var certificate = Certificate(days: -3);
        var path = _folder.Write("old.cer", certificate.RawData);

        var result = await _shell.RunAsync($"Register-SmimeApplication -CertificatePath '{path}'");

        Assert.Equal(["ClientCertificateExpired"], result.ErrorIds);
        Assert.Empty(_sandbox.State.Applications.Applications);
    }

    [Fact]
    public async Task A_name_that_several_have_is_answered_with_the_parameter_that_tells_them_apart()
    {
        var first = _sandbox.State.Applications.AddApplication("S/MIME");
        _sandbox.State.Applications.AddApplication("S/MIME");

        var ambiguous = await _shell.RunAsync("Register-SmimeApplication -DisplayName 'S/MIME'");
        var named = await _shell.RunAsync($"Register-SmimeApplication -ClientId {first.AppId}");

        Assert.Equal(["ApplicationAmbiguous"], ambiguous.ErrorIds);
        Assert.Contains("-ClientId names it", ambiguous.AllErrors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(
            SmimeApplicationStatus.Updated, Assert.Single(named.EnsureNoErrors().OutputAs<SmimeApplication>()).Status);
    }

    [Fact]
    public async Task A_refusal_names_the_permission_and_what_the_cmdlet_needs()
    {
        await ConnectAsync([Permission.ConfigurationReadWrite, Permission.UserRead]);

        var result = await _shell.RunAsync("Register-SmimeApplication");

        Assert.Equal(["GraphForbidden"], result.ErrorIds);
        Assert.Contains("Application.Read.All", result.AllErrors[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith(
            "Register-SmimeApplication needs Application.ReadWrite.All; to read the consent to delegated permissions, "
            + "Directory.Read.All.",
            result.AllErrors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_gets_what_it_lacks_once()
    {
        var identity = _sandbox.State.Applications.AddManagedIdentity("runbook");

        var compared = await _shell.RunAsync("Grant-SmimePermission runbook -ValidateOnly");
        var whatIf = await _shell.RunAsync("Grant-SmimePermission runbook -WhatIf");
        Assert.Empty(_sandbox.State.Applications.Grants);
        var granted = await _shell.RunAsync("Grant-SmimePermission -ManagedIdentity runbook");
        var again = await _shell.RunAsync($"Grant-SmimePermission -ManagedIdentity {identity.Id}");

        Assert.Empty(whatIf.EnsureNoErrors().Output);
        Assert.All(compared.EnsureNoErrors().OutputAs<SmimePermissionGrant>(),
            grant => Assert.Equal(SmimeGrantStatus.Missing, grant.Status));
        var grants = granted.EnsureNoErrors().OutputAs<SmimePermissionGrant>().ToList();
        Assert.All(grants, grant => Assert.Equal(SmimeGrantStatus.Granted, grant.Status));
        Assert.All(grants, grant => Assert.Equal("runbook", grant.ManagedIdentity));
        Assert.All(grants, grant => Assert.NotNull(grant.GrantedOn));
        Assert.Equal(grants.Count, _sandbox.State.Applications.Grants.Count);
        Assert.All(again.EnsureNoErrors().OutputAs<SmimePermissionGrant>(),
            grant => Assert.Equal(SmimeGrantStatus.AlreadyGranted, grant.Status));
    }

    [Fact]
    public async Task Just_what_one_command_needs_can_be_granted()
    {
        _sandbox.State.Applications.AddManagedIdentity("runbook");

        var granted = await _shell.RunAsync("Grant-SmimePermission runbook -Command import-smimeuserpfx");
        var wrong = await _shell.RunAsync("Grant-SmimePermission runbook -Command Get-ChildItem");

        Assert.Equal([Permission.ConfigurationReadWrite, Permission.UserRead],
            granted.EnsureNoErrors().OutputAs<SmimePermissionGrant>().Select(grant => grant.Permission));
        Assert.Equal(["ValueUnusable"], wrong.ErrorIds);
    }

    [Fact]
    public async Task One_identity_that_is_not_found_does_not_stop_the_others()
    {
        _sandbox.State.Applications.AddManagedIdentity("runbook");
        _sandbox.State.Applications.AddManagedIdentity("twice");
        _sandbox.State.Applications.AddManagedIdentity("twice");

        var result = await _shell.RunAsync("Grant-SmimePermission nobody, twice, runbook -Permission ReadOnly");

        Assert.Equal(["ManagedIdentityNotFound", "ManagedIdentityAmbiguous"], result.ErrorIds);
        Assert.NotEmpty(result.OutputAs<SmimePermissionGrant>());
    }

    [Fact]
    public async Task What_was_granted_is_in_the_identitys_next_token()
    {
        var client = new SandboxClient { Permissions = [], DisplayName = "runbook" };
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { SystemAssignedIdentity = client });
        await ConnectAsync(sandbox: sandbox);

        (await _shell.RunAsync("Grant-SmimePermission runbook")).EnsureNoErrors();

        using var http = new System.Net.Http.HttpClient();
        http.DefaultRequestHeaders.Add("X-IDENTITY-HEADER", sandbox.Options.IdentityHeader);
        var answer = await http.GetStringAsync(
            new Uri(sandbox.GraphUri, "msi/token?api-version=2019-08-01&resource=https://graph.microsoft.com"));
        var token = JsonNode.Parse(answer)!["access_token"]!.GetValue<string>();
        var payload = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
        Assert.Contains(Permission.ConfigurationReadWrite, payload, StringComparison.Ordinal);
        Assert.DoesNotContain(Permission.ApplicationReadWrite, payload, StringComparison.Ordinal);
    }

    // As a browser does, at the sandbox in place of the cloud that the address names.
    private async Task<string> FollowAsync(Uri address)
    {
        using var handler = new System.Net.Http.SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new System.Net.Http.HttpClient(handler);
        using var answer = await http.GetAsync(new Uri(_sandbox.GraphUri, address.PathAndQuery));
        return answer.Headers.Location?.Query ?? await answer.Content.ReadAsStringAsync();
    }

    private static X509Certificate2 Certificate(int days = 300)
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=Import", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(days));
    }

    private async Task ConnectAsync(IEnumerable<string>? permissions = null, SandboxHost? sandbox = null)
    {
        var host = sandbox ?? _sandbox;
        using var token = ConnectionFixture.Secure(host.IssueToken(permissions));
        (await _shell.RunAsync("param($Token, $Uri) Connect-SmimeGraph -AccessToken $Token -GraphUri $Uri -NoVerify",
            new Dictionary<string, object?> { ["Token"] = token, ["Uri"] = host.GraphUri })).EnsureNoErrors();
    }
}
