using System;
using System.Management.Automation;
using SmimeCertTools.Connection;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// What an import and a removal have alike: the results file, the run that counts into it, and the meter of its requests.
/// </summary>
internal sealed class BulkRun : IDisposable
{
    /// <param name="cmdlet">Resolves the path, and writes what is known of the file.</param>
    /// <param name="resultPath">The results file; null for none. With -WhatIf it is only checked.</param>
    /// <param name="connection">The command's; null when nothing is to be sent.</param>
    public BulkRun(AsyncCmdlet cmdlet, string? resultPath, GraphConnection? connection)
    {
        var (results, earlier) = Open(cmdlet, resultPath);
        Job = new JobRun { Results = results, Earlier = earlier, Wording = error => error.ToErrorRecord().Text() };
        if (connection is not null)
        {
            Traffic = new TrafficMeter(connection);
        }
    }

    /// <summary>The run.</summary>
    public JobRun Job { get; }

    /// <summary>What earlier runs removed, with -WhatIf, which leaves the file as it is; null else, and without a file.</summary>
    public RemovalIndex? Earlier => Job.Earlier?.Removals;

    /// <summary>The meter; null when nothing is sent.</summary>
    public TrafficMeter? Traffic { get; }

    /// <summary>
    /// What a run of many items asks of the connection. Nobody sits beside it, so it waits up to an hour where a command that
    /// asks once would rather fail.
    /// </summary>
    /// <param name="maxRequestsPerSecond">A ceiling; null for none.</param>
    /// <param name="timeoutSec">How long a request may take in seconds; null for the connection's own.</param>
    public static GraphCommandOptions Bounds(double? maxRequestsPerSecond, int? timeoutSec) => new()
    {
        MaxRequestsPerSecond = maxRequestsPerSecond,
        RequestTimeout = timeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        LongestWait = TimeSpan.FromHours(1),
    };

    /// <inheritdoc/>
    public void Dispose() => Job.Results?.Dispose();

    // With -WhatIf the file stays closed, and what is in it counts.
    private static (ResultsFile? Results, EarlierResults? Earlier) Open(AsyncCmdlet cmdlet, string? resultPath)
    {
        if (resultPath is null)
        {
            return (null, null);
        }

        var path = cmdlet.Single(cmdlet.ResolveNew(resultPath));
        if (cmdlet.IsWhatIf())
        {
            return (null, ResultsFile.Peek(path));
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

        if (resultsFile.AlteredLines > 0)
        {
            cmdlet.WriteWarning($"'{path}' was saved by a spreadsheet, which changed dates or numbers in "
                + $"{resultsFile.AlteredLines} lines. These are not taken; Intune is asked instead. To look at such a file, "
                + "open a copy.");
        }

        return (resultsFile, null);
    }
}
