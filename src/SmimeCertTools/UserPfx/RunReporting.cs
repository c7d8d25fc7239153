using System;
using System.Management.Automation;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// How an import or a removal tells its errors and its end: parameters that both have, and what comes of them. Made before the
/// first input, whose values are not part of the call.
/// </summary>
internal sealed class RunReporting
{
    private readonly PSCmdlet _cmdlet;
    private readonly RepeatedErrors _errors;

    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="isQuiet">Whether nothing is summed up on the host, and every error is written.</param>
    /// <param name="summaryVariable">The variable that takes the summary; null for none.</param>
    public RunReporting(PSCmdlet cmdlet, bool isQuiet, string? summaryVariable)
    {
        _cmdlet = cmdlet;
        _errors = new RepeatedErrors(cmdlet, isComplete: isQuiet);
        IsQuiet = isQuiet;
        SummaryVariable = summaryVariable;
        IsWhatIf = cmdlet.IsWhatIf();
        Command = new CommandText(cmdlet, "Quiet", "SummaryVariable");
    }

    /// <summary>Whether nothing is summed up on the host.</summary>
    public bool IsQuiet { get; }

    /// <summary>Whether nothing is done, only shown.</summary>
    public bool IsWhatIf { get; }

    /// <summary>The call, to be typed again.</summary>
    public CommandText Command { get; }

    private string? SummaryVariable { get; }

    /// <summary>Writes an error; of very many with one cause only the first.</summary>
    public void Write(ErrorRecord error, JobRun run)
    {
        var variable = _cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorVariable", out var given) && given is string name
            ? "$" + name.TrimStart('+') : null;
        var places = (run.Results?.Path, variable) switch
        {
            ({ } path, null) => $" and are all in '{path}'",
            ({ } path, { } list) => $" and are all in '{path}' and {list}",
            (null, { } list) => $" and are all in {list}",
            _ => "; -ResultPath keeps them all",
        };
        _errors.Write(error.Of(_cmdlet.MyInvocation.MyCommand.Name), $"Those that follow are counted at the end{places}.");
    }

    /// <summary>What is to be typed to see the failures in a file of results.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="first">The first member that is shown.</param>
    public static string ShowFailures(string path, string runId, string first)
    {
        var read = path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            ? $"Import-Csv {CommandText.Quote(path)}" : $"Get-Content {CommandText.Quote(path)} | ConvertFrom-Json";
        return $"{read} | Where-Object {{ $_.ErrorId -and $_.RunId -like '{runId.Substring(0, 8)}*' }} "
            + $"| Format-List {first}, User*, Message";
    }

    /// <summary>The file of results as it was called; its full path where it was not named.</summary>
    public string Called(string path) =>
        _cmdlet.MyInvocation.BoundParameters.TryGetValue("ResultPath", out var given) && given is string { Length: > 0 } name
            ? name : path;

    /// <summary>Gives the summary to who asked for it, and shows the report to whoever reads.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="report">The same for a person.</param>
    /// <param name="hasStreams">Whether there are streams to write to; a command that was stopped has none any more.</param>
    public void Finish(object summary, RunReport report, bool hasStreams)
    {
        if (SummaryVariable is not null)
        {
            _cmdlet.SessionState.PSVariable.Set(SummaryVariable, summary);
        }

        if (hasStreams)
        {
            _cmdlet.WriteInformation(summary, ["SmimeCertTools"]);
        }

        if (IsQuiet)
        {
            return;
        }

        if (hasStreams)
        {
            report.Write(_cmdlet);
        }
        else
        {
            report.WriteTo(_cmdlet.Host);
        }
    }
}
