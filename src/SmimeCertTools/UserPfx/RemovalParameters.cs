using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>Judges parameters of a removal as a whole, and opens the list for the CA.</summary>
internal static class RemovalParameters
{
    /// <summary>Ends the command where it was not said what to remove, instead of asking for one after another.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="users">The users.</param>
    /// <param name="thumbprints">The certificates; null for all of the users'.</param>
    public static void RequireUsers(this PSCmdlet cmdlet, string[] users, string[]? thumbprints)
    {
        if (users.All(string.IsNullOrEmpty))
        {
            cmdlet.ThrowTerminatingError(InputErrors.UserMissing(
                "Give -UserPrincipalName with -Thumbprint or -All, or pipe users or records to the cmdlet."));
        }

        if (thumbprints is not null && thumbprints.All(string.IsNullOrEmpty))
        {
            cmdlet.ThrowTerminatingError(UserPfxErrors.ThumbprintMissing(users[0]));
        }
    }

    /// <summary>Says at once whether the list's name is one that can be written.</summary>
    public static void CheckRevocationList(this PSCmdlet cmdlet, string? path)
    {
        if (path is not null)
        {
            RevocationList.CheckFormat(cmdlet.Single(cmdlet.ResolveNew(path)));
        }
    }

    /// <summary>Opens the list; null where there is none, or nothing is done.</summary>
    public static RevocationList? OpenRevocationList(
        this PSCmdlet cmdlet, string? path, SmimeRevocationReason reason, string? authority)
    {
        if (path is null || cmdlet.IsWhatIf())
        {
            return null;
        }

        var list = RevocationList.Open(cmdlet.Single(cmdlet.ResolveNew(path)), reason, authority);
        if (list.Repair is { } repair)
        {
            cmdlet.WriteVerbose(repair);
        }

        return list;
    }
}
