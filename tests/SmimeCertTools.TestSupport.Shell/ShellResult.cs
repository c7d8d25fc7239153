using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text;

namespace SmimeCertTools.TestSupport.Shell;

/// <summary>Everything one run left behind: objects, every stream, and what the host showed.</summary>
public sealed record ShellResult
{
    /// <summary>Objects written to the pipeline.</summary>
    public required IReadOnlyList<PSObject> Output { get; init; }

    /// <summary>Non-terminating errors, in order.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>The error that ended the run, if one did.</summary>
    public ErrorRecord? TerminatingError { get; init; }

    /// <summary>True when the run was stopped before it was through.</summary>
    public bool WasStopped { get; init; }

    /// <summary>Warning messages, in order.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Verbose messages, in order; empty unless the run asked for them.</summary>
    public required IReadOnlyList<string> Verbose { get; init; }

    /// <summary>Debug messages, in order; empty unless the run asked for them.</summary>
    public required IReadOnlyList<string> Debug { get; init; }

    /// <summary>Information records, in order.</summary>
    public required IReadOnlyList<InformationRecord> Information { get; init; }

    /// <summary>Progress records, in order.</summary>
    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    /// <summary>What the host showed during this run, line ends as "\n".</summary>
    public required string HostText { get; init; }

    /// <summary>Errors followed by the terminating one.</summary>
    public IReadOnlyList<ErrorRecord> AllErrors => TerminatingError is null ? Errors : [.. Errors, TerminatingError];

    /// <summary>The first part of each error's FullyQualifiedErrorId, in order: what a cmdlet chose as its ErrorId.</summary>
    public IReadOnlyList<string> ErrorIds => [.. AllErrors.Select(e => e.FullyQualifiedErrorId.Split(',')[0])];

    /// <summary>The output's base objects, each of which has to be a <typeparamref name="T"/>.</summary>
    public IReadOnlyList<T> OutputAs<T>() => [.. Output.Select(o => (T)o.BaseObject)];

    /// <summary>The summary of the run, as the information stream has it.</summary>
    public T Summary<T>() => (T)Information.Single(record => record.Tags.Contains("SmimeCertTools")).MessageData;

    /// <summary>What a person was shown without asking, line by line.</summary>
    public IReadOnlyList<string> Shown =>
        [.. Information.Where(record => record.Tags.Contains("PSHOST")).Select(record => $"{record.MessageData}")];

    /// <summary>Fails with the errors' text when there was any; returns itself to go on with.</summary>
    public ShellResult EnsureNoErrors()
    {
        if (AllErrors.Count > 0)
        {
            throw new InvalidOperationException(
                string.Join(
                    Environment.NewLine, AllErrors.Select(e => $"{e.FullyQualifiedErrorId}: {e} {e.Exception.StackTrace}")));
        }

        return this;
    }

    /// <summary>
    /// All text that a transcript, a log or a screen could hold: every stream, the properties of output objects and of errors'
    /// targets, exceptions with their inner ones and data, and the host's text. Made for searching it for secrets.
    /// </summary>
    public string AllText()
    {
        var text = new StringBuilder();
        foreach (var item in Output)
        {
            AppendObject(text, item);
        }

        foreach (var error in AllErrors)
        {
            text.AppendLine(error.ToString()).AppendLine(error.FullyQualifiedErrorId).AppendLine(error.CategoryInfo.ToString());
            text.AppendLine(error.ErrorDetails?.Message).AppendLine(error.ErrorDetails?.RecommendedAction);
            if (error.TargetObject is not null)
            {
                AppendObject(text, PSObject.AsPSObject(error.TargetObject));
            }

            for (var exception = error.Exception; exception is not null; exception = exception.InnerException)
            {
                text.AppendLine(exception.ToString());
                AppendObject(text, PSObject.AsPSObject(exception));
                foreach (var key in exception.Data.Keys)
                {
                    text.Append(key).Append('=').AppendLine(exception.Data[key]?.ToString());
                }
            }
        }

        text.AppendJoin('\n', Warnings).AppendLine().AppendJoin('\n', Verbose).AppendLine().AppendJoin('\n', Debug).AppendLine();
        text.AppendJoin('\n', Information).AppendLine().AppendJoin('\n', Progress.Select(
            p => $"{p.Activity}|{p.StatusDescription}|{p.CurrentOperation}")).AppendLine();
        return text.Append(HostText).ToString();
    }

    private static void AppendObject(StringBuilder text, PSObject item)
    {
        text.AppendLine(item.ToString());
        foreach (var property in item.Properties)
        {
            try
            {
                text.Append(property.Name).Append('=').AppendLine(property.Value?.ToString());
            }
            catch (GetValueException)
            {
                text.AppendLine("(unreadable)");
            }
        }
    }
}
