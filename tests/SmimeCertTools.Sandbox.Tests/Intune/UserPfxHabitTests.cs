using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Intune;

public sealed class UserPfxHabitTests
{
    [Fact]
    public async Task A_new_record_gets_an_id_of_user_and_thumbprint_and_does_not_give_its_secrets_back()
    {
        await using var session = await StartAsync();

        var created = await session.SendAsync("POST", Records, RecordBody.Create());

        var id = $"{session.Host.State.Users.Find(Anna)!.Id:N}-{RecordBody.Thumbprint}";
        Assert.Equal(201, created.Status);
        var read = await session.SendAsync("GET", $"{Records}/{id}");
        foreach (var record in new[] { created.Json, read.Json })
        {
            Assert.Equal(id, (string?)record["id"]);
            Assert.Equal("AA==", (string?)record["encryptedPfxBlob"]);
            Assert.Equal("", (string?)record["encryptedPfxPassword"]);
            Assert.Equal("2026-01-01T00:00:00Z", (string?)record["expirationDateTime"]);
        }

        Assert.Equal(new byte[] { 1, 2, 3 }, session.Host.State.UserPfxCertificates.Find(id)!.EncryptedPfxBlob);
    }

    [Fact]
    public async Task The_id_embeds_the_thumbprint_as_it_was_sent_and_is_found_in_either_case()
    {
        await using var session = await StartAsync();
        var lower = RecordBody.Thumbprint.ToLowerInvariant();

        var created = await session.SendAsync("POST", Records, RecordBody.Create(thumbprint: lower));

        var id = $"{session.Host.State.Users.Find(Anna)!.Id:N}-{lower}";
        Assert.Equal(id, (string?)created.Json["id"]);
        Assert.Equal(lower, (string?)created.Json["thumbprint"]);
        Assert.Equal(200, (await session.SendAsync("GET", $"{Records}/{id.ToUpperInvariant()}")).Status);
        Assert.Equal(400, (await session.SendAsync("POST", Records, RecordBody.Create())).Status);
    }

    [Fact]
    public async Task Names_of_enumerations_are_read_without_case_as_the_earlier_scripts_write_them()
    {
        await using var session = await StartAsync();
        var body = RecordBody.Create();
        body["intendedPurpose"] = "SmimeEncryption";
        body["paddingScheme"] = "OaepSha512";

        var created = await session.SendAsync("POST", Records, body);

        Assert.Equal(201, created.Status);
        Assert.Equal("smimeEncryption", (string?)created.Json["intendedPurpose"]);
        Assert.Equal("oaepSha512", (string?)created.Json["paddingScheme"]);
        body["intendedPurpose"] = "VPN";
        Assert.Equal(400, (await session.SendAsync("POST", Records, body)).Status);
    }

    [Fact]
    public async Task The_service_sets_the_dates_of_creation_and_change()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var session = await StartAsync(new SandboxOptions { Clock = clock });
        var id = await CreateAsync(session);
        clock.Advance(TimeSpan.FromMinutes(5));

        var changed = await session.SendAsync("PATCH", $"{Records}/{id}", new JsonObject { ["keyName"] = "other" });

