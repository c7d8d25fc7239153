using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Batch;

public sealed class BatchTests
{
    [Fact]
    public async Task Each_part_has_a_status_of_its_own_and_the_outer_answer_is_200()
    {
        await using var session = await StartAsync();

        var answer = await SendAsync(session,
            Part("good", "GET", $"/users/{Uri.EscapeDataString(Guest)}"),
            Part("bad", "GET", "/users/nobody@contoso.com"),
            Part("new", "POST", "/deviceManagement/userPfxCertificates", RecordBody.Create()));

        Assert.Equal(200, answer.Status);
        Assert.Equal(["new", "bad", "good"], answer.Json["responses"]!.AsArray().Select(part => (string)part!["id"]!));
        Assert.Equal(200, Status(answer, "good"));
        Assert.Equal(Guest, (string?)Response(answer, "good")["body"]!["userPrincipalName"]);
        Assert.Equal(404, Status(answer, "bad"));
        Assert.Equal("Request_ResourceNotFound", (string?)Response(answer, "bad")["body"]!["error"]!["code"]);
        Assert.Equal(201, Status(answer, "new"));
        Assert.Equal("bad", session.Host.State.Requests.Find("GET", "nobody").Single().BatchPartId);
    }

    [Fact]
    public async Task A_part_whose_dependency_failed_gets_424_and_takes_no_effect()
    {
        await using var session = await StartAsync();
        var dependent = Part("2", "POST", "/deviceManagement/userPfxCertificates", RecordBody.Create());
        dependent["dependsOn"] = new JsonArray("1");

        var answer = await SendAsync(session, dependent, Part("1", "GET", "/users/nobody@contoso.com"));

        Assert.Equal(424, Status(answer, "2"));
        Assert.Equal(0, session.Host.State.UserPfxCertificates.Count);
    }

    [Fact]
    public async Task A_part_runs_after_its_dependency()
    {
        await using var session = await StartAsync();
        var second = Part("b", "GET", "/deviceManagement/userPfxCertificates/$count");
        second["dependsOn"] = new JsonArray("A");

        var answer = await SendAsync(session, second,
            Part("A", "POST", "/deviceManagement/userPfxCertificates", RecordBody.Create()));

        Assert.Equal("1", (string?)Response(answer, "b")["body"]);
    }

    [Fact]
    public async Task Each_part_is_throttled_on_its_own()
    {
        await using var session = await StartAsync(new SandboxOptions { Throttle = new ThrottleOptions { Writes = 2 } });

        var parts = Enumerable.Range(1, 4).Select(number => Part($"{number}", "POST", "/deviceManagement/userPfxCertificates",
            RecordBody.Create(thumbprint: $"{number:D40}"))).ToArray();
        var answer = await SendAsync(session, parts);

        Assert.Equal(200, answer.Status);
        var statuses = answer.Json["responses"]!.AsArray().Select(part => (int)part!["status"]!).Order().ToList();
        Assert.Equal([201, 201, 429, 429], statuses);
        var throttled = answer.Json["responses"]!.AsArray().First(part => (int)part!["status"]! == 429)!;
        Assert.Equal("20", (string?)throttled["headers"]!["Retry-After"]);
    }

    [Fact]
    public async Task Permissions_are_checked_for_each_part()
    {
        await using var session = await StartAsync();
        var reader = session.CreateClient(session.Host.IssueToken(["User.Read.All"]));
        session.Client.DefaultRequestHeaders.Authorization = reader.DefaultRequestHeaders.Authorization;

        var answer = await SendAsync(session,
            Part("1", "GET", "/users"), Part("2", "GET", "/deviceManagement/userPfxCertificates"));

        Assert.Equal(200, Status(answer, "1"));
        Assert.Equal(403, Status(answer, "2"));
    }

    [Fact]
    public async Task Malformed_batches_are_refused_whole()
    {
        await using var session = await StartAsync();
        var circle = Part("1", "GET", "/users");
        circle["dependsOn"] = new JsonArray("1");
        var noType = Part("1", "POST", "/deviceManagement/userPfxCertificates", RecordBody.Create());
        noType.Remove("headers");

        var malformed = new[]
        {
            await SendAsync(session, [.. Enumerable.Range(1, 21).Select(number => Part($"{number}", "GET", "/users"))]),
            await SendAsync(session),
            await SendAsync(session, Part("a", "GET", "/users"), Part("A", "GET", "/groups")),
            await SendAsync(session, Part("1", "GET", "/beta/users")),
            await SendAsync(session, Part("1", "GET", session.Host.GraphUri + "beta/users")),
            await SendAsync(session, Part("1", "LOOK", "/users")),
            await SendAsync(session, circle),
            await SendAsync(session, noType),
            await session.SendAsync("POST", "beta/$batch", new JsonObject { ["parts"] = new JsonArray() }),
        };

        Assert.All(malformed, answer => Assert.Equal(400, answer.Status));
        Assert.Equal(200, (await SendAsync(session,
            [.. Enumerable.Range(1, 20).Select(number => Part($"{number}", "GET", "/users"))])).Status);
    }

    private static JsonObject Part(string id, string method, string url, JsonObject? body = null)
    {
        var part = new JsonObject { ["id"] = id, ["method"] = method, ["url"] = url };
        if (body is not null)
        {
            part["headers"] = new JsonObject { ["Content-Type"] = "application/json" };
            part["body"] = body;
        }

        return part;
    }

    private static Task<Answer> SendAsync(SandboxSession session, params JsonObject[] parts) =>
        session.SendAsync("POST", "beta/$batch",
            new JsonObject { ["requests"] = new JsonArray([.. parts.Select(part => part.DeepClone())]) });

    private static JsonNode Response(Answer answer, string id) =>
        answer.Json["responses"]!.AsArray().Single(part => (string?)part!["id"] == id)!;

    private static int Status(Answer answer, string id) => (int)Response(answer, id)["status"]!;
}
