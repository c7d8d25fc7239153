using System;
using System.Linq;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>The failures of a run by cause.</summary>
internal static class FailureGroups
{
    private const int Indent = 6;

    /// <summary>The groups, the largest first.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isNumbered">Whether the numbers of items mean something to who reads.</param>
    public static SmimeFailureGroup[] Of(JobRun run, bool isNumbered) =>
    [
        .. run.Failures.GroupBy(failure => failure.ErrorId, StringComparer.Ordinal)
            .Select(group => new SmimeFailureGroup(group.Key, [.. group], isNumbered))
            .OrderByDescending(group => group.Count).ThenBy(group => group.ErrorId, StringComparer.Ordinal),
    ];

    /// <summary>Adds a line for each group: how many, the error's identifier, and where.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="report">Takes the lines.</param>
    /// <param name="noun">What a failure's number is: a line, or a row.</param>
    public static void Describe(SmimeFailureGroup[] groups, RunReport report, string noun)
    {
        var digits = groups.Length == 0 ? 0 : groups.Max(group => RunReport.Number(group.Count).Length);
        var ids = groups.Length == 0 ? 0 : groups.Max(group => group.ErrorId.Length);
        foreach (var group in groups)
        {
            var start = new string(' ', Indent) + RunReport.Number(group.Count).PadLeft(digits) + " "
                + group.ErrorId.PadRight(ids) + "  ";
            report.Add((start + group.Where(report.Width - start.Length - 1, noun)).TrimEnd(), ConsoleColor.Red);
        }
    }
}
