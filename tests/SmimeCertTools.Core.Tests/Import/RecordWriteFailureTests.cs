using System;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;
using static SmimeCertTools.Core.Tests.Import.CannedRecords;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>What becomes of a write that failed, or whose answer cannot be read.</summary>
public sealed class RecordWriteFailureTests
{
    private static readonly Func<HttpContext, Task> Refused = Json(400, Error("BadRequest", "generic"));
    private static readonly Func<HttpContext, Task> Conflict = Json(409, Error("Conflict", "exists"));
    private static readonly Func<HttpContext, Task> Created = Json(201, Stored().ToJsonString());

    public static TheoryData<string> Unreadable =>
    [
        "truncated", "html", "html as json", "list", "text", "no type", "half a pair", "half a pair in a name", "bytes", "twice",
    ];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_creation_answered_unreadably_is_looked_up_and_not_sent_twice(string body)
    {
        await using var service = await StartAsync();
        service.On("POST", Answer(201, body)).On("LIST", List(Stored()));

        var outcome = await WriteAsync(service, null);

        Assert.Equal((SmimeImportStatus.Imported, Print), (outcome.Status, outcome.Record.Thumbprint));
        Assert.Equal(["POST", "LIST"], service.Steps);
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_creation_answered_unreadably_without_effect_is_sent_again(string body)
    {
        await using var service = await StartAsync();
        service.On("POST", Answer(200, body), Created).On("LIST", List());

        Assert.Equal(SmimeImportStatus.Imported, (await WriteAsync(service, null)).Status);
        Assert.Equal(["POST", "LIST", "POST"], service.Steps);
        Assert.Single(service.Waits, wait => wait == TimeSpan.FromSeconds(2));
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_replacement_answered_unreadably_is_done_when_a_look_up_shows_a_newer_one(string body)
    {
        await using var service = await StartAsync();
        service.On("PATCH", Answer(200, body)).On("LIST", List(Stored()), List(With(Stored(), ("lastModifiedDateTime", Later))));

        Assert.Equal(SmimeImportStatus.Updated, (await WriteAsync(service, Existing())).Status);
        Assert.Equal(["PATCH", "LIST", "PATCH", "LIST"], service.Steps);
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_deletion_answered_unreadably_is_looked_up(string body)
    {
        await using var service = await StartAsync();
        service.On("DELETE", Answer(200, body)).On("LIST", List(Stored()), List());

        await new RecordDeletion(service.Client, Existing(), []).RunAsync(CancellationToken.None);

        Assert.Equal(["DELETE", "LIST", "DELETE", "LIST"], service.Steps);
    }

    [Fact]
    public async Task An_answer_of_another_thing_is_looked_up_as_one_that_cannot_be_trusted()
    {
        await using var service = await StartAsync();
        service.On("POST", Json(201, "{\"value\":[]}")).On("LIST", List(), List(Stored()));

        Assert.Equal(SmimeImportStatus.Imported, (await WriteAsync(service, null)).Status);
        Assert.Equal(["POST", "LIST", "LIST"], service.Steps);
    }

    [Fact]
    public async Task A_creation_that_stays_unreadable_and_unseen_ends_as_of_unknown_outcome()
    {
        await using var service = await StartAsync(maxRetries: 2);
        service.On("POST", Answer(200, "html")).On("LIST", List());

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, null));

        Assert.Equal(GraphErrorKind.UnexpectedResponse, error.Kind);
        Assert.True(error.IsOutcomeUnknown);
        Assert.Equal(3, service.Count("POST"));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_page_of_a_proxy_that_says_no_is_final(int status)
    {
        await using var service = await StartAsync();
        service.On("POST", context => ScriptedWriteAsync(context, status));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, null));

        Assert.False(error.IsOutcomeUnknown);
        Assert.Equal(["POST"], service.Steps);
    }

    [Theory]
    [InlineData(400, false, SmimeImportStatus.AlreadyPresent, "POST LIST")]
    [InlineData(409, false, SmimeImportStatus.AlreadyPresent, "POST LIST")]
    [InlineData(400, true, SmimeImportStatus.Updated, "POST LIST PATCH LIST")]
    [InlineData(409, true, SmimeImportStatus.Updated, "POST LIST PATCH LIST")]
    public async Task What_is_there_after_a_refused_creation_is_present_or_replaced(
        int status, bool replaces, SmimeImportStatus expected, string steps)
    {
        await using var service = await StartAsync();
        service.On("POST", status == 400 ? Refused : Conflict).On("PATCH", Empty(204))
            .On("LIST", List(Stored()), List(With(Stored(), ("lastModifiedDateTime", Later))));

        var outcome = await WriteAsync(service, null, replaces);

        Assert.Equal((expected, null), (outcome.Status, outcome.Difference));
        Assert.Equal(steps, string.Join(" ", service.Steps));
        Assert.Equal(replaces ? 1 : 0, service.Waits.Count);
    }

    [Fact]
    public async Task Another_record_of_the_certificate_after_a_refused_creation_is_outdated()
    {
        await using var service = await StartAsync();
        service.On("POST", Refused).On("LIST", List(With(Stored(), ("keyName", "OldKey"))));

        var outcome = await WriteAsync(service, null);

        Assert.Equal((SmimeImportStatus.Outdated, "key name OldKey → PFXEncryptionKey"), (outcome.Status, outcome.Difference));
    }

