using System;
using System.Linq;
using System.Reflection;

namespace SmimeCertTools.DesktopProbe;

/// <summary>Who is answered from the module's folder, and who is not.</summary>
internal static class ResolverProbe
{
    private const string Core = "SmimeCertTools.Core";

    public static void Run(ModuleImport module)
    {
        var core = module.Assembly.GetReferencedAssemblies().Single(name => name.Name == Core);
        Report("before import, nobody", core.FullName, null);
        Console.WriteLine("types\t" + module.Import());
        Report("again, nobody", core.FullName, null);
        Console.WriteLine("imported twice\t" + module.Import());

        var loaded = Report("nobody", core.FullName, null);
        Report("nobody, simple name", Core, null);
        Report("module", core.FullName, module.Assembly);
        Report("stranger", core.FullName, typeof(object).Assembly);
        Report("nobody, newer version", Other(core, name => name.Version = new Version(99, 0, 0, 0)), null);
        Report("nobody, other key", Other(core, name => name.SetPublicKeyToken([1, 2, 3, 4, 5, 6, 7, 8])), null);
        Report("nobody, other culture", Core + ", Culture=de-DE", null);
        foreach (var needed in loaded!.GetReferencedAssemblies().OrderBy(name => name.Name, StringComparer.Ordinal))
        {
            // What .NET Framework itself has is never asked for.
            if (System.IO.File.Exists(System.IO.Path.Combine(module.Dependencies, needed.Name + ".dll")))
            {
                Console.WriteLine("needed\t" + needed.Name);
                Report("nobody, " + needed.Name, needed.FullName, null);
                Report("stranger, " + needed.Name, needed.FullName, typeof(object).Assembly);
                Report("core, " + needed.Name, needed.FullName, loaded);
            }
        }

        ReportTypes(module, loaded);

        // Mono asks in the module's name by itself: a method that mentions the core is compiled.
        var method = module.Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
            .First(candidate => candidate.GetParameters().Any(parameter => parameter.ParameterType.Assembly == loaded));
        var types = method.GetParameters().Select(parameter => parameter.ParameterType);
        Console.WriteLine("runtime\t" + types.First(type => type.Assembly == loaded).Assembly.Location);
    }

    /// <summary>Whose the enumerations are: the module's by its own members, the core's by its own.</summary>
    private static void ReportTypes(ModuleImport module, Assembly core)
    {
        var name = module.Assembly.GetReferencedAssemblies().Single(wanted => wanted.Name == "SmimeCertTools.Types").FullName;
        Report("nobody, types", name, null);
        Report("stranger, types", name, typeof(object).Assembly);
        Report("core, types", name, core);
        Console.WriteLine("types are one\t" + (
            Purpose(module.Assembly.GetType("SmimeCertTools.UserPfx.SmimeUserPfx"))
            == Purpose(core.GetType("SmimeCertTools.Core.Records.UserPfxRecord"))));
        foreach (var loaded in AppDomain.CurrentDomain.GetAssemblies().Where(loaded => loaded.FullName == name))
        {
            Console.WriteLine("types of\t" + loaded.Location);
        }
    }

    private static Type Purpose(Type type) => type.GetProperty("IntendedPurpose").PropertyType;

    private static string Other(AssemblyName name, Action<AssemblyName> change)
    {
        var other = (AssemblyName)name.Clone();
        change(other);
        return other.FullName;
    }

    private static Assembly? Report(string who, string name, Assembly? requester)
    {
        var answer = ModuleImport.Ask(name, requester);
        Console.WriteLine(who + "\t" + (answer?.Location ?? "-"));
        return answer;
    }
}
