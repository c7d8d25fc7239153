using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph;

public sealed class GraphErrorTests
{
    [Theory]
    [InlineData(400, GraphErrorKind.BadRequest, "GraphBadRequest")]
    [InlineData(401, GraphErrorKind.Unauthorized, "GraphUnauthorized")]
    [InlineData(403, GraphErrorKind.Forbidden, "GraphForbidden")]
    [InlineData(404, GraphErrorKind.NotFound, "GraphNotFound")]
    [InlineData(409, GraphErrorKind.Conflict, "GraphConflict")]
    [InlineData(412, GraphErrorKind.Conflict, "GraphConflict")]
    [InlineData(500, GraphErrorKind.ServiceUnavailable, "GraphServiceUnavailable")]
    [InlineData(418, GraphErrorKind.UnexpectedResponse, "GraphUnexpectedResponse")]
    public async Task Each_status_has_its_kind_and_id(int status, GraphErrorKind kind, string errorId)
    {
        await using var graph = await StartAsync(Json(status, Error("SomeCode", "Some message."), ("request-id", "r-1")));
        using var connection = await ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.CreateAsync(Record(), CancellationToken.None));

        Assert.Equal(kind, error.Kind);
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(status, error.StatusCode);
        Assert.Equal("SomeCode", error.Code);
        Assert.Equal("Some message.", error.ServiceMessage);
        Assert.Equal("r-1", error.RequestId);
        Assert.Equal(graph.Seen[0].ClientRequestId, error.ClientRequestId);
        Assert.Equal(User, error.Target);
        foreach (var part in new[] { User, Print, "SomeCode", "Some message.", "Request id r-1", graph.Seen[0].ClientRequestId! })
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_inside_the_message_is_unwrapped()
    {
        const string Activity = "3f0c1d2e-0000-4000-8000-123456789abc";
        var inner = new JsonObject
        {
            ["_version"] = 3,
            ["Message"] = $"An error has occurred - Operation ID (for customer support): 0000 - "
                + $"Activity ID: {Activity} - Url: https://x.contoso.com/a",
            ["RetryAfter"] = null,
        };
        var body = new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = "BadRequest",
                ["message"] = inner.ToJsonString(),
                ["innererror"] = new JsonObject { ["request-id"] = "r-2", ["client-request-id"] = "c-2" },
            },
        };
        await using var graph = await StartAsync(Json(400, body.ToJsonString()));
        using var connection = await ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.CreateAsync(Record(), CancellationToken.None));

        Assert.Equal("An error has occurred", error.ServiceMessage);
        Assert.Equal("r-2", error.RequestId);
        Assert.Equal("c-2", error.ClientRequestId);
        Assert.Contains("activity id " + Activity, error.Message, StringComparison.Ordinal);
        Assert.Contains("provider name", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<html>Please sign in</html>", "text/html", GraphErrorKind.UnexpectedResponse)]
    [InlineData(200, "{\"value\":[", "application/json", GraphErrorKind.UnexpectedResponse)]
    [InlineData(200, "{\"other\":1}", "application/json", GraphErrorKind.UnexpectedResponse)]
    [InlineData(200, "[1,2]", "application/json", GraphErrorKind.UnexpectedResponse)]
    [InlineData(200, "\"text\"", "application/json", GraphErrorKind.UnexpectedResponse)]
    [InlineData(200, "{\"value\":[null]}", "application/json", GraphErrorKind.UnexpectedResponse)]
    [InlineData(200, "{\"value\":[],\"value\":[]}", "application/json", GraphErrorKind.UnexpectedResponse)]
    [InlineData(400, "{\"error\":{\"code\":\"a\",\"code\":\"b\"}}", "application/json", GraphErrorKind.UnexpectedResponse)]
    [InlineData(400, "", "application/json", GraphErrorKind.UnexpectedResponse)]
    [InlineData(400, "{\"error\":\"text\"}", "application/json", GraphErrorKind.UnexpectedResponse)]
    [InlineData(404, "", "text/plain", GraphErrorKind.UnexpectedResponse)]
    public async Task Answers_that_are_not_Graphs_are_reported(int status, string body, string type, GraphErrorKind kind)
    {
        await using var graph = await StartAsync(context => WriteAsync(context, status, body, type));
        using var connection = await ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.ListUserAsync(User, CancellationToken.None));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(User, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<html>", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "UserNotFound")]
    [InlineData(false, "GraphUnexpectedResponse")]
    public async Task An_unknown_user_differs_from_a_wrong_address(bool isGraphError, string errorId)
    {
        await using var graph = await StartAsync(isGraphError
            ? Json(404, Error("Request_ResourceNotFound", "Resource does not exist."))
            : Empty(404));
        using var connection = await ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.GetUserAsync(User, CancellationToken.None));

        Assert.Equal(errorId, error.ErrorId);
    }

    [Theory]
    [InlineData("{\"id\":7}")]
    [InlineData("{\"id\":\"u-1\",\"proxyAddresses\":7,\"createdDateTime\":\"soon\",\"signInActivity\":[1]}")]
    [InlineData("{\"userPrincipalName\":\"alice@contoso.com\"}")]
    public async Task A_user_is_read_or_the_answer_refused_whatever_it_holds(string body)
    {
        await using var graph = await StartAsync(Json(200, body));
        using var connection = await ConnectAsync(graph.Uri);

        try
        {
            Assert.Equal("u-1", (await connection.UserPfx.GetUserAsync(User, CancellationToken.None)).Id);
        }
        catch (GraphRequestException e)
        {
            Assert.Equal(GraphErrorKind.UnexpectedResponse, e.Kind);
            Assert.Equal(User, e.Target);
        }
    }

    [Theory]
    [InlineData("{\"id\":\"u-1\",\"userPrincipalName\":\"alice@contoso.com\"}", true)]
    [InlineData("{\"id\":\"u-1\",\"userPrincipalName\":\"alice@contoso.com\",\"createdDateTime\":\"soon\"}", true)]
    [InlineData("{\"id\":\"u-1\",\"userPrincipalName\":\"a@contoso.com\",\"manager\":[7],\"proxyAddresses\":7}", true)]
    [InlineData("{\"id\":\"u-1\",\"userPrincipalName\":\"a@contoso.com\",\"employeeOrgData\":\"x\"}", true)]
    [InlineData("{\"id\":\"u-1\",\"userPrincipalName\":7}", false)]
    public void A_user_in_a_list_is_read_or_passed_over(string json, bool isRead) =>
        Assert.Equal(isRead, UserPfxClient.ReadUser(JsonNode.Parse(json)!.AsObject()) is not null);

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await StartAsync(Json(200, Page(null)));
        await using var graph = await StartAsync(Empty(302, ("Location", new Uri(elsewhere.Uri, "/beta").ToString())));
        using var connection = await ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.ListUserAsync(User, CancellationToken.None));

        Assert.Equal(GraphErrorKind.UnexpectedResponse, error.Kind);
        Assert.Empty(elsewhere.Seen);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Advice_says_what_to_do(int status)
    {
        await using var graph = await StartAsync(Json(status, Error("X", "y")));
        using var connection = await ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.GetUserAsync(User, CancellationToken.None));

        Assert.Contains(status == 401 ? "Sign in again" : "User.Read.All", error.Message, StringComparison.Ordinal);
        Assert.Equal(status == 401, error.IsSessionError);
        Assert.Single(graph.Seen, r => r.Authorization == "Bearer " + Token);
    }
}
