using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Secrets;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph.SignIn;

/// <summary>A service that takes back its tokens while they are in use.</summary>
public sealed class TokenRenewalTests
{
    private const string Challenge = """{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}""";

    private readonly Lock _lock = new();
    private readonly List<string> _signIns = [];
    private int _accepted = 1;
    private string? _challenge;
    private bool _refusesSignIn;
    private bool _partsOnly;

    [Theory]
    [InlineData(null)]
    [InlineData("""Bearer realm="", error="insufficient_claims", claims="@" """)]
    [InlineData("""Bearer error="insufficient_claims",claims="@",authorization_uri="https://login.contoso.com" """)]
    [InlineData("""Basic realm="x", Bearer CLAIMS = "@" """)]
    public async Task A_token_that_is_taken_back_is_renewed_once_and_the_request_sent_again(string? challenge)
    {
        _challenge = challenge?.Trim();
        await using var graph = await StartAsync();
        using var connection = await ConnectAsync(graph);
        await connection.UserPfx.ListUserAsync(User, CancellationToken.None);
        Revoke();

        Assert.Empty(await connection.UserPfx.ListUserAsync(User, CancellationToken.None));

        Assert.Equal(2, _signIns.Count);
        Assert.DoesNotContain("claims", _signIns[0], StringComparison.Ordinal);
        Assert.Equal(challenge is null ? null : Challenge, ClaimsOf(_signIns[1]));
        Assert.Equal(["tok-1", "tok-1", "tok-2"], Sent(graph));
        Assert.Single(graph.Seen.Where(seen => seen.Method == "GET").Skip(1).Select(seen => seen.ClientRequestId).Distinct());
    }

    [Theory]
    [InlineData("""Bearer claims="not base64!" """)]
    [InlineData("""Bearer claims="bm90IGpzb24=" """)]
    [InlineData("""Bearer noclaims="eyJhIjoxfQ==" """)]
    [InlineData("""Bearer claims="" """)]
    public async Task A_challenge_that_cannot_be_read_is_none(string challenge)
    {
        _challenge = challenge.Trim();
        await using var graph = await StartAsync();
        using var connection = await ConnectAsync(graph);
        Revoke();

        Assert.Empty(await connection.UserPfx.ListUserAsync(User, CancellationToken.None));

        Assert.Null(ClaimsOf(_signIns[1]));
    }

    [Fact]
    public async Task A_write_is_sent_again_too_with_its_body()
    {
        await using var graph = await StartAsync();
        using var connection = await ConnectAsync(graph);
        Revoke();

        await connection.UserPfx.CreateAsync(Record(), CancellationToken.None);

        var posts = graph.Seen.Where(seen => seen.Url.EndsWith("userPfxCertificates", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, posts.Count);
        Assert.Single(posts.Select(seen => seen.Body).Distinct());
        Assert.Contains(Print, posts[1].Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task All_requests_of_a_run_share_one_renewal()
    {
        await using var graph = await StartAsync();
        using var connection = await ConnectAsync(graph);
        Revoke();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(
            i => connection.UserPfx.ListUserAsync($"user{i}@contoso.com", CancellationToken.None)));

        Assert.Equal(2, _signIns.Count);
    }

    [Fact]
    public async Task The_parts_of_a_batch_go_by_a_new_token_as_well()
    {
        _partsOnly = true;
        _challenge = $"Bearer claims=\"{Encoded()}\"";
        await using var graph = await StartAsync();
        using var connection = await ConnectAsync(graph);
        Revoke();

        var answers = await connection.UserPfx.Batch.GetAsync(["a", "b", "c"], CancellationToken.None);

        Assert.All(answers, answer => Assert.Null(answer.Failure));
        Assert.Equal(Challenge, ClaimsOf(_signIns[1]));
        Assert.Equal(["tok-1", "tok-2"], Sent(graph));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_refused_with_the_new_token_too_ends_the_session(bool batch)
    {
        _accepted = int.MaxValue;
        _partsOnly = batch;
        await using var graph = await StartAsync();
        using var connection = await ConnectAsync(graph);

        if (batch)
        {
            var answer = Assert.Single(await connection.UserPfx.Batch.GetAsync(["a"], CancellationToken.None));
            Assert.Equal(GraphErrorKind.Unauthorized, answer.Failure!.Kind);
        }
        else
        {
            var error = await Assert.ThrowsAsync<GraphRequestException>(
                () => connection.UserPfx.ListUserAsync(User, CancellationToken.None));
            Assert.Equal("GraphUnauthorized", error.ErrorId);
            Assert.True(error.IsSessionError);
        }

        Assert.Equal(2, _signIns.Count);
        Assert.Equal(["tok-1", "tok-2"], Sent(graph));
    }

    [Fact]
    public async Task A_renewal_that_fails_is_tried_once_for_all_that_wait_and_said_with_its_reason()
    {
        await using var graph = await StartAsync();
        using var connection = await ConnectAsync(graph);
        Revoke();
        _refusesSignIn = true;

        var errors = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.ListUserAsync($"user{i}@contoso.com", CancellationToken.None))));

        Assert.All(errors, error =>
        {
            Assert.Equal("GraphSignInFailed", error.ErrorId);
            Assert.Contains("Graph accepts the token no more", error.Message, StringComparison.Ordinal);
            Assert.Contains("AADSTS7000222", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("tok-", error.ToString(), StringComparison.Ordinal);
        });
        Assert.InRange(_signIns.Count, 2, 20);

        // What starts afterwards asks no cache, which would bring the refused token again.
        var later = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.ListUserAsync(User, CancellationToken.None));
        Assert.Contains("Graph accepts the token no more", later.Message, StringComparison.Ordinal);

        // What failed for a moment does not fail for ever.
        _refusesSignIn = false;
        Assert.Empty(await connection.UserPfx.ListUserAsync(User, CancellationToken.None));
    }

