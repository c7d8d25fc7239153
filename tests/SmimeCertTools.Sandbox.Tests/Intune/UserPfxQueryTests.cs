using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Intune;

public sealed class UserPfxQueryTests
{
    [Theory]
    [InlineData("tolower(userPrincipalName) eq 'o''hara_fabrikam.com#ext#@contoso.com'", 1)]
    [InlineData("tolower(userPrincipalName) eq 'o''hara_fabrikam.com#EXT#@contoso.com'", 0)] // a lower-case value never equals it
    [InlineData("userPrincipalName eq 'o''hara_fabrikam.com#EXT#@contoso.com'", 1)]
    [InlineData("tolower(userPrincipalName) eq 'anna@contoso.com'", 2)]
    [InlineData("tolower(userPrincipalName) eq 'anna@contoso.com' and "
        + "tolower(thumbprint) eq '0000000000000000000000000000000000000001'", 1)]
    [InlineData("userPrincipalName eq 'anna@contoso.com' and thumbprint eq '0000000000000000000000000000000000000009'", 0)]
    [InlineData("tolower(userPrincipalName) eq 'nobody@contoso.com'", 0)]
    public async Task Filters_that_are_known_to_work_find_records(string filter, int expected)
    {
        await using var session = await StartAsync();
        await FillAsync(session);

        var answer = await session.SendAsync("GET", $"{Records}?$filter={Uri.EscapeDataString(filter)}");
        var count = await session.SendAsync("GET", $"{Records}/$count?$filter={Uri.EscapeDataString(filter)}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(expected, answer.Json["value"]!.AsArray().Count);
        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), count.Text);
    }

    [Theory]
    [InlineData("startswith(userPrincipalName,'a')")]
    [InlineData("userPrincipalName ne 'a'")]
    [InlineData("tolower(thumbprint) eq 'a'")]
    [InlineData("intendedPurpose eq 'smimeSigning'")]
    [InlineData("toupper(userPrincipalName) eq 'A'")]
    [InlineData("userPrincipalName eq 'a' or userPrincipalName eq 'b'")]
    [InlineData("userPrincipalName eq 'o'hara'")]
    [InlineData("userPrincipalName eq anna")]
    [InlineData("userPrincipalName eq 'anna")]
    [InlineData("")]
    public async Task Other_filters_are_refused(string filter)
    {
        await using var session = await StartAsync();

        var answer = await session.SendAsync("GET", $"{Records}?$filter={Uri.EscapeDataString(filter)}");

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task Pages_are_followed_by_an_absolute_next_link_until_all_is_read()
    {
        await using var session = await StartAsync(new SandboxOptions { PageSize = 2 });
        for (var i = 0; i < 5; i++)
        {
            await CreateAsync(session, Anna, i);
        }

        var read = new List<string>();
        var next = $"{Records}?$filter={Uri.EscapeDataString("tolower(userPrincipalName) eq 'anna@contoso.com'")}";
        var pages = 0;
        while (next is not null)
        {
            var page = await session.SendAsync("GET", next);
            Assert.Equal(200, page.Status);
            read.AddRange(page.Json["value"]!.AsArray().Select(item => (string)item!["id"]!));
            next = (string?)page.Json["@odata.nextLink"];
            Assert.True(next is null || new Uri(next).IsAbsoluteUri);
            pages++;
        }

        Assert.Equal(3, pages);
        Assert.Equal(5, read.Distinct().Count());
    }

    [Fact]
    public async Task Deleting_while_listing_misses_nothing()
    {
        await using var session = await StartAsync(new SandboxOptions { PageSize = 2 });
        for (var i = 0; i < 5; i++)
        {
            await CreateAsync(session, Anna, i);
        }

        string? next = Records;
        while (next is not null)
        {
            var page = await session.SendAsync("GET", next);
            foreach (var record in page.Json["value"]!.AsArray())
            {
                await session.SendAsync("DELETE", $"{Records}/{(string)record!["id"]!}");
            }

            next = (string?)page.Json["@odata.nextLink"];
        }

        Assert.Equal(0, session.Host.State.UserPfxCertificates.Count);
        Assert.Equal(400, (await session.SendAsync("GET", $"{Records}?$skiptoken=!")).Status);
    }

    [Fact]
    public async Task Top_and_select_are_honoured_and_unknown_options_refused()
    {
        await using var session = await StartAsync();
        await FillAsync(session);

        var page = await session.SendAsync("GET", $"{Records}?$top=1&$select=id,keyName&$count=true");
        var item = page.Json["value"]!.AsArray().Single()!.AsObject();

        Assert.Equal(["id", "keyName"], item.Select(member => member.Key));
        Assert.Equal(3, (int)page.Json["@odata.count"]!);
        Assert.NotNull(page.Json["@odata.nextLink"]);
        Assert.Equal(400, (await session.SendAsync("GET", $"{Records}?$top=none")).Status);
        Assert.Equal(400, (await session.SendAsync("GET", $"{Records}?$orderby=id")).Status);
        Assert.Equal(400, (await session.SendAsync("GET", $"{Records}?$select=colour")).Status);
    }

    private static async Task FillAsync(SandboxSession session)
    {
        await CreateAsync(session, Anna, 1);
        await CreateAsync(session, Anna, 2);
        await CreateAsync(session, Guest, 1);
    }

    private static async Task CreateAsync(SandboxSession session, string user, int number)
    {
        var body = RecordBody.Create(user, number.ToString("D40", CultureInfo.InvariantCulture));
        Assert.Equal(201, (await session.SendAsync("POST", Records, body)).Status);
    }
}
