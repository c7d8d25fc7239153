using System.Collections.Generic;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.DirectoryRequests;

/// <summary>Refusals in the directory's words.</summary>
internal static class DirectoryRefusal
{
    public static RequestRefusedException BadRequest(string message) => new(400, "Request_BadRequest", message, message);

    /// <exception cref="RequestRefusedException">There are problems; all of them are said.</exception>
    public static void ThrowIfAny(IReadOnlyCollection<string> problems)
    {
        if (problems.Count > 0)
        {
            throw BadRequest(string.Join("; ", problems));
        }
    }
}
