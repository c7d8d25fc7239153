using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Packaging.Tests.Desktop;

/// <summary>
/// Who is answered from desktop/. Mono names a requester always; the test asks without one as .NET Framework does.
/// </summary>
public sealed class DesktopResolverTests(ITestOutputHelper output)
{
    private const string None = "-";

    private static readonly string Core = Path.Combine(StagedModule.Folder, "desktop", "SmimeCertTools.Core.dll");

    [MonoFact]
    public async Task The_module_and_its_dependencies_are_answered_and_nobody_else_is()
    {
        var run = await DesktopRun.StartAsync("resolver", []);

        // The types are read, as the engine does, before the initializer has run.
        Assert.Equal(None, run.Value("before import, nobody"));
        Assert.True(int.Parse(run.Value("types"), System.Globalization.CultureInfo.InvariantCulture) > 50);
        Assert.Equal(run.Value("types"), run.Value("imported twice"));

        // .NET Framework names no requester where the asking assembly was loaded by LoadFrom, as the module's own is.
        Assert.Equal(Core, run.Value("nobody"));
        Assert.Equal(Core, run.Value("again, nobody"));
        Assert.Equal(Core, run.Value("module"));
        Assert.Equal(Core, run.Value("runtime"));
        foreach (var refused in new[] { "stranger", "nobody, newer version", "nobody, other key", "nobody, other culture" })
        {
            Assert.Equal(None, run.Value(refused));
        }
    }

    [MonoFact]
    public async Task The_core_gets_the_copy_of_the_types_that_the_module_has_and_nobody_else_is_answered()
    {
        var run = await DesktopRun.StartAsync("resolver", []);

        var types = Path.Combine(StagedModule.Folder, "SmimeCertTools.Types.dll");
        Assert.Equal(types, run.Value("core, types"));
        Assert.Equal(None, run.Value("nobody, types"));
        Assert.Equal(None, run.Value("stranger, types"));
        Assert.Equal("True", run.Value("types are one"));
        Assert.Equal([types], run.Lines("types of").Select(line => line[0]));
    }

    [MonoFact]
    public async Task Each_dependency_of_the_core_is_answered_to_the_core_alone()
    {
        var run = await DesktopRun.StartAsync("resolver", []);

        var needed = run.Lines("needed").Select(line => line[0]).ToList();
        output.WriteLine(needed.Count + " assemblies: " + string.Join(", ", needed));
        Assert.True(needed.Count > 10);
        foreach (var name in needed)
        {
            Assert.Equal(None, run.Value("nobody, " + name));
            Assert.Equal(None, run.Value("stranger, " + name));
            Assert.Equal(Path.Combine(StagedModule.Folder, "desktop", name + ".dll"), run.Value("core, " + name));
        }
    }
}
