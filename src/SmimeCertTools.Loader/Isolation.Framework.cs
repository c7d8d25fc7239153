#if NETFRAMEWORK
using System;
using System.Net;
using System.Reflection;

namespace SmimeCertTools.Loader;

/// <summary>Windows PowerShell: one application domain for all modules, so requests are told apart by who asks.</summary>
internal static class Isolation
{
    public static void Start(DependencyFolder folder, Assembly types)
    {
        ServicePointManager.SecurityProtocol = TlsVersions.WithTls12(ServicePointManager.SecurityProtocol);

        // LoadFile and not LoadFrom, which would hand out another module's copy of the same identity. It loads a file only once.
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        {
            var wanted = new AssemblyName(request.Name);
            return wanted.Name == types.GetName().Name && folder.Serves(request.RequestingAssembly) ? types
                : folder.Answer(request.RequestingAssembly, wanted) is { } path ? Assembly.LoadFile(path)
                : null;
        };
    }
}
#endif
