using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileBodies;
using static SmimeCertTools.Sandbox.Tests.Intune.ProfileChangeTests;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Intune;

public sealed class ProfileQueryTests
{
    [Theory]
    [InlineData("isof('microsoft.graph.iosImportedPFXCertificateProfile')", "O'Hara,pfx")]
    [InlineData("isof('microsoft.graph.iosCertificateProfile')", "O'Hara,pfx,pkcs")]
    [InlineData("isof('microsoft.graph.iosTrustedRootCertificate') or isof('microsoft.graph.iosPkcsCertificateProfile')",
        "root,pkcs")]
    [InlineData("not isof('microsoft.graph.iosCertificateProfile')", "root")]
    [InlineData("displayName eq 'O''Hara'", "O'Hara")]
    [InlineData("displayName eq 'PFX'", "pfx")]
    [InlineData("displayName ne 'pfx'", "root,O'Hara,pkcs")]
    [InlineData("tolower(displayName) eq 'PFX'", "")]
    [InlineData("startswith(displayName,'p') and (displayName eq 'pfx' or description eq null)", "pfx,pkcs")]
    [InlineData("contains(displayName, 'kc')", "pkcs")]
    [InlineData("endswith(displayName, 't')", "root")]
    [InlineData("version eq 1 and supportsScopeTags eq true", "root,O'Hara,pfx,pkcs")]
    public async Task Profiles_are_found_by_filter(string filter, string names)
    {
        await using var session = await StartAsync();
        await FillAsync(session);

        var answer = await session.SendAsync("GET", $"{Profiles}?$select=displayName&$filter={Uri.EscapeDataString(filter)}");
        var count = await session.SendAsync("GET", $"{Profiles}/$count?$filter={Uri.EscapeDataString(filter)}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(names, string.Join(',', answer.Json["value"]!.AsArray().Select(item => (string?)item!["displayName"])));
        Assert.Equal($"{names.Split(',', StringSplitOptions.RemoveEmptyEntries).Length}", count.Text);
    }

    [Theory]
    [InlineData("$filter=intendedPurpose eq 'smimeSigning'")]
    [InlineData("$filter=displayName eq 'x")]
    [InlineData("$filter=displayName gt 'x'")]
    [InlineData("$filter=isof('microsoft.graph.nonsense')")]
    [InlineData("$filter=displayName eq 'x' and")]
    [InlineData("$filter=(displayName eq 'x'")]
    [InlineData("$filter=displayName")]
    [InlineData("$filter=")]
    [InlineData("$select=intendedPurpose")]
    [InlineData("$expand=nonsense")]
    [InlineData("$expand=assignments($select=id)")]
    [InlineData("$orderby=displayName")]
    public async Task What_the_declared_type_does_not_have_is_refused(string query)
    {
        await using var session = await StartAsync();
        await FillAsync(session);

        Assert.Equal(400, (await session.SendAsync("GET", $"{Profiles}?{query}")).Status);
    }

    [Fact]
    public async Task Members_of_one_type_are_selected_by_cast()
    {
        await using var session = await StartAsync();
        await FillAsync(session);

        var page = await session.SendAsync("GET",
            $"{Profiles}?$select=id,microsoft.graph.iosImportedPFXCertificateProfile/intendedPurpose");
        var cast = await session.SendAsync("GET", $"{Profiles}/microsoft.graph.iosPkcsCertificateProfile");

        Assert.Equal(2, page.Json["value"]!.AsArray().Count(item => item!["intendedPurpose"] is not null));
        Assert.All(page.Json["value"]!.AsArray(), item => Assert.NotNull(item!["@odata.type"]));
        Assert.Equal("pkcs", (string?)cast.Json["value"]!.AsArray().Single()!["displayName"]);
    }

    [Fact]
    public async Task Pages_are_linked_and_lose_nothing_while_profiles_are_deleted()
    {
        await using var session = await StartAsync(new SandboxOptions { PageSize = 2 });
        var created = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            created.Add(await CreateAsync(session, Create("iosImportedPFXCertificateProfile", ("displayName", $"{i}"))));
        }

        var first = await session.SendAsync(
            "GET", $"{Profiles}?$top=50&$count=true&$filter=isof('microsoft.graph.iosCertificateProfile')");
        await session.SendAsync("DELETE", $"{Profiles}/{created[0]}");
        var second = await session.SendAsync("GET", (string)first.Json["@odata.nextLink"]!);
        var third = await session.SendAsync("GET", (string)second.Json["@odata.nextLink"]!);

        Assert.Equal(5, (int)first.Json["@odata.count"]!);
        Assert.Equal(created, new[] { first, second, third }.SelectMany(page =>
            page.Json["value"]!.AsArray().Select(item => (string)item!["id"]!)));
        Assert.Null(third.Json["@odata.nextLink"]);
    }

    private static async Task FillAsync(SandboxSession session)
    {
        await CreateAsync(session, Create("iosTrustedRootCertificate", ("displayName", "root")));
        await CreateAsync(session, Create("iosImportedPFXCertificateProfile", ("displayName", "O'Hara")));
        await CreateAsync(session, Create("iosImportedPFXCertificateProfile", ("displayName", "pfx")));
        await CreateAsync(session, Create("iosPkcsCertificateProfile", ("displayName", "pkcs")));
    }
}
