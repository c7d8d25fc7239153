using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Migration;

/// <summary>
/// Keeps the passwords of a list out of it: each in a file of its own in a folder, the owner's alone, which the list names. A
/// file for each PFX, because then one can be handed on, replaced or deleted with it, and no two files tell that they share a
/// password.
/// </summary>
/// <param name="path">The folder's full path. It is made where it does not exist; the one above it has to be there.</param>
/// <param name="overwrite">Whether files of the same names are replaced.</param>
public sealed class PasswordFolder(string path, bool overwrite)
{
    // The longest name of a file has 255 bytes or characters; of the PFX's own name more is not needed to know it by.
    private const int LongestName = 60;
    private const int DigitsOfThumbprint = 8;
    private const char ByteOrderMark = '\uFEFF';

    private static readonly char[] EndsOfLine = ['\r', '\n', '\0'];
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Says at once what <see cref="WriteAsync"/> would refuse whatever is to be written.</summary>
    /// <exception cref="FileWriteException">A file is at the path, or there is no folder that it could be made in.</exception>
    public void Check()
    {
        if (File.Exists(path))
        {
            throw new FileWriteException(
                FileWriteErrorKind.Exists, $"'{path}' is a file. Name a folder for the files with passwords.", path);
        }

        if (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } parent && !Directory.Exists(parent))
        {
            throw new FileWriteException(FileWriteErrorKind.FolderNotFound,
                $"The folder '{path}' cannot be made: there is no folder '{parent}'. Create that first.", path);
        }
    }

    /// <summary>
    /// Gives each row whose password stands nowhere yet the name of its file. Nothing is written. Rows whose password somebody
    /// gave who was asked are left as they are: he is asked again. A password that no file of one line can hold fails its row.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <exception cref="FileWriteException">A file is there already.</exception>
    public IReadOnlyList<ImportListRow> Plan(IReadOnlyList<ImportListRow> rows)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var planned = new List<ImportListRow>(Guard.NotNull(rows).Count);
        foreach (var row in rows)
        {
            if (!IsWritten(row))
            {
                planned.Add(row);
            }
            else if (ProblemOf(row.Password!) is { } problem)
            {
                var error = new ImportException(ImportErrorKind.PasswordNotOneLine,
                    $"The password of '{row.Path}' {problem}: no file of passwords can hold it. Have it put into the list, be "
                    + "asked for it, or give the PFX another.", row.Path);
                planned.Add(row with { Status = SmimeImportListStatus.Failed, Error = error, Message = error.Message });
            }
            else
            {
                var file = Path.Combine(path, NameOf(row, names));
                if (Directory.Exists(path))
                {
                    OwnerOnlyFile.EnsureFree(file, overwrite);
                }

                planned.Add(row with { PasswordFile = file });
            }
        }

        return planned;
    }

    /// <summary>Writes the files that <see cref="Plan"/> named. Where one fails, new ones before it are deleted.</summary>
    /// <param name="before">The rows as they were before.</param>
    /// <param name="planned">The rows with their files.</param>
    /// <param name="cancellationToken">Ends the call between two files.</param>
    /// <returns>How many were written.</returns>
    /// <exception cref="FileWriteException">A file, or the folder, cannot be written.</exception>
    public async Task<int> WriteAsync(
        IReadOnlyList<ImportListRow> before, IReadOnlyList<ImportListRow> planned, CancellationToken cancellationToken)
    {
        var due = Guard.NotNull(planned).Where((row, place) => row.PasswordFile != Guard.NotNull(before)[place].PasswordFile)
            .ToList();
        if (due.Count == 0)
        {
            return 0;
        }

        Make();
        var made = new List<string>();
        var complete = false;
        try
        {
            foreach (var row in due)
            {
                var isNew = !File.Exists(row.PasswordFile!);
                using var content = Encode(row.Password!);
                await OwnerOnlyFile.WriteAsync(row.PasswordFile!, content.DangerousGetArray(), overwrite, cancellationToken)
                    .ConfigureAwait(false);
                made.AddRange(isNew ? [row.PasswordFile!] : []);
            }

            complete = true;
            return due.Count;
        }
        finally
        {
            // No list will name them.
            (complete ? [] : made).ForEach(OwnerOnlyFile.Remove);
        }
    }

    private static bool IsWritten(ImportListRow row) =>
        row is { Status: SmimeImportListStatus.Matched, PasswordFile: null, Password: not null, IsAsked: false };

    private static string? ProblemOf(SecretText password)
    {
        if (password.Span.IndexOfAny(EndsOfLine) >= 0)
        {
            return "has a line break or a NUL in it";
        }

        try
        {
            using var content = Encode(password);
            return content.Length > Lists.PasswordFile.MaxLength ? "is too long" : null;
        }
        catch (EncoderFallbackException)
        {
            return "has half a character in it (a surrogate alone)";
        }
    }

    // What begins like a byte order mark is read without it.
    private static SecretBytes Encode(SecretText password)
    {
        if (password.Length == 0 || password.Span[0] != ByteOrderMark)
        {
            return password.Encode(Utf8);
        }

        using var text = SecretText.Copy([ByteOrderMark, .. password.Span]);
        return text.Encode(Utf8);
    }

    private static string NameOf(ImportListRow row, HashSet<string> names)
    {
        var file = Path.GetFileName(row.Path);
        var length = Math.Min(file.Length, LongestName);
        var stem = file.Substring(0, length - (length < file.Length && char.IsHighSurrogate(file[length - 1]) ? 1 : 0));
        if (row.Certificates.Count > 0)
        {
            stem += "." + row.Certificates[0].Thumbprint.Substring(0, DigitsOfThumbprint);
        }

        var name = stem + ".txt";
        for (var number = 2; !names.Add(name); number++)
        {
            name = FormattableString.Invariant($"{stem}.{number}.txt");
        }

        return name;
    }

    private void Make()
    {
        if (Directory.Exists(path))
        {
            return;
        }

        try
        {
#if NET
            if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                return;
            }
#endif

            // Each file in it is its owner's alone.
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException)
        {
            throw FileWriteErrors.NotWritable(path, e);
        }
    }
}
