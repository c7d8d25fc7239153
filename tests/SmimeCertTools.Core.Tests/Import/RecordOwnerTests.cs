using System;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;
using static SmimeCertTools.Core.Tests.Import.CannedRecords;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>Whose a record is that a creation meets: of a user under an earlier name, or of somebody who had the name.</summary>
public sealed class RecordOwnerTests
{
    private const string OldName = "alice.berg@contoso.com";
    private static readonly Func<HttpContext, Task> Refused = Json(400, Error("BadRequest", "generic"));

    [Fact]
    public async Task A_renamed_users_record_is_found_by_the_object_id_and_present()
    {
        await using var service = await StartAsync();
        service.On("POST", Refused).On("LIST", List()).On("ID", Json(200, Former().ToJsonString()));

        var outcome = await WriteAsync(service);

        Assert.Equal((SmimeImportStatus.AlreadyPresent, OldName), (outcome.Status, outcome.Record.UserPrincipalName));
        Assert.Equal($"user principal name {OldName} → {User}", outcome.Difference);
        Assert.EndsWith($"/00112233445566778899aabbccddeeff-{Print.ToLowerInvariant()}", service.Seen[^1].Url,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renamed_users_record_that_differs_is_outdated_and_says_both()
    {
        await using var service = await StartAsync();
        service.On("POST", Refused).On("LIST", List()).On("ID", Json(200, With(Former(), ("keyName", "OldKey")).ToJsonString()));

        var outcome = await WriteAsync(service);

        Assert.Equal(SmimeImportStatus.Outdated, outcome.Status);
        Assert.Equal($"user principal name {OldName} → {User}, key name OldKey → PFXEncryptionKey", outcome.Difference);
    }

    [Fact]
    public async Task A_renamed_users_record_is_replaced_under_the_name_that_it_has()
    {
        await using var service = await StartAsync();
        service.On("POST", Refused).On("LIST", List(), List(With(Former(), ("lastModifiedDateTime", Later))))
            .On("ID", Json(200, Former().ToJsonString())).On("PATCH", Empty(204));

        var outcome = await WriteAsync(service, replaces: true);

        Assert.Equal((SmimeImportStatus.Updated, $"user principal name {OldName} → {User}"),
            (outcome.Status, outcome.Difference));
        Assert.Equal(["POST", "LIST", "ID", "PATCH", "LIST"], service.Steps);
        Assert.Equal(OldName, (string?)JsonNode.Parse(service.Seen[3].Body)!["userPrincipalName"]);
        Assert.Contains(OldName, Uri.UnescapeDataString(service.Seen[4].Url), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id", "99999999999999999999999999999999-0A1B2C3D4E5F60718293A4B5C6D7E8F901234567")]
    [InlineData("id", null)]
    [InlineData("thumbprint", "1111111111111111111111111111111111111111")]
    public async Task What_is_answered_for_the_object_id_and_is_another_record_is_not_taken(string member, string? value)
    {
        await using var service = await StartAsync();
        service.On("POST", Refused).On("LIST", List()).On("ID", Json(200, With(Former(), (member, value)).ToJsonString()));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service));

        Assert.Equal(GraphErrorKind.BadRequest, error.Kind);
    }

    [Fact]
    public async Task The_record_of_somebody_who_had_the_name_before_is_not_taken_for_the_users()
    {
        await using var service = await StartAsync();
        var other = With(Stored(), ("id", "99999999999999999999999999999999-" + Print));
        service.On("POST", Json(503, ""), Json(201, Stored().ToJsonString())).On("LIST", List(other));

        var outcome = await WriteAsync(service);

        Assert.Equal((SmimeImportStatus.Imported, (string?)Stored()["id"]), (outcome.Status, outcome.Record.Id));
        Assert.Equal(2, service.Count("POST"));
    }

    private static JsonObject Former() => Stored(OldName);

    private static Task<ImportOutcome> WriteAsync(CannedRecords service, bool replaces = false) =>
        new RecordWrite(service.Client, Record(), null, _ => replaces, Alice).RunAsync(CancellationToken.None);
}
