using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace SmimeCertTools.Quickstart;

/// <summary>The checkout that this program was built in.</summary>
internal static class Checkout
{
    /// <summary>The folder with the solution in it.</summary>
    public static string Root { get; } = Path.GetFullPath(Metadata("RepositoryRoot"));

    /// <summary>The manifest of the staged module.</summary>
    /// <exception cref="FileNotFoundException">The module was not staged.</exception>
    public static string FindManifest()
    {
        var manifest = Path.GetFullPath(Path.Combine(Metadata("ModuleFolder"), "SmimeCertTools.psd1"));
        return File.Exists(manifest)
            ? manifest
            : throw new FileNotFoundException(
                $"The staged module is not in {Path.GetDirectoryName(manifest)}. Run 'dotnet build' first.", manifest);
    }

    private static string Metadata(string key) => typeof(Checkout).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
