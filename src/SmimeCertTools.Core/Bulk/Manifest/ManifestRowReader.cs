using System;
using System.Collections.Generic;
using System.IO;
using System.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CsvHelper;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Bulk.Manifest;

/// <summary>Makes rows of what the table's parser gives, for one pass over a manifest.</summary>
internal sealed class ManifestRowReader
{
    private readonly CsvParser _parser;
    private readonly string _folder;
    private readonly bool _needsPassword;
    private readonly ManifestErrors _errors;
    private readonly ManifestColumns _columns;

    private ManifestRowReader(
        CsvParser parser, string folder, bool needsPassword, ManifestErrors errors, ManifestColumns columns)
    {
        _parser = parser;
        _folder = folder;
        _needsPassword = needsPassword;
        _errors = errors;
        _columns = columns;
    }

    /// <summary>Reads the header.</summary>
    public static async Task<ManifestRowReader> OpenAsync(
        CsvParser parser, string path, bool needsPassword, ManifestErrors errors, CancellationToken cancellationToken)
    {
        if (!await MoveAsync(parser, errors, cancellationToken).ConfigureAwait(false))
        {
            throw errors.Empty();
        }

        var columns = ManifestColumns.Read(parser.Record ?? [], parser.RawRow, needsPassword, errors);
        return new ManifestRowReader(parser, Path.GetDirectoryName(path) ?? string.Empty, needsPassword, errors, columns);
    }

    /// <summary>The next row, or null.</summary>
    public async Task<BulkRow?> ReadAsync(CancellationToken cancellationToken)
    {
        do
        {
            if (!await MoveAsync(_parser, _errors, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }
        while (IsBlank());

        return Read(_parser.RawRow);
    }

    // The fields too are taken apart here, because the parser checks their quotes only when asked for them.
    private static async Task<bool> MoveAsync(CsvParser parser, ManifestErrors errors, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var before = parser.RawRow;
        try
        {
            if (!await parser.ReadAsync().ConfigureAwait(false))
            {
                return false;
            }

            var breaks = 0;
            for (var i = 0; i < parser.Count; i++)
            {
                breaks += LineBreaks(parser[i]);
            }

            // No value of a manifest has several lines: a quote was not closed, and the rows behind it would be lost unseen.
            return breaks == 0 ? true : throw errors.NotTable(Math.Max(before + 1, parser.RawRow - breaks));
        }
        catch (DecoderFallbackException)
        {
            throw errors.NotText(Math.Max(1, parser.RawRow));
        }
        catch (CsvHelperException)
        {
            throw errors.NotTable(before + 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw errors.Unreadable($"cannot be read ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static int LineBreaks(string field)
    {
        var count = 0;
        for (var i = 0; i < field.Length; i++)
        {
            count += field[i] == '\n' || (field[i] == '\r' && (i + 1 == field.Length || field[i + 1] != '\n')) ? 1 : 0;
        }

        return count;
    }

    // Spreadsheets leave lines of delimiters behind where rows were emptied.
    private bool IsBlank()
    {
        for (var i = 0; i < _parser.Count; i++)
        {
            if (!string.IsNullOrWhiteSpace(_parser[i]))
            {
                return false;
            }
        }

        return true;
    }

    // Values are not quoted: where a delimiter within a password shifted them, one of them is a part of the password.
    private BulkRow Read(int line)
    {
        if (_parser.Count != _columns.Count)
        {
            return Bad(line, string.Empty, null, $"it has {_parser.Count} fields and the header {_columns.Count}. Check the delimiters, "
                + "and put a value that holds one in quotes.");
        }

        var user = _parser[_columns.UserPrincipalName].Trim();
        var file = _parser[_columns.Path].Trim();
        if (UserPrincipalNames.FindProblem(user) is { } problem)
        {
            return Bad(line, string.Empty, null, $"its UserPrincipalName is none: {problem}.");
        }

        if (file.Length == 0)
        {
            return Bad(line, user, null, "its Path is empty.");
        }

        if (Resolve(file) is not { } path)
        {
            return Bad(line, user, null, "its Path is no path of a file.");
        }

        var purposeText = _columns.IntendedPurpose is { } place ? _parser[place].Trim() : string.Empty;
        IntendedPurpose? purpose = null;
        if (purposeText.Length > 0)
        {
            if (!PurposeWords.TryParse(purposeText, out var found))
            {
                return Bad(line, user, path, "its IntendedPurpose is none. Use SmimeEncryption or SmimeSigning, or nothing to follow the "
                    + "certificate's key usage.");
            }

            purpose = found;
        }

        return ReadPassword(line, user, path, purpose);
    }

    private BulkRow ReadPassword(int line, string user, string path, IntendedPurpose? purpose)
    {
        var text = _columns.Password is { } own ? _parser[own] : string.Empty;
        var file = _columns.PasswordFile is { } place ? _parser[place].Trim() : string.Empty;
        if (text.Length > 0 && file.Length > 0)
        {
            return Bad(line, user, path, "it has both a Password and a PasswordFile. Leave one of them empty.");
        }

        SecretText? password;
        if (file.Length > 0)
        {
            try
            {
                password = PasswordFile.Read(Resolve(file) ?? file);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or SecurityException
                or ArgumentException or NotSupportedException)
            {
                var problem = HeldFile.IsCause(e) ? "another program has it open" : e.Message.TrimEnd('.');
                return Bad(line, user, path, $"its PasswordFile '{file}' cannot be read: {problem}.", e);
            }
        }
        else
        {
            // An empty column is an empty password, as in the pipeline, unless somebody is asked or a file was expected.
            if (text.Length == 0 && _needsPassword && _columns.Password is null)
            {
                return Bad(line, user, path, "its PasswordFile is empty. Name the file with the password of the PFX.");
            }

            password = text.Length > 0 || _needsPassword ? SecretText.Copy(text.AsSpan()) : null;
        }

        return new BulkRow { Number = line, UserPrincipalName = user, Path = path, IntendedPurpose = purpose, Password = password };
    }

    private string? Resolve(string file)
    {
        try
        {
            return Path.GetFullPath(Path.Combine(_folder, file));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException or SecurityException)
        {
            return null;
        }
    }

    private BulkRow Bad(int line, string user, string? path, string problem, Exception? cause = null) => new()
    {
        Number = line,
        UserPrincipalName = user,
        Path = string.IsNullOrEmpty(path) ? null : path,
        Error = _errors.Row(line, problem, cause),
    };
}
