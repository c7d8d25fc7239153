using System;
using System.Buffers.Text;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.OAuth;

public sealed class AuthorizePageTests
{
    private const string Redirect = "http://localhost:50123";
    private const string Scope = "https://graph.microsoft.com/.default openid offline_access";
    private readonly SandboxClient _client = new();
    private readonly string _verifier = RandomNumberGenerator.GetHexString(64);

    [Fact]
    public async Task A_code_is_redeemed_once_with_its_verifier()
    {
        await using var session = await StartAsync();
        var answer = await AuthorizeAsync(session);
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.StartsWith(Redirect + "?code=", answer.Location, StringComparison.Ordinal);
        Assert.Contains("state=s-1", answer.Location, StringComparison.Ordinal);
        var code = Field(answer.Location, "code");

        var wrong = await RedeemAsync(session, Field((await AuthorizeAsync(session)).Location, "code"), verifier: "another");
        var elsewhere = await RedeemAsync(session, Field((await AuthorizeAsync(session)).Location, "code"), redirect: Redirect + "/x");
        var good = await RedeemAsync(session, code);
        var again = await RedeemAsync(session, code);

        Assert.Equal(50148, (int)wrong.Json["error_codes"]![0]!);
        Assert.Equal(500112, (int)elsewhere.Json["error_codes"]![0]!);
        Assert.True(good.Status == 200, good.Text);
        Assert.NotNull(good.Json["refresh_token"]);
        Assert.NotNull(good.Json["id_token"]);
        Assert.Contains("https://graph.microsoft.com/.default", (string?)good.Json["scope"], StringComparison.Ordinal);
        Assert.Equal(70000, (int)again.Json["error_codes"]![0]!);
        using var client = session.CreateClient((string)good.Json["access_token"]!);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("v1.0/users")).StatusCode);
    }

    [Fact]
    public async Task A_code_is_too_old_after_ten_minutes()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var session = await StartAsync(clock: clock);
        var code = Field((await AuthorizeAsync(session)).Location, "code");
        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(70008, (int)(await RedeemAsync(session, code)).Json["error_codes"]![0]!);
    }

    [Fact]
    public async Task A_browser_gets_a_page_with_a_link_for_each_user_and_one_to_cancel()
    {
        await using var session = await StartAsync();

        var page = await AuthorizeAsync(session, accept: "text/html,application/xhtml+xml");
        var links = Regex.Matches(page.Body, "href=\"([^\"]+)\"").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).ToList();
        var chosen = await GetAsync(session, links[1], "text/html");
        var cancelled = await GetAsync(session, links[^1], "text/html");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(3, links.Count);
        Assert.Contains("code=", chosen.Location, StringComparison.Ordinal);
        Assert.Equal("access_denied", Field(cancelled.Location, "error"));
        Assert.StartsWith("AADSTS65004", Field(cancelled.Location, "error_description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_brings_the_code_where_it_is_asked_for()
    {
        await using var session = await StartAsync();

        var page = await AuthorizeAsync(session, "&response_mode=form_post");

        Assert.Contains($"action=\"{Redirect}\"", page.Body, StringComparison.Ordinal);
        var code = Regex.Match(page.Body, "name=\"code\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.Equal(200, (await RedeemAsync(session, code)).Status);
    }

    [Theory]
    [InlineData("response_type=code", "response_type=token", "unsupported_response_type")]
    [InlineData("code_challenge_method=S256", "code_challenge_method=plain", "invalid_request")]
    [InlineData("graph.microsoft.com", "vault.azure.net", "invalid_resource")]
    public async Task What_the_service_refuses_comes_back_by_redirect(string part, string instead, string error)
    {
        await using var session = await StartAsync();

        var answer = await GetAsync(session, Query(session).Replace(part, instead, StringComparison.Ordinal), "*/*");

        Assert.Equal(error, Field(answer.Location, "error"));
    }

    [Theory]
    [InlineData("http%3A%2F%2Flocalhost%3A50123", "https%3A%2F%2Fevil.contoso.com")]
    [InlineData("http%3A%2F%2Flocalhost%3A50123", "http%3A%2F%2Flocalhost%3A50123%2Felsewhere")]
    public async Task An_address_that_is_not_registered_gets_no_redirect(string part, string instead)
    {
        await using var session = await StartAsync();

        var answer = await GetAsync(session, Query(session).Replace(part, instead, StringComparison.Ordinal), "*/*");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Empty(answer.Location);
        Assert.Contains("AADSTS50011", answer.Body, StringComparison.Ordinal);
    }

    private Task<SandboxSession> StartAsync(TimeProvider? clock = null) => SandboxSession.StartAsync(
        new SandboxOptions { Clients = [_client], Clock = clock ?? TimeProvider.System });

    private string Query(SandboxSession session) =>
        $"/{session.Host.Options.TenantId}/oauth2/v2.0/authorize?client_id={_client.ClientId}&response_type=code"
        + $"&redirect_uri={Uri.EscapeDataString(Redirect)}&scope={Uri.EscapeDataString(Scope)}&state=s-1&code_challenge_method=S256"
        + $"&code_challenge={Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)))}";

    private Task<Page> AuthorizeAsync(SandboxSession session, string more = "", string accept = "*/*") =>
        GetAsync(session, Query(session) + more, accept);

    private Task<Answer> RedeemAsync(SandboxSession session, string code, string? verifier = null, string redirect = Redirect) =>
        session.FormAsync($"{session.Host.Options.TenantId}/oauth2/v2.0/token", ("grant_type", "authorization_code"),
            ("client_id", $"{_client.ClientId}"), ("code", code), ("redirect_uri", redirect),
            ("code_verifier", verifier ?? _verifier), ("scope", Scope));

    private static async Task<Page> GetAsync(SandboxSession session, string target, string accept)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = session.Host.GraphUri };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        using var response = await client.GetAsync(target);
        return new Page(response.StatusCode, response.Headers.Location?.OriginalString ?? "", await response.Content.ReadAsStringAsync());
    }

    private static string Field(string address, string name) =>
        Uri.UnescapeDataString(Regex.Match(address, $"[?&]{name}=([^&]+)").Groups[1].Value);

    private sealed record Page(HttpStatusCode Status, string Location, string Body);
}
