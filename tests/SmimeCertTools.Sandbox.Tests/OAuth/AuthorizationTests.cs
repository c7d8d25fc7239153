using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.OAuth;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.OAuth;

public sealed class AuthorizationTests
{
    [Fact]
    public async Task Requests_without_a_valid_token_get_401_and_a_challenge()
    {
        await using var session = await StartAsync();
        var good = session.Host.IssueToken();
        var forged = good[..^4] + (good.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        await using var other = await StartAsync();

        foreach (var token in new[] { null, "nonsense", forged, other.Host.IssueToken(),
            session.Host.IssueToken(lifetime: TimeSpan.FromMinutes(-1)) })
        {
            using var client = session.CreateClient(token);
            using var response = await client.GetAsync("v1.0/users");
            var answer = await Answer.ReadAsync(response);
            Assert.Equal(401, answer.Status);
            Assert.Equal("InvalidAuthenticationToken", (string?)answer.Error["code"]);
            Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_expired_token_is_told_apart_in_the_message()
    {
        await using var session = await StartAsync();
        using var client = session.CreateClient(session.Host.IssueToken(lifetime: TimeSpan.FromMinutes(-1)));
        using var response = await client.GetAsync("v1.0/users");

        Assert.Contains("expired", (await Answer.ReadAsync(response)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "v1.0/users", Permission.ConfigurationReadWrite)]
    [InlineData("GET", "v1.0/groups", Permission.UserRead)]
    [InlineData("GET", Records, Permission.UserRead)]
    [InlineData("POST", Records, Permission.ConfigurationRead)]
    [InlineData("DELETE", Records + "/x", Permission.ConfigurationRead)]
    public async Task A_missing_permission_is_403_and_named_in_the_log(string method, string path, string held)
    {
        await using var session = await StartAsync();
        using var client = session.CreateClient(session.Host.IssueToken([held], Anna));
        session.Client.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;

        var answer = await session.SendAsync(method, path);

        Assert.Equal(403, answer.Status);
        Assert.Equal("Authorization_RequestDenied", (string?)answer.Error["code"]);
        Assert.Contains("the token lacks", session.Host.State.Requests.Entries.Single().Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_has_ids_and_a_date_and_errors_repeat_them()
    {
        await using var session = await StartAsync();
        session.Client.DefaultRequestHeaders.Add("client-request-id", "11111111-2222-3333-4444-555555555555");

        var good = await session.SendAsync("GET", "v1.0/users");
        var bad = await session.SendAsync("GET", "v1.0/users/nobody");

        foreach (var answer in new[] { good, bad })
        {
            Assert.True(Guid.TryParse(answer.Headers.GetValues("request-id").Single(), out _));
            Assert.Equal("11111111-2222-3333-4444-555555555555", answer.Headers.GetValues("client-request-id").Single());
            Assert.NotNull(answer.Headers.Date);
        }

        Assert.Equal(bad.Headers.GetValues("request-id").Single(), (string?)bad.Error["innerError"]!["request-id"]);
        Assert.Equal("11111111-2222-3333-4444-555555555555", (string?)bad.Error["innerError"]!["client-request-id"]);
    }

    [Fact]
    public async Task The_log_keeps_no_token()
    {
        await using var session = await StartAsync();
        await session.SendAsync("GET", "v1.0/users");

        Assert.DoesNotContain(session.Host.State.Requests.Entries, entry => entry.Headers.ContainsKey("Authorization"));
    }
}
