using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace SmimeCertTools.DesktopProbe;

/// <summary>Imports the module as PowerShell does: by LoadFrom, its types read before its initializer runs.</summary>
internal sealed class ModuleImport
{
    private readonly string path;

    public ModuleImport(string folder)
    {
        path = Path.Combine(folder, "SmimeCertTools.dll");
        Assembly = Assembly.LoadFrom(path);
    }

    /// <summary>The module's own assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>The folder of this edition's dependencies.</summary>
    public string Dependencies => Path.Combine(Path.GetDirectoryName(path), "desktop");

    /// <summary>Reads the public types, then runs the initializer. Returns how many types there are.</summary>
    public int Import()
    {
        var types = Assembly.GetExportedTypes();
        var initializer = types.Single(type => type.GetInterface("IModuleAssemblyInitializer") != null);
        initializer.GetMethod("OnImport").Invoke(Activator.CreateInstance(initializer), null);
        return types.Length;
    }

    /// <summary>What all handlers together answer to a question for <paramref name="name"/>; null when none does.</summary>
    /// <param name="name">The full name of an assembly.</param>
    /// <param name="requester">Who asks: null as on .NET Framework for an assembly that was loaded by LoadFrom.</param>
    public static Assembly? Ask(string name, Assembly? requester)
    {
        // The event itself can be raised by the runtime alone, and Mono names a requester in every case.
        var field = typeof(AppDomain).GetField("AssemblyResolve", BindingFlags.Instance | BindingFlags.NonPublic)
            ?? throw new InvalidOperationException("This runtime keeps the handlers of AssemblyResolve in another field.");
        var handlers = (ResolveEventHandler?)field.GetValue(AppDomain.CurrentDomain);
        return handlers?.GetInvocationList().Cast<ResolveEventHandler>()
            .Select(handler => handler(AppDomain.CurrentDomain, new ResolveEventArgs(name, requester)))
            .FirstOrDefault(answer => answer != null);
    }

    /// <summary>
    /// Lets this program, whose calls stand for the cmdlets', see the core and what its members mention: it is answered as the
    /// module's assembly is, by the module's own handler.
    /// </summary>
    public void AnswerForProbe() => AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        request.RequestingAssembly == typeof(ModuleImport).Assembly ? Ask(request.Name, Assembly) : null;
}
