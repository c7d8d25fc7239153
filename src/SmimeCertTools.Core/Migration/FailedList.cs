using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.History;

namespace SmimeCertTools.Core.Migration;

/// <summary>
/// What of an import is to be imported again: its rows as they stand in the file of results, and what an archive, or the list
/// that the import was of, says of them beyond that. A file of several users is a row for each of them that failed.
/// </summary>
public sealed class FailedList
{
    // The user of such a row is what was wrong with it.
    private static readonly string[] FaultsOfUser = ["UserNotFound", "AddressDiffers"];

    private readonly IReadOnlyList<FailedRow> _rows;
    private readonly ILookup<string, FailedRow> _byPath;

    /// <param name="rows">The rows that failed.</param>
    public FailedList(IReadOnlyList<FailedRow> rows) =>
        (_rows, _byPath) = (Guard.NotNull(rows), rows.ToLookup(row => row.Path, StringComparer.Ordinal));

    /// <summary>The files, each once.</summary>
    public IEnumerable<string> Paths => _byPath.Select(rows => rows.Key);

    /// <summary>Whether something of the file failed.</summary>
    /// <param name="path">The file.</param>
    public bool Has(string path) => _byPath.Contains(path);

    /// <summary>Whose a file is, as far as the import knew; null where it was wrong or named nobody.</summary>
    /// <param name="path">The file.</param>
    public string? UserOf(string path) => _byPath[path].Select(Trusted).FirstOrDefault(user => user is not null);

    /// <summary>Makes a row for each that failed, in the order of the file of results.</summary>
    /// <param name="found">
    /// What was found of the files; of those that nothing was found of, the rows are made as they stand.
    /// </param>
    /// <param name="named">What an archive's list says of files; what it says counts for more than the results.</param>
    public IReadOnlyList<ImportListRow> Complete(IReadOnlyList<ImportListRow> found, IReadOnlyList<ArchiveItem> named)
    {
        var (byPath, items) = (Guard.NotNull(found).ToLookup(row => row.Path), Guard.NotNull(named).ToLookup(item => item.Path));
        var taken = new HashSet<(string Path, string User)>();
        var rows = new List<ImportListRow>();
        foreach (var failed in _rows)
        {
            var item = Of(failed, items[failed.Path], item => item.UserPrincipalName);
            var row = Complete(failed, Of(failed, byPath[failed.Path], row => row.UserPrincipalName), item);
            if (taken.Add((row.Path, row.UserPrincipalName?.ToUpperInvariant() ?? string.Empty)))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static ImportListRow Complete(FailedRow failed, ImportListRow? row, ArchiveItem? item)
    {
        var purpose = item?.IntendedPurpose ?? failed.Purpose;
        if (row is null || IsAsItStands(row, purpose))
        {
            row = (row ?? new ImportListRow { Path = failed.Path, Status = default }) with
            {
                Status = SmimeImportListStatus.Matched,
                UserPrincipalName = item?.UserPrincipalName ?? failed.UserPrincipalName,
                Message = null,
            };
        }

        return row.Status != SmimeImportListStatus.Matched ? row : row with
        {
            UserPrincipalName = item?.UserPrincipalName ?? Trusted(failed) ?? row.UserPrincipalName,
            Purpose = purpose ?? row.Purpose,
            AllowOtherAddress = row.AllowOtherAddress || item?.AllowOtherAddress == true,
        };
    }

    // The import had its reasons to take it; and where there is no password to try, whoever imports is asked for it.
    private static bool IsAsItStands(ImportListRow row, UserPfxPurpose? purpose) =>
        row.Status == SmimeImportListStatus.Duplicate
        || (row.Status == SmimeImportListStatus.NotForMail && purpose is not null)
        || row is { Status: SmimeImportListStatus.PasswordNotFound, Tried: 0 };

    private static string? Trusted(FailedRow row) => FaultsOfUser.Contains(row.ErrorId) ? null : row.UserPrincipalName;

    private static T? Of<T>(FailedRow failed, IEnumerable<T> candidates, Func<T, string?> userOf)
        where T : class
    {
        var all = candidates.ToList();
        return all.Find(one => string.Equals(userOf(one), failed.UserPrincipalName, StringComparison.OrdinalIgnoreCase))
            ?? all.FirstOrDefault();
    }
}
