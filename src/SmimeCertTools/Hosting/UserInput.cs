using System.Collections.Generic;
using System.Management.Automation;
using SmimeCertTools.Errors;

namespace SmimeCertTools.Hosting;

/// <summary>The users that a bound parameter names.</summary>
internal static class UserInput
{
    /// <summary>
    /// The names; what is none is an error of its own. Blank lines of the pipeline, such as those of a text file, are passed
    /// over.
    /// </summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="bound">What <see cref="UserPrincipalNameTransformAttribute"/> bound.</param>
    public static List<string> TakeUsers(this PSCmdlet cmdlet, IReadOnlyList<string> bound)
    {
        var users = new List<string>(bound.Count);
        foreach (var text in bound)
        {
            if (BoundText.ProblemOf(text) is { } problem)
            {
                cmdlet.WriteError(InputErrors.UserUnusable(problem));
            }
            else if (text.Length > 0)
            {
                users.Add(text);
            }
            else if (cmdlet.MyInvocation.ExpectingInput)
            {
                cmdlet.WriteVerbose("An empty user principal name was passed over.");
            }
            else
            {
                cmdlet.WriteError(InputErrors.UserUnusable("is empty"));
            }
        }

        return users;
    }
}
