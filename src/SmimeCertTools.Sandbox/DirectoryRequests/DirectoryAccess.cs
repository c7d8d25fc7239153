using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.DirectoryRequests;

/// <summary>The permissions for applications and what they are granted, after the Graph reference.</summary>
internal static class DirectoryAccess
{
    /// <exception cref="RequestRefusedException">The token may not read, or not write, applications: 403.</exception>
    public static void RequireApplications(SandboxRequest request)
    {
        if (request.IsWrite)
        {
            Authorization.Require(request, Permission.ApplicationReadWrite);
        }
        else
        {
            RequireReading(request);
        }
    }

    /// <exception cref="RequestRefusedException">The token may not read grants, or not make any: 403.</exception>
    public static void RequireGrants(SandboxRequest request)
    {
        if (request.IsWrite)
        {
            Authorization.Require(request, Permission.AppRoleAssignmentReadWrite);
        }

        RequireReading(request);
    }

    private static void RequireReading(SandboxRequest request) => Authorization.Require(request,
        Permission.ApplicationRead, Permission.ApplicationReadWrite, "Directory.Read.All", "Directory.ReadWrite.All");
}
