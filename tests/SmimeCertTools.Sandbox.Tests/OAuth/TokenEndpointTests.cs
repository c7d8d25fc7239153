using System;
using System.Buffers.Text;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Pki;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.OAuth;

public sealed class TokenEndpointTests
{
    private const string Scope = "https://graph.microsoft.com/.default";
    private readonly SandboxClient _client = new() { Secret = RandomPassword.Create(), TokenLifetime = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task A_client_secret_gets_a_token_that_works()
    {
        await using var session = await StartAsync(Options(_client));

        var answer = await SecretAsync(session, _client.Secret!);

        Assert.Equal(200, answer.Status);
        Assert.Equal(600, (int)answer.Json["expires_in"]!);
        await AssertWorksAsync(session, answer);
    }

    [Fact]
    public async Task A_wrong_secret_an_unknown_app_and_a_wrong_scope_have_errors_of_their_own()
    {
        await using var session = await StartAsync(Options(_client));

        var secret = await SecretAsync(session, "wrong");
        var app = await session.FormAsync(TokenPath(session), ("grant_type", "client_credentials"),
            ("client_id", $"{Guid.NewGuid()}"),
            ("client_secret", "x"), ("scope", Scope));
        var scope = await session.FormAsync(TokenPath(session), ("grant_type", "client_credentials"),
            ("client_id", $"{_client.ClientId}"),
            ("client_secret", _client.Secret!), ("scope", "User.Read.All"));
        var tenant = await session.FormAsync($"{Guid.NewGuid()}/oauth2/v2.0/token", ("grant_type", "client_credentials"));
        var grant = await session.FormAsync(TokenPath(session), ("grant_type", "password"), ("client_id", $"{_client.ClientId}"));

        AssertError(secret, 401, "invalid_client", 7000215);
        AssertError(app, 400, "unauthorized_client", 700016);
        AssertError(scope, 400, "invalid_scope", 1002012);
        AssertError(tenant, 400, "invalid_request", 90002);
        AssertError(grant, 400, "unsupported_grant_type", 70003);
    }

    [Fact]
    public async Task Secrets_are_not_logged()
    {
        await using var session = await StartAsync(Options(_client));
        await SecretAsync(session, _client.Secret!);

        var entry = session.Host.State.Requests.Entries.Single();

        Assert.Contains("client_secret", entry.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(_client.Secret!, entry.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PS256")]
    [InlineData("RS256")]
    public async Task A_client_certificate_signs_in_by_assertion(string algorithm)
    {
        using var certificate = TestPki.Factory.Issue(TestPki.Person());
        using var other = TestPki.Factory.Issue(TestPki.Person());
        var client = new SandboxClient { Certificate = certificate };
        await using var session = await StartAsync(Options(client));

        var good = await AssertionAsync(session, client, certificate, algorithm, TimeSpan.FromMinutes(5));
        var wrongKey = await AssertionAsync(session, client, other, algorithm, TimeSpan.FromMinutes(5));
        var late = await AssertionAsync(session, client, certificate, algorithm, TimeSpan.FromMinutes(-5));

        await AssertWorksAsync(session, good);
        AssertError(wrongKey, 401, "invalid_client", 700027);
        AssertError(late, 401, "invalid_client", 700024);
    }

    [Fact]
    public async Task A_device_code_waits_for_the_user_and_a_refresh_token_renews()
    {
        await using var session = await StartAsync(Options(_client));
        var id = $"{_client.ClientId}";
        var started = await session.FormAsync(DeviceCodePath(session), ("client_id", id), ("scope", Scope));
        Task<Answer> PollAsync() =>
            session.FormAsync(TokenPath(session), ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("client_id", id), ("device_code", (string)started.Json["device_code"]!),
                ("scope", $"{Scope} offline_access openid"));

        AssertError(await PollAsync(), 400, "authorization_pending", 70016);
        Assert.True(session.Host.AnswerDeviceCode((string)started.Json["user_code"]!, Anna));
        var signedIn = await PollAsync();
        var renewed = await session.FormAsync(TokenPath(session), ("grant_type", "refresh_token"), ("client_id", id),
            ("refresh_token", (string)signedIn.Json["refresh_token"]!), ("scope", Scope));

        await AssertWorksAsync(session, signedIn);
        await AssertWorksAsync(session, renewed);
        Assert.NotNull(signedIn.Json["id_token"]);
        AssertError(await PollAsync(), 400, "bad_verification_code", 70019);
        using var idTokenClient = session.CreateClient((string)signedIn.Json["id_token"]!);
        Assert.Equal(401, (int)(await idTokenClient.GetAsync("v1.0/users")).StatusCode);
    }

    [Fact]
    public async Task A_declined_device_code_ends_the_sign_in()
    {
        await using var session = await StartAsync(Options(_client));
        var id = $"{_client.ClientId}";
        var started = await session.FormAsync(DeviceCodePath(session), ("client_id", id));
        session.Host.AnswerDeviceCode((string)started.Json["user_code"]!, null);

        var answer = await session.FormAsync(TokenPath(session), ("grant_type", "device_code"), ("client_id", id),
            ("device_code", (string)started.Json["device_code"]!));

        AssertError(answer, 400, "authorization_declined", 70018);
    }

    [Fact]
    public async Task A_managed_identity_gets_a_token_with_the_metadata_header_only()
    {
        await using var session = await StartAsync();
        const string path = "metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://graph.microsoft.com";
        Assert.Equal(400, (await session.SendAsync("GET", path)).Status);
        session.Client.DefaultRequestHeaders.Add("Metadata", "true");

        await AssertWorksAsync(session, await session.SendAsync("GET", path));
    }

    [Fact]
    public async Task Metadata_point_at_the_sandbox_over_https_too()
    {
        await using var session = await StartAsync(new SandboxOptions { Https = true });
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
                certificate!.Thumbprint == session.Host.HttpsCertificate!.Thumbprint,
        };
        using var client = new HttpClient(handler) { BaseAddress = session.Host.HttpsUri };

        var configuration = JsonNode.Parse(await client.GetStringAsync(
            $"{session.Host.Options.TenantId}/v2.0/.well-known/openid-configuration"))!;
        var instance = JsonNode.Parse(await client.GetStringAsync(
            "common/discovery/instance?api-version=1.1&authorization_endpoint=x"))!;

        Assert.Equal($"{session.Host.HttpsUri}{session.Host.Options.TenantId}/oauth2/v2.0/token",
            (string?)configuration["token_endpoint"]);
        Assert.Equal(session.Host.HttpsUri!.Authority, (string?)instance["metadata"]![0]!["preferred_network"]);
    }

    private static SandboxOptions Options(SandboxClient client) => new() { Clients = [client] };

    private static string TokenPath(SandboxSession session) => $"{session.Host.Options.TenantId}/oauth2/v2.0/token";

    private static string DeviceCodePath(SandboxSession session) => $"{session.Host.Options.TenantId}/oauth2/v2.0/devicecode";

    private static void AssertError(Answer answer, int status, string error, int number)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal(error, (string?)answer.Json["error"]);
        Assert.Equal(number, (int)answer.Json["error_codes"]!.AsArray().Single()!);
        Assert.StartsWith($"AADSTS{number}: ", (string?)answer.Json["error_description"], StringComparison.Ordinal);
    }

    private static async Task AssertWorksAsync(SandboxSession session, Answer answer)
    {
        Assert.True(answer.Status == 200, answer.Text);
        using var client = session.CreateClient((string)answer.Json["access_token"]!);
        using var response = await client.GetAsync("v1.0/users");
        Assert.Equal(200, (int)response.StatusCode);
    }

    private Task<Answer> SecretAsync(SandboxSession session, string secret) => session.FormAsync(TokenPath(session),
        ("grant_type", "client_credentials"), ("client_id", $"{_client.ClientId}"), ("client_secret", secret), ("scope", Scope));

    private static Task<Answer> AssertionAsync(
        SandboxSession session, SandboxClient client, X509Certificate2 certificate, string algorithm, TimeSpan lifetime)
    {
        var expires = (TimeProvider.System.GetUtcNow() + lifetime).ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = $"{client.ClientId}",
            ["sub"] = $"{client.ClientId}",
            ["aud"] = $"{session.Host.GraphUri}{TokenPath(session)}",
            ["exp"] = algorithm == "PS256" ? $"{expires}" : expires, // MSAL writes a string, RFC 7519 a number
        };
        var head = $"{Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}";
        using var key = certificate.GetRSAPrivateKey()!;
        var signature = key.SignData(Encoding.ASCII.GetBytes(head), HashAlgorithmName.SHA256,
            algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        return session.FormAsync(TokenPath(session), ("grant_type", "client_credentials"), ("client_id", $"{client.ClientId}"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", $"{head}.{Base64Url.EncodeToString(signature)}"), ("scope", Scope));
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
