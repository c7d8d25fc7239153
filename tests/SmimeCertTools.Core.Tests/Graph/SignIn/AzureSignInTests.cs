using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph.SignIn;

public sealed class AzureSignInTests
{
    [Theory]
    [InlineData(SmimeGraphEnvironment.Global, "login.microsoftonline.com", "graph.microsoft.com")]
    [InlineData(SmimeGraphEnvironment.USGov, "login.microsoftonline.us", "graph.microsoft.us")]
    [InlineData(SmimeGraphEnvironment.USGovDoD, "login.microsoftonline.us", "dod-graph.microsoft.us")]
    [InlineData(SmimeGraphEnvironment.China, "login.chinacloudapi.cn", "microsoftgraph.chinacloudapi.cn")]
    public async Task Each_cloud_is_asked_at_its_hosts_and_for_its_Graph(
        SmimeGraphEnvironment cloud, string authority, string graph)
    {
        using var cloudHandler = new CloudHandler();
        using var secret = SecretText.Copy("s3cr&t");
        var options = new GraphConnectionOptions { Environment = cloud, InnerHandler = cloudHandler };

        using var connection = await GraphConnection.ConnectAsync(Secret(secret), options, CancellationToken.None);
        await connection.UserPfx.ListUserAsync("anna@contoso.com", CancellationToken.None);

        Assert.Equal(new Uri($"https://{authority}/"), connection.Authority);
        Assert.Equal([authority, graph], cloudHandler.Requests.Select(request => request.Uri.Host).Distinct());
        var token = Assert.Single(
            cloudHandler.Requests, request => request.Uri.AbsolutePath.EndsWith("/token", StringComparison.Ordinal));
        Assert.Contains(Uri.EscapeDataString($"https://{graph}/.default"), token.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(cloudHandler.Requests, request => request.Uri.Scheme != Uri.UriSchemeHttps);

        // Null would leave it to the handler, and that of .NET Framework asks "Expect: 100-continue".
        Assert.All(cloudHandler.Requests, request => Assert.False(request.ExpectContinue ?? true, request.Uri.AbsoluteUri));
    }

    [Fact]
    public async Task A_service_that_Microsoft_does_not_know_gets_no_secret()
    {
        using var cloudHandler = new CloudHandler { KnowsAuthority = false };
        using var secret = SecretText.Copy("s3cr&t");
        var options = new GraphConnectionOptions
        {
            AuthorityHost = new Uri("https://login.contoso.com"),
            GraphUri = new Uri("https://graph.contoso.com"),
            InnerHandler = cloudHandler,
        };

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => GraphConnection.ConnectAsync(Secret(secret), options, CancellationToken.None));

        Assert.Equal("AuthorityUnknown", error.Code);
        Assert.Contains("turn instance discovery off", error.Message, StringComparison.Ordinal);
        Assert.Equal(["login.microsoftonline.com"], cloudHandler.Requests.Select(request => request.Uri.Host).Distinct());
        Assert.DoesNotContain(cloudHandler.Requests, request => request.Body.Contains("s3cr", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_private_clouds_service_is_asked_at_once_when_told_so()
    {
        using var cloudHandler = new CloudHandler { KnowsAuthority = false };
        using var secret = SecretText.Copy("s3cr&t");
        var options = new GraphConnectionOptions
        {
            AuthorityHost = new Uri("https://login.contoso.com"),
            GraphUri = new Uri("https://graph.contoso.com"),
            DisableInstanceDiscovery = true,
            InnerHandler = cloudHandler,
        };

        using var connection = await GraphConnection.ConnectAsync(Secret(secret), options, CancellationToken.None);

        Assert.Equal(["login.contoso.com"], cloudHandler.Requests.Select(request => request.Uri.Host).Distinct());
    }

    [Fact]
    public async Task A_service_with_a_certificate_of_an_unknown_CA_is_not_trusted()
    {
        var client = new SandboxClient { Secret = Guid.NewGuid().ToString("N") };
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { Https = true, Clients = [client] });
        using var secret = SecretText.Copy(client.Secret!);
        var options = new GraphConnectionOptions { AuthorityHost = sandbox.HttpsUri, GraphUri = sandbox.GraphUri };

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => GraphConnection.ConnectAsync(Secret(secret, client.ClientId.ToString()), options, CancellationToken.None));

        Assert.Equal(GraphErrorKind.ConnectionFailed, error.Kind);
        Assert.Equal("AuthorityNotTrusted", error.Code);
        Assert.Contains(sandbox.HttpsUri!.Authority, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(client.Secret!, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(sandbox.State.Requests.Entries);
    }

    [Fact]
    public async Task The_reason_of_a_refusal_is_the_services_own()
    {
        using var cloudHandler = new CloudHandler { IsRefusing = true };
        using var secret = SecretText.Copy("s3cr&t");

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => GraphConnection.ConnectAsync(
            Secret(secret), new GraphConnectionOptions { InnerHandler = cloudHandler }, CancellationToken.None));

        Assert.Equal("AADSTS7000215", error.Code);
        Assert.StartsWith(
            "Could not sign in (ClientSecret): AADSTS7000215: Invalid client secret provided.",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("not its id", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr", error.ToString(), StringComparison.Ordinal);
    }

    private static ClientSecretGraphCredential Secret(SecretText secret, string? clientId = null) =>
        new() { ClientId = clientId ?? Guid.NewGuid().ToString(), TenantId = Guid.NewGuid().ToString(), Secret = secret };

    /// <summary>All sign-in services and all Graphs, in one process.</summary>
    private sealed class CloudHandler : HttpMessageHandler
    {
        private const string UnknownInstance = """
            {"error":"invalid_instance","error_description":"AADSTS50049: Unknown or invalid instance.","error_codes":[50049],
            "timestamp":"2026-01-01 00:00:00Z","trace_id":"11111111-2222-3333-4444-555555555555",
            "correlation_id":"11111111-2222-3333-4444-555555555555"}
            """;

        public ConcurrentQueue<(Uri Uri, string Body, bool? ExpectContinue)> Requests { get; } = new();

        public bool KnowsAuthority { get; init; } = true;

        public bool IsRefusing { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var uri = request.RequestUri!;
            var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Requests.Enqueue((uri, sent, request.Headers.ExpectContinue));
            var (status, body) = uri.AbsolutePath switch
            {
                "/common/discovery/instance" => KnowsAuthority ? (200, Discovery(uri)) : (400, UnknownInstance),
                var path when !path.EndsWith("/token", StringComparison.Ordinal) => (200, """{"value":[]}"""),
                _ => IsRefusing
                    ? (401, """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}""")
                    : (200, """{"token_type":"Bearer","expires_in":3600,"access_token":"tok-1"}"""),
            };
            return new HttpResponseMessage((HttpStatusCode)status)
            {
                RequestMessage = request,
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
        }

        private static string Discovery(Uri uri) => $$"""
            {"tenant_discovery_endpoint":"https://{{uri.Host}}/common/.well-known/openid-configuration","metadata":[
            {"preferred_network":"{{uri.Host}}","preferred_cache":"{{uri.Host}}","aliases":["{{uri.Host}}"]}]}
            """;
    }
}
