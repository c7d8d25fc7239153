using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Staged;

[Collection(StagedModuleCollection.Name)]
public sealed class ImportTests(StagedModule module)
{
    [Fact]
    public async Task It_exports_exactly_the_cmdlets_of_its_assembly()
    {
        await using var shell = await HostedShell.OpenAsync();
        var imported = Assert.Single((await shell.ImportAsync(StagedModule.Manifest)).EnsureNoErrors().OutputAs<PSModuleInfo>());
        var types = AppDomain.CurrentDomain.GetAssemblies().Single(a => a.GetName().Name == "SmimeCertTools").GetExportedTypes();
        var cmdlets = types.Select(t => t.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>();
        Assert.Equal(
            cmdlets.Select(c => $"{c.VerbName}-{c.NounName}").Order(StringComparer.Ordinal),
            imported.ExportedCmdlets.Keys.Order(StringComparer.Ordinal));

        // Each stands for a cmdlet whose name has no Smime in it, and has one.
        Assert.All(imported.ExportedAliases, alias =>
        {
            Assert.Contains("-Smime", alias.Key, StringComparison.Ordinal);
            Assert.DoesNotContain("Smime", alias.Value.Definition, StringComparison.Ordinal);
            Assert.Contains(alias.Value.Definition, imported.ExportedCmdlets.Keys);
        });
        Assert.Equal(5, imported.ExportedAliases.Count);
        Assert.Empty(imported.ExportedVariables);
    }

    [Fact]
    public async Task Two_runspaces_import_and_remove_it_in_any_order()
    {
        await using var one = await HostedShell.OpenAsync(StagedModule.Manifest);
        await using var two = await HostedShell.OpenAsync(StagedModule.Manifest);
        await Works(one);
        (await one.RunAsync("Remove-Module SmimeCertTools")).EnsureNoErrors();
        await Works(two);
        (await one.ImportAsync(StagedModule.Manifest)).EnsureNoErrors();
        (await two.RunAsync("Remove-Module SmimeCertTools")).EnsureNoErrors();
        await Works(one);
        Assert.Equal("CommandNotFoundException", Assert.Single((await two.RunAsync("Get-SmimeGraphContext")).ErrorIds));
    }

    [Fact]
    public async Task Its_dependencies_come_from_its_folder_though_others_were_there_first()
    {
        await using var shell = await HostedShell.OpenAsync(StagedModule.Manifest);
        await Works(shell);
        var core = Own(AssemblyLoadContext.All.Single(c => c.Name == "SmimeCertTools").Assemblies, "SmimeCertTools.Core");
        var context = AssemblyLoadContext.GetLoadContext(core)!;
        Assert.NotEmpty(ForeignCopies.All);
        foreach (var foreign in ForeignCopies.All)
        {
            var ours = context.LoadFromAssemblyName(foreign.GetName());
            Assert.NotSame(foreign, ours);
            Assert.Equal(StagedModule.FileOf(foreign.GetName().Name!), ours.Location);
            Assert.Null(ours.GetType("Foreign.Marker"));

            // And others still get theirs.
            Assert.Same(foreign, AssemblyLoadContext.Default.LoadFromAssemblyName(foreign.GetName()));
        }
    }

    [Fact]
    public async Task Nobody_else_is_answered_from_its_folder()
    {
        await using var shell = await HostedShell.OpenAsync(StagedModule.Manifest);
        await Works(shell);
        Assert.Throws<FileNotFoundException>(() => Assembly.Load(new AssemblyName("Microsoft.Kiota.Abstractions")));
        Assert.Throws<FileNotFoundException>(() => Assembly.Load(new AssemblyName("Microsoft.Graph.Core")));
    }

    [Fact]
    public async Task A_copy_of_it_in_another_folder_goes_on_with_the_first()
    {
        await using var first = await HostedShell.OpenAsync(StagedModule.Manifest);
        await using var second = await HostedShell.OpenAsync(module.CopyModule("again"));
        await Works(second);
        await Works(first);
        Assert.Single(AssemblyLoadContext.All, c => c.Name == "SmimeCertTools");
        Assert.Equal(
            Path.Combine(StagedModule.Folder, "SmimeCertTools.Types.dll"),
            Own(AssemblyLoadContext.All.SelectMany(c => c.Assemblies), "SmimeCertTools.Types").Location);
    }

    // Without a connection this cmdlet has to say so, which needs the core's types.
    private static async Task Works(HostedShell shell) =>
        Assert.DoesNotContain(
            (await shell.RunAsync("Get-SmimeGraphContext")).AllErrors, e => e.Exception is TypeLoadException or IOException);

    private static Assembly Own(System.Collections.Generic.IEnumerable<Assembly> assemblies, string name) =>
        assemblies.Single(a => a.GetName().Name == name);
}