    [Fact]
    public async Task A_token_that_was_given_cannot_be_renewed()
    {
        _accepted = int.MaxValue;
        await using var graph = await StartAsync();
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.ListUserAsync(User, CancellationToken.None));

        Assert.Equal("GraphUnauthorized", error.ErrorId);
        Assert.Single(graph.Seen);
    }

    [Fact]
    public async Task A_connection_that_is_ended_meanwhile_says_so()
    {
        await using var graph = await StartAsync();
        var connection = await ConnectAsync(graph);
        using var command = connection.ForCommand(new GraphCommandOptions());
        await command.UserPfx.ListUserAsync(User, CancellationToken.None);
        connection.Dispose();

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => command.UserPfx.ListUserAsync(User, CancellationToken.None));

        Assert.Equal("GraphNotConnected", error.ErrorId);
        Assert.True(error.IsSessionError);
        Assert.Contains(User, error.Message, StringComparison.Ordinal);
    }

    private static string Encoded() => Convert.ToBase64String(Encoding.UTF8.GetBytes(Challenge));

    private static IEnumerable<string> Sent(ScriptedGraph graph) =>
        graph.Seen.Where(seen => seen.Authorization is not null).Select(seen => seen.Authorization!["Bearer ".Length..]);

    private static string? ClaimsOf(string form) => form.Split('&')
        .Where(field => field.StartsWith("claims=", StringComparison.Ordinal))
        .Select(field => Uri.UnescapeDataString(field["claims=".Length..].Replace('+', ' ')))
        .SingleOrDefault();

    private static async Task<GraphConnection> ConnectAsync(ScriptedGraph graph)
    {
        using var secret = SecretText.Copy("s3cr&t");
        var credential = new ClientSecretGraphCredential { ClientId = "app-1", TenantId = "contoso.com", Secret = secret };
        return await GraphConnection.ConnectAsync(credential, new GraphConnectionOptions { GraphUri = graph.Uri },
            new InstantClock(), () => 0.5, CancellationToken.None);
    }

    private void Revoke() => _accepted = 2;

    private Task<ScriptedGraph> StartAsync() => ScriptedGraph.StartAsync(AnswerAsync);

    private Task AnswerAsync(SeenRequest seen, HttpContext context)
    {
        if (seen.Url.EndsWith("/token", StringComparison.Ordinal))
        {
            return SignInAsync(seen, context);
        }

        _ = int.TryParse(seen.Authorization!.Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var isRefused = number < _accepted;
        if (seen.Url.EndsWith("$batch", StringComparison.Ordinal))
        {
            return Json(200, BatchAnswer(seen, _partsOnly && isRefused))(context);
        }

        return isRefused
            ? Json(401, Error("InvalidAuthenticationToken", "revoked"), Header() is { } header ? [header] : [])(context)
            : seen.Method == "POST" ? Json(201, Stored().ToJsonString())(context)
            : Json(200, Page(null))(context);
    }

    private Task SignInAsync(SeenRequest seen, HttpContext context)
    {
        lock (_lock)
        {
            _signIns.Add(seen.Body);
            return (_refusesSignIn && _signIns.Count > 1
                ? Json(401, """{"error":"invalid_client","error_description":"AADSTS7000222: The secret has expired."}""")
                : Json(200, $$"""{"token_type":"Bearer","expires_in":3600,"access_token":"tok-{{_signIns.Count}}"}"""))(context);
        }
    }

    private (string Name, string Value)? Header() =>
        _challenge is null ? null : ("WWW-Authenticate", _challenge.Replace("@", Encoded(), StringComparison.Ordinal));

    private string BatchAnswer(SeenRequest seen, bool isRefused)
    {
        var parts = JsonNode.Parse(seen.Body)!["requests"]!.AsArray().Select(part => new JsonObject
        {
            ["id"] = part!["id"]!.DeepClone(),
            ["status"] = isRefused ? 401 : 200,
            ["headers"] = isRefused && Header() is { } header ? new JsonObject { [header.Name] = header.Value } : [],
            ["body"] = new JsonObject(),
        });
        return new JsonObject { ["responses"] = new JsonArray([.. parts]) }.ToJsonString();
    }
}
