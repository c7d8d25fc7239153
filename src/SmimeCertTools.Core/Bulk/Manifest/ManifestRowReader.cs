using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Lists;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Bulk.Manifest;

/// <summary>Makes rows of what the table gives, for one pass over a manifest.</summary>
internal sealed class ManifestRowReader(string list, ListTable table, bool needsPassword) : IDisposable
{
    /// <summary>The columns.</summary>
    public ListHeader Header => table.Header;

    /// <summary>Reads the header from the beginning of <paramref name="stream"/>, which stays open.</summary>
    public static async Task<ManifestRowReader> OpenAsync(
        string list, Stream stream, bool needsPassword, ManifestErrors errors, CancellationToken cancellationToken)
    {
        var table = await ListTable
            .OpenAsync(stream, [ListColumn.UserPrincipalName, ListColumn.Path], errors.Lists, cancellationToken)
            .ConfigureAwait(false);
        if (needsPassword && table.Header.Find(ListColumn.Password) is null && table.Header.Find(ListColumn.PasswordFile) is null)
        {
            var line = table.Line;
            table.Dispose();
            throw errors.PasswordColumnMissing(line);
        }

        return new ManifestRowReader(list, table, needsPassword);
    }

    /// <summary>Reads to the end and says how many rows there were; null where they cannot be read. Disposes of this.</summary>
    public async Task<int?> CountAsync(CancellationToken cancellationToken)
    {
        using (table)
        {
            try
            {
                var count = 0;
                while (await table.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    count++;
                }

                return count;
            }
            catch (ManifestException)
            {
                // Whoever reads the rows will say so.
                return null;
            }
        }
    }

    /// <summary>The next row, or null.</summary>
    public async Task<ImportRow?> ReadAsync(CancellationToken cancellationToken) =>
        await table.ReadAsync(cancellationToken).ConfigureAwait(false) ? Read() : null;

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();

    private ImportRow Read()
    {
        if (table.Problem is { } misshapen)
        {
            return Bad(string.Empty, null, misshapen);
        }

        var user = table.Text(ListColumn.UserPrincipalName);
        var file = table.File(ListColumn.Path);
        if (user.Length > 0 && UserPrincipalNames.FindProblem(user) is { } problem)
        {
            return Bad(string.Empty, null, $"its UserPrincipalName is none: {problem}.");
        }

        if (file.Length == 0)
        {
            return Bad(user, null, "its Path is empty.");
        }

        if (table.Resolve(file) is not { } path)
        {
            return Bad(user, null, "its Path is no path of a file.");
        }

        var purpose = default(UserPfxPurpose);
        if (table.Text(ListColumn.IntendedPurpose) is { Length: > 0 } text && !PurposeWords.TryParse(text, out purpose))
        {
            return Bad(user, path, "its IntendedPurpose is none. Use SmimeEncryption or SmimeSigning, or nothing to follow "
                + "the certificate's key usage.");
        }

        if (!ListFlag.TryParse(table.Text(ListColumn.AllowOtherAddress), out var allowsOther))
        {
            return Bad(user, path, "its AllowOtherAddress says neither True nor False.");
        }

        return ReadPassword(user, path, table.Text(ListColumn.IntendedPurpose).Length > 0 ? purpose : null, allowsOther);
    }

    private ImportRow ReadPassword(string user, string path, UserPfxPurpose? purpose, bool allowsOther)
    {
        var file = table.File(ListColumn.PasswordFile) is { Length: > 0 } text ? text : null;
        if (ListPassword.Read(table, out var password) is { } error)
        {
            return Bad(user, path, error) with
            {
                IntendedPurpose = purpose,
                AllowOtherAddress = allowsOther,
                PasswordFile = file,
            };
        }

        if (password is null && needsPassword)
        {
            if (table.Header.Find(ListColumn.Password) is null)
            {
                return Bad(user, path, "its PasswordFile is empty. Name the file with the password of the PFX.");
            }

            // An empty column is an empty password, as in the pipeline, unless somebody is asked or a file was expected.
            password = SecretText.Copy([]);
        }

        return new ImportRow
        {
            Number = table.Line,
            List = list,
            UserPrincipalName = user,
            Path = path,
            IntendedPurpose = purpose,
            AllowOtherAddress = allowsOther,
            Password = password,
            PasswordFile = file,
        };
    }

    private ImportRow Bad(string user, string? path, string problem) => Bad(user, path, table.Error(problem));

    private ImportRow Bad(string user, string? path, SmimeException error) => new()
    {
        Number = table.Line,
        List = list,
        UserPrincipalName = user,
        Path = string.IsNullOrEmpty(path) ? null : path,
        Error = error,
    };
}
