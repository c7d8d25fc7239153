using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileChangeTests;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileBodies;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Intune;

public sealed class ConnectorListTests
{
    [Fact]
    public async Task Both_lists_show_a_connector_in_their_own_words()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var session = await StartAsync(new SandboxOptions { Clock = clock });
        session.Host.State.AddConnector(new SandboxConnector { MachineName = "srv1.contoso.com" });
        session.Host.State.AddConnector(new SandboxConnector
        {
            MachineName = "srv2.contoso.com",
            Version = "6.2001.1.1",
            IsActive = false,
            IsInConnectorDetails = false,
        });

        var ndes = await session.SendAsync("GET", "beta/deviceManagement/ndesConnectors");
        var details = await session.SendAsync("GET", "beta/deviceManagement/certificateConnectorDetails");
        var active = await session.SendAsync("GET", "beta/deviceManagement/ndesConnectors?$filter=state eq 'active'");

        Assert.Equal(["active", "inactive"], ndes.Json["value"]!.AsArray().Select(item => (string?)item!["state"]));
        Assert.Equal("2026-10-24T12:00:00Z", (string?)ndes.Json["value"]![1]!["lastConnectionDateTime"]);
        Assert.Equal("6.2001.1.1", (string?)ndes.Json["value"]![1]!["connectorVersion"]);
        Assert.Equal("srv1.contoso.com", (string?)details.Json["value"]!.AsArray().Single()!["machineName"]);
        Assert.Equal("2026-11-23T12:00:00Z", (string?)details.Json["value"]![0]!["lastCheckinDateTime"]);
        Assert.Single(active.Json["value"]!.AsArray());
    }

    [Theory]
    [InlineData("6.2008.60.607", true, true)]
    [InlineData("6.2008.60.606", true, false)]
    [InlineData("6.2406.0.2002", false, false)]
    [InlineData("unknown", true, false)]
    public void Imported_certificates_need_an_active_connector_that_is_new_enough(string version, bool isActive, bool serves) =>
        Assert.Equal(
            serves, new SandboxConnector { MachineName = "x", Version = version, IsActive = isActive }.ServesImportedPfx);

    [Fact]
    public async Task Scope_tags_are_listed_and_used()
    {
        await using var session = await StartAsync();
        var tag = session.Host.State.AddScopeTag("Berlin");
        var made = await CreateAsync(
            session, new JsonObject { ["displayName"] = "Paris" }, "beta/deviceManagement/roleScopeTags");

        var tags = await session.SendAsync("GET", "beta/deviceManagement/roleScopeTags");
        var profile = await session.SendAsync("POST", Profiles,
            Create("iosImportedPFXCertificateProfile", ("roleScopeTagIds", new JsonArray(tag, "0"))));

        Assert.Equal(("1", "2"), (tag, made));
        Assert.Equal(["Default", "Berlin", "Paris"], tags.Json["value"]!.AsArray().Select(item => (string?)item!["displayName"]));
        Assert.Equal([tag, "0"], profile.Json["roleScopeTagIds"]!.AsArray().Select(item => (string?)item));
    }
}
