using System.IO;
using System.Reflection;
using System.Reflection.Emit;
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
        Assert.False(folder.Serves((string?)null));
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
    public void A_request_of_nobody_is_answered_for_the_core_alone()
    {
        var core = AssemblyName.GetAssemblyName(Path.Combine(Desktop, "SmimeCertTools.Core.dll"));
        Assert.Equal(Path.Combine(Desktop, "SmimeCertTools.Core.dll"), folder.Answer(null, core));
        Assert.Null(folder.Answer(null, new AssemblyName(core.FullName) { Version = new System.Version(99, 0, 0, 0) }));
        Assert.Null(folder.Answer(null, new AssemblyName("SmimeCertTools.Core, PublicKeyToken=b77a5c561934e089")));
        Assert.Null(folder.Answer(null, new AssemblyName(core.FullName) { CultureName = "de" }));
        Assert.Null(folder.Answer(null, AssemblyName.GetAssemblyName(Path.Combine(Desktop, "System.Memory.dll"))));
        Assert.Null(folder.Answer(null, AssemblyName.GetAssemblyName(Path.Combine(Desktop, "SmimeCertTools.Loader.dll"))));
    }

    [Fact]
    public void A_known_requester_is_answered_when_it_is_one_of_ours()
    {
        // These tests' own folder stands for the module's: assemblies of it are loaded here.
        var here = typeof(Mono.Cecil.ModuleDefinition).Assembly;
        var beside = new DependencyFolder(Path.GetDirectoryName(here.Location)!, Module);
        var wanted = typeof(FactAttribute).Assembly.GetName();
        Assert.Equal(Path.Combine(beside.FullPath, wanted.Name + ".dll"), beside.Answer(here, wanted));
        Assert.Null(beside.Answer(typeof(object).Assembly, wanted));
        Assert.Null(folder.Answer(here, AssemblyName.GetAssemblyName(Path.Combine(Desktop, "SmimeCertTools.Core.dll"))));
        var unnamed = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Made"), AssemblyBuilderAccess.Run);
        Assert.Null(beside.Answer(unnamed, wanted));
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
