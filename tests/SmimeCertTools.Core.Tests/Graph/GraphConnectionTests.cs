using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Secrets;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph;

public sealed class GraphConnectionTests
{
    private static readonly DateTimeOffset Future = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("http://graph.contoso.com/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://localhost.contoso.com/")]
    [InlineData("https://user:pass@graph.contoso.com/")]
    [InlineData("https://graph.contoso.com/?a=b")]
    [InlineData("https://graph.contoso.com/#a")]
    [InlineData("https://graph.contoso.com/beta")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///tmp/graph")]
    [InlineData("/beta")]
    public async Task Addresses_that_would_leak_the_token_are_refused(string address)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => ConnectAsync(new Uri(address, UriKind.RelativeOrAbsolute)));

        Assert.DoesNotContain("pass", error.Message.Replace("password", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000/")]
    [InlineData("http://127.8.9.10:5000/", "http://127.8.9.10:5000/")]
    [InlineData("http://[::1]:5000/graph/", "http://[::1]:5000/graph/")]
    [InlineData("http://LOCALHOST:5000", "http://localhost:5000/")]
    [InlineData("https://graph.contoso.com", "https://graph.contoso.com/")]
    public async Task Loopback_and_https_addresses_are_accepted(string address, string expected)
    {
        using var connection = await ConnectAsync(new Uri(address));

        Assert.Equal(new Uri(expected), connection.GraphUri);
    }

    [Theory]
    [InlineData(SmimeGraphEnvironment.Global, "https://graph.microsoft.com/", "https://login.microsoftonline.com/")]
    [InlineData(SmimeGraphEnvironment.USGov, "https://graph.microsoft.us/", "https://login.microsoftonline.us/")]
    [InlineData(SmimeGraphEnvironment.USGovDoD, "https://dod-graph.microsoft.us/", "https://login.microsoftonline.us/")]
    [InlineData(SmimeGraphEnvironment.China, "https://microsoftgraph.chinacloudapi.cn/", "https://login.chinacloudapi.cn/")]
    public async Task Each_cloud_has_its_addresses(SmimeGraphEnvironment cloud, string graph, string authority)
    {
        using var connection = await ConnectAsync(new Uri(graph), options: new GraphConnectionOptions { Environment = cloud });

        Assert.Equal(new Uri(graph), connection.GraphUri);
        Assert.Equal(new Uri(authority), GraphEndpoint.AuthorityOf(cloud));
    }

    [Fact]
    public async Task A_token_says_who_it_is_for_and_what_it_lacks()
    {
        var token = Jwt($$"""
            {"upn":"admin@contoso.com","appid":"app-1","tid":"tenant-1",
             "scp":"openid DeviceManagementConfiguration.Read.All User.ReadBasic.All",
             "exp":{{Future.ToUnixTimeSeconds()}}}
            """);
        using var connection = await ConnectAsync(
            new Uri("http://127.0.0.1:1"), token: "Bearer " + token + "\r\n", options: Needing());

        Assert.Equal("AccessToken", connection.AuthType);
        Assert.Equal("admin@contoso.com", connection.Account);
        Assert.Equal("app-1", connection.ClientId);
        Assert.Equal("tenant-1", connection.TenantId);
        Assert.Equal(Future, connection.TokenExpiresOn);
        Assert.Equal(3, connection.Scopes.Count);
        Assert.Equal(["DeviceManagementConfiguration.ReadWrite.All"], connection.MissingScopes);
    }

    [Fact]
    public async Task Application_roles_count_as_permissions()
    {
        var token = Jwt("""{"azp":"a","roles":["DeviceManagementConfiguration.ReadWrite.All","Directory.Read.All"]}""");
        using var connection = await ConnectAsync(new Uri("http://127.0.0.1:1"), token: token, options: Needing());

        Assert.Equal(2, connection.Scopes.Count);
        Assert.Empty(connection.MissingScopes);
        Assert.Null(connection.Account);
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("a.e30.c")]
    [InlineData("a.WzFd.c")]
    public async Task A_token_that_says_nothing_is_fine(string token)
    {
        using var connection = await ConnectAsync(new Uri("http://127.0.0.1:1"), token: token, options: Needing());

        Assert.Empty(connection.Scopes);
        Assert.Empty(connection.MissingScopes);
        Assert.Null(connection.TokenExpiresOn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("ümlaut")]
    public async Task Text_that_is_no_token_is_refused_without_being_shown(string token)
    {
        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => ConnectAsync(new Uri("http://127.0.0.1:1"), token: token));

        Assert.Equal("GraphSignInFailed", error.ErrorId);
        Assert.True(token.Length == 0 || !error.ToString().Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_expired_token_does_not_connect()
    {
        var token = Jwt("""{"exp":1700000000}""");
        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => ConnectAsync(new Uri("http://127.0.0.1:1"), token: token));

        Assert.Equal("GraphUnauthorized", error.ErrorId);
        Assert.True(error.IsSessionError);
        Assert.DoesNotContain(token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_expires_meanwhile_is_not_sent()
    {
        await using var graph = await StartAsync(Json(200, Page(null)));
        var clock = new SetClock { Now = Future.AddHours(-1) };
        using var connection = await ConnectAsync(graph.Uri, clock, Jwt($$"""{"exp":{{Future.ToUnixTimeSeconds()}}}"""));
        await connection.UserPfx.ListUserAsync(User, CancellationToken.None);
        clock.Now = Future;

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.ListUserAsync(User, CancellationToken.None));

        Assert.Equal(GraphErrorKind.Unauthorized, error.Kind);
        Assert.Contains("Sign in again", error.Message, StringComparison.Ordinal);
        Assert.Single(graph.Seen);
    }

    [Fact]
    public async Task A_client_secret_signs_in_on_loopback_once_and_is_renewed_in_time()
    {
        await using var graph = await StartAsync((seen, context) => (seen.Url.EndsWith("/token", StringComparison.Ordinal)
            ? Json(200, """{"token_type":"Bearer","expires_in":3600,"access_token":"tok-1"}""")
            : Json(200, Page(null)))(context));
        var clock = new SetClock { Now = Future };
        using var secret = SecretText.Copy("s3cr&t");
        using var connection = await SignInAsync(Secret(secret), graph.Uri, clock);
        await connection.UserPfx.ListUserAsync(User, CancellationToken.None);
        clock.Now += TimeSpan.FromMinutes(56);
        await connection.UserPfx.ListUserAsync(User, CancellationToken.None);

        Assert.Equal(4, graph.Seen.Count);
        Assert.Equal("/contoso.com/oauth2/v2.0/token", graph.Seen[0].Url);
        Assert.Contains("client_secret=s3cr%26t", graph.Seen[0].Body, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString(
            graph.Uri.AbsoluteUri.TrimEnd('/') + "/.default"), graph.Seen[0].Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Bearer tok-1", graph.Seen[1].Authorization);
        Assert.Equal("POST", graph.Seen[2].Method);
        Assert.Equal("app-1", connection.ClientId);
        Assert.Equal("contoso.com", connection.TenantId);
    }

    [Fact]
    public async Task A_refused_secret_is_explained_and_not_shown()
    {
        await using var graph = await StartAsync(Json(
            401, """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}"""));
        using var secret = SecretText.Copy("s3cr&t");

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => SignInAsync(Secret(secret), graph.Uri, TimeProvider.System));

        Assert.Equal(GraphErrorKind.SignInFailed, error.Kind);
        Assert.Equal("AADSTS7000215", error.Code);
        Assert.Contains("not its id", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_service_that_cannot_be_reached_is_a_failed_connection_with_one_cause()
    {
        using var secret = SecretText.Copy("s3cr&t");
        var options = new GraphConnectionOptions
        {
            GraphUri = new Uri("https://127.0.0.1:1"),
            AuthorityHost = new Uri("https://127.0.0.1:1"),
            DisableInstanceDiscovery = true,
        };

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => GraphConnection.ConnectAsync(Secret(secret), options, CancellationToken.None));

        Assert.Equal("GraphConnectionFailed", error.ErrorId);
        Assert.Equal("AuthorityUnreachable", error.Code);
        Assert.StartsWith(
            "Could not sign in (ClientSecret): the sign-in service 127.0.0.1:1 cannot be reached: ", error.Message,
            StringComparison.Ordinal);
        Assert.Contains("Check its address, the network, and the proxy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("client id", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, error.Message.Split("127.0.0.1:1").Length - 1);
        Assert.DoesNotContain("s3cr", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_not_sent_to_another_host()
    {
        Assert.True(GraphEndpoint.IsSameOrigin(new Uri("https://a.contoso.com/x"), new Uri("https://A.contoso.com:443/")));
        Assert.False(GraphEndpoint.IsSameOrigin(new Uri("http://a.contoso.com/x"), new Uri("https://a.contoso.com/")));
        Assert.False(GraphEndpoint.IsSameOrigin(new Uri("https://a.contoso.com:444/"), new Uri("https://a.contoso.com/")));
        Assert.False(GraphEndpoint.IsSameOrigin(new Uri("https://a.contoso.com.evil/"), new Uri("https://a.contoso.com/")));
    }

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 1, 100_000)]
    public async Task Options_out_of_range_are_refused(int retries, int delay, int timeout)
    {
        var options = new GraphConnectionOptions
        {
            MaxRetries = retries,
            RetryBaseDelay = TimeSpan.FromSeconds(delay),
            RequestTimeout = TimeSpan.FromSeconds(timeout),
        };

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => ConnectAsync(new Uri("http://127.0.0.1:1"), options: options));
    }

    private static ClientSecretGraphCredential Secret(SecretText secret) =>
        new() { ClientId = "app-1", TenantId = "contoso.com", Secret = secret };

    private static GraphConnectionOptions Needing() => new()
    {
        GraphUri = new Uri("http://127.0.0.1:1"),
        NeededPermissions = [GraphPermission.ConfigurationReadWrite, GraphPermission.UserRead],
    };

    private static Task<GraphConnection> SignInAsync(GraphCredential credential, Uri uri, TimeProvider clock) =>
        GraphConnection.ConnectAsync(
            credential, new GraphConnectionOptions { GraphUri = uri }, clock, () => 0.5, CancellationToken.None);

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
