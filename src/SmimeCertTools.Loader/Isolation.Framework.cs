#if NETFRAMEWORK
using System;
using System.Net;
using System.Reflection;

namespace SmimeCertTools.Loader;

/// <summary>Windows PowerShell: one application domain for all modules, so requests are told apart by who asks.</summary>
internal static class Isolation
{
    public static void Start(DependencyFolder folder)
    {
        ServicePointManager.SecurityProtocol = TlsVersions.WithTls12(ServicePointManager.SecurityProtocol);

        // LoadFile and not LoadFrom, which would hand out another module's copy of the same identity. It loads a file only once.
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
            folder.Answer(request.RequestingAssembly, new AssemblyName(request.Name)) is { } path
                ? Assembly.LoadFile(path)
                : null;
    }
}
#endif
