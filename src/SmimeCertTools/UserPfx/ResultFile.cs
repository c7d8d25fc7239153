using System.Management.Automation;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>What -ResultPath means, for the cmdlets that have it.</summary>
internal static class ResultFile
{
    /// <summary>Opens the file of results; null when none is wanted, or nothing will be done.</summary>
    public static ResultsFile? Open(PSCmdlet cmdlet, string? resultPath)
    {
        if (resultPath is null)
        {
            return null;
        }

        var path = cmdlet.Single(cmdlet.ResolveNew(resultPath));
        if (cmdlet.IsWhatIf())
        {
            ResultsFile.CheckFormat(path);
            return null;
        }

        var resultsFile = ResultsFile.Open(path);
        cmdlet.WriteVerbose($"Results go to '{path}', which holds {resultsFile.EarlierEntries} of earlier runs.");
        if (resultsFile.Repair is not null)
        {
            cmdlet.WriteVerbose(resultsFile.Repair);
        }

        if (resultsFile.UnreadableLines > 0)
        {
            cmdlet.WriteWarning($"{resultsFile.UnreadableLines} lines of '{path}' cannot be read and are passed over.");
        }

        return resultsFile;
    }
}
