using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Mono.Cecil;
using SmimeCertTools.Packaging.Tests.Runtimes;
using SmimeCertTools.Packaging.Tests.Staged;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.References;

/// <summary>
/// Every assembly, type and member that any shipped file names, as linked, is looked up in each runtime, whole signatures; and
/// every method that an interface or an abstract base asks of a shipped type.
/// </summary>
public sealed class ReferenceTests
{
    [Theory]
    [RuntimeData(8)]
    [RuntimeData(9)]
    [RuntimeData(10)]
    public void All_that_is_named_exists_in_PowerShell_7(int major)
    {
        using var world = Worlds.OnDotNet(major);
        AssertComplete(world, "core");
    }

    [Fact]
    public void All_that_is_named_exists_in_Windows_PowerShell()
    {
        using var world = Worlds.OnFramework();
        AssertComplete(world, "desktop");
    }

    [Theory]
    [RuntimeData(8)]
    [RuntimeData(9)]
    public void A_choice_by_the_version_that_each_file_asks_for_is_seen_to_fail(int major)
    {
        var runtime = DotNetRuntime.Get(major).Assemblies();
        using var world = Worlds.OnDotNet(major, name =>
            runtime.TryGetValue(name.Name, out var theirs) && AssemblyName.GetAssemblyName(theirs).Version >= name.Version
                ? null
                : new[] { Path.Combine(StagedModule.Folder, "core"), StagedModule.Shared }
                    .Select(folder => Path.Combine(folder, name.Name + ".dll")).FirstOrDefault(File.Exists));
        var check = new ReferenceCheck(world);
        var missing = Worlds.Files("core").SelectMany(check.Missing).ToList();

        // The core names another System.Text.Encodings.Web than Fluid: the method is there, but with the other copy's type.
        Assert.Contains(missing, line => line.StartsWith("SmimeCertTools.Core: Fluid ", StringComparison.Ordinal)
            && line.Contains("System.Text.Encodings.Web.TextEncoder", StringComparison.Ordinal));
    }

    [Theory]
    [RuntimeData(8)]
    [RuntimeData(9)]
    public void What_an_older_library_lacks_is_seen(int major)
    {
        using var world = Worlds.OnDotNet(major, name => name.Name == "System.Text.Json"
            ? DotNetRuntime.Get(major).Assemblies()[name.Name]
            : new[] { Path.Combine(StagedModule.Folder, "core", name.Name + ".dll") }.FirstOrDefault(File.Exists));
        var module = world.Read(Path.Combine(StagedModule.Folder, "core", "Azure.Core.dll"));
        Assert.Contains(new ReferenceCheck(world).MissingAssemblies(module), reference => reference.Name == "System.Text.Json");
    }

    [Fact]
    public void The_modules_own_assembly_names_nothing_but_the_core_the_types_the_engine_and_the_standard()
    {
        // What else it named nobody would answer for in Windows PowerShell.
        Assert.Equal(
            ["SmimeCertTools.Core", "SmimeCertTools.Types", "System.Management.Automation", "netstandard"],
            References(Path.Combine(StagedModule.Folder, "SmimeCertTools.dll")));
    }

    [Fact]
    public void The_types_name_nothing_but_the_standard() =>
        Assert.Equal(["netstandard"], References(Path.Combine(StagedModule.Folder, "SmimeCertTools.Types.dll")));

    [Fact]
    public void The_guard_names_nothing_but_the_engine_and_the_standard() => Assert.Equal(
        ["System.Management.Automation", "netstandard"],
        References(Path.Combine(StagedModule.Folder, "SmimeCertTools.Guard.dll")));

    [Fact]
    public void The_loader_of_Windows_PowerShell_names_nothing_but_the_framework() =>
        Assert.Empty(References(Path.Combine(StagedModule.Folder, "desktop", "SmimeCertTools.Loader.dll"))
            .Except(["mscorlib", "System", "System.Core"]));

    [Fact]
    public void The_loader_of_PowerShell_7_names_nothing_that_the_module_brings() =>
        Assert.Empty(References(Path.Combine(StagedModule.Folder, "core", "SmimeCertTools.Loader.dll"))
            .Intersect(Worlds.Files("core").Select(file => Path.GetFileNameWithoutExtension(file))));

    private static string[] References(string file)
    {
        using var module = ModuleDefinition.ReadModule(file);
        return [.. module.AssemblyReferences.Select(r => r.Name).Order(StringComparer.Ordinal)];
    }

    private static void AssertComplete(AssemblyWorld world, string edition)
    {
        var check = new ReferenceCheck(world);
        var files = Worlds.Files(edition).ToList();
        Assert.InRange(files.Count, 30, 100);
        var implementations = new ImplementationCheck(world);
        var core = world.Read(Path.Combine(StagedModule.Folder, edition, "SmimeCertTools.Core.dll"));

        // What the runtime has as new or newer is taken from there, and our file is not loaded.
        bool IsLoaded(string file) => world.FileFor(core, AssemblyNameReference.Parse(world.Read(file).Assembly.FullName))
            is not { } answer || answer.StartsWith(StagedModule.Folder, StringComparison.Ordinal);
        var missing = files.SelectMany(check.Missing)
            .Concat(files.Where(IsLoaded).SelectMany(implementations.Missing)).ToList();
        Assert.True(missing.Count == 0, string.Join(Environment.NewLine, missing));
    }
}