    [Fact]
    public async Task A_refusal_costs_one_look_up_and_stays_the_error()
    {
        await using var service = await StartAsync();
        service.On("POST", Refused).On("LIST", List());

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, null));

        Assert.Equal((GraphErrorKind.BadRequest, "generic"), (error.Kind, error.ServiceMessage));
        Assert.Equal(["POST", "LIST", "ID"], service.Steps);
        Assert.Empty(service.Waits);
    }

    [Fact]
    public async Task A_conflict_is_looked_for_as_long_as_look_ups_may_lag()
    {
        await using var service = await StartAsync();
        service.On("POST", Conflict).On("LIST", List(), List(), List(Stored()));

        Assert.Equal(SmimeImportStatus.AlreadyPresent, (await WriteAsync(service, null, user: null)).Status);
        Assert.Equal(["POST", "LIST", "LIST", "LIST"], service.Steps);
        Assert.Equal(2, service.Waits.Count);
    }

    [Fact]
    public async Task A_conflict_with_nothing_that_can_be_seen_stays_the_error()
    {
        await using var service = await StartAsync();
        service.On("POST", Conflict).On("LIST", List());

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, null, user: null));

        Assert.Equal(GraphErrorKind.Conflict, error.Kind);
        Assert.Equal(["POST", "LIST", "LIST", "LIST"], service.Steps);
    }

    [Fact]
    public async Task A_refusal_of_what_an_unanswered_try_stored_is_a_success()
    {
        await using var service = await StartAsync();
        service.On("POST", Json(503, ""), Refused).On("LIST", List(), List(Stored()));

        Assert.Equal(SmimeImportStatus.Imported, (await WriteAsync(service, null)).Status);
        Assert.Equal(["POST", "LIST", "POST", "LIST"], service.Steps);
    }

    [Fact]
    public async Task What_an_unanswered_try_may_have_stored_and_is_not_as_sent_is_outdated_or_replaced()
    {
        foreach (var replaces in new[] { false, true })
        {
            await using var service = await StartAsync();
            service.On("POST", Json(503, "")).On("PATCH", Json(200, Stored().ToJsonString()))
                .On("LIST", List(With(Stored(), ("keyName", "OldKey"))));

            var outcome = await WriteAsync(service, null, replaces);

            Assert.Equal(replaces ? SmimeImportStatus.Updated : SmimeImportStatus.Outdated, outcome.Status);
        }
    }

    [Fact]
    public async Task A_look_up_that_fails_after_a_refusal_leaves_the_refusal_and_says_so()
    {
        await using var service = await StartAsync();
        service.On("POST", Refused).On("LIST", Json(403, Error("Forbidden", "no")));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, null));

        Assert.Equal(GraphErrorKind.BadRequest, error.Kind);
        Assert.Contains("Whether it took effect could not be seen", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Import it again: what is present is not sent twice.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_ends_in_the_look_up_is_the_sessions_error()
    {
        await using var service = await StartAsync();
        service.On("POST", Answer(200, "html")).On("LIST", Json(401, Error("InvalidAuthenticationToken", "over")));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, null));

        Assert.True(error.IsSessionError);
    }

    private static Task<ImportOutcome> WriteAsync(CannedRecords service, UserPfxRecord? existing, bool replaces = false) =>
        WriteAsync(service, existing, replaces, Alice);

    private static Task<ImportOutcome> WriteAsync(CannedRecords service, UserPfxRecord? existing, GraphUser? user) =>
        WriteAsync(service, existing, replaces: false, user);

    private static Task<ImportOutcome> WriteAsync(
        CannedRecords service, UserPfxRecord? existing, bool replaces, GraphUser? user) =>
        new RecordWrite(service.Client, Record(), existing, _ => replaces, user).RunAsync(CancellationToken.None);

    private static Task ScriptedWriteAsync(HttpContext context, int status) =>
        SmimeCertTools.Core.Tests.Graph.ScriptedGraph.WriteAsync(context, status, "<html>sign in</html>", "text/html");

    private static Func<HttpContext, Task> Answer(int status, string body) => async context =>
    {
        var stored = Stored().ToJsonString();
        byte[] bytes = body switch
        {
            "truncated" => Encoding.UTF8.GetBytes(stored[..^10]),
            "html" or "html as json" => Encoding.UTF8.GetBytes("<html>sign in</html>"),
            "list" => Encoding.UTF8.GetBytes($"[{stored}]"),
            "half a pair" => Encoding.UTF8.GetBytes(stored.Replace("PFXEncryptionKey", "\\ud800", StringComparison.Ordinal)),
            "half a pair in a name" => Encoding.UTF8.GetBytes(stored.Replace("keyName", "\\uDC00", StringComparison.Ordinal)),
            "bytes" => [.. Encoding.UTF8.GetBytes(stored[..^1] + ",\"x\":\""), 0xFF, 0xFE, (byte)'"', (byte)'}'],
            "twice" => Encoding.UTF8.GetBytes(stored[..^1] + ",\"id\":\"other\"}"),
            _ => Encoding.UTF8.GetBytes(stored),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = body switch
        {
            "no type" => null,
            "html" => "text/html",
            "text" => "text/plain",
            _ => "application/json",
        };
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    };
}
