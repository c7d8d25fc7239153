using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>The floors of what ships, as docs/design/README.md draws them.</summary>
public class LayerTests
{
    [Theory]
    [InlineData("net8.0")]
    [InlineData("netstandard2.0")]
    public void The_core_s_floors_know_only_those_below_them(string framework) =>
        Obeys("SmimeCertTools.Core", framework, CoreFloors.Table, []);

    [Fact]
    public void The_cmdlets_floors_know_only_those_below_them() =>
        Obeys("SmimeCertTools", "netstandard2.0", CmdletFloors.Table, []);

    [Fact]
    public void The_sandbox_s_floors_know_only_those_below_them() =>
        Obeys("SmimeCertTools.Sandbox", "net10.0", SandboxFloors.Table, []);

    private static void Obeys(
        string project, string framework, IReadOnlyDictionary<string, int> floors, IReadOnlyCollection<string> exceptions)
    {
        var (uses, namespaces) = AssemblyReader.Read(Assembly(project, framework), Fact("PowerShellStandard"));
        Assert.NotEmpty(uses);
        var faults = new LayerRule(floors, exceptions).Judge(uses, namespaces);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    /// <summary>The assembly that a project's build has made.</summary>
    internal static string Assembly(string project, string framework) =>
        Path.Combine(Fact("SourceFolder"), project, "bin", Fact("Configuration"), framework, project + ".dll");

    private static string Fact(string key) => typeof(LayerTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == key).Value!;
}
