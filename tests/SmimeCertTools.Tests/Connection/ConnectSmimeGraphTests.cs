using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Connection;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Connection;

public sealed class ConnectSmimeGraphTests(ConnectionFixture fixture) : IClassFixture<ConnectionFixture>
{
    [Fact]
    public async Task A_token_connects_and_the_context_says_all_but_the_token()
    {
        await using var shell = await ConnectionFixture.OpenAsync();
        var token = fixture.Sandbox.IssueToken(userPrincipalName: ConnectionFixture.User);

        var connect = await fixture.ConnectAsync(shell, token);
        connect.EnsureNoErrors();
        Assert.Empty(connect.Output);
        Assert.Empty(connect.Warnings);

        var result = await shell.RunAsync("Get-SmimeGraphContext");
        result.EnsureNoErrors();
        var context = Assert.Single(result.OutputAs<SmimeGraphContext>());
        Assert.Equal("AccessToken", context.AuthType);
        Assert.Equal(ConnectionFixture.User, context.Account);
        Assert.Equal(fixture.Sandbox.Options.TenantId.ToString(), context.TenantId);
        Assert.Equal(SmimeGraphEnvironment.Global, context.Environment);
        Assert.Equal(fixture.Sandbox.GraphUri, context.GraphUri);
        Assert.Equal(Permission.All.Order(StringComparer.OrdinalIgnoreCase), context.Scopes);
        Assert.Empty(context.MissingScopes);
        Assert.NotNull(context.TokenExpiresOn);
        var signature = token[(token.LastIndexOf('.') + 1)..];
        foreach (var property in result.Output[0].Properties)
        {
            Assert.DoesNotContain(signature, property.Value?.ToString() ?? string.Empty, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_applications_secret_connects(bool asCredential)
    {
        await using var shell = await ConnectionFixture.OpenAsync();
        using var secret = ConnectionFixture.Secure(fixture.Client.Secret!);

        var result = await ConnectWithSecretAsync(shell, asCredential ? new PSCredential("app", secret) : secret);

        result.EnsureNoErrors();
        var context = Assert.Single(result.OutputAs<SmimeGraphContext>());
        Assert.Equal("ClientSecret", context.AuthType);
        Assert.Equal(fixture.Client.ClientId.ToString(), context.ClientId);
    }

    [Fact]
    public async Task A_sign_in_that_fails_says_so_and_leaves_the_former_connection()
    {
        await using var shell = await ConnectionFixture.OpenAsync();
        (await fixture.ConnectAsync(shell)).EnsureNoErrors();
        using var wrong = ConnectionFixture.Secure("wrong-secret-value");

        var failed = await ConnectWithSecretAsync(shell, wrong);
        Assert.Equal(["GraphSignInFailed"], failed.ErrorIds);
        Assert.Equal(ErrorCategory.AuthenticationError, failed.AllErrors[0].CategoryInfo.Category);
        Assert.Empty(failed.Output);

        var context = Assert.Single((await shell.RunAsync("Get-SmimeGraphContext")).OutputAs<SmimeGraphContext>());
        Assert.Equal("AccessToken", context.AuthType);
    }

    [Fact]
    public async Task A_token_that_has_expired_is_refused_at_once()
    {
        await using var shell = await ConnectionFixture.OpenAsync();

        var result = await fixture.ConnectAsync(shell, fixture.Sandbox.IssueToken(lifetime: TimeSpan.FromMinutes(-5)));

        Assert.Equal(["GraphUnauthorized"], result.ErrorIds);
        Assert.Empty((await shell.RunAsync("Get-SmimeGraphContext")).Output);
    }

    [Fact]
    public async Task Missing_permissions_are_named_in_a_warning()
    {
        await using var shell = await ConnectionFixture.OpenAsync();

        var result = await fixture.ConnectAsync(shell, fixture.Sandbox.IssueToken([Permission.ConfigurationRead]), "-PassThru");

        result.EnsureNoErrors();
        var context = Assert.Single(result.OutputAs<SmimeGraphContext>());
        Assert.Contains(Permission.ConfigurationReadWrite, context.MissingScopes);
        var warning = Assert.Single(result.Warnings);
        Assert.All(context.MissingScopes, scope => Assert.Contains(scope, warning, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("-NoVerify", 0)]
    public async Task One_request_shows_that_the_connection_serves_unless_it_is_not_wanted(string option, int requests)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await using var shell = await ConnectionFixture.OpenAsync();

        var result = await ConnectAsync(shell, sandbox, option + " -PassThru");

        Assert.Empty(Assert.Single(result.EnsureNoErrors().OutputAs<SmimeGraphContext>()).MissingScopes);
        Assert.Empty(result.Warnings);
        Assert.Equal(requests, sandbox.State.Requests.Entries.Count);
    }

    [Theory]
    [InlineData(403, "<title>Blocked</title>", "GraphUnexpectedResponse", "something in between")]
    [InlineData(200, "<title>Sign in to the guest network</title>", "GraphUnexpectedResponse", "Sign in to the guest network")]
    [InlineData(407, "", "GraphConnectionFailed", "The proxy wants a user name")]
    [InlineData(401, null, "GraphUnauthorized", "Sign in again")]
    [InlineData(403, "Request not applicable to target tenant.", "GraphForbidden", "licence for Intune")]
    [InlineData(404, null, "GraphNotFound", "verify the connection to 127.0.0.1")]
    public async Task A_connection_that_does_not_serve_is_none_and_the_former_one_stays(
        int status, string? page, string errorId, string says)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await using var shell = await ConnectionFixture.OpenAsync();
        (await fixture.ConnectAsync(shell)).EnsureNoErrors();
        var isMessage = page?.StartsWith("Request", StringComparison.Ordinal) == true;
        sandbox.Faults.Add(new FaultRule
        {
            Match = _ => true,
            Status = status,
            Page = isMessage ? null : page,
            Message = isMessage ? page : null,
        });

        var result = await ConnectAsync(shell, sandbox);

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Contains(says, result.AllErrors[0].ErrorDetails?.Message ?? result.AllErrors[0].Exception.Message,
            StringComparison.Ordinal);
        var context = Assert.Single((await shell.RunAsync("Get-SmimeGraphContext")).OutputAs<SmimeGraphContext>());
        Assert.Equal(fixture.Sandbox.GraphUri, context.GraphUri);
    }

    [Fact]
    public async Task Of_a_token_that_does_not_say_what_it_has_the_request_shows_what_is_missing()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await using var shell = await ConnectionFixture.OpenAsync();
        sandbox.Faults.Add("GET", "userPfxCertificates", 403);

        var result = await ConnectAsync(shell, sandbox, "-PassThru", "opaque");

        var context = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeGraphContext>());
        Assert.Equal(["DeviceManagementConfiguration.Read.All"], context.MissingScopes);
        Assert.Contains("DeviceManagementConfiguration.Read.All", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_in_spite_of_all_permissions_is_a_warning_with_what_Graph_says()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await using var shell = await ConnectionFixture.OpenAsync();
        sandbox.Faults.Add("GET", "userPfxCertificates", 403);

        var result = await ConnectAsync(shell, sandbox, "-PassThru");

        Assert.Empty(Assert.Single(result.EnsureNoErrors().OutputAs<SmimeGraphContext>()).MissingScopes);
        Assert.Contains("for a person an Intune role", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://graph.contoso.com", "GraphUriNotSecure")]
    [InlineData("http://192.0.2.7:8080/", "GraphUriNotSecure")]
    [InlineData("http://localhost.contoso.com", "GraphUriNotSecure")]
    [InlineData("ftp://127.0.0.1/", "GraphUriInvalid")]
    [InlineData("graph.microsoft.com", "GraphUriInvalid")]
    [InlineData("https://graph.microsoft.com/beta", "GraphUriInvalid")]
    [InlineData("https://anna:hidden-word@graph.contoso.com", "GraphUriInvalid")]
    public async Task An_address_that_would_give_the_token_away_or_is_none_is_refused(string uri, string errorId)
    {
        await using var shell = await ConnectionFixture.OpenAsync();
        using var token = ConnectionFixture.Secure(fixture.Sandbox.IssueToken());

        var result = await shell.RunAsync(
            "param($Token, $Uri) Connect-SmimeGraph -AccessToken $Token -GraphUri $Uri",
            new Dictionary<string, object?> { ["Token"] = token, ["Uri"] = uri });

        Assert.Equal([errorId], result.ErrorIds);
        Assert.DoesNotContain("hidden-word", result.AllErrors[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "hidden-word", result.AllErrors[0].TargetObject?.ToString() ?? string.Empty, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-AccessToken 'plain-token'")]
    [InlineData("-ClientId a -TenantId b -ClientSecret 'plain-token'")]
    public async Task A_secret_in_plain_text_is_refused_and_not_repeated(string arguments)
    {
        await using var shell = await ConnectionFixture.OpenAsync();

        var error = Assert.Single((await shell.RunAsync($"Connect-SmimeGraph {arguments}")).AllErrors);

        Assert.StartsWith("ParameterArgumentTransformationError", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("plain-token", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-ClientId a -TenantId b")]
    [InlineData("-ClientId a -TenantId b -Interactive -DeviceCode")]
    [InlineData("-ManagedIdentity -TenantId b")]
    [InlineData("-CertificatePath c.pfx -CertificateThumbprint d -ClientId a -TenantId b")]
    public async Task Ways_to_sign_in_are_not_mixed_or_guessed(string arguments)
    {
        await using var shell = await ConnectionFixture.OpenAsync();

        Assert.Equal(["AmbiguousParameterSet"], (await shell.RunAsync($"Connect-SmimeGraph {arguments}")).ErrorIds);
    }

    [Fact]
    public async Task No_secret_is_in_any_stream()
    {
        await using var shell = await ConnectionFixture.OpenAsync();
        var token = fixture.Sandbox.IssueToken();
        using var secret = ConnectionFixture.Secure(fixture.Client.Secret!);
        using var wrong = ConnectionFixture.Secure("wrong-secret-value");
        const string Loud = "-Verbose -Debug -WarningAction Continue -InformationAction Continue";

        ShellResult[] results =
        [
            await fixture.ConnectAsync(shell, token, Loud + " -PassThru"),
            await ConnectWithSecretAsync(shell, secret, Loud),
            await ConnectWithSecretAsync(shell, wrong, Loud),
            await shell.RenderAsync("Get-SmimeGraphContext -Verbose -Debug | Format-List *"),
            await shell.RunAsync("Disconnect-SmimeGraph -Verbose -Debug"),
        ];

        Assert.Contains(results[0].Verbose, line => line.Contains(fixture.Sandbox.GraphUri.ToString(), StringComparison.Ordinal));
        var everything = string.Join('\n', results.SelectMany(Texts));
        foreach (var hidden in new[] { token, token.Split('.')[2], fixture.Client.Secret!, "wrong-secret-value" })
        {
            Assert.DoesNotContain(hidden, everything, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static IEnumerable<string> Texts(ShellResult result) =>
    [
        .. result.Output.SelectMany(item => item.Properties.Select(property => $"{property.Value}")),
        .. result.AllErrors.Select(
            error => $"{error} {error.Exception} {error.ErrorDetails?.RecommendedAction} {error.TargetObject}"),
        .. result.Warnings, .. result.Verbose, .. result.Debug, .. result.Information.Select(record => $"{record.MessageData}"),
        .. result.Progress.Select(record => record.ToString()), result.HostText,
    ];

    private Task<ShellResult> ConnectWithSecretAsync(HostedShell shell, object secret, string more = "") => shell.RunAsync(
        $"param($Id, $Tenant, $Secret, $Uri) "
        + $"Connect-SmimeGraph -ClientId $Id -TenantId $Tenant -ClientSecret $Secret -GraphUri $Uri -PassThru {more}",
        new Dictionary<string, object?>
        {
            ["Id"] = fixture.Client.ClientId.ToString(),
            ["Tenant"] = fixture.Sandbox.Options.TenantId.ToString(),
            ["Secret"] = secret,
            ["Uri"] = fixture.Sandbox.GraphUri,
        });

    private static async Task<ShellResult> ConnectAsync(
        HostedShell shell, SandboxHost sandbox, string options = "", string? token = null)
    {
        using var secure = ConnectionFixture.Secure(token ?? sandbox.IssueToken());
        return await shell.RunAsync(
            $"param($Token, $Uri) Connect-SmimeGraph -AccessToken $Token -GraphUri $Uri {options}",
            new Dictionary<string, object?> { ["Token"] = secure, ["Uri"] = sandbox.GraphUri });
    }
}
