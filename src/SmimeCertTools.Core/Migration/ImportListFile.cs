using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Migration;

/// <summary>
/// Writes a list for an import: a table with the columns UserPrincipalName, Path, IntendedPurpose and, where wanted or needed,
/// AllowOtherAddress, PasswordFile and Password; the owner's alone, whole or not at all. What a spreadsheet would take for a
/// formula stands as <c>="text"</c>, which spreadsheets and readers of lists take for the text.
/// </summary>
public static class ImportListFile
{
    private const int WorstBytesOfCharacter = 4;

    /// <summary>Writes the rows that are <see cref="SmimeImportListStatus.Matched"/>.</summary>
    /// <param name="path">A full path that ends in .csv.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="includePasswords">Whether passwords that stand in no file of their own stand in the list.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="cancellationToken">Ends the call before the file gets its name.</param>
    /// <exception cref="FileWriteException">
    /// The file could not be written, or its extension is another; what was at the path before is still there.
    /// </exception>
    public static async Task WriteAsync(string path, IReadOnlyList<ImportListRow> rows, bool includePasswords, bool overwrite,
        CancellationToken cancellationToken)
    {
        CheckFormat(path);
        var listed = Guard.NotNull(rows).Where(row => row.Status == SmimeImportListStatus.Matched).ToList();
        var allowsOther = listed.Exists(row => row.AllowOtherAddress);
        var hasFiles = listed.Exists(row => row.PasswordFile is not null);
        var buffer = new Buffer(listed.Sum(row => Room(row)) + 4096);
        try
        {
            buffer.Add(Encoding.UTF8.GetPreamble());
            buffer.Line(
            [
                "UserPrincipalName", "Path", "IntendedPurpose", .. allowsOther ? ["AllowOtherAddress"] : Array.Empty<string>(),
                .. hasFiles ? ["PasswordFile"] : Array.Empty<string>(),
                .. includePasswords ? ["Password"] : Array.Empty<string>(),
            ]);
            foreach (var row in listed)
            {
                cancellationToken.ThrowIfCancellationRequested();
                buffer.Field(row.UserPrincipalName.AsSpan());
                buffer.Separate().Field(row.Path.AsSpan());
                buffer.Separate().Field((row.Purpose?.ToString()).AsSpan());
                if (allowsOther)
                {
                    buffer.Separate().Field((row.AllowOtherAddress ? bool.TrueString : string.Empty).AsSpan());
                }

                if (hasFiles)
                {
                    buffer.Separate().Field(row.PasswordFile.AsSpan());
                }

                if (includePasswords)
                {
                    buffer.Separate().Field(row.PasswordFile is null && row.Password is { } password ? password.Span : default);
                }

                buffer.End();
            }

            await OwnerOnlyFile.WriteAsync(path, buffer.Content, overwrite, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            buffer.Dispose();
        }
    }

    /// <summary>Says at once whether the extension of <paramref name="path"/> is one that can be written.</summary>
    /// <exception cref="FileWriteException">It is not (<see cref="FileWriteErrorKind.FormatUnknown"/>).</exception>
    public static void CheckFormat(string path)
    {
        if (!Path.GetExtension(Guard.NotBlank(path)).Equals(".csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new FileWriteException(
                FileWriteErrorKind.FormatUnknown, $"A list for an import is a table: give '{path}' the extension .csv.", path);
        }
    }

    // Each quote may be written four times, and each character may take four bytes.
    private static int Room(ImportListRow row) => 128 + (4 * WorstBytesOfCharacter * (row.Path.Length
        + (row.UserPrincipalName?.Length ?? 0) + (row.PasswordFile?.Length ?? 0) + (row.Password?.Length ?? 0)));

    /// <summary>Bytes that are overwritten in the end; of a buffer that grew, copies would stay.</summary>
    private sealed class Buffer(int capacity) : IDisposable
    {
        private readonly byte[] _bytes = new byte[capacity];
        private readonly char[] _pair = new char[2];
        private int _length;

        public ReadOnlyMemory<byte> Content => _bytes.AsMemory(0, _length);

        public void Add(byte[] bytes)
        {
            bytes.CopyTo(_bytes, _length);
            _length += bytes.Length;
        }

        public void Line(IReadOnlyList<string> names)
        {
            for (var i = 0; i < names.Count; i++)
            {
                (i == 0 ? this : Separate()).Field(names[i].AsSpan());
            }

            End();
        }

        public Buffer Separate()
        {
            _bytes[_length++] = (byte)',';
            return this;
        }

        public void End()
        {
            _bytes[_length++] = (byte)'\r';
            _bytes[_length++] = (byte)'\n';
        }

        public void Field(ReadOnlySpan<char> text)
        {
            var isFormula = CsvText.IsRisky(text);
            _bytes[_length++] = (byte)'"';
            if (isFormula)
            {
                Add("=\"\""u8.ToArray());
            }

            for (var i = 0; i < text.Length; i++)
            {
                var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
                for (var count = text[i] != '"' ? 1 : isFormula ? 4 : 2; count > 0; count--)
                {
                    (_pair[0], _pair[1]) = (text[i], isPair ? text[i + 1] : '\0');
                    _length += Encoding.UTF8.GetBytes(_pair, 0, isPair ? 2 : 1, _bytes, _length);
                }

                i += isPair ? 1 : 0;
            }

            if (isFormula)
            {
                Add("\"\""u8.ToArray());
            }

            _bytes[_length++] = (byte)'"';
        }

        public void Dispose()
        {
            SecretBytes.Zero(_bytes);
            Array.Clear(_pair, 0, _pair.Length);
        }
    }
}
