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
internal sealed class ManifestRowReader : IDisposable
{
    private readonly string _list;
    private readonly ListTable _table;
    private readonly bool _needsPassword;

    private ManifestRowReader(string list, ListTable table, bool needsPassword)
    {
        _list = list;
        _table = table;
        _needsPassword = needsPassword;
    }

    /// <summary>The columns.</summary>
    public ListHeader Header => _table.Header;

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

    /// <summary>The next row, or null.</summary>
    public async Task<ImportRow?> ReadAsync(CancellationToken cancellationToken) =>
        await _table.ReadAsync(cancellationToken).ConfigureAwait(false) ? Read() : null;

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    private ImportRow Read()
    {
        if (_table.Problem is { } misshapen)
        {
            return Bad(string.Empty, null, misshapen);
        }

        var user = _table.Text(ListColumn.UserPrincipalName);
        var file = _table.Text(ListColumn.Path);
        if (UserPrincipalNames.FindProblem(user) is { } problem)
        {
            return Bad(string.Empty, null, $"its UserPrincipalName is none: {problem}.");
        }

        if (file.Length == 0)
        {
            return Bad(user, null, "its Path is empty.");
        }

        if (_table.Resolve(file) is not { } path)
        {
            return Bad(user, null, "its Path is no path of a file.");
        }

        var purposeText = _table.Text(ListColumn.IntendedPurpose);
        UserPfxPurpose? purpose = null;
        if (purposeText.Length > 0)
        {
            if (!PurposeWords.TryParse(purposeText, out var found))
            {
                return Bad(user, path, "its IntendedPurpose is none. Use SmimeEncryption or SmimeSigning, or nothing to follow "
                    + "the certificate's key usage.");
            }

            purpose = found;
        }

        return ReadPassword(user, path, purpose);
    }

    private ImportRow ReadPassword(string user, string path, UserPfxPurpose? purpose)
    {
        if (ListPassword.Read(_table, out var password) is { } error)
        {
            return Bad(user, path, error);
        }

        if (password is null && _needsPassword)
        {
            if (_table.Header.Find(ListColumn.Password) is null)
            {
                return Bad(user, path, "its PasswordFile is empty. Name the file with the password of the PFX.");
            }

            // An empty column is an empty password, as in the pipeline, unless somebody is asked or a file was expected.
            password = SecretText.Copy([]);
        }

        return new ImportRow
        {
            Number = _table.Line,
            List = _list,
            UserPrincipalName = user,
            Path = path,
            IntendedPurpose = purpose,
            Password = password,
        };
    }

    private ImportRow Bad(string user, string? path, string problem) => Bad(user, path, _table.Error(problem));

    private ImportRow Bad(string user, string? path, SmimeException error) => new()
    {
        Number = _table.Line,
        List = _list,
        UserPrincipalName = user,
        Path = string.IsNullOrEmpty(path) ? null : path,
        Error = error,
    };
}
