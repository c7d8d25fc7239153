using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace SmimeCertTools.RuntimeProbe;

/// <summary>Asks the module's load context for every assembly that any file of its folder names, as the runtime would.</summary>
internal static class AssemblyAudit
{
    /// <summary>
    /// Lines "used", a file that was loaded without being asked for here; "name", who asks, name, version asked for, file, its
    /// version; "enumeration", a type of the core's members, the file it is of, whether users who name it mean the same;
    /// and "loaded", context, name, file.
    /// </summary>
    public static void Run(TextWriter report)
    {
        var context = AssemblyLoadContext.All.Single(c => c.Name == "SmimeCertTools");
        var core = context.Assemblies.Single(a => a.GetName().Name == "SmimeCertTools.Core");
        foreach (var used in context.Assemblies.Where(a => !a.IsDynamic).ToList())
        {
            report.WriteLine("used\t" + used.Location);
        }

        var folder = Path.GetDirectoryName(core.Location)!;
        foreach (var file in Directory.GetFiles(folder, "*.dll", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(Path.GetDirectoryName(folder)!, "shared"), "*.dll")))
        {
            using var image = new PEReader(File.OpenRead(file));
            var metadata = image.GetMetadataReader();
            foreach (var wanted in metadata.AssemblyReferences.Select(r => metadata.GetAssemblyReference(r).GetAssemblyName()))
            {
                var found = Find(context, wanted);
                report.WriteLine(string.Join(
                    '\t', "name", Path.GetFileName(file), wanted.Name, wanted.Version, found?.Location,
                    found?.GetName().Version));
            }
        }

        var types = AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName("SmimeCertTools.Types"));
        foreach (var member in core.GetExportedTypes().SelectMany(type => type.GetProperties())
            .Select(property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)
            .Where(type => type.Assembly.GetName().Name == types.GetName().Name).Distinct())
        {
            report.WriteLine(string.Join(
                '\t', "enumeration", member.Name, member.Assembly.Location, member == types.GetType(member.FullName!)));
        }

        foreach (var loaded in AssemblyLoadContext.All.SelectMany(c => c.Assemblies.Where(a => !a.IsDynamic), (c, a) => (c, a)))
        {
            report.WriteLine(string.Join('\t', "loaded", loaded.c.Name, loaded.a.GetName().Name, loaded.a.Location));
        }
    }

    private static Assembly? Find(AssemblyLoadContext context, AssemblyName wanted)
    {
        try
        {
            return context.LoadFromAssemblyName(wanted);
        }
        catch (IOException)
        {
            // Not found, or in another version only.
            return null;
        }
    }
}
