using System;
using System.Reflection;
using System.Runtime.Loader;
using SmimeCertTools.Hosting;
using Xunit;

namespace SmimeCertTools.Tests.Hosting;

public sealed class ExportedTypesTests
{
    [Fact]
    public void PowerShell_can_list_the_exported_types_before_the_core_is_found()
    {
        var context = new WithoutCore();
        try
        {
            var types = context.LoadFromAssemblyPath(typeof(AsyncCmdlet).Assembly.Location).GetExportedTypes();

            Assert.Contains(types, type => type.FullName == typeof(AsyncCmdlet).FullName);
            Assert.All(types, type => Assert.NotSame(typeof(AsyncCmdlet).Assembly, type.Assembly));
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>A place where the module stands alone, as while it is being imported.</summary>
    private sealed class WithoutCore() : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == "SmimeCertTools.Core"
            ? throw new InvalidOperationException("The core was asked for.")
            : null;
    }
}
