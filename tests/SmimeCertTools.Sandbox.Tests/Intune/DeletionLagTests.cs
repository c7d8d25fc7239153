using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Intune;

public sealed class DeletionLagTests
{
    [Fact]
    public async Task Listings_show_a_deleted_record_for_as_long_as_they_lag()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var session = await StartAsync(
            new SandboxOptions { Clock = clock, DeletionLag = TimeSpan.FromSeconds(3) });
        var id = (string)(await session.SendAsync("POST", Records, RecordBody.Create())).Json["id"]!;

        Assert.Equal(204, (await session.SendAsync("DELETE", $"{Records}/{id}")).Status);

        Assert.Equal([id], await ListAsync(session, Records));
        Assert.Equal([id], await ListAsync(session, $"{Records}?$filter=tolower(userPrincipalName) eq '{Anna}'"));
        Assert.Empty(await ListAsync(session, $"{Records}?$filter=tolower(userPrincipalName) eq 'other@contoso.com'"));
        Assert.Empty(session.Host.State.UserPfxCertificates.All);
        Assert.Equal(404, (await session.SendAsync("GET", $"{Records}/{id}")).Status);

        // Put back it is there once.
        await session.SendAsync("POST", Records, RecordBody.Create());
        Assert.Equal([id], await ListAsync(session, Records));
        await session.SendAsync("DELETE", $"{Records}/{id}");

        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(await ListAsync(session, Records));
    }

    private static async Task<string[]> ListAsync(SandboxSession session, string path) =>
        [.. (await session.SendAsync("GET", path)).Json["value"]!.AsArray().Select(record => (string)record!["id"]!)];
}
