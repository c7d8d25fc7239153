#if NETFRAMEWORK
using System;
using System.Reflection;

namespace SmimeCertTools.Loader;

/// <summary>Windows PowerShell: one application domain for all modules, so requests are told apart by who asks.</summary>
internal static class Isolation
{
    public static void Start(DependencyFolder folder) => AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
    {
        var requester = request.RequestingAssembly;
        if (requester is null || requester.IsDynamic || !folder.Serves(requester.Location))
        {
            return null;
        }

        // LoadFile and not LoadFrom, which would hand out another module's copy of the same identity. It loads a file only once.
        return folder.Find(new AssemblyName(request.Name)) is { } path ? Assembly.LoadFile(path) : null;
    };
}
#endif
