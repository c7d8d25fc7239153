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

/// <summary>What the service answers is held against what was sent, whether it answers a write or a look-up.</summary>
public sealed class RecordWriteAnswerTests
{
    public static TheoryData<string, string, string> Contradictions => new()
    {
        { "intendedPurpose", "smimeSigning", "purpose SmimeSigning instead of SmimeEncryption" },
        { "intendedPurpose", "nonsense", "purpose Unassigned instead of SmimeEncryption" },
        { "providerName", "Other", "provider name Other instead of Microsoft Software Key Storage Provider" },
        { "keyName", "pfxencryptionkey", "key name pfxencryptionkey instead of PFXEncryptionKey" },
        { "keyName", "", "key name (none) instead of PFXEncryptionKey" },
        { "paddingScheme", "oaepSha256", "padding OaepSha256 instead of OaepSha512" },
        { "startDateTime", "2025-01-02T01:04:06Z", "start 2025-01-02 01:04:06Z instead of 2025-01-02 01:04:05Z" },
        { "expirationDateTime", "2028-01-02T03:04:05Z", "expiry 2028-01-02 03:04:05Z instead of 2027-01-02 03:04:05Z" },
        { "encryptedPfxBlob", "AAAA", "another PFX" },
        { "encryptedPfxPassword", "AAAA", "another protected password" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task A_creation_that_is_answered_otherwise_is_looked_up_and_told_with_what_differs(
        string member, string value, string difference)
    {
        await using var service = await StartAsync();
        var other = With(Stored(), (member, value));
        service.On("POST", Json(201, other.ToJsonString())).On("LIST", List(other));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, null));

        Assert.Equal(GraphErrorKind.NotConfirmed, error.Kind);
        Assert.Contains($"but a look-up shows {difference}.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["POST", "LIST", "LIST", "LIST"], service.Steps);
    }

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task A_replacement_that_is_answered_otherwise_is_looked_up_and_told_with_what_differs(
        string member, string value, string difference)
    {
        await using var service = await StartAsync();
        var other = With(Stored(), (member, value), ("lastModifiedDateTime", Later));
        service.On("PATCH", Json(200, other.ToJsonString())).On("LIST", List(other));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, Existing()));

        Assert.Equal(GraphErrorKind.NotConfirmed, error.Kind);
        Assert.Contains($"but a look-up shows {difference}.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["PATCH", "LIST", "LIST", "LIST"], service.Steps);
    }

    [Theory]
    [InlineData("intendedPurpose", "smimeSigning")]
    [InlineData("userPrincipalName", "bert@contoso.com")]
    [InlineData("thumbprint", "1111111111111111111111111111111111111111")]
    [InlineData("id", "99999999999999999999999999999999-0A1B2C3D4E5F60718293A4B5C6D7E8F901234567")]
    [InlineData("encryptedPfxBlob", "AAAA")]
    public async Task An_answer_that_a_look_up_puts_right_is_no_failure(string member, string value)
    {
        await using var service = await StartAsync();
        service.On("POST", Json(201, With(Stored(), (member, value)).ToJsonString())).On("LIST", List(), List(Stored()));

        var outcome = await WriteAsync(service, null);

        Assert.Equal((SmimeImportStatus.Imported, (string?)Stored()["id"]), (outcome.Status, outcome.Record.Id));
        Assert.Equal(["POST", "LIST", "LIST"], service.Steps);
    }

