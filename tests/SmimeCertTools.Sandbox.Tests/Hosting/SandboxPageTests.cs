using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Hosting;

public sealed class SandboxPageTests
{
    [Fact]
    public async Task Users_can_be_added_while_it_runs()
    {
        await using var session = await StartAsync();
        var user = new JsonObject { ["userPrincipalName"] = "dora@contoso.com", ["displayName"] = "Dora" };

        Assert.Equal(201, (await session.SendAsync("POST", "sandbox/users", user)).Status);
        Assert.Equal(409, (await session.SendAsync("POST", "sandbox/users", user)).Status);
        Assert.Equal(400, (await session.SendAsync("POST", "sandbox/users", new JsonObject { ["name"] = "x" })).Status);
        Assert.Equal(200, (await session.SendAsync("GET", "v1.0/users/dora@contoso.com")).Status);
    }

    [Fact]
    public async Task Users_can_be_renamed_deleted_and_made_anew_and_their_records_stay_as_they_are()
    {
        await using var session = await StartAsync();
        var record = (string?)(await session.SendAsync("POST", Records, RecordBody.Create())).Json["id"];
        var renamed = new JsonObject { ["userPrincipalName"] = "anna.berg@contoso.com" };

        var answer = await session.SendAsync("PATCH", $"sandbox/users/{Anna}", renamed);
        using (var delivery = session.Host.Devices.Deliver("anna.berg@contoso.com"))
        {
            Assert.Equal(record, Assert.Single(delivery.Records).RecordId);
        }

        Assert.Equal((200, "anna.berg@contoso.com"), (answer.Status, (string?)answer.Json["userPrincipalName"]));
        Assert.StartsWith(Guid.Parse((string)answer.Json["id"]!).ToString("N"), record, StringComparison.Ordinal);
        Assert.Equal(404, (await session.SendAsync("GET", $"v1.0/users/{Anna}")).Status);
        Assert.Equal(404, (await session.SendAsync("PATCH", $"sandbox/users/{Anna}", renamed)).Status);
        renamed["userPrincipalName"] = Guest;
        Assert.Equal(409, (await session.SendAsync("PATCH", "sandbox/users/anna.berg@contoso.com", renamed)).Status);

        Assert.Equal(204, (await session.SendAsync("DELETE", "sandbox/users/anna.berg@contoso.com")).Status);
        Assert.Equal(404, (await session.SendAsync("DELETE", "sandbox/users/anna.berg@contoso.com")).Status);
        session.Host.State.Users.Add(Anna);
        Assert.Equal(Anna, (string?)(await session.SendAsync("GET", $"{Records}/{record}")).Json["userPrincipalName"]);
        Assert.Empty(session.Host.Devices.Deliver(Anna).Records);
        var again = await session.SendAsync("POST", Records, RecordBody.Create());
        Assert.Equal(201, again.Status);
        Assert.NotEqual(record, (string?)again.Json["id"]);
    }

    [Fact]
    public async Task Devices_groups_and_connectors_can_be_added_while_it_runs()
    {
        await using var session = await StartAsync();
        var device = new JsonObject { ["name"] = "Mac of Anna", ["platform"] = "macOS", ["userPrincipalName"] = Anna };
        var group = new JsonObject { ["displayName"] = "Macs", ["members"] = new JsonArray("Mac of Anna", Anna) };

        Assert.Equal(201, (await session.SendAsync("POST", "sandbox/devices", device)).Status);
        Assert.Equal(201, (await session.SendAsync("POST", "sandbox/groups", group)).Status);
        Assert.Equal(
            201, (await session.SendAsync("POST", "sandbox/connectors", new JsonObject { ["machineName"] = "x" })).Status);
        device["userPrincipalName"] = "nobody";
        Assert.Equal(409, (await session.SendAsync("POST", "sandbox/devices", device)).Status);
        device["platform"] = "beOS";
        Assert.Equal(400, (await session.SendAsync("POST", "sandbox/devices", device)).Status);

        var listed = (await session.SendAsync("GET", "sandbox/devices")).Json["devices"]!.AsArray().Single()!;
        var page = await session.SendAsync("GET", $"sandbox/devices/{Uri.EscapeDataString("mac of anna")}/certificates");
        Assert.Equal("macOS", (string?)listed["platform"]);
        Assert.Equal("Apple Mail", (string?)page.Json["mailClients"]![0]!["name"]);
        Assert.Equal("Impossible", (string?)page.Json["mailClients"]![0]!["activation"]);
        Assert.Equal((string?)listed["id"], (string?)page.Json["device"]!["id"]);
        Assert.Equal(2, session.Host.State.Groups.All.Single().MemberIds.Count);
        Assert.Equal("x", session.Host.State.Connectors.Single().MachineName);
    }

    [Fact]
    public async Task The_requests_page_tells_the_true_reason()
    {
        await using var session = await StartAsync();
        var body = RecordBody.Create();
        body.Remove("keyName");
        await session.SendAsync("POST", Records, body);

        var page = await session.SendAsync("GET", "sandbox/requests");

        var entry = page.Json["requests"]!.AsArray().Single()!;
        Assert.Equal("keyName is missing", (string?)entry["diagnostic"]);
        Assert.Equal(400, (int)entry["status"]!);
    }

    [Fact]
    public async Task A_user_signs_in_for_a_device_code_by_its_page()
    {
        var client = new SandboxClient();
        await using var session = await StartAsync(new SandboxOptions { Clients = [client] });
        var started = await session.FormAsync("common/oauth2/v2.0/devicecode", ("client_id", $"{client.ClientId}"));
        var page = (string)started.Json["verification_uri"]!;

        Assert.Equal(404, (await session.SendAsync("POST", $"{page}?upn=nobody")).Status);
        Assert.Equal(204, (await session.SendAsync("POST", $"{page}?upn={Anna}")).Status);
        var signedIn = await session.FormAsync("common/oauth2/v2.0/token", ("client_id", $"{client.ClientId}"),
            ("grant_type", "device_code"),
            ("device_code", (string)started.Json["device_code"]!));
        Assert.Equal(200, signedIn.Status);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_io_error_and_the_log_keeps_the_last_requests()
    {
        await using var session = await StartAsync(new SandboxOptions { RequestLogCapacity = 2, LogBodies = false });
        await Assert.ThrowsAsync<System.IO.IOException>(() =>
            SandboxHost.StartAsync(new SandboxOptions { Port = session.Host.GraphUri.Port }));
        await session.SendAsync("GET", "v1.0/users");
        await session.SendAsync("POST", Records, RecordBody.Create());
        await session.SendAsync("GET", "v1.0/groups");

        Assert.Equal(["POST", "GET"], session.Host.State.Requests.Entries.Select(entry => entry.Method));
        Assert.All(session.Host.State.Requests.Entries, entry => Assert.Null(entry.Body));
        Assert.Equal(TimeSpan.Zero, session.Host.State.Requests.Entries[0].Time.Offset);
    }
}
