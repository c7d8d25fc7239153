using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Xunit;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>
/// What users meet in objects: each enumeration stands once and is shared, and lists are such as PowerShell can index.
/// </summary>
public class PublicTypeTests
{
    private const string Planted = "SmimeCertTools.Architecture.Tests.Planted.Roof.";

    [Theory]
    [InlineData("net8.0")]
    [InlineData("netstandard2.0")]
    public void No_enumeration_exists_twice(string framework) => Assert.Empty(Twins(
        [
            LayerTests.Assembly("SmimeCertTools.Types", "netstandard2.0"),
            LayerTests.Assembly("SmimeCertTools", "netstandard2.0"),
            LayerTests.Assembly("SmimeCertTools.Core", framework),
        ]));

    [Fact]
    public void A_twin_is_found_whatever_its_order_and_its_numbers() => Assert.Equal(
        [$"{Planted}Colour, {Planted}Paint: Grey, Red"], Twins([typeof(PublicTypeTests).Assembly.Location]));

    [Fact]
    public void Enumerations_that_users_meet_are_the_shared_ones()
    {
        using var module = ModuleDefinition.ReadModule(LayerTests.Assembly("SmimeCertTools", "netstandard2.0"));
        using var core = ModuleDefinition.ReadModule(LayerTests.Assembly("SmimeCertTools.Core", "netstandard2.0"));
        var ofCore = core.Types.Where(type => type.IsEnum).Select(type => type.FullName).ToHashSet();
        var properties = module.Types.Where(type => type.IsPublic).SelectMany(type => type.Properties)
            .Where(property => property.GetMethod is { IsPublic: true }).ToList();

        Assert.NotEmpty(properties);
        Assert.DoesNotContain(module.Types, type => type.IsPublic && type.IsEnum);
        Assert.Empty(properties.Where(property => Parts(property.PropertyType).Any(ofCore.Contains))
            .Select(property => property.FullName));
    }

    [Fact]
    public void Lists_of_objects_that_are_written_can_be_indexed()
    {
        // PowerShell does not index what C# makes for an interface: $pfx.Certificates[0] would be the whole list.
        using var module = ModuleDefinition.ReadModule(LayerTests.Assembly("SmimeCertTools", "netstandard2.0"));
        Assert.Empty(module.Types
            .Where(type => type.IsPublic && type.Name.StartsWith("Smime", StringComparison.Ordinal))
            .SelectMany(type => type.Properties)
            .Where(property => property.PropertyType is GenericInstanceType { Namespace: "System.Collections.Generic" })
            .Select(property => property.FullName));
    }

    [Fact]
    public void The_shared_assembly_holds_nothing_else()
    {
        using var types = ModuleDefinition.ReadModule(LayerTests.Assembly("SmimeCertTools.Types", "netstandard2.0"));
        Assert.All(
            types.Types.Where(type => type.Namespace.StartsWith("SmimeCertTools", StringComparison.Ordinal)),
            type => Assert.True(type.IsEnum && type.IsPublic && type.Namespace == "SmimeCertTools.Types", type.FullName));
    }

    /// <summary>Names of types, and the member names that all of them have.</summary>
    private static IEnumerable<string> Twins(IEnumerable<string> assemblies) => assemblies
        .SelectMany(Enumerations)
        .GroupBy(item => item.Members, item => item.Name)
        .Where(group => group.Count() > 1)
        .Select(group => $"{string.Join(", ", group.Order(StringComparer.Ordinal))}: {group.Key}");

    private static List<(string Name, string Members)> Enumerations(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return
        [
            .. module.GetTypes().Where(type => type.IsEnum).Select(type => (type.FullName, string.Join(
                ", ", type.Fields.Where(field => field.IsStatic).Select(field => field.Name).Order(StringComparer.Ordinal)))),
        ];
    }

    private static IEnumerable<string> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType.FullName),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type.FullName],
    };
}