    [Theory]
    [InlineData("userPrincipalName", "bert@contoso.com", "user principal name bert@contoso.com instead of alice@contoso.com")]
    [InlineData("thumbprint", "1111111111111111111111111111111111111111",
        "thumbprint 1111111111111111111111111111111111111111 instead of 0A1B2C3D4E5F60718293A4B5C6D7E8F901234567")]
    [InlineData("id", "99999999999999999999999999999999-0A1B2C3D4E5F60718293A4B5C6D7E8F901234567",
        "object id 99999999-9999-9999-9999-999999999999 instead of 00112233-4455-6677-8899-aabbccddeeff")]
    public async Task What_no_look_up_shows_is_told_as_it_was_answered(string member, string value, string difference)
    {
        await using var service = await StartAsync();
        var other = With(Stored(), (member, value));
        service.On("POST", Json(201, other.ToJsonString())).On("LIST", List(other));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, null));

        Assert.Equal(GraphErrorKind.NotConfirmed, error.Kind);
        Assert.Contains($"but its answer shows {difference}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_id_that_is_not_known_contradicts_nothing()
    {
        await using var service = await StartAsync();
        service.On("POST", Json(201, Stored().ToJsonString()));

        var outcome = await WriteAsync(service, null, user: null);

        Assert.Equal(SmimeImportStatus.Imported, outcome.Status);
        Assert.Equal(["POST"], service.Steps);
    }

    [Theory]
    [InlineData("encryptedPfxBlob", "MAMCAQM=")]
    [InlineData("encryptedPfxBlob", "AA==")]
    [InlineData("userPrincipalName", "ALICE@contoso.com")]
    [InlineData("thumbprint", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567")]
    [InlineData("encryptedPfxBlob", null)]
    [InlineData("encryptedPfxPassword", null)]
    [InlineData("createdDateTime", null)]
    [InlineData("lastModifiedDateTime", null)]
    public async Task What_is_shown_in_another_form_or_left_out_is_confirmed_by_the_answer(string member, string? value)
    {
        await using var service = await StartAsync();
        service.On("POST", Json(201, With(Stored(), (member, value)).ToJsonString()));

        var outcome = await WriteAsync(service, null);

        Assert.Equal((SmimeImportStatus.Imported, null), (outcome.Status, outcome.Difference));
        Assert.Equal(["POST"], service.Steps);
    }

    [Theory]
    [InlineData("intendedPurpose")]
    [InlineData("providerName")]
    [InlineData("keyName")]
    [InlineData("paddingScheme")]
    [InlineData("startDateTime")]
    [InlineData("expirationDateTime")]
    [InlineData("userPrincipalName")]
    [InlineData("thumbprint")]
    [InlineData("id")]
    public async Task An_answer_that_leaves_out_what_counts_is_looked_up(string member)
    {
        await using var service = await StartAsync();
        service.On("POST", Json(201, With(Stored(), (member, null)).ToJsonString())).On("LIST", List(Stored()));

        Assert.Equal(SmimeImportStatus.Imported, (await WriteAsync(service, null)).Status);
        Assert.Equal(["POST", "LIST"], service.Steps);
    }

    [Theory]
    [InlineData("intendedPurpose")]
    [InlineData("providerName")]
    [InlineData("keyName")]
    [InlineData("paddingScheme")]
    [InlineData("startDateTime")]
    [InlineData("expirationDateTime")]
    public async Task A_service_that_never_shows_a_member_contradicts_nothing(string member)
    {
        await using var service = await StartAsync();
        var shown = With(Stored(), (member, null));
        service.On("POST", Json(201, shown.ToJsonString())).On("LIST", List(shown));

        var outcome = await WriteAsync(service, null);

        Assert.Equal((SmimeImportStatus.Imported, null), (outcome.Status, outcome.Difference));
    }

    [Fact]
    public async Task A_record_without_an_id_confirms_nothing()
    {
        await using var service = await StartAsync();
        var shown = With(Stored(), ("id", null));
        service.On("POST", Json(201, shown.ToJsonString())).On("LIST", List(shown));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, null));

        Assert.Contains("but a look-up does not show it.", error.Message, StringComparison.Ordinal);
    }

    private static Task<ImportOutcome> WriteAsync(CannedRecords service, UserPfxRecord? existing) =>
        WriteAsync(service, existing, Alice);

    private static Task<ImportOutcome> WriteAsync(CannedRecords service, UserPfxRecord? existing, GraphUser? user) =>
        new RecordWrite(service.Client, Record(), existing, _ => existing is not null, user).RunAsync(CancellationToken.None);
}
