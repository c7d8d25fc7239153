using System;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using Xunit;

namespace SmimeCertTools.Sandbox.Tests.OAuth;

public sealed class ManagedIdentityTests
{
    private const string Resource = "https://graph.microsoft.com";

    [Fact]
    public async Task The_endpoint_of_an_app_gives_tokens_of_its_identities_for_its_header()
    {
        var user = new SandboxClient { TokenLifetime = TimeSpan.FromMinutes(3) };
        await using var session = await SandboxSession.StartAsync(new SandboxOptions { UserAssignedIdentities = [user] });
        session.Client.DefaultRequestHeaders.Add("X-IDENTITY-HEADER", session.Host.Options.IdentityHeader);
        const string path = $"msi/token?api-version=2019-08-01&resource={Resource}";

        var system = await session.SendAsync("GET", path);
        var assigned = await session.SendAsync("GET", $"{path}&client_id={user.ClientId}");

        Assert.Equal($"{session.Host.Options.SystemAssignedIdentity!.ClientId}", (string?)system.Json["client_id"]);
        Assert.Equal($"{user.ClientId}", (string?)assigned.Json["client_id"]);
        Assert.Equal("180", (string?)assigned.Json["expires_in"]);
        Assert.Equal(400, (await session.SendAsync("GET", $"{path}&client_id={Guid.NewGuid()}")).Status);
        Assert.Equal(400, (await session.SendAsync("GET", $"msi/token?api-version=2017-09-01&resource={Resource}")).Status);
        Assert.Equal(400, (await session.SendAsync("GET", "msi/token?api-version=2019-08-01")).Status);
        Assert.Equal(400, (await session.SendAsync(
            "GET", "msi/token?api-version=2019-08-01&resource=https://vault.azure.net")).Status);
        Assert.DoesNotContain(session.Host.State.Requests.Entries, entry => entry.Headers.ContainsKey("X-IDENTITY-HEADER"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another")]
    public async Task Without_its_header_nobody_gets_a_token(string? header)
    {
        await using var session = await SandboxSession.StartAsync();
        if (header is not null)
        {
            session.Client.DefaultRequestHeaders.Add("X-IDENTITY-HEADER", header);
        }

        Assert.Equal(401, (await session.SendAsync("GET", $"msi/token?api-version=2019-08-01&resource={Resource}")).Status);
    }

    [Fact]
    public async Task A_resource_without_identity_gets_no_token()
    {
        await using var session = await SandboxSession.StartAsync(new SandboxOptions { SystemAssignedIdentity = null });
        session.Client.DefaultRequestHeaders.Add("Metadata", "true");

        var answer = await session.SendAsync("GET", $"metadata/identity/oauth2/token?api-version=2018-02-01&resource={Resource}");

        Assert.Equal(400, answer.Status);
        Assert.Equal("Identity not found", (string?)answer.Json["error_description"]);
    }

    [Fact]
    public async Task The_https_port_is_trusted_by_whoever_trusts_its_CA_and_nobody_else()
    {
        await using var session = await SandboxSession.StartAsync(new SandboxOptions { Https = true });
        using var trusting = new HttpClientHandler { ServerCertificateCustomValidationCallback = Trusts(session.Host.HttpsAuthority!) };
        using var client = new HttpClient(trusting) { BaseAddress = session.Host.HttpsUri };
        using var stranger = new HttpClient { BaseAddress = session.Host.HttpsUri };

        Assert.NotEmpty(await client.GetStringAsync("common/v2.0/.well-known/openid-configuration"));
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetStringAsync("common/v2.0/.well-known/openid-configuration"));
        Assert.False(session.Host.HttpsAuthority!.HasPrivateKey);
    }

    private static Func<HttpRequestMessage, X509Certificate2?, X509Chain?, System.Net.Security.SslPolicyErrors, bool> Trusts(
        X509Certificate2 authority) => (_, certificate, _, errors) =>
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        return chain.Build(certificate!) && !errors.HasFlag(System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch);
    };
}
