using System.Management.Automation;
using SmimeCertTools.Core.Bulk.Ledger;
using SmimeCertTools.Parameters;

namespace SmimeCertTools.Commands;

/// <summary>What -ResultPath means, for the cmdlets that have it.</summary>
internal static class ResultFile
{
    /// <summary>Whether nothing is to be done, only shown.</summary>
    public static bool IsWhatIf(this PSCmdlet cmdlet) => cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(cmdlet.SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>The one path that a parameter resolved to; anything else ends the command.</summary>
    public static string Single(this PSCmdlet cmdlet, ResolvedPath resolved)
    {
        if (resolved.Error is not null)
        {
            cmdlet.ThrowTerminatingError(resolved.Error);
        }

        return resolved.Paths[0];
    }

    /// <summary>Opens the file of results; null when none is wanted, or nothing will be done.</summary>
    public static ImportLedger? Open(PSCmdlet cmdlet, string? resultPath)
    {
        if (resultPath is null)
        {
            return null;
        }

        var path = cmdlet.Single(cmdlet.ResolveNew(resultPath));
        if (cmdlet.IsWhatIf())
        {
            ImportLedger.CheckFormat(path);
            return null;
        }

        var ledger = ImportLedger.Open(path);
        cmdlet.WriteVerbose($"Results go to '{path}', which holds {ledger.EarlierEntries} of earlier runs.");
        if (ledger.Repair is not null)
        {
            cmdlet.WriteVerbose(ledger.Repair);
        }

        if (ledger.UnreadableLines > 0)
        {
            cmdlet.WriteWarning($"{ledger.UnreadableLines} lines of '{path}' cannot be read and are passed over.");
        }

        return ledger;
    }
}
