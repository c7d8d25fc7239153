using System;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;
using static SmimeCertTools.Core.Tests.Import.CannedRecords;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>A record is replaced only when a newer one without contradiction is seen.</summary>
public sealed class RecordReplacementTests
{
    [Fact]
    public async Task An_identical_record_that_was_answered_and_shown_as_it_was_is_not_updated()
    {
        await using var service = await StartAsync();
        service.On("PATCH", Json(200, Stored().ToJsonString())).On("LIST", List(Stored()));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, Existing()));

        Assert.Equal(GraphErrorKind.NotConfirmed, error.Kind);
        Assert.Contains("a look-up shows it unchanged", error.Message, StringComparison.Ordinal);
        Assert.Equal(["PATCH", "LIST", "LIST", "LIST"], service.Steps);
    }

    [Theory]
    [InlineData("2026-05-01T00:00:00Z", 1)]
    [InlineData("2026-04-30T23:59:59Z", 1)]
    [InlineData("2026-05-01T00:00:00.0000001Z", 0)]
    [InlineData(Later, 0)]
    public async Task Only_a_newer_date_tells_an_identical_record_from_the_one_before(string answered, int lookUps)
    {
        await using var service = await StartAsync();
        service.On("PATCH", Json(200, With(Stored(), ("lastModifiedDateTime", answered)).ToJsonString()))
            .On("LIST", List(With(Stored(), ("lastModifiedDateTime", Later))));

        Assert.Equal(SmimeImportStatus.Updated, (await WriteAsync(service, Existing())).Status);
        Assert.Equal(lookUps, service.Count("LIST"));
    }

    [Theory]
    [InlineData(null, null, null, true, 1)]
    [InlineData("2026-05-01T00:00:00Z", null, null, true, 1)]
    [InlineData("2026-05-01T00:00:00Z", null, Later, true, 1)]
    [InlineData("2026-05-01T00:00:00Z", null, "2026-05-01T00:00:00Z", false, 3)]
    [InlineData(null, Later, Later, true, 0)]
    public async Task Where_dates_are_left_out_the_services_yes_stands_unless_a_look_up_contradicts_it(
        string? before, string? answered, string? shown, bool isUpdated, int lookUps)
    {
        await using var service = await StartAsync();
        var existing = Existing() with { LastModifiedDateTime = before is null ? null : DateTimeOffset.Parse(before, null) };
        service.On("PATCH", Json(200, With(Stored(), ("lastModifiedDateTime", answered)).ToJsonString()))
            .On("LIST", List(With(Stored(), ("lastModifiedDateTime", shown))));

        var error = await Xunit.Record.ExceptionAsync(() => WriteAsync(service, existing));

        Assert.Equal(isUpdated ? null : GraphErrorKind.NotConfirmed, (error as GraphRequestException)?.Kind);
        Assert.Equal((isUpdated, lookUps), (error is null, service.Count("LIST")));
    }

    [Fact]
    public async Task A_record_that_becomes_another_one_needs_no_date()
    {
        await using var service = await StartAsync();
        service.On("PATCH", Json(200, Stored().ToJsonString()));

        var outcome = await WriteAsync(service, Existing() with { KeyName = "OldKey" });

        Assert.Equal((SmimeImportStatus.Updated, null), (outcome.Status, outcome.Difference));
        Assert.Equal(["PATCH"], service.Steps);
    }

    [Fact]
    public async Task A_replacement_answered_with_the_old_record_is_not_updated()
    {
        await using var service = await StartAsync();
        var old = With(Stored(), ("keyName", "OldKey"));
        service.On("PATCH", Json(200, old.ToJsonString())).On("LIST", List(old));

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => WriteAsync(service, Existing() with { KeyName = "OldKey" }));

        Assert.Contains("a look-up shows key name OldKey instead of PFXEncryptionKey", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(200)]
    public async Task A_replacement_without_a_body_is_looked_up(int status)
    {
        await using var service = await StartAsync();
        service.On("PATCH", Empty(status)).On("LIST", List(Stored()), List(With(Stored(), ("lastModifiedDateTime", Later))));

        Assert.Equal(SmimeImportStatus.Updated, (await WriteAsync(service, Existing())).Status);
        Assert.Equal(["PATCH", "LIST", "LIST"], service.Steps);
    }

    [Fact]
    public async Task Of_two_records_of_the_name_the_one_that_was_replaced_is_looked_at()
    {
        await using var service = await StartAsync();
        var other = With(Stored(), ("id", "99999999999999999999999999999999-" + Print), ("keyName", "Other"),
            ("createdDateTime", Later));
        service.On("PATCH", Empty(204)).On("LIST", List(other, With(Stored(), ("lastModifiedDateTime", Later))));

        var outcome = await WriteAsync(service, Existing(), user: null);

        Assert.Equal((string?)Stored()["id"], outcome.Record.Id);
    }

    [Fact]
    public async Task A_record_without_a_name_is_replaced_under_the_name_that_is_imported()
    {
        await using var service = await StartAsync();
        service.On("PATCH", Json(200, With(Stored(), ("lastModifiedDateTime", Later)).ToJsonString()));

        var outcome = await WriteAsync(service, Existing() with { UserPrincipalName = string.Empty });

        Assert.Equal(SmimeImportStatus.Updated, outcome.Status);
        Assert.Equal(User, (string?)JsonNode.Parse(service.Seen[0].Body)!["userPrincipalName"]);
    }

    [Fact]
    public async Task A_refused_replacement_is_final()
    {
        await using var service = await StartAsync();
        service.On("PATCH", Json(400, Error("BadRequest", "generic")));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, Existing()));

        Assert.Equal(GraphErrorKind.BadRequest, error.Kind);
        Assert.Equal(["PATCH"], service.Steps);
    }

    [Fact]
    public async Task A_replacement_whose_record_has_gone_becomes_a_creation()
    {
        await using var service = await StartAsync();
        service.On("PATCH", Json(404, Error("ResourceNotFound", "gone"))).On("LIST", List())
            .On("POST", Json(201, Stored().ToJsonString()));

        Assert.Equal(SmimeImportStatus.Imported, (await WriteAsync(service, Existing())).Status);
        Assert.Equal(["PATCH", "LIST", "POST"], service.Steps);
    }

    [Fact]
    public async Task A_replacement_without_an_answer_is_done_only_when_a_newer_record_without_contradiction_is_seen()
    {
        await using var service = await StartAsync();
        var newer = With(Stored(), ("lastModifiedDateTime", Later));
        service.On("PATCH", Json(503, "")).On("LIST", List(Stored()), List(With(Stored(), ("lastModifiedDateTime", Later),
            ("keyName", "Other"))), List(newer));

        Assert.Equal(SmimeImportStatus.Updated, (await WriteAsync(service, Existing())).Status);
        Assert.Equal(["PATCH", "LIST", "PATCH", "LIST", "PATCH", "LIST"], service.Steps);
    }

    private static Task<ImportOutcome> WriteAsync(CannedRecords service, UserPfxRecord existing) =>
        WriteAsync(service, existing, Alice);

    private static Task<ImportOutcome> WriteAsync(CannedRecords service, UserPfxRecord existing, GraphUser? user) =>
        new RecordWrite(service.Client, Record(), existing, _ => true, user).RunAsync(CancellationToken.None);
}
