using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>What is sent again, how often and as what, without a network.</summary>
public sealed class RequestHandlerTests
{
    private readonly InstantClock _clock = new();
    private readonly List<GraphRetry> _told = [];
    private readonly ScriptedTokens _tokens = new();
    private readonly ScriptedHandler _service = new();

    [Theory]
    [InlineData("GET", 429, true)]
    [InlineData("POST", 429, true)]
    [InlineData("GET", 502, true)]
    [InlineData("GET", 503, true)]
    [InlineData("GET", 504, true)]
    [InlineData("POST", 503, false)]
    [InlineData("DELETE", 504, false)]
    [InlineData("GET", 500, false)]
    [InlineData("GET", 400, false)]
    public async Task An_answer_is_followed_by_another_try_where_that_is_safe(string method, int status, bool isTried)
    {
        _service.Answers(Answer(status, retryAfter: 7), Answer(200));

        if (isTried)
        {
            using var answer = await SendAsync(method);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal([(status, 7.0, 1, true)], Told());
        }
        else
        {
            var failure = await FailAsync(method);
            Assert.Equal((status, 1), (failure.StatusCode, failure.Tries));
            Assert.Empty(_told);
        }

        Assert.Equal(isTried ? 2 : 1, _service.Sent.Count);
    }

    [Fact]
    public async Task All_tries_are_alike_and_carry_one_id()
    {
        _service.Answers(Answer(429), Answer(429), Answer(200));

        using var _ = await SendAsync("POST", "{\"a\":1}");

        Assert.Single(_service.Sent.Select(sent => sent.Id).Distinct());
        Assert.True(Guid.TryParse(_service.Sent[0].Id, out Guid _));
        Assert.All(_service.Sent, sent => Assert.Equal(
            ("{\"a\":1}", "application/json; charset=utf-8", "Ours/1.0", "kept", new Version(2, 0)),
            (sent.Body, sent.Type, sent.Agent, sent.Other, sent.Version)));
        Assert.Equal([1, 2], _told.Select(told => told.Attempt));
    }

    [Fact]
    public async Task The_last_failure_says_how_often_it_was_tried_and_by_which_id()
    {
        _service.Answers([.. Enumerable.Range(0, 9).Select(_ => Answer(503))]);

        var failure = await FailAsync("GET");

        Assert.Equal((4, 503, GraphErrorKind.ServiceUnavailable), (failure.Tries, failure.StatusCode, failure.Kind));
        Assert.Equal(_service.Sent[0].Id, failure.ClientRequestId);
        Assert.Equal([2, 4, 8], _told.Select(told => told.Delay.TotalSeconds));
        Assert.All(_told, told => Assert.False(told.IsServerDelay));
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("POST", false)]
    public async Task A_connection_that_fails_is_tried_again_for_reads(string method, bool isTried)
    {
        _service.Answers(_ => throw new HttpRequestException("outer", new IOException("inner")), Answer(200));

        if (isTried)
        {
            using var _ = await SendAsync(method);
            Assert.Equal([(0, 1.0, 1, false)], Told());
        }
        else
        {
            var failure = await FailAsync(method);
            Assert.Equal((GraphErrorKind.ConnectionFailed, "inner", 1), (failure.Kind, failure.Message, failure.Tries));
            Assert.Equal(_service.Sent[0].Id, failure.ClientRequestId);
        }
    }

