using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace SmimeCertTools.Quickstart;

/// <summary>Finds the module that the build staged.</summary>
internal static class StagedModule
{
    /// <summary>The manifest of the staged module.</summary>
    /// <exception cref="FileNotFoundException">The module was not staged.</exception>
    public static string FindManifest()
    {
        var folder = typeof(StagedModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "ModuleFolder").Value!;
        var manifest = Path.Combine(folder, "SmimeCertTools.psd1");
        return File.Exists(manifest)
            ? manifest
            : throw new FileNotFoundException($"The staged module is not in {folder}. Run 'dotnet build' first.", manifest);
    }
}
