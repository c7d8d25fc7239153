using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph.Users;

/// <summary>Whose an address is.</summary>
public sealed class AddressLookupTests
{
    private static readonly JsonObject Dora = User(
        "1", "dora@contoso.com", "Dora.Smith@contoso.com",
        "SMTP:Dora.Smith@contoso.com", "smtp:former@fabrikam.com", "sip:dora@contoso.com");

    [Fact]
    public async Task An_address_is_asked_for_as_name_mail_and_further_address()
    {
        await using var graph = await StartAsync(Json(200, Page(null, Dora)));

        var answer = Assert.Single(await LookUpAsync(graph, "o'neil@contoso.com"));

        Assert.Equal(
            "userPrincipalName eq 'o''neil@contoso.com' or mail eq 'o''neil@contoso.com' or "
            + "proxyAddresses/any(p:p eq 'smtp:o''neil@contoso.com')",
            Filters(Uri.UnescapeDataString(Assert.Single(graph.Seen).Url)).Single());
        Assert.Empty(answer.Found!);
    }

    [Theory]
    [InlineData("DORA@contoso.com")]
    [InlineData("dora.smith@contoso.com")]
    [InlineData("Former@Fabrikam.com")]
    public async Task A_user_is_found_by_each_address_in_any_case(string address)
    {
        await using var graph = await StartAsync(Json(200, Page(null, Dora)));

        Assert.Equal("1", Assert.Single(Assert.Single(await LookUpAsync(graph, address)).Found!).Id);
    }

    [Fact]
    public async Task What_a_service_answers_that_ignores_the_filter_is_not_taken()
    {
        await using var graph = await StartAsync(Json(200, Page(null, Dora, User("2", "bob@contoso.com", null))));

        Assert.Equal("2", Assert.Single(Assert.Single(await LookUpAsync(graph, "bob@contoso.com")).Found!).Id);
    }

    [Fact]
    public async Task Twelve_addresses_are_one_request_of_filters_with_fifteen_comparisons_at_most()
    {
        await using var graph = await StartAsync((request, context) => Json(200, Batch(request.Body, Dora))(context));
        string[] addresses = [.. Enumerable.Range(0, 11).Select(number => $"user{number}@contoso.com"), "former@fabrikam.com"];

        var answers = await LookUpAsync(graph, addresses);

        var body = JsonNode.Parse(Assert.Single(graph.Seen).Body)!;
        var filters = body["requests"]!.AsArray().Select(part => Uri.UnescapeDataString((string)part!["url"]!)).ToList();
        Assert.Equal(3, filters.Count);
        Assert.All(filters, filter => Assert.InRange(Regex.Count(filter, " eq "), 1, 15));
        Assert.Equal([.. Enumerable.Repeat(0, 11), 1], answers.Select(answer => answer.Found!.Count));
    }

    [Fact]
    public async Task Where_batches_are_refused_each_filter_is_a_request()
    {
        await using var graph = await StartAsync((request, context) => request.Url.EndsWith("$batch", StringComparison.Ordinal)
            ? Json(403, Error("Forbidden", "no batches"))(context) : Json(200, Page(null, Dora))(context));

        var answers = await LookUpAsync(
            graph, "a@contoso.com", "b@contoso.com", "c@contoso.com", "d@contoso.com", "e@contoso.com", "dora@contoso.com");

        Assert.Equal([0, 0, 0, 0, 0, 1], answers.Select(answer => answer.Found!.Count));
        Assert.Equal(3, graph.Seen.Count);
    }

    [Fact]
    public async Task A_refusal_is_the_error_of_each_address_and_names_the_permission()
    {
        await using var graph = await StartAsync(Json(403, Error("Authorization_RequestDenied", "no")));

        var answers = await LookUpAsync(graph, "a@contoso.com", "b@contoso.com");

        Assert.All(answers, answer =>
        {
            Assert.Null(answer.Found);
            Assert.Equal(GraphErrorKind.Forbidden, answer.Error!.Kind);
            Assert.Contains("User.Read.All", answer.Error.Message, StringComparison.Ordinal);
        });
    }

    private static async Task<IReadOnlyList<GroupedAnswer<IReadOnlyList<GraphUser>>>> LookUpAsync(
        ScriptedGraph graph, params string[] addresses)
    {
        using var connection = await GraphTestData.ConnectAsync(graph.Uri);
        return await new AddressLookup(new UserPfxClient(connection)).LookUpAsync(addresses, CancellationToken.None);
    }

    private static IEnumerable<string> Filters(string url) => [Regex.Match(url, @"\$filter=(.*)$").Groups[1].Value];

    private static string Batch(string body, JsonObject user) => new JsonObject
    {
        ["responses"] = new JsonArray([.. JsonNode.Parse(body)!["requests"]!.AsArray().Select(JsonNode? (part) => new JsonObject
        {
            ["id"] = (string)part!["id"]!,
            ["status"] = 200,
            ["body"] = JsonNode.Parse(Page(null, user)),
        })]),
    }.ToJsonString();

    private static JsonObject User(string id, string name, string? mail, params string[] addresses) => new()
    {
        ["id"] = id,
        ["userPrincipalName"] = name,
        ["mail"] = mail,
        ["proxyAddresses"] = new JsonArray([.. addresses.Select(JsonNode? (address) => address)]),
    };
}
