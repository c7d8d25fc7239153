using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Security.Authentication;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>Answers of proxies, firewalls, gateways and sign-in pages of networks.</summary>
public sealed class ForeignAnswerTests
{
    private const string Page = "<html><head><title>Access\n Denied</title><style>p { color: red }</style></head>"
        + "<body><script>alert('x')</script><p>Category: games</p></body></html>";

    [Theory]
    [InlineData(200, "GraphUnexpectedResponse")]
    [InlineData(400, "GraphUnexpectedResponse")]
    [InlineData(401, "GraphUnexpectedResponse")]
    [InlineData(403, "GraphUnexpectedResponse")]
    [InlineData(404, "GraphUnexpectedResponse")]
    [InlineData(405, "GraphUnexpectedResponse")]
    [InlineData(409, "GraphUnexpectedResponse")]
    [InlineData(451, "GraphUnexpectedResponse")]
    [InlineData(511, "GraphServiceUnavailable")]
    [InlineData(407, "GraphConnectionFailed")]
    [InlineData(429, "GraphThrottled")]
    [InlineData(502, "GraphServiceUnavailable")]
    [InlineData(504, "GraphServiceUnavailable")]
    public async Task A_page_is_told_as_something_in_between_whatever_its_status(int status, string errorId)
    {
        var error = await FailAsync(status, Page, "text/html", ("Server", "squid/5.7"));

        Assert.Equal(errorId, error.ErrorId);
        Assert.True(error.IsForeign);
        Assert.False(error.IsSessionError);
        Assert.Equal(status, error.StatusCode);
        Assert.Contains($"HTTP {status}", error.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:", error.Message, StringComparison.Ordinal);
        Assert.Contains("in between (squid/5.7), which says \"Access Denied\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("HTTPS_PROXY", error.Message, StringComparison.Ordinal);
        foreach (var wrong in new[] { "permission", "consent", "Sign in again", "support", "<", "alert", "color" })
        {
            Assert.DoesNotContain(wrong, error.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("", "text/html", "")]
    [InlineData("Blocked by policy 7", "text/plain", "Blocked by policy 7")]
    [InlineData("<h1>No\u001b[31m way</h1>\u202e&lt;here&gt;<!-- secret -->", "text/html", "No<U+001B>[31m way <U+202E><here>")]
    [InlineData("{\"fault\":{\"faultstring\":\"quota\"}}", "application/json", "{'fault':{'faultstring':'quota'}}")]
    [InlineData("{\"error\":\"invalid_request\"}", "application/json", "{'error':'invalid_request'}")]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>X</Code></Error>", "application/xml", "X")]
    [InlineData("[1,2]", "application/json", "[1,2]")]
    public async Task What_it_said_is_quoted_in_few_words_that_can_be_shown(string body, string type, string quote)
    {
        var error = await FailAsync(403, body, type);

        Assert.Equal("GraphUnexpectedResponse", error.ErrorId);
        Assert.Contains(
            quote.Length == 0 ? "something in between (Kestrel). " : $"which says \"{quote}\".", error.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, letter => char.IsControl(letter));
    }

    [Fact]
    public async Task Neither_the_token_nor_a_long_page_comes_back()
    {
        var body = $"You sent Authorization: Bearer {Token} {new string('x', 300)} "
            + string.Join(' ', Enumerable.Repeat("words", 5000));

        var error = await FailAsync(403, body, "text/plain");

        Assert.DoesNotContain(Token, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("xxxx", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 100, 700);
    }

    [Theory]
    [InlineData(403, "request-id", "GraphForbidden")]
    [InlineData(404, "x-ms-ags-diagnostic", "GraphNotFound")]
    [InlineData(401, "request-id", "GraphUnauthorized")]
    public async Task An_answer_without_content_that_has_Graphs_own_headers_is_Graphs(int status, string header, string errorId)
    {
        var error = await FailAsync(status, "", "text/plain", (header, "r-1"));

        Assert.Equal(errorId, error.ErrorId);
        Assert.False(error.IsForeign);
    }

    [Theory]
    [InlineData("", "text/plain", null)]
    [InlineData("{}", "application/json", null)]
    [InlineData("<p>no</p>", "text/html", "Bearer realm=\"\"")]
    public async Task A_401_is_about_the_token_unless_it_is_plainly_a_page(string body, string type, string? challenge)
    {
        var error = await FailAsync(401, body, type, challenge is null ? [] : [("WWW-Authenticate", challenge)]);

        Assert.Equal("GraphUnauthorized", error.ErrorId);
        Assert.True(error.IsSessionError);
    }

    [Fact]
    public async Task A_failed_write_that_something_in_between_answered_has_an_unknown_outcome_where_Graphs_would()
    {
        await using var graph = await StartAsync(context => WriteAsync(context, 502, Page, "text/html"));
        using var connection = await ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.CreateAsync(Record(), CancellationToken.None));

        Assert.True(error.IsOutcomeUnknown);
    }

    [Theory]
    [InlineData("The proxy tunnel request to proxy 'http://proxy:3128/' failed with status code '407'\".", "wants a user name")]
    [InlineData("No such host is known.", "Check the endpoint's address, the network, the proxy")]
    public void A_connection_that_fails_says_what_helps(string message, string advice)
    {
        var failure = ConnectionFailures.Explain(
            new HttpRequestException("Outer.", new IOException(message)), new Uri("https://graph.contoso.com/beta"));

        Assert.Equal(GraphErrorKind.ConnectionFailed, failure.Kind);
        var error = Core.Graph.Connection.GraphErrors.Make(failure, Core.Graph.Connection.GraphRequestSubject.User(User));
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_is_not_trusted_is_told_as_that()
    {
        var failure = ConnectionFailures.Explain(
            new HttpRequestException("Outer.", new AuthenticationException("PartialChain", new IOException("inner"))),
            new Uri("https://graph.contoso.com/beta"));

        Assert.Equal("graph.contoso.com cannot be trusted: PartialChain", failure.Message);
        Assert.Contains("proxy that reads TLS", failure.Advice!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Documents_inside_the_message_are_unwrapped_to_the_innermost(int levels)
    {
        var message = "The device configuration is read only - Operation ID (for customer support): 0 - Activity ID: "
            + "3f0c1d2e-0000-4000-8000-123456789abc - Url: https://x.contoso.com";
        for (var level = 0; level < levels; level++)
        {
            message = new JsonObject
            {
                ["_version"] = 3,
                ["Message"] = message,
                ["CustomApiErrorPhrase"] = level == 0 ? "ReadOnly" : "",
                ["RetryAfter"] = null,
            }.ToJsonString();
        }

        var error = await FailAsync(400, Error("BadRequest", message), "application/json");

        Assert.StartsWith("The device configuration is read only", error.ServiceMessage, StringComparison.Ordinal);
        Assert.Contains("ReadOnly", error.ServiceMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("_version", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("{", error.Message, StringComparison.Ordinal);
        Assert.Contains("activity id 3f0c1d2e", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_tenant_without_Intune_is_told_as_that(int status)
    {
        var error = await FailAsync(status, Error("Forbidden", "Request not applicable to target tenant."), "application/json");

        Assert.Contains("Request not applicable to target tenant.", error.Message, StringComparison.Ordinal);
        Assert.Contains("the right one, and that it has a licence for Intune", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("consent", error.Message, StringComparison.Ordinal);
    }

    private static async Task<GraphRequestException> FailAsync(
        int status, string body, string type, params (string Name, string Value)[] headers)
    {
        await using var graph = await StartAsync(context => WriteAsync(context, status, body, type, headers));
        using var connection = await ConnectAsync(graph.Uri);
        return await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.ListUserAsync(User, CancellationToken.None));
    }
}
