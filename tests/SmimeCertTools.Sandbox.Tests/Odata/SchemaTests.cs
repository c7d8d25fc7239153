using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using SmimeCertTools.Sandbox.Odata;
using Xunit;

namespace SmimeCertTools.Sandbox.Tests.Odata;

public sealed class SchemaTests
{
    private const string Metadata = "graph/subset.csdl";
    // Types that are not in this part of the metadata, and types of which few members are declared.
    private static readonly string[] DeclaredInPart =
    [
        "roleScopeTag", "group", "application", "keyCredential", "passwordCredential", "publicClientApplication",
        "webApplication", "requiredResourceAccess", "resourceAccess", "servicePrincipal", "appRoleAssignment",
    ];
    private static readonly XNamespace Edm = "http://docs.oasis-open.org/odata/ns/edm";

    [SharedDataFact(Metadata)]
    public void The_declared_types_are_those_of_the_metadata()
    {
        var types = Load("EntityType").Concat(Load("ComplexType")).ToDictionary(item => (string)item.Attribute("Name")!);
        foreach (var declared in SchemaModel.Graph.Types.Where(type => !DeclaredInPart.Contains(type.Name)))
        {
            var type = types[declared.Name];

            Assert.Equal(type.Name.LocalName == "EntityType", declared.IsEntity);
            Assert.Equal((bool?)type.Attribute("Abstract") ?? false, declared.IsAbstract);
            var baseName = ((string?)type.Attribute("BaseType"))?.Replace("graph.", "");
            Assert.Equal(baseName == "entity" ? null : baseName, declared.Base?.Name);
            Assert.Equal(
                type.Elements(Edm + "Property").Select(item =>
                    ((string)item.Attribute("Name")!, (string)item.Attribute("Type")!,
                    (bool?)item.Attribute("Nullable") ?? true)),
                declared.OwnMembers.Select(member => (member.Name, EdmName(member), member.IsNullable)));
        }
    }

    [SharedDataFact(Metadata)]
    public void The_declared_navigations_are_some_of_the_metadata()
    {
        var types = Load("EntityType").ToDictionary(item => (string)item.Attribute("Name")!);
        foreach (var declared in SchemaModel.Graph.Types.Where(type => type.OwnNavigations.Count > 0))
        {
            Assert.Subset(
                types[declared.Name].Elements(Edm + "NavigationProperty").Select(item =>
                    ((string)item.Attribute("Name")!, (string)item.Attribute("Type")!)).ToHashSet(),
                declared.OwnNavigations.Select(navigation => (navigation.Name, Collection(
                    $"graph.{navigation.TypeName}", navigation.IsCollection))).ToHashSet());
        }
    }

    [SharedDataFact(Metadata)]
    public void The_declared_enumerations_are_those_of_the_metadata()
    {
        var types = Load("EnumType").ToDictionary(item => (string)item.Attribute("Name")!);
        foreach (var declared in SchemaModel.Graph.Enums)
        {
            var type = types[declared.Name];

            Assert.Equal((bool?)type.Attribute("IsFlags") ?? false, declared.IsFlags);
            Assert.Equal(
                type.Elements(Edm + "Member").OrderBy(item => (long)item.Attribute("Value")!)
                    .Select(item => (string)item.Attribute("Name")!),
                declared.Members);
        }
    }

    [Fact]
    public void Flags_come_back_in_the_order_of_their_bits()
    {
        var usages = SchemaModel.Graph.FindEnum("keyUsages")!;

        Assert.Equal("keyEncipherment,digitalSignature", usages.Normalize("digitalSignature, keyEncipherment"));
        Assert.Null(usages.Normalize("digitalSignature,other"));
        Assert.Null(SchemaModel.Graph.FindEnum("appleDeploymentChannel")!.Normalize("unknownFutureValue"));
    }

    private static IEnumerable<XElement> Load(string kind) =>
        XDocument.Load(SharedData.Find(Metadata)!).Descendants(Edm + kind);

    private static string EdmName(MemberSchema member) => Collection(
        member.Kind is MemberKind.Enum or MemberKind.Complex ? $"graph.{member.TypeName}" : $"Edm.{member.TypeName}",
        member.IsCollection);

    private static string Collection(string name, bool isCollection) => isCollection ? $"Collection({name})" : name;
}
