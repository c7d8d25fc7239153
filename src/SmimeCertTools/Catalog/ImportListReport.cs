using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Migration;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Catalog;

/// <summary>Says of a list that was made what does not stand in it.</summary>
internal static class ImportListReport
{
    /// <summary>That nobody was asked whose the certificates are.</summary>
    public const string NotConnected = "There is no connection to ask whose the certificates are: the user principal name in each, "
        + "or else its first mail address, is taken for the user's name. Sign in with Connect-SmimeGraph first to have them looked "
        + "up.";

    /// <summary>Tells it, for the pipeline thread alone.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="source">Of what they were made.</param>
    /// <param name="destination">The list.</param>
    /// <param name="isOfResults">Whether they were made of a file of results, in which nothing need have failed.</param>
    /// <returns>How many stand in the list.</returns>
    public static int Tell(
        AsyncCmdlet cmdlet, IReadOnlyList<ImportListRow> rows, string source, string destination, bool isOfResults)
    {
        foreach (var row in rows.Where(row => row.Status == SmimeImportListStatus.Failed))
        {
            cmdlet.WriteError(row.Error!.ToErrorRecord(row.Path));
        }

        var matched = rows.Count(row => row.Status == SmimeImportListStatus.Matched);
        if (matched < rows.Count)
        {
            var others = rows.Where(row => row.Status != SmimeImportListStatus.Matched).GroupBy(row => row.Status)
                .OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} {group.Key}");
            cmdlet.WriteWarning(
                $"{rows.Count - matched} of {rows.Count} files do not stand in the list: {string.Join(", ", others)}.");
        }

        if (rows.Count == 0 && isOfResults)
        {
            cmdlet.WriteWarning($"Nothing failed in '{source}': no list was written.");
        }
        else if (matched == 0)
        {
            cmdlet.WriteError(ImportListErrors.NothingMatched(source, destination));
        }

        return matched;
    }
}
