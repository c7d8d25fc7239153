using System;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Graph.Connection;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph;

public sealed class GraphReadsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("deviceManagement/userPfxCertificates?$filter=x%20eq%20'y'", "deviceManagement/userPfxCertificates")]
    [InlineData("https://graph.microsoft.com/beta/deviceManagement/userPfxCertificates?$skiptoken=2",
        "deviceManagement/userPfxCertificates")]
    [InlineData("users/anna%40contoso.com?$select=id", "users/{id}")]
    [InlineData("groups/6f1c3a5e-2b64-4c1d-9a53-0d8f6b1c7e21/transitiveMembers?$top=999", "groups/{id}/transitiveMembers")]
    [InlineData("deviceManagement/deviceConfigurations/6f1c3a5e-2b64-4c1d-9a53-0d8f6b1c7e21/assignments",
        "deviceManagement/deviceConfigurations/{id}/assignments")]
    public void A_collection_is_named_without_ids_and_queries(string address, string collection)
    {
        var reads = new GraphReads();
        reads.Note(address, [], Start, Start);
        Assert.Equal(collection, Assert.Single(reads.All).Collection);
    }

    [Fact]
    public void Pages_count_as_one_collection_with_all_of_their_objects()
    {
        var reads = new GraphReads();
        reads.Note("users", new JsonObject { ["value"] = new JsonArray(new JsonObject(), new JsonObject()) }, Start,
            Start.AddSeconds(1));
        reads.Note("users?$skiptoken=1", new JsonObject { ["value"] = new JsonArray(new JsonObject()) }, Start.AddSeconds(1),
            Start.AddSeconds(3));
        Assert.Equal(new GraphRead("users", Start, Start.AddSeconds(3), 2, 3), reads.All.Single());
    }
}
