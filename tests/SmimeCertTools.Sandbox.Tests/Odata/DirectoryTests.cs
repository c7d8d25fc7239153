using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Odata;

public sealed class DirectoryTests
{
    [Theory]
    [InlineData("v1.0")]
    [InlineData("beta")]
    public async Task Users_are_found_by_name_by_id_and_by_filter(string version)
    {
        await using var session = await StartAsync();
        var user = session.Host.State.Users.Find(Guest)!;
        var quoted = Guest.Replace("'", "''", StringComparison.Ordinal).ToUpperInvariant();
        var filter = Uri.EscapeDataString($"userPrincipalName eq '{quoted}'");

        var byName = await session.SendAsync("GET",
            $"{version}/users/{Uri.EscapeDataString(Guest)}?$select=id,userPrincipalName");
        var byId = await session.SendAsync("GET", $"{version}/users/{user.Id}");
        var byFilter = await session.SendAsync("GET", $"{version}/users?$filter={filter}");

        Assert.Equal(user.Id.ToString(), (string?)byName.Json["id"]);
        Assert.Null(byName.Json["mail"]);
        Assert.Equal(Guest, (string?)byId.Json["userPrincipalName"]);
        Assert.Equal(Guest, (string?)byFilter.Json["value"]!.AsArray().Single()!["userPrincipalName"]);
    }

