using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Records;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>Links to next pages that come to no end, or lead where nothing may be sent.</summary>
public sealed class GraphPagerTests
{
    /// <summary>What a hostile or broken service may name as the next page; {0} is its own address, {1} another's.</summary>
    public static TheoryData<string> ForeignLinks => new(
        "{1}/beta/next", "https://graph.contoso.com/beta/next", "http://{2}@127.0.0.1:1/beta/next", "http://{2}.contoso.com/next",
        "//graph.contoso.com/beta/next", "/beta/next", "beta/next", "ftp://{2}/next", "file:///etc/passwd", "javascript:next",
        "http:///next");

    [Theory]
    [MemberData(nameof(ForeignLinks))]
    public async Task A_link_away_from_the_service_is_not_followed_and_gets_no_token(string link)
    {
        await using var elsewhere = await StartAsync(Json(200, Page(null)));
        await using var graph = await PagesAsync((own, _) => Page(string.Format(
            null, link, own.AbsoluteUri.TrimEnd('/'), elsewhere.Uri.AbsoluteUri.TrimEnd('/'), own.Authority), Stored()));

        var error = await FailAsync(graph);

        Assert.Contains("leads away from", error.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Seen);
        Assert.Single(graph.Seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Links_in_a_circle_end_in_an_error(int length)
    {
        await using var graph = await PagesAsync((own, page) =>
            Page(new Uri(own, $"/beta/next?$skiptoken={page % length}").ToString(), With("id-" + page)));

        var error = await FailAsync(graph);

        Assert.Contains("go round in a circle", error.Message, StringComparison.Ordinal);
        Assert.Equal(length + 1, graph.Seen.Count);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("same")]
    [InlineData("same in another order")]
    [InlineData("same with another date")]
    [InlineData("same without an id")]
    public async Task A_chain_of_pages_that_brings_nothing_new_ends_in_an_error(string kind)
    {
        await using var graph = await PagesAsync((own, page) => Page(
            new Uri(own, $"/beta/next?$skiptoken={page}").ToString(), Repeated(kind, page)));

        var error = await FailAsync(graph);

        Assert.Contains("nothing new", error.Message, StringComparison.Ordinal);
        Assert.InRange(graph.Seen.Count, 100, 101);
    }

    [Fact]
    public async Task What_an_earlier_page_had_is_left_out_of_later_ones()
    {
        // A record that was added while the listing was read shifts the others by one.
        string[][] pages = [["a", "b"], ["b", "c"], ["c", "d", "a"], []];
        await using var graph = await PagesAsync((own, page) => Page(
            page == pages.Length ? null : new Uri(own, $"/beta/next?$skiptoken={page}").ToString(),
            [.. pages[page - 1].Select(With)]));
        using var connection = await ConnectAsync(graph.Uri);

        var records = await connection.UserPfx.ListUserAsync(User, CancellationToken.None);

        Assert.Equal(["a", "b", "c", "d"], records.Select(record => record.Id));
    }

    [Fact]
    public async Task After_a_failure_the_same_page_is_asked_for()
    {
        await using var graph = await StartAsync(
            context => Json(200, Page($"http://{context.Request.Host}/beta/next?$skiptoken=1", With("a")))(context),
            Json(403, Error("Forbidden", "not now")),
            Json(200, Page(null, With("b"))));
        using var connection = await ConnectAsync(graph.Uri);
        var pager = connection.UserPfx.List();
        var read = new List<UserPfxRecord>(await pager.NextAsync(CancellationToken.None) ?? []);

        await Assert.ThrowsAsync<GraphRequestException>(() => pager.NextAsync(CancellationToken.None));
        read.AddRange(await pager.NextAsync(CancellationToken.None) ?? []);

        Assert.Null(await pager.NextAsync(CancellationToken.None));
        Assert.Equal(["a", "b"], read.Select(record => record.Id));
        Assert.Equal(graph.Seen[1].Url, graph.Seen[2].Url);
    }

    private static JsonObject[] Repeated(string kind, int page)
    {
        var records = new[] { With("a"), With("b"), With("c") };
        switch (kind)
        {
            case "empty":
                return [];
            case "same in another order":
                return [.. records.Skip(page % 3), .. records.Take(page % 3)];
            case "same with another date":
                records[0]["lastModifiedDateTime"] = DateTimeOffset.UnixEpoch.AddDays(page);
                return records;
            case "same without an id":
                records[0].Remove("id");
                return records[..1];
            default:
                return records;
        }
    }

    private static JsonObject With(string id)
    {
        var record = Stored();
        record["id"] = id;
        return record;
    }

    private static async Task<ScriptedGraph> PagesAsync(Func<Uri, int, string> page)
    {
        var count = 0;
        return await StartAsync(context =>
            Json(200, page(new Uri($"http://{context.Request.Host}/"), Interlocked.Increment(ref count)))(context));
    }

    private static async Task<GraphRequestException> FailAsync(ScriptedGraph graph)
    {
        using var connection = await ConnectAsync(graph.Uri);
        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => connection.UserPfx.ListUserAsync(User, CancellationToken.None));
        Assert.Equal(GraphErrorKind.UnexpectedResponse, error.Kind);
        return error;
    }
}