    [Fact]
    public async Task A_connection_that_no_one_vouches_for_is_not_tried_again()
    {
        _service.Answers(_ => throw new HttpRequestException("TLS", new AuthenticationException("not trusted")), Answer(200));

        var failure = await FailAsync("GET");

        Assert.Equal((GraphErrorKind.ConnectionFailed, 1), (failure.Kind, failure.Tries));
        Assert.EndsWith("not trusted", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_has_answered_is_waited_for_when_the_connection_breaks()
    {
        _service.Answers(Answer(503), _ => throw new HttpRequestException("broken"),
            _ => throw new HttpRequestException("broken"), Answer(200));

        using var _ = await SendAsync("GET");

        Assert.Equal([(503, 2.0, 1, false), (0, 4.0, 2, false), (0, 8.0, 3, false)], Told());
    }

    [Theory]
    [InlineData("GET", 2)]
    [InlineData("POST", 1)]
    public async Task No_answer_in_time_says_how_long_that_is(string method, int tries)
    {
        _service.Answers(_ => throw new TimeoutException(), _ => throw new TimeoutException());

        var failure = await FailAsync(method);

        Assert.Equal((GraphErrorKind.TimedOut, tries, (int?)null), (failure.Kind, failure.Tries, failure.StatusCode));
        Assert.Contains("100 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(tries, _service.Sent.Count);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, 0)]
    public async Task A_failure_below_gets_the_requests_id_and_tries(int triesBelow, int tries)
    {
        _service.Answers(Answer(429), _ => throw new GraphFailureException(GraphErrorKind.SignInFailed, "no token")
        {
            Tries = triesBelow,
        });

        var failure = await FailAsync("GET");

        Assert.Equal((GraphErrorKind.SignInFailed, "no token", tries), (failure.Kind, failure.Message, failure.Tries));
        Assert.Equal(_service.Sent[0].Id, failure.ClientRequestId);
    }

    [Fact]
    public async Task A_failure_that_has_an_id_keeps_it()
    {
        var own = new GraphFailureException(GraphErrorKind.SignInFailed, "no token") { ClientRequestId = "own" };
        _service.Answers(_ => throw own);

        Assert.Same(own, await FailAsync("GET"));
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_connection_was_ended_and_what_breaks_of_it_is_told_so()
    {
        _service.Answers(_ => throw new ObjectDisposedException("x"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => SendAsync("GET"));

        _service.Answers(_ =>
        {
            _tokens.Dispose();
            throw new ObjectDisposedException("x");
        });
        var during = await FailAsync("GET");
        Assert.Equal((GraphErrorKind.NotConnected, 1), (during.Kind, during.Tries));
        Assert.Equal(_service.Sent[^1].Id, during.ClientRequestId);

        var sent = _service.Sent.Count;
        Assert.Equal(GraphErrorKind.NotConnected, (await FailAsync("GET")).Kind);
        Assert.Equal(sent, _service.Sent.Count);
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once_and_without_a_wait()
    {
        _tokens.CanRenew = true;
        _service.Answers(Answer(401), Answer(200));
        using var _ = await SendAsync("POST");
        Assert.Equal(2, _service.Sent.Count);
        Assert.Equal(1, _tokens.Renewals);

        _service.Answers(Answer(401), Answer(401), Answer(200));
        var failure = await FailAsync("POST");
        Assert.Equal((401, 2), (failure.StatusCode, failure.Tries));
        Assert.Equal(2, _tokens.Renewals);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_refused_token_that_cannot_be_renewed_is_the_failure()
    {
        _service.Answers(Answer(401));
        Assert.Equal(1, (await FailAsync("GET")).Tries);
        Assert.Equal(1, _tokens.Renewals);

        // What was refused before a token was sent is not about the token.
        _tokens.CanRenew = true;
        _service.SendsToken = false;
        _service.Answers(Answer(401));
        Assert.Equal(401, (await FailAsync("GET")).StatusCode);
        _service.SendsToken = true;
        _service.Answers(Answer(403));
        Assert.Equal(403, (await FailAsync("GET")).StatusCode);
        Assert.Equal(1, _tokens.Renewals);
    }

    [Theory]
    [InlineData(200, "{}", "application/json", true)]
    [InlineData(200, "{}", "application/problem+JSON", true)]
    [InlineData(200, "{}", "json/plain", true)]
    [InlineData(204, null, null, true)]
    [InlineData(200, "", "text/html", true)]
    [InlineData(200, "<html>", "text/html", false)]
    [InlineData(200, "x", null, false)]
    [InlineData(404, "{}", "application/json", false)]
    public async Task A_success_is_one_whose_body_if_there_is_one_is_JSON(int status, string? body, string? type, bool isUsable)
    {
        _service.Answers(_ => new HttpResponseMessage((HttpStatusCode)status) { Content = Content(body, type) });

        if (isUsable)
        {
            using var answer = await SendAsync("GET");
            Assert.Equal(status, (int)answer.StatusCode);
        }
        else
        {
            Assert.Equal(status, (await FailAsync("GET")).StatusCode);
        }
    }

    private static HttpContent? Content(string? body, string? type)
    {
        var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
        {
            content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        return content;
    }

    private static Func<HttpRequestMessage, HttpResponseMessage> Answer(int status, int? retryAfter = null) => _ =>
    {
        var body = status < 400 ? "{}" : "{\"error\":{\"code\":\"Busy\",\"message\":\"slow\"}}";
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = Content(body, "application/json") };
        response.Headers.RetryAfter = retryAfter is { } seconds ? new(TimeSpan.FromSeconds(seconds)) : null;
        return response;
    };

    private IEnumerable<(int Status, double Seconds, int Attempt, bool IsServerDelay)> Told() =>
        _told.Select(told => (told.StatusCode, told.Delay.TotalSeconds, told.Attempt, told.IsServerDelay));

    private async Task<GraphFailureException> FailAsync(string method) =>
        await Assert.ThrowsAsync<GraphFailureException>(() => SendAsync(method));

    private async Task<HttpResponseMessage> SendAsync(string method, string? body = null)
    {
        var options = new GraphConnectionOptions { MaxRetries = 3, OnRetry = _told.Add };
        using var handler = new RequestHandler(new RetryPolicy(options, _clock, () => 0.5), _tokens, "Ours/1.0")
        {
            InnerHandler = _service,
        };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://graph.contoso.com/beta/users")
        {
            Version = new Version(2, 0),
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.UserAgent.ParseAdd("Theirs/2.0");
        request.Headers.Add("x-other", "kept");
        return await invoker.SendAsync(request, CancellationToken.None);
    }
}
