using System;
using System.IO;
using System.Reflection;

namespace SmimeCertTools.Loader;

/// <summary>Called by the module on import; answers the runtime's questions for the module's dependencies from then on.</summary>
public static class DependencyLoader
{
    /// <summary>
    /// Starts answering from <paramref name="folder"/>. Once a process: import and removal happen per runspace, and an assembly
    /// stays loaded anyway. A second import of the same version, be it from another folder, goes on with the first folder.
    /// </summary>
    /// <param name="folder">The folder with the dependencies for this edition.</param>
    /// <param name="modulePath">Full path of the module's assembly.</param>
    /// <param name="types">The enumerations, as the module's assembly has them loaded: the core gets the same.</param>
    /// <exception cref="InvalidOperationException">Another version of the module was imported earlier in this
    /// process.</exception>
    public static void Install(string folder, string modulePath, Assembly types)
    {
        var version = AssemblyName.GetAssemblyName(modulePath).Version!.ToString();
        lock (typeof(AppDomain))
        {
            // The enumerations of another version, loaded by themselves, stand for that version: they are not this one's.
            var installed = LoadedVersion.Get();
            (installed ?? new LoadedVersion(types.GetName().Version!.ToString(), Path.GetDirectoryName(types.Location)!))
                .Demand(version);
            if (installed is null)
            {
                Isolation.Start(new DependencyFolder(folder, modulePath), types);
                new LoadedVersion(version, Path.GetDirectoryName(modulePath)!).Keep();
            }
        }
    }
}
