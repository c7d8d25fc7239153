using System;
using System.IO;
using Mono.Cecil;
using SmimeCertTools.Loader;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Isolation;

public sealed class CoreFolderTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void The_runtimes_copy_is_taken_only_when_it_is_as_new_as_ours()
    {
        Make("runtime", "System.Older", 8);
        Make("core", "System.Older", 10);
        Make("runtime", "System.Equal", 10);
        Make("core", "System.Equal", 10);
        Make("runtime", "System.Newer", 11);
        Make("core", "System.Newer", 10);
        var choice = Choice();
        Assert.Equal(Ours("System.Older"), choice.Find("System.Older"));
        Assert.Null(choice.Find("System.Equal"));
        Assert.Null(choice.Find("System.Newer"));
    }

    [Fact]
    public void What_only_one_side_has_is_taken_from_there()
    {
        Make("core", "System.Ours", 1);
        Make("runtime", "System.Theirs", 8);
        Assert.Equal(Ours("System.Ours"), Choice().Find("System.Ours"));
        Assert.Null(Choice().Find("System.Theirs"));
        Assert.Null(Choice().Find("No.Such"));
    }

    [Theory]
    [InlineData("Microsoft.Extensions.Options")]
    [InlineData("Microsoft.Bcl.AsyncInterfaces")]
    [InlineData("BouncyCastle.Cryptography")]
    public void What_is_not_a_part_of_the_runtime_is_ours_though_another_lies_beside_it(string name)
    {
        Make("runtime", name, 99);
        Make("core", name, 10);
        Assert.Equal(Ours(name), Choice().Find(name));
    }

    [Fact]
    public void A_copy_of_the_runtime_that_shows_types_of_an_older_one_is_not_taken()
    {
        // As new by itself, but its signatures would name System.Base of the runtime, and everybody here has ours.
        Make("runtime", "System.Base", 8);
        Make("core", "System.Base", 10);
        Make("runtime", "System.Above", 10, "System.Base");
        Make("core", "System.Above", 10, "System.Base");
        Make("runtime", "System.Top", 10, "System.Above");
        Make("core", "System.Top", 10, "System.Above");
        Assert.Equal(Ours("System.Top"), Choice().Find("System.Top"));
        Assert.Equal(Ours("System.Above"), Choice().Find("System.Above"));
    }

    [Fact]
    public void Copies_that_name_each_other_are_decided()
    {
        Make("runtime", "System.One", 10, "System.Two");
        Make("core", "System.One", 10, "System.Two");
        Make("runtime", "System.Two", 10, "System.One");
        Make("core", "System.Two", 10, "System.One");
        Assert.Null(Choice().Find("System.One"));
        Assert.Null(Choice().Find("System.Two"));
    }

    [Fact]
    public void The_build_for_the_system_comes_before_the_portable_one()
    {
        Make("core", "System.Special", 4);
        Make(Path.Combine("core", "runtimes", "win", "lib"), "System.Special", 4);
        Assert.Equal(Ours("System.Special"), Choice().Find("System.Special"));
        Assert.Equal(
            folder.Combine("core", "runtimes", "win", "lib", "System.Special.dll"), Choice(windows: true).Find("System.Special"));
    }

    public void Dispose() => folder.Dispose();

    private CoreFolder Choice(bool windows = false) => new(folder.Combine("core"), folder.Combine("runtime"), windows);

    private string Ours(string name) => folder.Combine("core", name + ".dll");

    private void Make(string side, string name, int version, params string[] references)
    {
        Directory.CreateDirectory(folder.Combine(side));
        using var assembly = AssemblyDefinition.CreateAssembly(
            new AssemblyNameDefinition(name, new Version(version, 0, 0, 0)), name, ModuleKind.Dll);
        foreach (var reference in references)
        {
            assembly.MainModule.AssemblyReferences.Add(new AssemblyNameReference(reference, new Version(version, 0, 0, 0)));
        }

        assembly.Write(folder.Combine(side, name + ".dll"));
    }
}
