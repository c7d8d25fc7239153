using System.Linq;
using System.Xml.Linq;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Odata;
using Xunit;

namespace SmimeCertTools.Sandbox.Tests.Odata;

public sealed class SchemaTests
{
    private static readonly XNamespace Edm = "http://docs.oasis-open.org/odata/ns/edm";

    [SharedDataFact("graph/subset.csdl")]
    public void The_declared_schema_is_that_of_the_metadata()
    {
        var metadata = XDocument.Load(SharedData.Find("graph/subset.csdl")!);
        var schema = UserPfxSchema.Type;
        var type = metadata.Descendants(Edm + "EntityType").Single(item => (string?)item.Attribute("Name") == schema.Name);
        var properties = type.Elements(Edm + "Property").ToDictionary(item => (string)item.Attribute("Name")!);

        Assert.Equal(properties.Keys.Order(), schema.Members.Select(member => member.Name).Order());
        foreach (var member in schema.Members)
        {
            var property = properties[member.Name];
            Assert.Equal((string)property.Attribute("Type")!, EdmName(member));
            Assert.Equal((bool?)property.Attribute("Nullable") ?? true, member.IsNullable);
        }
    }

    [SharedDataFact("graph/subset.csdl")]
    public void The_declared_enumerations_are_those_of_the_metadata()
    {
        var metadata = XDocument.Load(SharedData.Find("graph/subset.csdl")!);
        foreach (var declared in UserPfxSchema.Type.Members.Select(member => member.Enum).OfType<EnumSchema>())
        {
            var type = metadata.Descendants(Edm + "EnumType").Single(item => (string?)item.Attribute("Name") == declared.Name);
            Assert.Equal(type.Elements(Edm + "Member").Select(item => (string)item.Attribute("Name")!), declared.Members);
        }
    }

    private static string EdmName(MemberSchema member) =>
        member.Kind == MemberKind.Enum ? $"graph.{member.Enum!.Name}" : $"Edm.{member.Kind}";
}
