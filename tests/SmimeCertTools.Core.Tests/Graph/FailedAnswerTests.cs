using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>What is read from an answer that is no success, without a network.</summary>
public sealed class FailedAnswerTests
{
    private const string Busy = """{"error":{"code":"Busy","innerError":{"request-id":"r-body","client-request-id":"c-body"}}}""";
    private const string Nameless = """{"error":{}}""";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(399, GraphErrorKind.UnexpectedResponse)]
    [InlineData(400, GraphErrorKind.BadRequest)]
    [InlineData(401, GraphErrorKind.Unauthorized)]
    [InlineData(402, GraphErrorKind.UnexpectedResponse)]
    [InlineData(403, GraphErrorKind.Forbidden)]
    [InlineData(404, GraphErrorKind.NotFound)]
    [InlineData(408, GraphErrorKind.TimedOut)]
    [InlineData(409, GraphErrorKind.Conflict)]
    [InlineData(412, GraphErrorKind.Conflict)]
    [InlineData(413, GraphErrorKind.UnexpectedResponse)]
    [InlineData(429, GraphErrorKind.Throttled)]
    [InlineData(499, GraphErrorKind.UnexpectedResponse)]
    [InlineData(500, GraphErrorKind.ServiceUnavailable)]
    [InlineData(501, GraphErrorKind.ServiceUnavailable)]
    public async Task Each_status_of_Graph_has_its_kind(int status, GraphErrorKind kind)
    {
        var failure = await ReadAsync(status, Busy, host: "graph.contoso.com");

        Assert.Equal((kind, status, false), (failure.Kind, failure.StatusCode, failure.IsForeign));
    }

    [Theory]
    [InlineData(400, Busy, "HTTP 400 Busy")]
    [InlineData(404, Nameless, "HTTP 404 NotFound")]
    [InlineData(418, Nameless, "HTTP 418")]
    [InlineData(299, Nameless, "HTTP 299")]
    [InlineData(400, "\uFEFF" + Busy, "HTTP 400 Busy")]
    [InlineData(400, "", "HTTP 400 BadRequest")]
    public async Task The_reason_is_the_codes_name_else_the_statuses(int status, string body, string reason) =>
        Assert.Equal(reason, (await ReadAsync(status, body)).Message);

    [Theory]
    [InlineData(300, "https://elsewhere.contoso.com/x", " to elsewhere.contoso.com,")]
    [InlineData(399, "https://elsewhere.contoso.com/x", " to elsewhere.contoso.com,")]
    [InlineData(302, "/elsewhere", "a redirect,")]
    [InlineData(302, null, "a redirect,")]
    public async Task A_redirect_says_to_where_if_that_is_known(int status, string? location, string part)
    {
        var failure = await ReadAsync(status, Busy, change: response =>
            response.Headers.Location = location is null ? null : new Uri(location, UriKind.RelativeOrAbsolute));

        Assert.StartsWith($"HTTP {status}, a redirect", failure.Message, StringComparison.Ordinal);
        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_are_the_headers_then_the_bodys_then_our_own()
    {
        var headers = await ReadAsync(400, Busy, change: response =>
        {
            Assert.True(response.Headers.TryAddWithoutValidation("request-id", ["", "r-header"]));
            Assert.True(response.Headers.TryAddWithoutValidation("client-request-id", "c-header"));
        });
        Assert.Equal(("r-header", "c-header"), (headers.RequestId, headers.ClientRequestId));

        var body = await ReadAsync(400, Busy);
        Assert.Equal(("r-body", "c-body"), (body.RequestId, body.ClientRequestId));

        var blank = await ReadAsync(400, Busy, change: response =>
            Assert.True(response.Headers.TryAddWithoutValidation("request-id", "")));
        Assert.Equal("r-body", blank.RequestId);

        var own = await ReadAsync(400, Nameless);
        Assert.Equal((null, "own"), (own.RequestId, own.ClientRequestId));
    }

    [Theory]
    [InlineData("opaque", "code-…")]
    [InlineData("", "code-opaque")]
    [InlineData(null, "code-opaque")]
    public async Task A_token_that_an_answer_quotes_is_not_quoted_again(string? token, string code)
    {
        var failure = await ReadAsync(400, """{"error":{"code":"code-opaque"}}""", token: token);

        Assert.Equal(code, failure.Body.Code);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(204, true)]
    [InlineData(300, false)]
    [InlineData(503, false)]
    public async Task A_success_that_cannot_be_read_may_have_taken_effect(int status, bool may) =>
        Assert.Equal(may, (await ReadAsync(status, Nameless)).IsUnreadableSuccess);

    [Theory]
    [InlineData("7", 7, 7)]
    [InlineData("31622399", 31622399, 31622399)]
    [InlineData("31622400", 31622400, null)]
    [InlineData(null, null, null)]
    public async Task A_wait_is_told_with_its_end_unless_that_is_a_year_away(string? header, int? seconds, int? until)
    {
        var failure = await ReadAsync(429, Busy, change: response =>
        {
            if (header is not null)
            {
                Assert.True(response.Headers.TryAddWithoutValidation("Retry-After", header));
            }
        });

        Assert.Equal(seconds, failure.RetryAfter?.TotalSeconds);
        Assert.Equal(until is { } end ? Now.AddSeconds(end) : null, failure.RetryUntil);
        Assert.Equal(3, failure.Tries);
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(403, false)]
    public async Task Claims_are_those_of_a_refused_token_alone(int status, bool hasClaims)
    {
        var claims = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"access_token":{}}"""));
        var failure = await ReadAsync(status, Busy, change: response => Assert.True(
            response.Headers.TryAddWithoutValidation("WWW-Authenticate", $"Bearer claims=\"{claims}\"")));

        Assert.Equal(hasClaims ? """{"access_token":{}}""" : null, failure.Claims);
    }

    [Fact]
    public async Task What_something_in_between_says_is_told_as_that_unless_it_can_only_be_Graphs()
    {
        var foreign = await ReadAsync(404, "<html>blocked</html>", host: "graph.contoso.com");
        Assert.Equal((true, GraphErrorKind.UnexpectedResponse), (foreign.IsForeign, foreign.Kind));
        Assert.Contains("in the place of an answer of graph.contoso.com", foreign.Message, StringComparison.Ordinal);

        var part = await ReadAsync(404, "<html>blocked</html>");
        Assert.Equal((false, GraphErrorKind.NotFound, "HTTP 404 NotFound"), (part.IsForeign, part.Kind, part.Message));
    }

    [Theory]
    [InlineData(429, false, true)]
    [InlineData(429, true, true)]
    [InlineData(501, true, false)]
    [InlineData(502, true, true)]
    [InlineData(504, true, true)]
    [InlineData(505, true, false)]
    [InlineData(503, false, false)]
    [InlineData(null, true, false)]
    public void What_was_throttled_or_only_read_may_be_sent_again(int? status, bool isRead, bool may) =>
        Assert.Equal(may, FailedAnswer.MayRetry(status, isRead));

    private static async Task<GraphFailureException> ReadAsync(
        int status, string body, string? host = null, string? token = null, Action<HttpResponseMessage>? change = null)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        change?.Invoke(response);
        return await FailedAnswer.ReadAsync(response, "own", tries: 3, Now, host, token);
    }
}
