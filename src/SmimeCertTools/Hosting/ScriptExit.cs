using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace SmimeCertTools.Hosting;

/// <summary>What becomes of an exit in a script block that a command calls for the user.</summary>
internal static class ScriptExit
{
    /// <summary>
    /// Ends the command with an error, and with a code other than 0, which says that something is wrong, the calling script too:
    /// that is the user's will. Without an error the script would end as if all were well.
    /// </summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="exit">The exit that the script block called.</param>
    /// <param name="error">Says so.</param>
    /// <exception cref="ExitException">The exit, where its code is not 0.</exception>
    public static void Obey(this Cmdlet cmdlet, ExitException exit, ErrorRecord error)
    {
        if (exit.Argument is null or 0)
        {
            cmdlet.ThrowTerminatingError(error);
        }

        cmdlet.WriteError(error);
        ExceptionDispatchInfo.Capture(exit).Throw();
    }
}
