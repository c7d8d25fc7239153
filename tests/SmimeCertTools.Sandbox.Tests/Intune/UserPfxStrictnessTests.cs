using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Intune;

public sealed class UserPfxStrictnessTests
{
    [Theory]
    [InlineData("colour", "\"red\"", "no member")]
    [InlineData("Thumbprint", "\"x\"", "no member")]
    [InlineData("id", "\"x\"", "the service makes it")]
    [InlineData("@odata.type", "\"#microsoft.graph.userPfxCertificate\"", "@odata.type")]
    [InlineData("thumbprint", "5", "not a string")]
    [InlineData("thumbprint", "null", "thumbprint is null")]
    [InlineData("userPrincipalName", "\"nobody@contoso.com\"", "no user nobody@contoso.com")]
    [InlineData("userPrincipalName", "\"\"", "is empty")]
    [InlineData("keyName", null, "keyName is missing")]
    [InlineData("keyName", "\"\"", "keyName is empty")]
    [InlineData("providerName", null, "providerName is missing")]
    [InlineData("providerName", "null", "providerName is null")]
    [InlineData("encryptedPfxBlob", null, "encryptedPfxBlob is missing")]
    [InlineData("encryptedPfxBlob", "\"?\"", "not base64")]
    [InlineData("encryptedPfxBlob", "\"AQ ID\"", "not base64")]
    [InlineData("encryptedPfxBlob", "\"\"", "empty")]
    [InlineData("encryptedPfxPassword", "\"secret\"", "not base64")]
    [InlineData("intendedPurpose", "1", "not a string")]
    [InlineData("intendedPurpose", "\"Smime Encryption\"", "not one of")]
    [InlineData("intendedPurpose", "\"vpn\"", "vpn")]
    [InlineData("intendedPurpose", null, "intendedPurpose is missing")]
    [InlineData("paddingScheme", "\"pkcs1\"", "no longer supported")]
    [InlineData("paddingScheme", "\"oaepSha1\"", "no longer supported")]
    [InlineData("paddingScheme", "\"oaep512\"", "not one of")]
    [InlineData("startDateTime", "\"01.02.2025 10:00:00\"", "ISO 8601")]
    [InlineData("startDateTime", "\"2/1/2025 10:00:00 AM\"", "ISO 8601")]
    [InlineData("startDateTime", "\"2025-02-01T10:00:00\"", "ISO 8601")]
    [InlineData("startDateTime", "\"2025-02-30T10:00:00Z\"", "ISO 8601")]
    [InlineData("expirationDateTime", null, "expirationDateTime is missing")]
    [InlineData("expirationDateTime", "null", "expirationDateTime is null")]
    public async Task What_the_schema_forbids_gets_the_generic_error_and_a_diagnostic_in_the_log(string member, string? json,
        string reason)
    {
        await using var session = await StartAsync();
        var body = RecordBody.Create();
        body.Remove(member);
        if (json is not null)
        {
            body[member] = JsonNode.Parse(json);
        }

        var answer = await session.SendAsync("POST", Records, body);

        Assert.Equal(400, answer.Status);
        Assert.Equal(0, session.Host.State.UserPfxCertificates.Count);
        Assert.Equal("BadRequest", (string?)answer.Error["code"]);
        var inner = JsonNode.Parse((string)answer.Error["message"]!)!;
        Assert.StartsWith("An error has occurred - Operation ID", (string?)inner["Message"], StringComparison.Ordinal);
        var entry = session.Host.State.Requests.Find("POST", "userPfx").Single();
        Assert.Contains($"Activity ID: {entry.RequestId}", (string?)inner["Message"], StringComparison.Ordinal);
        Assert.Contains(reason, entry.Diagnostic, StringComparison.Ordinal);
        Assert.DoesNotContain(reason, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("createdDateTime", null)]
    [InlineData("@odata.type", "\"#microsoft.graph.userPFXCertificate\"")]
    [InlineData("paddingScheme", "\"none\"")]
    [InlineData("intendedPurpose", "\"unassigned\"")]
    [InlineData("startDateTime", "\"2025-02-01T10:00:00.1234567+02:00\"")]
    public async Task What_the_schema_allows_is_accepted(string member, string? json)
    {
        await using var session = await StartAsync();
        var body = RecordBody.Create();
        body.Remove(member);
        if (json is not null)
        {
            body[member] = JsonNode.Parse(json);
        }

        Assert.Equal(201, (await session.SendAsync("POST", Records, body)).Status);
    }

    [Fact]
    public async Task A_member_that_stands_twice_is_refused()
    {
        await using var session = await StartAsync();
        var text = RecordBody.Create().ToJsonString();
        var answer = await PostAsync(session, text[..^1] + ",\"keyName\":\"other\"}", "application/json");

        Assert.Equal(400, answer.Status);
        Assert.Contains("stands twice", session.Host.State.Requests.Entries[^1].Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_no_json_object_is_refused()
    {
        await using var session = await StartAsync();

        Assert.Equal(400, (await PostAsync(session, "{", "application/json")).Status);
        Assert.Equal(400, (await PostAsync(session, "[]", "application/json")).Status);
        Assert.Equal(415, (await PostAsync(session, "a=b", "text/plain")).Status);
    }

    private static async Task<Answer> PostAsync(SandboxSession session, string body, string contentType)
    {
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        using var response = await session.Client.PostAsync(Records, content);
        return await Answer.ReadAsync(response);
    }
}
