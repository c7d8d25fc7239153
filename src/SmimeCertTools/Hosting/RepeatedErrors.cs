using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Writes errors, of each identifier only the first ones where they would be seen: a wrong password for hundreds of files is one
/// thing to be told. The others go to the variable that -ErrorVariable names. For the pipeline thread alone.
/// </summary>
/// <remarks>
/// PowerShell has no way to keep an error from the console and have it in that variable, so it is put there: the variable holds a
/// list from the start of the cmdlet on, in Windows PowerShell as well.
/// </remarks>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="isComplete">Whether all are written.</param>
internal sealed class RepeatedErrors(PSCmdlet cmdlet, bool isComplete)
{
    /// <summary>How many errors of one identifier are shown.</summary>
    public const int MostShown = 10;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly bool _isComplete = isComplete || Preference(cmdlet) is not ActionPreference.Continue;

    /// <summary>Writes an error, or keeps it from the console.</summary>
    /// <param name="error">The error.</param>
    /// <param name="rest">Where the errors are found that are not shown, in words; said once for each identifier.</param>
    public void Write(ErrorRecord error, string rest)
    {
        var id = error.FullyQualifiedErrorId;
        var count = _counts[id] = _counts.TryGetValue(id, out var before) ? before + 1 : 1;
        if (_isComplete || count <= MostShown)
        {
            cmdlet.WriteError(error);
            return;
        }

        if (count == MostShown + 1)
        {
            cmdlet.WriteWarning($"{id}: {MostShown} errors are shown. {rest}");
        }

        Keep(error);
    }

    private static ActionPreference Preference(PSCmdlet cmdlet) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var given) && given is ActionPreference action ? action
            : LanguagePrimitives.TryConvertTo(
                cmdlet.SessionState.PSVariable.GetValue("ErrorActionPreference"), out ActionPreference preference)
                ? preference : ActionPreference.Continue;

    private void Keep(ErrorRecord error)
    {
        if (cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorVariable", out var given) && given is string name
            && cmdlet.SessionState.PSVariable.GetValue(name.TrimStart('+')) is IList { IsFixedSize: false } list)
        {
            // As WriteError would name it.
            var kept = new ErrorRecord(
                error.Exception, $"{error.FullyQualifiedErrorId},{cmdlet.GetType().FullName}", error.CategoryInfo.Category,
                error.TargetObject)
            {
                ErrorDetails = error.ErrorDetails,
            };
            kept.CategoryInfo.Activity = cmdlet.MyInvocation.MyCommand.Name;
            list.Add(kept);
        }
    }
}