        Assert.Equal(200, changed.Status);
        Assert.Equal("2026-03-01T08:00:00Z", (string?)changed.Json["createdDateTime"]);
        Assert.Equal("2026-03-01T08:05:00Z", (string?)changed.Json["lastModifiedDateTime"]);
        Assert.Equal("other", session.Host.State.UserPfxCertificates.Find(id)!.KeyName);
        Assert.Equal(new byte[] { 1, 2, 3 }, session.Host.State.UserPfxCertificates.Find(id)!.EncryptedPfxBlob);
    }

    [Theory]
    [InlineData("/{0}")]
    [InlineData("('{0}')")]
    [InlineData("({0})")]
    [InlineData("(%27{0}%27)")]
    public async Task A_record_is_found_under_every_form_of_key(string form)
    {
        await using var session = await StartAsync();
        var url = Records + string.Format(System.Globalization.CultureInfo.InvariantCulture, form, await CreateAsync(session));

        Assert.Equal(200, (await session.SendAsync("GET", url)).Status);
        Assert.Equal(200, (await session.SendAsync("PATCH", url,
            new JsonObject { ["intendedPurpose"] = "smimeSigning" })).Status);
        Assert.Equal("smimeSigning", session.Host.State.UserPfxCertificates.All.Single().IntendedPurpose);
        Assert.Equal(204, (await session.SendAsync("DELETE", url)).Status);
        Assert.Equal(404, (await session.SendAsync("GET", url)).Status);
    }

    [Fact]
    public async Task Deleting_an_unknown_id_is_answered_204_and_removes_nothing()
    {
        await using var session = await StartAsync();
        await CreateAsync(session);

        var answer = await session.SendAsync("DELETE", $"{Records}/{Guid.NewGuid():N}-{RecordBody.Thumbprint}");

        Assert.Equal(204, answer.Status);
        Assert.Equal(1, session.Host.State.UserPfxCertificates.Count);
        Assert.Contains("nothing deleted", session.Host.State.Requests.Find("DELETE", "userPfx").Single().Diagnostic,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01 23 45 67 89 AB CD EF 01 23 45 67 89 AB CD EF 01 23 45 67")]
    [InlineData("01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67")]
    [InlineData("not a thumbprint")]
    public async Task A_thumbprint_of_any_form_is_accepted_and_cannot_be_deleted_then(string thumbprint)
    {
        await using var session = await StartAsync();
        var created = await session.SendAsync("POST", Records, RecordBody.Create(thumbprint: thumbprint));
        var id = (string?)created.Json["id"];
        Assert.Equal(201, created.Status);
        Assert.EndsWith("-" + thumbprint, id, StringComparison.Ordinal);

        var deleted = await session.SendAsync("DELETE", $"{Records}/{Uri.EscapeDataString(id!)}");

        Assert.Equal(204, deleted.Status);
        Assert.Equal(1, session.Host.State.UserPfxCertificates.Count);
    }

    [Theory]
    [InlineData(400, "BadRequest")]
    [InlineData(409, "Conflict")]
    public async Task A_second_post_of_a_record_is_refused(int status, string code)
    {
        await using var session = await StartAsync(new SandboxOptions { DuplicateRecordStatus = status });
        await CreateAsync(session);

        var answer = await session.SendAsync("POST", Records, RecordBody.Create());

        Assert.Equal(status, answer.Status);
        Assert.Equal(code, (string?)answer.Error["code"]);
        Assert.Equal(1, session.Host.State.UserPfxCertificates.Count);
    }

    [Fact]
    public async Task The_records_are_beta_only()
    {
        await using var session = await StartAsync();

        var answer = await session.SendAsync("GET", Records.Replace("beta", "v1.0", StringComparison.Ordinal));

        Assert.Equal(400, answer.Status);
        Assert.Equal("Resource not found for the segment 'userPfxCertificates'.", (string?)answer.Error["message"]);
    }

    [Fact]
    public async Task User_and_thumbprint_of_a_record_cannot_change()
    {
        await using var session = await StartAsync();
        var id = await CreateAsync(session);

        var otherUser = await session.SendAsync("PATCH", $"{Records}/{id}", new JsonObject { ["userPrincipalName"] = Guest });
        var same = await session.SendAsync("PATCH", $"{Records}/{id}", RecordBody.Create());

        Assert.Equal(400, otherUser.Status);
        Assert.Equal(200, same.Status);
    }

    private static async Task<string> CreateAsync(SandboxSession session)
    {
        var created = await session.SendAsync("POST", Records, RecordBody.Create());
        Assert.Equal(201, created.Status);
        return (string)created.Json["id"]!;
    }
}
