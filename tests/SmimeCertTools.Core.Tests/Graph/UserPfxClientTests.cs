using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph;

public sealed class UserPfxClientTests
{
    [Fact]
    public async Task A_guests_name_is_escaped_and_the_users_addresses_are_read()
    {
        await using var graph = await StartAsync(Json(200, """
            {"@odata.context":"x","id":"u-1","userPrincipalName":"o'neil_contoso.com#EXT#@fabrikam.com","mail":"o@contoso.com",
             "displayName":"O","proxyAddresses":["SMTP:o@contoso.com","smtp:old@contoso.com"]}
            """));
        using var connection = await ConnectAsync(graph.Uri);

        var user = await connection.UserPfx.GetUserAsync("o'neil_contoso.com#EXT#@fabrikam.com", CancellationToken.None);

        Assert.Equal("u-1", user.Id);
        Assert.Equal("o@contoso.com", user.Mail);
        Assert.Equal(["SMTP:o@contoso.com", "smtp:old@contoso.com"], user.ProxyAddresses);
        var seen = Assert.Single(graph.Seen);
        Assert.StartsWith(
            "/beta/users/o%27neil_contoso.com%23EXT%23%40fabrikam.com?$select=id,", seen.Url, StringComparison.Ordinal);
        Assert.StartsWith("SmimeCertTools/", seen.UserAgent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_is_in_lower_case_with_quotes_doubled_and_escaped()
    {
        await using var graph = await StartAsync(Json(200, Page(null)));
        using var connection = await ConnectAsync(graph.Uri);

        Assert.Empty(await connection.UserPfx.FindAsync("O'Neil#EXT#@contoso.com", Print, CancellationToken.None));

        var query = graph.Seen[0].Url.Split('?')[1];
        Assert.DoesNotContain("#", query, StringComparison.Ordinal);
        Assert.Equal(
            $"$filter=tolower(userPrincipalName) eq 'o''neil#ext#@contoso.com' "
            + $"and tolower(thumbprint) eq '{Print.ToLowerInvariant()}'",
            Uri.UnescapeDataString(query));
    }

    [Fact]
    public async Task All_pages_are_read_and_unknown_members_do_not_matter()
    {
        ScriptedGraph? graph = null;
        var odd = Stored(thumbprint: "not hex");
        odd["intendedPurpose"] = "somethingNew";
        odd["paddingScheme"] = 17;
        odd["startDateTime"] = null;
        odd["newMember"] = true;
        await using (graph = await StartAsync(
            context =>
                Json(200, Page(new Uri(
                    graph!.Uri, "/beta/deviceManagement/userPfxCertificates?$skiptoken=a%27b").ToString(), Stored()))(context),
            Json(200, Page("", odd))))
        {
            using var connection = await ConnectAsync(graph.Uri);

            var records = await connection.UserPfx.ListUserAsync(User.ToUpperInvariant(), CancellationToken.None);

            Assert.Equal(2, records.Count);
            Assert.Equal("/beta/deviceManagement/userPfxCertificates?$skiptoken=a%27b", graph.Seen[1].Url);
            Assert.Equal(UserPfxPurpose.SmimeEncryption, records[0].IntendedPurpose);
            Assert.Equal(UserPfxPaddingScheme.OaepSha512, records[0].PaddingScheme);
            Assert.Equal(Record().StartDateTime, records[0].StartDateTime);
            Assert.Null(records[0].EncryptedPfxBlob);
            Assert.Null(records[0].EncryptedPfxPassword);
            Assert.True(records[0].IsSameDelivery(Record()));
            Assert.Equal(UserPfxPurpose.Unassigned, records[1].IntendedPurpose);
            Assert.Equal(UserPfxPaddingScheme.None, records[1].PaddingScheme);
        }
    }

    [Fact]
    public async Task Empty_pages_between_others_are_passed_over()
    {
        const int pages = 250;
        ScriptedGraph? graph = null;
        var count = 0;
        await using (graph = await StartAsync(context =>
        {
            // Each ninety-ninth has a record; all others are empty.
            var page = Interlocked.Increment(ref count);
            var next = page == pages ? null : new Uri(graph!.Uri, $"/beta/next?$skiptoken={page}").ToString();
            var record = Stored();
            record["id"] = "id-" + page;
            return Json(200, page % 99 == 0 ? Page(next, record) : Page(next))(context);
        }))
        {
            using var connection = await ConnectAsync(graph.Uri);

            Assert.Equal(2, (await connection.UserPfx.ListUserAsync(User, CancellationToken.None)).Count);
            Assert.Equal(pages, count);
        }
    }

    [Fact]
    public async Task Somebody_elses_record_is_never_the_users_even_if_the_filter_is_ignored()
    {
        await using var graph = await StartAsync(Json(200, Page(null, Stored("mallory@contoso.com"))));
        using var connection = await ConnectAsync(graph.Uri);

        Assert.Empty(await connection.UserPfx.ListUserAsync(User, CancellationToken.None));
    }

    [Fact]
    public async Task Thumbprints_go_out_in_lower_case_and_come_back_in_upper_case()
    {
        await using var graph = await StartAsync((seen, context) =>
            (seen.Method == "DELETE" ? Empty(204) : Json(200, seen.Method == "GET" ? Page(null) : "{}"))(context));
        using var connection = await ConnectAsync(graph.Uri);
        var stored = Record() with { Id = "00112233445566778899aabbccddeeff-" + Print };

        await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.WriteAsync(Record(), null));
        await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.WriteAsync(Record(), stored));
        await connection.Delete(stored).RunAsync(CancellationToken.None);

        var lower = Print.ToLowerInvariant();
        foreach (var sent in graph.Seen.Where(request => request.Method is "POST" or "PATCH"))
        {
            Assert.Equal(lower, (string?)JsonNode.Parse(sent.Body)!["thumbprint"]);
        }

        Assert.Contains(graph.Seen, request => request.Method == "POST");
        Assert.Contains(graph.Seen, request => request.Method == "PATCH");

        // The id is the service's: one that it made of upper case is sent back as it is.
        Assert.EndsWith(Print, Assert.Single(graph.Seen, request => request.Method == "DELETE").Url, StringComparison.Ordinal);
        Assert.All(
            graph.Seen.Where(request => request.Url.Contains("filter", StringComparison.Ordinal)),
            request => Assert.Contains(
                $"tolower(thumbprint) eq '{lower}'", Uri.UnescapeDataString(request.Url), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_record_in_either_case_is_shown_in_upper_case()
    {
        await using var graph = await StartAsync(
            Json(200, Page(null, Stored(thumbprint: Print.ToLowerInvariant()))), Json(200, Page(null, Stored())));
        using var connection = await ConnectAsync(graph.Uri);

        var lower = Assert.Single(await connection.UserPfx.FindAsync(User, Print, CancellationToken.None));
        var upper = Assert.Single(await connection.UserPfx.FindAsync(User, Print.ToLowerInvariant(), CancellationToken.None));

        Assert.Equal(Print, lower.Thumbprint);
        Assert.Equal(Print, upper.Thumbprint);
        Assert.EndsWith(Print.ToLowerInvariant(), lower.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delete_that_removes_nothing_is_not_confirmed()
    {
        await using var graph = await StartAsync((seen, context) =>
            (seen.Method == "DELETE" ? Empty(204) : Json(200, Page(null, Stored())))(context));
        using var connection = await ConnectAsync(graph.Uri);
        var record = Record() with { Id = "wrong" };

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.Delete(record).RunAsync(CancellationToken.None));

        Assert.Equal("GraphNotConfirmed", error.ErrorId);
        Assert.Equal("/beta/deviceManagement/userPfxCertificates/wrong", graph.Seen[0].Url);
        Assert.Single(graph.Seen, r => r.Method == "DELETE");
    }

    [Theory]
    [InlineData(204)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task A_delete_is_done_when_the_record_is_gone_whatever_was_answered(int status)
    {
        await using var graph = await StartAsync((seen, context) =>
            (seen.Method == "DELETE" ? Empty(status, ("request-id", "r-1")) : Json(200, Page(null)))(context));
        using var connection = await ConnectAsync(graph.Uri);

        await connection.Delete(Record() with { Id = "id-1" }).RunAsync(CancellationToken.None);

        Assert.Equal(["DELETE", "GET"], graph.Seen.Select(r => r.Method));
    }

    [Fact]
    public async Task An_upload_that_no_look_up_shows_is_not_confirmed()
    {
        await using var graph = await StartAsync(
            (seen, context) => (seen.Method == "POST" ? Empty(201) : Json(200, Page(null)))(context));
        using var connection = await ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.WriteAsync(Record(), null));

        Assert.Equal(GraphErrorKind.NotConfirmed, error.Kind);
    }

    [Fact]
    public async Task An_update_that_changes_nothing_is_not_confirmed()
    {
        var old = Stored();
        old["keyName"] = "OldKey";
        await using var graph = await StartAsync((seen, context) =>
            Json(200, seen.Method == "GET" ? Page(null, old) : old.ToJsonString())(context));
        using var connection = await ConnectAsync(graph.Uri);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.WriteAsync(Record(), Record() with { Id = "id-1" }));

        Assert.Equal(GraphErrorKind.NotConfirmed, error.Kind);
        Assert.Equal(["PATCH", "GET", "GET", "GET"], graph.Seen.Select(r => r.Method));
    }
}
