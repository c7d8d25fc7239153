using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using CsvHelper;
using CsvHelper.Configuration;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.History;

/// <summary>
/// Reads the CSV file that lists an archive: columns Path, and where present Password and UserPrincipalName, in any order;
/// comma, semicolon or tab; UTF-8, or UTF-16 with a mark. Paths are relative to the file.
/// </summary>
internal static class ArchiveManifest
{
    private const string PathColumn = "Path";
    private const string PasswordColumn = "Password";
    private const string UserColumn = "UserPrincipalName";

    /// <summary>Reads the rows. A row that cannot be used is handed to <paramref name="onError"/> and the others go on.</summary>
    /// <exception cref="ArchiveException">The file cannot be read, or has no column Path.</exception>
    public static IReadOnlyList<ArchiveItem> Read(
        string path, SecretText password, Action<SmimeException> onError, CancellationToken cancellationToken)
    {
        var items = new List<ArchiveItem>();
        var complete = false;
        try
        {
            var strictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            using var stream = HeldFile.Open(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
            using var reader = new StreamReader(stream, strictUtf8, detectEncodingFromByteOrderMarks: true);
            using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                DetectDelimiter = true,
                DetectDelimiterValues = [",", ";", "\t"],
                TrimOptions = TrimOptions.None,
                PrepareHeaderForMatch = header => header.Header.Trim().ToUpperInvariant(),
                MissingFieldFound = null,
            });
            ReadHeader(csv, path);
            while (csv.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (ReadRow(csv, path, password, onError) is { } item)
                {
                    items.Add(item);
                }
            }

            complete = true;
            return items;
        }
        catch (FileNotFoundException error)
        {
            throw Unreadable(path, "does not exist", error);
        }
        catch (DirectoryNotFoundException error)
        {
            throw Unreadable(path, "does not exist", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw Unreadable(path, "may not be read by this account", error);
        }
        catch (IOException error) when (HeldFile.IsCause(error))
        {
            throw new ArchiveException(
                ArchiveErrorKind.Unreadable,
                $"The CSV file '{path}' cannot be read: another program has it open for writing. {HeldFile.Advice}",
                path,
                error);
        }
        catch (IOException error)
        {
            throw Unreadable(path, $"cannot be read ({error.Message.TrimEnd('.')})", error);
        }
        catch (DecoderFallbackException)
        {
            throw new ArchiveException(
                ArchiveErrorKind.ManifestInvalid, $"The CSV file '{path}' is not in UTF-8. Save it as 'CSV UTF-8'.", path);
        }
        catch (CsvHelperException error)
        {
            // Its message quotes the row, and the row holds a password. Where quotes are broken nobody knows where the next row begins.
            throw new ArchiveException(
                ArchiveErrorKind.ManifestInvalid,
                $"The CSV file '{path}' cannot be read as a table from line {error.Context?.Parser?.RawRow ?? 1} on. Check the quotes there: a "
                + "value with a quote in it stands in quotes, and the quote is doubled.",
                path);
        }
        finally
        {
            foreach (var item in complete ? [] : items)
            {
                item.Password.Dispose();
            }
        }
    }

    private static void ReadHeader(CsvReader csv, string path)
    {
        var names = csv.Read() && csv.ReadHeader() ? csv.HeaderRecord ?? [] : [];
        if (!names.Any(name => name.Trim().Equals(PathColumn, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArchiveException(
                ArchiveErrorKind.ManifestInvalid,
                $"The CSV file '{path}' has no column {PathColumn}. Its first row must name the columns: "
                + "Path, Password, UserPrincipalName.",
                path);
        }
    }

    private static ArchiveItem? ReadRow(CsvReader csv, string manifest, SecretText password, Action<SmimeException> onError)
    {
        var line = csv.Parser.RawRow;
        var file = csv.GetField(PathColumn)?.Trim();
        if (string.IsNullOrEmpty(file))
        {
            onError(RowInvalid(manifest, line, "its Path is empty"));
            return null;
        }

        string full;
        try
        {
            full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(manifest) ?? string.Empty, file));
        }
        catch (ArgumentException error)
        {
            onError(RowInvalid(manifest, line, $"'{file}' is no path", error));
            return null;
        }
        catch (NotSupportedException error)
        {
            onError(RowInvalid(manifest, line, $"'{file}' is no path", error));
            return null;
        }

        var own = Field(csv, PasswordColumn);
        var user = Field(csv, UserColumn)?.Trim();
        return new ArchiveItem
        {
            Path = full,
            Password = string.IsNullOrEmpty(own) ? password.Clone() : SecretText.Copy(own.AsSpan()),
            UserPrincipalName = string.IsNullOrEmpty(user) ? null : user,
        };
    }

    // Not TryGetField, which takes a value with broken quotes for one that is not there.
    private static string? Field(CsvReader csv, string column) =>
        csv.HeaderRecord!.Any(name => name.Trim().Equals(column, StringComparison.OrdinalIgnoreCase)) ? csv.GetField(column) : null;

    private static ArchiveException RowInvalid(string manifest, int line, string problem, Exception? cause = null) => new(
        ArchiveErrorKind.ManifestRowInvalid, $"Line {line} of '{manifest}' is left out: {problem}.", manifest, cause);

    private static ArchiveException Unreadable(string path, string problem, Exception cause) => new(
        ArchiveErrorKind.Unreadable, $"The CSV file '{path}' {problem}. Check the path and the permissions.", path, cause);
}
