using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SmimeCertTools.Core.Bulk.Results;

namespace SmimeCertTools.Core.Migration;

/// <summary>A file that an import was to upload and did not.</summary>
/// <param name="Path">The file.</param>
/// <param name="UserPrincipalName">The user; null when the row named none.</param>
/// <param name="Purpose">The purpose; null when none was settled.</param>
/// <param name="ErrorId">The identifier of the error.</param>
/// <param name="Message">The error in words.</param>
public sealed record FailedRow(
    string Path, string? UserPrincipalName, UserPfxPurpose? Purpose, string? ErrorId, string? Message);

/// <summary>Reads from a file of results what is still to be imported.</summary>
public static class FailedRows
{
    /// <summary>
    /// The files of which the last run that had them says that something failed or was not attempted, in the order of that file;
    /// each user's once.
    /// </summary>
    /// <param name="path">The full path of a file of results.</param>
    /// <exception cref="ResultsFileException">It is no file of results, or cannot be read.</exception>
    public static IReadOnlyList<FailedRow> Read(string path)
    {
        var last = new Dictionary<(string Path, string User), (int Place, string RunId, ResultsEntry? Failed)>();
        ResultsFile.Scan(path, Take);
        return
        [
            .. last.Values.Where(value => value.Failed is not null).OrderBy(value => value.Place).Select(value => new FailedRow(
                value.Failed!.Path!, value.Failed.UserPrincipalName, value.Failed.Purpose, value.Failed.ErrorId,
                value.Failed.Message)),
        ];

        void Take(ResultsEntry entry)
        {
            if (entry.Path is not { } file || entry.Status is not SmimeImportStatus status)
            {
                return;
            }

            var key = (file, entry.UserPrincipalName?.ToUpperInvariant() ?? string.Empty);
            var isNew = !last.TryGetValue(key, out var known) || known.RunId != entry.RunId;
            var failed = status is SmimeImportStatus.Failed or SmimeImportStatus.NotAttempted ? entry : null;
            last[key] = (isNew && known.RunId is null ? last.Count : known.Place, entry.RunId,
                isNew ? failed : known.Failed ?? failed);
        }
    }
}
