using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>The rule over an assembly in which uses are planted that break it: this one.</summary>
public class PlantedEdgeTests
{
    private const string Planted = "SmimeCertTools.Architecture.Tests.Planted";

    private static readonly (IReadOnlyList<TypeUse> Uses, IReadOnlyList<string> Namespaces) Found = Read();

    [Theory]
    [InlineData("ByBase", "Tile")]
    [InlineData("ByInterface", "IRoof")]
    [InlineData("ByField", "Tile")]
    [InlineData("ByAttribute", "SlateAttribute")]
    [InlineData("ByConstraint", "Tile")]
    [InlineData("ByParameter", "Colour")]
    [InlineData("ByCatch", "StormException")]
    [InlineData("ByLambda", "Tile")]
    [InlineData("ByAwait", "Tile")]
    [InlineData("ByTypeOf", "Tile")]
    [InlineData("ByGenericCall", "Tile")]
    public void A_use_that_leads_up_is_found_and_both_types_are_named(string from, string to) =>
        Assert.Contains($"{Planted}.Ground.{from} -> {Planted}.Roof.{to} leads up, from floor 1 to 3.", Judge());

    [Fact]
    public void A_circle_on_one_floor_is_found_and_its_types_are_named() => Assert.Equal(
        [
            $"{Planted}.Left.One -> {Planted}.Right.Two is part of a circle on floor 2.",
            $"{Planted}.Right.Two -> {Planted}.Left.One is part of a circle on floor 2.",
        ],
        Judge().Where(fault => fault.Contains("circle")));

    [Fact]
    public void A_use_that_leads_down_is_none_of_the_faults() =>
        Assert.DoesNotContain(Judge(), fault => fault.Contains("Tile -> ") || fault.Contains("Alone"));

    [Fact]
    public void A_namespace_without_a_floor_is_a_fault() =>
        Assert.Contains($"{Planted}.Roof has no floor.", Judge(without: "Roof"));

    [Fact]
    public void A_floor_of_a_namespace_that_is_gone_is_a_fault() =>
        Assert.Contains($"{Planted}.Cellar has a floor and holds no type.", Judge(with: "Cellar"));

    [Fact]
    public void An_exception_lets_one_use_pass_and_no_other()
    {
        var use = $"{Planted}.Ground.ByBase -> {Planted}.Roof.Tile";
        Assert.Equal(Judge().Where(fault => !fault.StartsWith(use + ' ')), Judge(exceptions: [use]));
    }

    [Fact]
    public void One_use_let_pass_opens_a_circle() => Assert.DoesNotContain(
        Judge(exceptions: [$"{Planted}.Right.Two -> {Planted}.Left.One"]),
        fault => fault.Contains("circle") || fault.Contains("exception"));

    [Fact]
    public void An_exception_that_is_no_longer_there_is_a_fault()
    {
        var use = $"{Planted}.Ground.Base -> {Planted}.Roof.Tile";
        Assert.Contains($"{use} is an exception, and is no longer there.", Judge(exceptions: [use]));
    }

    [Fact]
    public void An_exception_that_breaks_nothing_is_a_fault()
    {
        var down = $"{Planted}.Left.Alone -> {Planted}.Ground.Base";
        var one = $"{Planted}.Left.One -> {Planted}.Right.Two";
        var back = $"{Planted}.Right.Two -> {Planted}.Left.One";
        Assert.Contains($"{down} is an exception, and breaks the rule no longer.", Judge(exceptions: [down]));

        // Either of the two is enough.
        Assert.Contains($"{one} is an exception, and breaks the rule no longer.", Judge(exceptions: [one, back]));
    }

    private static IReadOnlyList<string> Judge(string? without = null, string? with = null, params string[] exceptions)
    {
        var floors = new Dictionary<string, int>
        {
            [Planted + ".Ground"] = 1,
            [Planted + ".Left"] = 2,
            [Planted + ".Right"] = 2,
            [Planted + ".Roof"] = 3,
        };
        floors.Remove($"{Planted}.{without}");
        if (with is not null)
        {
            floors.Add($"{Planted}.{with}", 1);
        }

        return new LayerRule(floors, exceptions).Judge(Found.Uses, Found.Namespaces);
    }

    private static (IReadOnlyList<TypeUse> Uses, IReadOnlyList<string> Namespaces) Read()
    {
        var (uses, namespaces) = AssemblyReader.Read(typeof(PlantedEdgeTests).Assembly.Location, AppContext.BaseDirectory);
        return (
            uses.Where(use => use.FromNamespace.StartsWith(Planted, StringComparison.Ordinal)).ToList(),
            namespaces.Where(name => name.StartsWith(Planted, StringComparison.Ordinal)).ToList());
    }
}