    [Theory]
    [InlineData("mail eq 'Dora.Smith@contoso.com'", 1)]
    [InlineData("mail in ('dora.smith@contoso.com','other@contoso.com')", 1)]
    [InlineData("proxyAddresses/any(p:p eq 'smtp:former@fabrikam.com')", 1)]
    [InlineData("proxyAddresses/any(x:x eq 'SMTP:Former@fabrikam.com') or userPrincipalName eq 'nobody@contoso.com'", 1)]
    [InlineData("(mail eq 'nobody@contoso.com' or proxyAddresses/any(p:p eq 'smtp:former@fabrikam.com'))", 1)]
    [InlineData("proxyAddresses/any(p:p eq 'former@fabrikam.com')", 0)]
    public async Task Users_are_found_by_each_of_their_addresses(string filter, int count)
    {
        await using var session = await StartAsync();
        session.Host.State.Users.Add(
            "dora@contoso.com", mail: "dora.smith@contoso.com", aliases: ["former@fabrikam.com"]);

        var answer = await session.SendAsync("GET", $"v1.0/users?$filter={Uri.EscapeDataString(filter)}");

        Assert.Equal(count, answer.Json["value"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("proxyAddresses eq 'smtp:former@fabrikam.com'")]
    [InlineData("proxyAddresses/any(p:p ne 'smtp:former@fabrikam.com')")]
    [InlineData("proxyAddresses/any(p:endswith(p,'fabrikam.com'))")]
    [InlineData("proxyAddresses/any(p:q eq 'smtp:former@fabrikam.com')")]
    [InlineData("proxyAddresses/any(p:p in ('smtp:former@fabrikam.com'))")]
    [InlineData("otherMails/any(p:p eq 'former@fabrikam.com')")]
    [InlineData("mail ne 'former@fabrikam.com'")]
    [InlineData("not mail eq 'former@fabrikam.com'")]
    [InlineData("endswith(mail,'@fabrikam.com')")]
    [InlineData("tolower(mail) eq 'former@fabrikam.com'")]
    public async Task A_filter_of_users_that_needs_an_advanced_query_or_is_none_is_refused(string filter)
    {
        await using var session = await StartAsync();

        Assert.Equal(400, (await session.SendAsync("GET", $"v1.0/users?$filter={Uri.EscapeDataString(filter)}")).Status);
    }

    [Theory]
    [InlineData(15, 200)]
    [InlineData(16, 400)]
    public async Task A_filter_of_users_takes_fifteen_comparisons(int count, int status)
    {
        await using var session = await StartAsync();
        var filter = string.Join(" or ", Enumerable.Range(0, count).Select(number => $"mail eq 'user{number}@contoso.com'"));

        var answer = await session.SendAsync("GET", $"v1.0/users?$filter={Uri.EscapeDataString(filter)}");

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task An_unescaped_guest_name_is_not_found()
    {
        await using var session = await StartAsync();

        // A client that does not escape # sends what stands before it.
        var answer = await session.SendAsync("GET", $"v1.0/users/{Guest}");

        Assert.Equal(404, answer.Status);
        Assert.Equal("Request_ResourceNotFound", (string?)answer.Error["code"]);
    }

    [Fact]
    public async Task Groups_and_their_members_are_listed()
    {
        await using var session = await StartAsync(new SandboxOptions { PageSize = 1 });
        var users = session.Host.State.Users.All;
        var group = session.Host.State.Groups.Add("Mail users", users);
        session.Host.State.Groups.Add("Others");

        var found = await session.SendAsync("GET", $"v1.0/groups?$filter={Uri.EscapeDataString("displayName eq 'Mail users'")}");
        var members = await session.SendAsync("GET", $"v1.0/groups/{group.Id}/members");
        var rest = await session.SendAsync("GET", (string)members.Json["@odata.nextLink"]!);

        Assert.Equal(group.Id.ToString(), (string?)found.Json["value"]!.AsArray().Single()!["id"]);
        Assert.Equal("#microsoft.graph.user", (string?)members.Json["value"]![0]!["@odata.type"]);
        Assert.Equal(2, members.Json["value"]!.AsArray().Concat(rest.Json["value"]!.AsArray()).Select(user =>
            (string?)user!["id"]).Distinct().Count());
        Assert.Equal(404, (await session.SendAsync("GET", $"v1.0/groups/{Guid.NewGuid()}")).Status);
    }

    [Fact]
    public async Task Group_names_may_repeat_and_groups_are_found_by_their_beginning()
    {
        await using var session = await StartAsync();
        session.Host.State.Groups.Add("Mail users");
        session.Host.State.Groups.Add("Mail users");
        session.Host.State.Groups.Add("Others");

        var named = await session.SendAsync("GET", $"beta/groups?$filter={Uri.EscapeDataString("displayName eq 'mail users'")}");
        var begun = await session.SendAsync("GET", $"beta/groups?$filter={Uri.EscapeDataString("startswith(displayName,'o')")}");

        Assert.Equal(2, named.Json["value"]!.AsArray().Count);
        Assert.Equal("Others", (string?)begun.Json["value"]!.AsArray().Single()!["displayName"]);
        Assert.Equal(400, (await session.SendAsync("GET", "beta/groups?$filter=colour eq 'red'")).Status);
    }

    [Fact]
    public async Task Devices_and_groups_are_members_too()
    {
        await using var session = await StartAsync();
        var state = session.Host.State;
        var device = state.Devices.Add("Mac of Anna", DevicePlatform.MacOS, state.Users.Find(Anna)!);
        var inner = state.Groups.Add("Inner", [device.Id]);
        var outer = state.Groups.Add("Outer", [inner.Id]);
        state.Groups.SetMembers(inner.Id, device.Id, outer.Id); // a circle

        var members = await session.SendAsync("GET", $"beta/groups/{inner.Id}/members");

        Assert.Equal(["#microsoft.graph.device", "#microsoft.graph.group"],
            members.Json["value"]!.AsArray().Select(member => (string?)member!["@odata.type"]));
        Assert.True(state.Groups.IsMember(outer.Id, device.Id));
        Assert.False(state.Groups.IsMember(outer.Id, Guid.NewGuid()));
    }

    [Fact]
    public async Task Unknown_paths_and_methods_are_refused()
    {
        await using var session = await StartAsync();

        Assert.Equal(400, (await session.SendAsync("GET", "v1.0/nonsense/x")).Status);
        Assert.Equal(405, (await session.SendAsync("DELETE", "v1.0/users")).Status);
        Assert.Equal(404, (await session.SendAsync("GET", "")).Status);
    }
}
