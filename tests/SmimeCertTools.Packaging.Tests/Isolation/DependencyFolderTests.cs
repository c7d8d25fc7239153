using System.IO;
using System.Reflection;
using SmimeCertTools.Loader;
using SmimeCertTools.Packaging.Tests.Staged;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Isolation;

public sealed class DependencyFolderTests
{
    private static readonly string Desktop = Path.Combine(StagedModule.Folder, "desktop");
    private static readonly string Module = Path.Combine(StagedModule.Folder, "SmimeCertTools.dll");
    private readonly DependencyFolder folder = new(Desktop, Module);

    [Fact]
    public void The_module_and_its_dependencies_are_served()
    {
        Assert.True(folder.Serves(Module));
        Assert.True(folder.Serves(Path.Combine(Desktop, "Azure.Core.dll")));
    }

    [Fact]
    public void Nobody_else_is_served()
    {
        Assert.False(folder.Serves(null));
        Assert.False(folder.Serves(string.Empty));
        Assert.False(folder.Serves(Path.Combine(StagedModule.Folder, "Other.dll")));
        Assert.False(folder.Serves(Path.Combine(StagedModule.Folder, "desktop2", "Azure.Core.dll")));
        Assert.False(folder.Serves(Path.Combine(Desktop, "sub", "Azure.Core.dll")));
    }

    [Fact]
    public void An_older_version_of_the_same_key_gets_ours()
    {
        var ours = AssemblyName.GetAssemblyName(Path.Combine(Desktop, "System.Memory.dll"));
        var older = new AssemblyName(ours.FullName) { Version = new System.Version(4, 0, 0, 0) };
        Assert.Equal(Path.Combine(Desktop, "System.Memory.dll"), folder.Find(older));
        Assert.Equal(Path.Combine(Desktop, "System.Memory.dll"), folder.Find(ours));
    }

    [Fact]
    public void Another_key_a_newer_version_a_culture_and_an_unknown_name_get_nothing()
    {
        var ours = AssemblyName.GetAssemblyName(Path.Combine(Desktop, "System.Memory.dll"));
        Assert.Null(folder.Find(new AssemblyName("System.Memory, PublicKeyToken=b77a5c561934e089")));
        Assert.Null(folder.Find(new AssemblyName("System.Memory, PublicKeyToken=null")));
        Assert.Null(folder.Find(new AssemblyName(ours.FullName) { Version = new System.Version(99, 0, 0, 0) }));
        Assert.Null(folder.Find(new AssemblyName(ours.FullName) { CultureName = "de" }));
        Assert.Null(folder.Find(new AssemblyName("No.Such.Assembly")));
    }
}
