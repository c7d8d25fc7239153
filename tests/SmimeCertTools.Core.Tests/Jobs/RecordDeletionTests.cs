using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Graph;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>One deletion: what is known of it after each answer, and by what it is looked for.</summary>
public sealed class RecordDeletionTests
{
    [Theory]
    [InlineData(400, false)]
    [InlineData(403, false)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(501, true)]
    [InlineData(503, true)]
    public async Task What_the_service_refuses_took_no_effect_and_what_it_could_not_answer_may_have(int status, bool isInDoubt)
    {
        await using var graph = await AnswerAsync(Json(status, Error("Failed", "As told.")), Json(200, Page(null, Stored())));
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);
        var deletion = connection.Delete(Record());

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => deletion.RunAsync(CancellationToken.None));

        Assert.Equal(status, error.StatusCode);
        Assert.Equal((isInDoubt, false), (deletion.IsInDoubt, deletion.IsAccepted));
    }

    [Fact]
    public async Task A_refusal_of_the_second_try_leaves_the_first_one_in_doubt()
    {
        var tries = 0;
        await using var graph = await AnswerAsync(
            context => Json(Interlocked.Increment(ref tries) == 1 ? 503 : 403, Error("Failed", "As told."))(context),
            Json(200, Page(null, Stored())));
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);
        var deletion = connection.Delete(Record());

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => deletion.RunAsync(CancellationToken.None));

        Assert.Equal((403, 2), (error.StatusCode, tries));
        Assert.True(deletion.IsInDoubt);
    }

    [Fact]
    public async Task Nothing_is_in_doubt_before_anything_is_sent()
    {
        await using var graph = await AnswerAsync(Empty(204), Json(200, Page(null)));
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);
        var deletion = connection.Delete(Record());
        Assert.Equal((false, false), (deletion.IsInDoubt, deletion.IsAccepted));

        await deletion.RunAsync(CancellationToken.None);

        Assert.Equal((true, true), (deletion.IsInDoubt, deletion.IsAccepted));
        Assert.Equal(["DELETE", "GET"], graph.Seen.Select(seen => seen.Method));
    }

    [Theory]
    [InlineData("", GraphTestData.Print, 404, true)]
    [InlineData(GraphTestData.User, "", 404, true)]
    [InlineData("", "", 200, false)]
    public async Task A_record_that_names_no_user_or_certificate_is_looked_for_by_its_id(
        string user, string thumbprint, int status, bool isGone)
    {
        await using var graph = await AnswerAsync(
            Empty(204), Json(status, status == 200 ? Stored().ToJsonString() : Error("ResourceNotFound", "gone")));
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);
        var deletion = connection.Delete(Record() with { UserPrincipalName = user, Thumbprint = thumbprint });

        var error = await Xunit.Record.ExceptionAsync(() => deletion.RunAsync(CancellationToken.None));

        Assert.Equal(isGone ? null : GraphErrorKind.NotConfirmed, (error as GraphRequestException)?.Kind);
        Assert.Equal(isGone, error is null);
        Assert.EndsWith("/id-1", graph.Seen[^1].Url.Split('?')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_records_of_the_certificate_are_not_the_one_that_went_and_unknown_ones_may_be()
    {
        await using var graph = await AnswerAsync(Empty(204), Json(200, Page(null, Stored())));
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);
        var id = (string)Stored()["id"]!;

        await new RecordDeletion(connection.UserPfx, Record(), ["x", id.ToUpperInvariant()]).RunAsync(CancellationToken.None);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => new RecordDeletion(connection.UserPfx, Record(), ["x"]).RunAsync(CancellationToken.None));
        Assert.Equal(GraphErrorKind.NotConfirmed, error.Kind);
        Assert.Contains("a look-up still shows it", error.Message, StringComparison.Ordinal);
    }

    private static UserPfxRecord Record() => GraphTestData.Record() with { Id = "id-1" };

    private static System.Text.Json.Nodes.JsonObject Stored() => GraphTestData.Stored();

    private static Task<ScriptedGraph> AnswerAsync(Func<HttpContext, Task> delete, Func<HttpContext, Task> look) =>
        StartAsync((request, context) => request.Method == "DELETE" ? delete(context) : look(context));
}
