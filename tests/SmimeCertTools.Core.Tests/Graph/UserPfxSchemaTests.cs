using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>What is sent, against the schema that Graph publishes.</summary>
public sealed class UserPfxSchemaTests
{
    [CorpusFact]
    public async Task The_body_holds_the_schemas_members_and_nothing_else()
    {
        await using var graph = await StartAsync(Json(201, Stored().ToJsonString()));
        using var connection = await ConnectAsync(graph.Uri);
        await connection.WriteAsync(Record(), null);
        using var body = JsonDocument.Parse(graph.Seen[0].Body);
        var sent = body.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);

        var schema = XDocument.Load(System.IO.Path.Combine(SharedCorpus.Shared, "graph", "subset.csdl"));
        var entity = schema.Descendants().Single(
            e => e.Name.LocalName == "EntityType" && (string?)e.Attribute("Name") == "userPFXCertificate");
        var members = entity.Elements().Where(e => e.Name.LocalName == "Property")
            .ToDictionary(e => (string)e.Attribute(
                "Name")!, e => (Type: (string)e.Attribute("Type")!, IsRequired: (string?)e.Attribute("Nullable") == "false"));

        Assert.Empty(sent.Keys.Except(members.Keys));
        Assert.Empty(members.Where(m => m.Value.IsRequired).Select(m => m.Key).Except(sent.Keys));
        foreach (var (name, value) in sent)
        {
            Assert.Equal(JsonValueKind.String, value.ValueKind);
            var type = members[name].Type;
            if (type == "Edm.DateTimeOffset")
            {
                Assert.Equal(TimeSpan.Zero, value.GetDateTimeOffset().Offset);
                Assert.EndsWith("Z", value.GetString(), StringComparison.Ordinal);
            }
            else if (type == "Edm.Binary")
            {
                Assert.Equal(Record().EncryptedPfxBlob, value.GetBytesFromBase64());
            }
            else if (type.StartsWith("graph.", StringComparison.Ordinal))
            {
                Assert.Contains(value.GetString(), EnumMembers(schema, type["graph.".Length..]));
            }
        }

        Assert.Equal("0001-01-01T00:00:00Z", sent["createdDateTime"].GetString());
        Assert.Equal("2025-01-02T01:04:05Z", sent["startDateTime"].GetString());
    }

    [CorpusFact]
    public void Purposes_and_paddings_are_the_schemas()
    {
        var schema = XDocument.Load(System.IO.Path.Combine(SharedCorpus.Shared, "graph", "subset.csdl"));

        Assert.Equal(Names<UserPfxPurpose>(), EnumMembers(schema, "userPfxIntendedPurpose"));
        Assert.Equal(Names<UserPfxPaddingScheme>(), EnumMembers(schema, "userPfxPaddingScheme"));
    }

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]);

    private static string[] EnumMembers(XDocument schema, string name) =>
    [
        .. schema.Descendants().Single(e => e.Name.LocalName == "EnumType" && (string?)e.Attribute("Name") == name)
            .Elements().Where(e => e.Name.LocalName == "Member").Select(e => (string)e.Attribute("Name")!),
    ];
}
