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
    public const string NotConnected =
        "There is no connection to ask whose the certificates are: the user principal name in each, or else its first mail "
        + "address, is taken for the user's name. Sign in with Connect-SmimeGraph first to have them looked up.";

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
                $"{rows.Count - matched} of {rows.Count} files are not in the list: {string.Join(", ", others)}.");
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

    /// <summary>Says where passwords lie in clear now, and of how many files of the list there is none.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="list">The list, where it has passwords.</param>
    /// <param name="folder">The folder that files with passwords were written to; null where none was.</param>
    public static void TellOfPasswords(AsyncCmdlet cmdlet, IReadOnlyList<ImportListRow> rows, string? list, string? folder)
    {
        var listed = rows.Where(row => row.Status == SmimeImportListStatus.Matched).ToList();
        if (list is not null && listed.Exists(row => row is { Password: not null, PasswordFile: null }))
        {
            cmdlet.WriteWarning($"'{list}' holds passwords in clear. It is yours alone to read: delete it after the import.");
        }

        if (folder is not null)
        {
            cmdlet.WriteWarning($"The files in '{folder}' hold passwords in clear, one each. They are yours alone to read: "
                + "delete them after the import.");
        }

        var without = listed.Where(row => row.PasswordFile is null && (list is null || row.Password is null)).ToList();
        var unknown = without.Count(row => row.Password is null);
        if (unknown > 0)
        {
            cmdlet.WriteWarning($"Of {unknown} of {listed.Count} files in the list no password is known (a file of results holds "
                + "none). Import the list with -PasswordProvider, add a column Password or PasswordFile to it, or make it anew "
                + "with -ArchivePath (the list that was imported) or -PasswordList, and -IncludePassword or -PasswordFolder.");
        }

        var asked = without.Count(row => row.IsAsked);
        if (folder is not null && asked > 0)
        {
            cmdlet.WriteWarning(
                $"{asked} passwords came from -PasswordProvider and were not written: give it to the import too.");
        }
    }
}
