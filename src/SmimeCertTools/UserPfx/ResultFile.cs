using System.Management.Automation;
using SmimeCertTools.Core.Bulk.Ledger;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>What -ResultPath means, for the cmdlets that have it.</summary>
internal static class ResultFile
{
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
