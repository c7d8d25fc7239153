using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Lists;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.History;

/// <summary>
/// Reads the CSV file that lists an archive: columns Path, and where present Password or PasswordFile and UserPrincipalName; a
/// manifest for an import is such a list as well. Paths are relative to the file.
/// </summary>
internal static class ArchiveManifest
{
    private const string Columns = "Path, and where wanted Password or PasswordFile and UserPrincipalName";

    /// <summary>Reads the rows. A row that cannot be used is handed to <paramref name="onError"/> and the others go on.</summary>
    /// <remarks>Columns that are none of ours are handed to <paramref name="onUnknown"/>.</remarks>
    /// <exception cref="ArchiveException">The file cannot be read, has no column Path, or a misspelt one.</exception>
    public static async Task<IReadOnlyList<ArchiveItem>> ReadAsync(
        string path, SecretText password, Action<SmimeException> onError, Action<IReadOnlyList<string>>? onUnknown,
        CancellationToken cancellationToken)
    {
        var errors = new ListErrors("CSV file", path, Columns, (fault, message, _, cause) => new ArchiveException(
            fault switch
            {
                ListFault.Unreadable => ArchiveErrorKind.Unreadable,
                ListFault.RowInvalid => ArchiveErrorKind.ManifestRowInvalid,
                _ => ArchiveErrorKind.ManifestInvalid,
            },
            message,
            path,
            cause));
        var items = new List<ArchiveItem>();
        var complete = false;
        try
        {
            using var stream = await ListFile.OpenAsync(path, errors, cancellationToken).ConfigureAwait(false);
            using var table = await ListTable.OpenAsync(stream, [ListColumn.Path], errors, cancellationToken)
                .ConfigureAwait(false);
            if (table.Header.Unknown.Count > 0)
            {
                onUnknown?.Invoke(table.Header.Unknown);
            }

            while (await table.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (Read(table, password, out var item) is { } error)
                {
                    onError(error);
                }
                else
                {
                    items.Add(item!);
                }
            }

            complete = true;
            return items;
        }
        finally
        {
            foreach (var item in complete ? [] : items)
            {
                item.Password.Dispose();
            }
        }
    }

    private static SmimeException? Read(ListTable table, SecretText password, out ArchiveItem? item)
    {
        item = null;
        var file = table.File(ListColumn.Path);
        if (table.Problem is { } problem)
        {
            return table.Error(problem);
        }

        if (file.Length == 0 || table.Resolve(file) is not { } full)
        {
            return table.Error(file.Length == 0 ? "its Path is empty." : "its Path is no path of a file.");
        }

        if (ListPassword.Read(table, out var own) is { } error)
        {
            return error;
        }

        var user = table.Text(ListColumn.UserPrincipalName);
        var passwordFile = table.File(ListColumn.PasswordFile);
        ListFlag.TryParse(table.Text(ListColumn.AllowOtherAddress), out var allowsOther);
        item = new ArchiveItem
        {
            Path = full,
            Password = own ?? password.Clone(),
            HasOwnPassword = own is not null,
            UserPrincipalName = user.Length == 0 ? null : user,
            PasswordFile = passwordFile.Length == 0 ? null : table.Resolve(passwordFile) ?? passwordFile,
            IntendedPurpose = PurposeWords.TryParse(table.Text(ListColumn.IntendedPurpose), out var purpose) ? purpose : null,
            AllowOtherAddress = allowsOther,
        };
        return null;
    }
}
